"""The animations of chapter 6, as files."""

from pathlib import Path

from course_lib import animations, files
from course_lib.animations.gif import difference
from course_lib.language import say


def main(root: Path, folder: Path) -> int:
    """Draw all of them into `folder`, and print their sizes; a file that shows the same is left as it is."""
    for name in animations.SHOWS:
        path, new = folder / f"{name}.gif", animations.build(name)
        if path.exists() and difference(path.read_bytes(), new) is None:
            print(say("{path}: unchanged", path=path))
            continue
        files.write(path, new)
        print(say("{path}: {size:.0f} KB", path=path, size=path.stat().st_size / 1000))
    return 0
