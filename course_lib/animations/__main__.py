"""python -m course_lib.animations FOLDER: write each animation into the folder, whole or not at all."""

import os
import sys
from pathlib import Path

from course_lib import animations


def main(folder):
    """Build all of them and print their sizes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in animations.SHOWS:
        path, partial = folder / f"{name}.gif", folder / f".{name}.partial"
        partial.write_bytes(animations.build(name))
        os.replace(partial, path)
        print(f"{path}: {path.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
