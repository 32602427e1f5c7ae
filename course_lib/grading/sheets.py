"""Workbooks (.xlsx): read as rows of text, written back with some cells changed.

Whatever a platform put into its file stays there: other columns and sheets, titles above the head, widths, colours,
number formats, formulas. Only the cells whose text differs from what was read are written.
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from course_lib.errors import CourseError
from course_lib.files import replacing
from course_lib.grading.tables import Table
from course_lib.language import say

DAMAGED = (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, zipfile.BadZipFile, SyntaxError)


@dataclass(frozen=True)
class Sheet(Table):
    """A Table in a workbook. title: its sheet's; numbers: the rows' numbers there; before: the rows as read."""

    path: Path = Path()
    title: str = ""
    numbers: list[int] = field(default_factory=list)
    before: list[list[str]] = field(default_factory=list)


def read(path: Path, known: Collection[str] = ()) -> Sheet:
    """The Sheet of a workbook whose head has one of the `known` words, else its first one. Blank rows are left out.

    The head is the row in which a known word stands, in any case: there may be titles above it.
    """
    wanted = {word.casefold() for word in known}
    book = opened(path, values=True)
    try:
        found = [(page.title, [*rows(page)]) for page in book.worksheets]
    except DAMAGED as error:
        raise unreadable(path, error) from error
    for title, lines in found:
        for place, (_, head) in enumerate(lines):
            if wanted.intersection(map(str.casefold, head)):
                return sheet(path, title, lines[place:])
    title, lines = next(((title, lines) for title, lines in found if lines), ("", []))
    return sheet(path, title, lines)


def sheet(path: Path, title: str, lines: list[tuple[int, list[str]]]) -> Sheet:
    """The Sheet of these (number, cells), the head first."""
    if len(lines) < 2:
        raise CourseError(say("{path} has no rows.", path=path))
    cells = [row for _, row in lines]
    return Sheet(cells, path=path, title=title, numbers=[number for number, _ in lines], before=cells)


def rows(page: Any) -> Iterator[tuple[int, list[str]]]:
    """(number, cells as text) of the rows of a worksheet that are not blank; all rows are equally long."""
    for number, cells in enumerate(page.iter_rows(values_only=True), start=1):
        row = [text(cell) for cell in cells]
        if any(row):
            yield number, row


def text(cell: object) -> str:
    """A cell as text: a whole number without decimals, so that an ID stays an ID."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


def write(path: Path, table: Sheet) -> None:
    """The workbook that was read, with the cells that have changed; the whole file, or nothing of it."""
    book = opened(table.path, values=False)
    page = book[table.title]
    for number, old, new in zip(table.numbers, table.before, table.rows):
        for column, (was, becomes) in enumerate(zip(old, new), start=1):
            if was != becomes:
                fill(page.cell(number, column), becomes)
    with replacing(path, "wb") as file:
        book.save(file)


def fill(cell: Any, content: str) -> None:
    """A number becomes a number, unless the cell is formatted as text; no text becomes a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell

    if isinstance(cell, MergedCell):
        raise CourseError(
            say("The cell {place} is part of a merged one: split it, and export again.", place=cell.coordinate)
        )
    try:
        cell.value = content if cell.number_format == "@" else float(content)
    except ValueError:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", content)
    if isinstance(cell.value, str):
        cell.data_type = "s"


def opened(path: Path, values: bool) -> Any:
    """The workbook; values: with the results of its formulas instead of the formulas."""
    try:
        from openpyxl import load_workbook
    except ModuleNotFoundError as error:
        raise CourseError(
            say("{file} needs {package}: `make dev` installs what graders need.", file=path.name, package=error.name)
        ) from error
    try:
        return load_workbook(path, data_only=values, keep_vba=path.suffix.lower() == ".xlsm")
    except DAMAGED as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: Exception) -> CourseError:
    return CourseError(
        say("{path} cannot be read as a workbook ({kind}: {error}).", path=path, kind=type(error).__name__, error=error)
    )
