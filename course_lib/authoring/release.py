"""python -m course_lib.authoring.release [FILE]: pack what students get, the same bytes each time.

Chapters, exercises with the data of their checks, and the library; no solutions, specs, batch grading or authoring.
"""

import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = "dist/optimizers-course-students.zip"
FOLDER = "optimizers-course"  # in which everything unpacks
PACKED = (
    "notebooks/*.ipynb",
    "notebooks/src/*.quiz.json",
    "notebooks/media/*",
    "exercises/*.ipynb",
    "exercises/checks/**/*.json",
    "course_lib/**/*.py",
    "course_lib/lab_settings/*.json",
    "course_lib/explorers/*.css",
    "course_lib/explorers/js/*.js",
    "tools/setup.sh",
    "environment.yml",
    "postBuild",
    "requirements.txt",
    "pyproject.toml",
    "LICENSE",
    "LICENSE-TEXT",
)
LEFT_OUT = ("course_lib/authoring/", "course_lib/grading/", "course_lib/homework/spec.py")
OWN = {"README.md": "tools/students/README.md", "Makefile": "tools/students/Makefile"}


def contents(root):
    """{path in the package: path of the file}, in order."""
    found = [path for pattern in PACKED for path in sorted(Path(root).glob(pattern)) if path.is_file()]
    named = {path.relative_to(root).as_posix(): path for path in found}
    kept = {name: path for name, path in named.items() if not name.startswith(LEFT_OUT)}
    return dict(sorted({**kept, **{name: Path(root) / path for name, path in OWN.items()}}.items()))


def pack(root, file):
    """Write the package: whole, or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(file.name + ".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as package:
        for name, path in contents(root).items():
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}")  # of 1980: the time of packing changes nothing
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o100644 << 16, 3
            package.writestr(entry, path.read_bytes())
    partial.replace(file)
    return file


def main(arguments=None, root=ROOT):
    """Pack, and say what and where."""
    arguments = sys.argv[1:] if arguments is None else arguments
    file = pack(root, Path(arguments[0]) if arguments else Path(root) / FILE)
    print(f"{file}: {len(contents(root))} files, {file.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
