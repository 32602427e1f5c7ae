"""python -m course_lib.animations FOLDER: write each animation that changed into the folder, whole or not at all."""

import os
import sys
from pathlib import Path

from course_lib import animations
from course_lib.animations.gif import difference


def main(folder):
    """Build all of them and print their sizes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in animations.SHOWS:
        path, partial = folder / f"{name}.gif", folder / f".{name}.partial"
        new = animations.build(name)
        if path.exists() and difference(path.read_bytes(), new) is None:
            print(f"{path}: unchanged")
            continue
        partial.write_bytes(new)
        os.replace(partial, path)
        print(f"{path}: {path.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
