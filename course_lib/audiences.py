"""Who gets which file of course_lib: said here and nowhere else. An author has all of them.

student     the package that students get (`course release`)
gradescope  the autograder (`course gradescope`)
sandbox     what lies beside a submitted notebook while it runs
site        the modules that the website describes, in this order
"""

from pathlib import Path

LIBRARY = Path(__file__).resolve().parent
# A file belongs to the longest line that its path begins with.
WHO = {
    "optimizers/": "student site",
    "arguments.py": "student gradescope",
    "averages.py": "student site",
    "surfaces.py": "student site",
    "models.py": "student site",
    "training.py": "student site",
    "schedules.py": "student site",
    "data.py": "student site",
    "explorers/": "student site",
    "animations/": "student",
    "cli.py": "student",
    "experiments/": "student",
    "installation.py": "student",
    "lab_settings/": "student",
    "called.py": "student gradescope",
    "heard.py": "student gradescope",
    "language.py": "student gradescope sandbox",
    "locale/": "student gradescope",
    "locale/zh.json": "student gradescope sandbox",
    "fonts/": "student",
    "handing_in.py": "student",
    "own_rule.py": "student gradescope",
    "plots/": "student",
    "quiz/": "student",
    "style.py": "student",
    "__init__.py": "student gradescope",
    "audiences.py": "student gradescope",
    "errors.py": "student gradescope",
    "files.py": "student gradescope",
    "records.py": "student gradescope",
    "workspace.py": "student gradescope",
    "merging.py": "student gradescope",
    "homework/": "student gradescope",
    "homework/answers.py": "student gradescope sandbox",
    "homework/calling.py": "student gradescope sandbox",
    "homework/cells.py": "student gradescope sandbox",
    "homework/spec.py": "gradescope",  # how hidden cases are drawn, and the mistakes as code
    "homework/variants.py": "gradescope",
    "grading/": "gradescope",
    "grading/child.py": "gradescope sandbox",
    "grading/running.py": "gradescope sandbox",
    "grading/shell.py": "gradescope sandbox",
    "grading/standins.py": "gradescope sandbox",
    "grading/worker.py": "gradescope sandbox",
    "grading/lti.py": "",  # this and the next three: for whoever has a whole class
    "grading/lti_platform.py": "",
    "grading/sheets.py": "",
    "grading/similarity.py": "",
    "authoring/": "",
    "translation/": "",
    "questions/": "",
    "exams/": "",
    "worksheets/": "",
    "media/": "",
}


def line(name: str) -> str:
    """The line of WHO for a file, a path such as homework/key.py; KeyError when there is none."""
    fitting = [start for start in WHO if name == start or (start.endswith("/") and name.startswith(start))]
    if not fitting:
        raise KeyError(f"course_lib/audiences.py does not say who gets {name}.")
    return max(fitting, key=len)


def everything(library: Path = LIBRARY) -> list[str]:
    """The paths of all files of a course_lib, without what Python leaves there."""
    found = (path for path in library.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sorted(path.relative_to(library).as_posix() for path in found)


def files(audience: str, library: Path = LIBRARY) -> list[str]:
    """The paths of the files that an audience gets."""
    return [name for name in everything(library) if audience in WHO[line(name)].split()]


def modules(audience: str) -> list[str]:
    """The names of the modules that stand for an audience's lines, in the table's order."""
    return [start.removesuffix("/").removesuffix(".py") for start, who in WHO.items() if audience in who.split()]


def has(part: str) -> bool:
    """Whether a part such as `grading` is here; a student's copy is without it."""
    return (LIBRARY / part).is_dir()
