"""The package that students get, the same bytes each time.

Chapters and exercises in every language, the data of their checks, and the library; no solutions, specs, batch grading
or authoring.
"""

import zipfile
from pathlib import Path

from course_lib import audiences, workspace
from course_lib.files import replacing, zip_entry
from course_lib.language import say

FOLDER = "optimizers-course"  # in which everything unpacks
PACKED = (  # besides what a learner gets a copy of, and of course_lib what audiences.py says
    "tools/setup.sh",
    "environment.yml",
    "postBuild",
    "requirements.txt",
    "pyproject.toml",
    "LICENSE",
    "LICENSE-TEXT",
)
OWN = {name: f"tools/students/{name}" for name in ("README.md", "README.zh.md", "Makefile")}


def contents(root):
    """{path in the package: path of the file}, in order."""
    names = [*workspace.Course(Path(root)).files(), *PACKED]
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
    print(
        say("{file}: {n} files, {size:.1f} MB", file=file, n=len(contents(root)), size=file.stat().st_size / 1000000.0)
    )
    return 0
