"""Questions as a workbook (.xlsx), one a row: for systems that import tables, such as 超星 and 雨课堂."""

from __future__ import annotations

import io
from collections.abc import Iterable

from course_lib.language import later, say
from course_lib.questions.bank import Answer, Question, written
from course_lib.questions.markup import plain

ENDING = ".xlsx"
KINDS = later({"one": "single choice", "many": "multiple choice", "number": "number [as an answer]", "essay": "essay"})
LETTERS = "ABCDEFGH"
BEFORE = later(["chapter", "number [of a question]", "type", "points [of a question]", "question"])
AFTER = later(["answer", "tolerance", "explanation", "marking"])
WIDTHS = [14] * 4 + [60] + [24] * len(LETTERS) + [14, 14, 80, 60]


def export(questions: Iterable[Question]) -> bytes:
    """The workbook. Texts are texts, even those that begin like a formula."""
    from openpyxl import Workbook  # here: no other form needs it
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    page = book.active
    page.title = say("questions")
    page.append([*map(say, BEFORE), *LETTERS, *map(say, AFTER)])
    for question in questions:
        page.append(row(question))
    for line in page.iter_rows():
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=cell.row == 1)
            if isinstance(cell.value, str):
                cell.data_type = "s"
    for place, width in enumerate(WIDTHS, start=1):
        page.column_dimensions[page.cell(1, place).column_letter].width = width
    page.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def row(question: Question) -> list[str | float]:
    """The cells under the head."""
    choices = [plain(each.text) for each in question.answers] if question.kind in ("one", "many") else []
    right = [each for each in question.answers if each.right]
    if question.kind == "number":
        solution: list[str | float] = [right[0].middle, right[0].tolerance]
    elif choices:
        solution = ["".join(letter for letter, each in zip(LETTERS, question.answers) if each.right), ""]
    else:
        solution = [plain(question.model), ""]
    return [
        *(question.title, question.number, say(KINDS[question.kind]), question.points, plain(question.text)),
        *(choices + [""] * len(LETTERS))[: len(LETTERS)],
        *solution,
        "\n".join([*map(explained, names(question), question.answers), *filter(None, [plain(question.otherwise)])]),
        plain(question.marking),
    ]


def names(question: Question) -> list[str]:
    """How the explanation names the answers: by letter, or by the number."""
    return [written(each.middle) for each in question.answers] if question.kind == "number" else list(LETTERS)


def explained(name: str, each: Answer) -> str:
    return say("{name}: {said}", name=name, said=plain(each.feedback))
