"""The lecturer's pages: their tables of mistakes, written from the specs of the homework (pure, but for `refresh`)."""

from pathlib import Path

from course_lib.authoring import marks
from course_lib.authoring.build import graded, sources
from course_lib.files import write

FOLDER = Path("docs") / "instructor"
START, END = "<!-- misconceptions: written by make notebooks -->", "<!-- end -->"
HEAD = "| function | mistake | the hint that a student gets |"


def pages(root):
    """The pages of the chapters that have a homework."""
    found = sorted((Path(root) / FOLDER).glob("[0-9]*.md"))
    return [page for page in found if f"solutions/{page.stem}" in sources(root)]


def filled(root, page):
    """The page's text with the mistakes of its chapter's homework."""
    return marks.fill(
        page.read_text(encoding="utf-8"),
        START,
        END,
        table(graded(root, f"solutions/{page.stem}")),
        f"{FOLDER.as_posix()}/{page.name}",
    )


def words(name):
    return name.replace("_", " ")


def table(exercises, head=HEAD, say=str, called=words):
    """Markdown: what the homework's checks recognise, and what they say to it, as `say` has it.

    called: how a mistake is named, of which there is an English name only.
    """
    rows = [
        f"| `{exercise.name}` | {called(name)} | {one_line(say(' '.join((mistake.__doc__ or '').split())))} |"
        for exercise in exercises
        for name, mistake in exercise.mistakes.items()
    ]
    return "\n".join([head, "| --- | --- | --- |", *rows])


def one_line(hint):
    """A hint in a cell of a table."""
    return " ".join(hint.split()).replace("|", r"\|")


def refresh(root):
    """Bring the pages' tables up to date; the names of those that changed."""
    changed = []
    for page in pages(root):
        new = filled(root, page)
        if new != page.read_text(encoding="utf-8"):
            write(page, new)
            changed.append(page.name)
    return changed
