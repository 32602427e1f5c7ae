"""The animations of chapter 6, as files."""

from pathlib import Path

from course_lib import animations, files


def main(root: Path, folder: Path) -> int:
    """Draw all of them into `folder`, and print their sizes."""
    for name in animations.SHOWS:
        path = folder / f"{name}.gif"
        files.write(path, animations.build(name))
        print(f"{path}: {path.stat().st_size / 1000:.0f} KB")
    return 0
