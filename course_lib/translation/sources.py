"""A source of the course as messages, and the same source in another language (pure).

Cells come as `course_lib.authoring.source.read` gives them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from course_lib.language import say as told
from course_lib.translation import TranslationError, code, quizzes
from course_lib.translation.blocks import pieces
from course_lib.translation.comments import comments
from course_lib.translation.literals import Names, messages

Say = Callable[[str], str]
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
# From notebooks/zh a file lies one folder further away; chapters lie beside each other there, too, and the homework in
# exercises/zh.
AWAY = re.compile(r"(\]\(|src=\")(?=\.\./|media/|\w+\.md\))")
NOTEBOOK = re.compile(r"(\]\(\.\./(?:notebooks|exercises)/)(?=\w+\.ipynb)")


class Message(NamedTuple):
    """What a translator translates: text, place (the heading below which it stands), kind, and what helps with it."""

    text: str
    place: str
    kind: str
    notes: tuple[str, ...] = ()


def of_cells(cells: Sequence[Any], path: str, names: Names) -> Iterator[Message]:
    """The messages of a notebook's cells. path: the source's; names: what is looked up."""
    place = path
    for cell in cells:
        if cell.cell_type == "code":
            yield from of_code(cell.source, place, names)
            continue
        for piece in pieces(cell.source):
            if piece.prose:
                yield Message(piece.text, place := below(cell.source, path) or place, kind(cell))


def of_code(source: str, place: str, names: Names) -> Iterator[Message]:
    """The messages of a code cell: its strings and comments."""
    for one in messages(source, names):
        yield Message(
            one.text, place, one.place, tuple(f"{{{slot}}} is {what}" for slot, what in (one.parts or {}).items())
        )
    for one in comments(source):
        yield Message(one.text, place, "comment")


def of_quiz(text: str, path: str) -> Iterator[Message]:
    """The messages of a quiz, the text of a .quiz.json."""
    for question, what, said in quizzes.sentences(text):
        yield Message(said, f"{path}#{question}", f"quiz, {what}")


def of_hints(hints: Iterable[tuple[str, str]], path: str) -> Iterator[Message]:
    """The messages of a homework's hints: (exercise, hint)."""
    for exercise, hint in hints:
        yield Message(hint, f"{path}/{exercise}.py", "hint")


def in_language(text: str, cells: Sequence[Any], say: Say, names: Names) -> str:
    """A source's text (MyST Markdown) with what `say` makes of its messages; the rest keeps its bytes.

    cells: what stands in the text, in its order.
    """
    result, end = [], 0
    for number, cell in enumerate(cells):
        at = text.find(cell.source, end)
        if at < 0:
            raise TranslationError(
                told(
                    "cell {number} does not stand in its text as it is: {source!r}.",
                    number=number,
                    source=cell.source[:60],
                )
            )
        new = code.translated(cell.source, say, names) if cell.cell_type == "code" else in_markdown(cell.source, say)
        result += [text[end:at], new]
        end = at + len(cell.source)
    return "".join([*result, text[end:]])


def in_markdown(source: str, say: Say) -> str:
    """A text cell in another language."""
    return "".join(say(piece.text) if piece.prose else piece.text for piece in pieces(source))


def moved(text: str, language: str) -> str:
    """The same text, its links from one folder further down, and to notebooks in the language."""
    return AWAY.sub(r"\1../", NOTEBOOK.sub(rf"\1{language}/", text))


def codes(cells: Sequence[Any]) -> list[str]:
    return [cell.source for cell in cells if cell.cell_type == "code"]


def kind(cell: Any) -> str:
    """text, slide, notes or answer, as the author marked the cell."""
    tags = cell.metadata.get("tags", [])
    if cell.metadata.get("slideshow", {}).get("slide_type") == "notes":
        return "notes"
    return "slide" if "slide-only" in tags else "answer" if "answer" in tags else "text"


def below(source: str, path: str) -> str:
    """path#heading of the cell's own heading, "" where it has none."""
    heading = HEADING.search(source)
    return f"{path}#{re.sub(r'[^a-z0-9]+', '-', heading[1].lower()).strip('-')}" if heading else ""
