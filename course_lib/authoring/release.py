"""The package that students get, the same bytes each time.

Chapters, exercises with the data of their checks, and the library; no solutions, specs, batch grading or authoring.
"""

import zipfile
from pathlib import Path

from course_lib import audiences
from course_lib.files import replacing, zip_entry

FOLDER = "optimizers-course"  # in which everything unpacks
PACKED = (  # and of course_lib what audiences.py says
    "notebooks/*.ipynb",
    "notebooks/glossary.md",
    "notebooks/src/*.quiz.json",
    "notebooks/media/*",
    "exercises/*.ipynb",
    "exercises/checks/**/*.json",
    "tools/setup.sh",
    "environment.yml",
    "postBuild",
    "requirements.txt",
    "pyproject.toml",
    "LICENSE",
    "LICENSE-TEXT",
)
OWN = {"README.md": "tools/students/README.md", "Makefile": "tools/students/Makefile"}


def contents(root):
    """{path in the package: path of the file}, in order."""
    found = [path for pattern in PACKED for path in Path(root).glob(pattern) if path.is_file()]
    names = [path.relative_to(root).as_posix() for path in found]
    names += [f"course_lib/{name}" for name in audiences.files("student", Path(root) / "course_lib")]
    return {name: Path(root) / OWN.get(name, name) for name in sorted([*names, *OWN])}


def pack(root, file):
    """Write the package: whole, or not at all."""
    with replacing(file, "wb") as written, zipfile.ZipFile(written, "w") as package:
        for name, path in contents(root).items():
            zip_entry(package, f"{FOLDER}/{name}", path.read_bytes())
    return file


def main(root, file):
    """Pack, and say what and where."""
    pack(root, file)
    print(f"{file}: {len(contents(root))} files, {file.stat().st_size / 1e6:.1f} MB")
    return 0
