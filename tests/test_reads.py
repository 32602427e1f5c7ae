"""What decides how a notebook looks: the files that its code imports, directly or through others, and no more."""

from pathlib import Path

import pytest

from course_lib.authoring.build import digest
from course_lib.authoring.reads import library_files

FILES = {
    "__init__.py": "",
    "rules/__init__.py": "from course_lib.rules.sgd import SGD",
    "rules/sgd.py": "import numpy",
    "pictures/__init__.py": "",
    "pictures/base.py": "def show():\n    from course_lib import looks",
    "pictures/js/draw.js": "",
    "looks.py": "",
    "grading.py": "from course_lib import rules",
}


@pytest.fixture
def root(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / "course_lib" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("code", "files"),
    [
        ("import numpy as np", []),
        ("from course_lib import rules", ["__init__", "rules/__init__", "rules/sgd"]),
        ("from course_lib.rules import SGD", ["__init__", "rules/__init__", "rules/sgd"]),
        ("import course_lib.looks\n%time 1", ["__init__", "looks"]),
        (
            "from course_lib.pictures import base",
            ["__init__", "looks", "pictures/__init__", "pictures/base", "pictures/js/draw.js"],
        ),
    ],
)
def test_what_code_reads(root, code, files):
    found = [path.relative_to(root / "course_lib").as_posix() for path in library_files(root, [code])]
    assert [name.removesuffix(".py") for name in found] == files


def test_a_chapter_does_not_depend_on_what_grades_and_a_homework_depends_on_its_checks():
    root = Path(__file__).resolve().parents[1]
    read = {
        path.relative_to(root / "course_lib").parts[0] for path in library_files(root, ["from course_lib import plots"])
    }
    assert "plots" in read and "grading" not in read


def test_a_new_exercise_makes_the_chapter_stale_that_lists_all(root):
    (root / "notebooks" / "src").mkdir(parents=True)
    (root / "exercises" / "checks").mkdir(parents=True)
    (root / "course_lib" / "homework").mkdir()
    (root / "course_lib" / "homework" / "keys.py").write_text("")
    code = "```{code-cell}\nfrom course_lib.%s\n```\n"
    (root / "notebooks" / "src" / "lists.md").write_text(code % "homework import keys")
    (root / "notebooks" / "src" / "other.md").write_text(code % "rules import SGD")
    before = [digest(root, f"notebooks/{name}") for name in ("lists", "other")]
    (root / "exercises" / "checks" / "07_new.json").write_text("[]")
    after = [digest(root, f"notebooks/{name}") for name in ("lists", "other")]
    assert after[0] != before[0] and after[1] == before[1]
