"""The animations of chapter 6, as files."""

from pathlib import Path

from course_lib import animations, files
from course_lib.animations.gif import difference


def main(root: Path, folder: Path) -> int:
    """Draw all of them into `folder`, and print their sizes; a file that shows the same is left as it is."""
    for name in animations.SHOWS:
        path, new = folder / f"{name}.gif", animations.build(name)
        if path.exists() and difference(path.read_bytes(), new) is None:
            print(f"{path}: unchanged")
            continue
        files.write(path, new)
        print(f"{path}: {path.stat().st_size / 1000:.0f} KB")
    return 0
