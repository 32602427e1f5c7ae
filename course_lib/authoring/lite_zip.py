"""One file for a class without a network: what `make lite` built, and a server of a few lines to start by a click."""

import zipfile

from course_lib.files import replacing, zip_entry
from course_lib.language import say

FOLDER = "optimizers-course-browser"  # in which everything unpacks
FILE = f"{FOLDER}.zip"
PROGRAMS = (".py", ".sh", ".command")


def contents(root, built):
    """{path in the zip: path of the file}, in order."""
    found = {f"course/{path.relative_to(built).as_posix()}": path for path in built.rglob("*") if path.is_file()}
    found |= {path.name: path for path in (root / "tools" / "lite").iterdir() if path.is_file()}
    return {name: found[name] for name in sorted(found)}


def pack(root, built, file):
    """Pack the folder `built` with what starts it: whole, or not at all."""
    with replacing(file, "wb") as written, zipfile.ZipFile(written, "w") as package:
        for name, path in contents(root, built).items():
            program = "/" not in name and path.suffix in PROGRAMS
            zip_entry(package, f"{FOLDER}/{name}", path.read_bytes(), 0o755 if program else 0o644)
    print(
        say(
            "{file}: {size:.0f} MB; who unpacks it starts serve.py, or start.* by a click",
            file=file,
            size=file.stat().st_size / 1000000.0,
        )
    )
    return file
