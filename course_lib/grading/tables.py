"""CSV files as platforms and spreadsheets write them: their encoding, separator and decimal sign, read and kept.

A workbook (.xlsx) is read and written by `sheets`.
"""

import csv
import io
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from course_lib import files
from course_lib.errors import CourseError
from course_lib.language import say

ENCODINGS = ("utf-8", "gb18030", "cp1252")  # gb18030 holds GBK
SEPARATORS = ",;\t"
WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class Table:
    """The rows of a file, all as long as the head, and how it was written."""

    rows: list[list[str]]
    encoding: str = "utf-8"
    separator: str = ","

    @property
    def head(self) -> list[str]:
        return self.rows[0]


def read(path: str | Path, known: Collection[str] = ()) -> Table:
    """The Table of a CSV file or a workbook. Blank lines are left out, short ones filled up.

    known: words of the head, by which it is found in a workbook with titles above it.
    """
    ending = Path(path).suffix.lower()
    if ending == ".xls":
        raise CourseError(say("{path} is in Excel's old format: save it as .xlsx or .csv.", path=path))
    if ending in WORKBOOKS:
        from course_lib.grading import sheets  # here, because it needs openpyxl

        return sheets.read(Path(path), known)
    try:
        data = Path(path).read_bytes()
        text, encoding = decoded(data)
        first = next(filter(str.strip, text.splitlines()), "")
        separator = max(SEPARATORS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))
        rows = [
            row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if any(map(str.strip, row))
        ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CourseError(say("{path} cannot be read as a CSV file ({error}).", path=path, error=error)) from error
    if len(rows) < 2:
        raise CourseError(say("{path} has no rows.", path=path))
    width = len(rows[0])
    return Table([row + [""] * (width - len(row)) for row in rows], encoding, separator)


def decoded(data: bytes) -> tuple[str, str]:
    """(text, encoding); a mark of UTF-8 at the beginning is kept when the file is written."""
    if data.startswith(b"\xef\xbb\xbf"):
        return data.decode("utf-8-sig"), "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16"), "utf-16"
    # Chinese letters are two such bytes each, a German umlaut stands alone between ASCII.
    others = re.findall(rb"[\x80-\xff]+", data)
    western = 2 * sum(len(run) == 1 for run in others) > len(others)
    for encoding in ENCODINGS[:1] if western else ENCODINGS[:-1]:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return data.decode(ENCODINGS[-1]), ENCODINGS[-1]


def write(path: str | Path, table: Table) -> None:
    """The whole file or nothing of it, as the one that was read."""
    if Path(path).suffix.lower() in WORKBOOKS:
        from course_lib.grading import sheets

        assert isinstance(table, sheets.Sheet)
        return sheets.write(Path(path), table)
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=table.separator).writerows(table.rows)
    files.write(Path(path), file.getvalue().encode(table.encoding))


def number(text: str) -> float | None:
    """14.5, 14,5, 1.000,50, 1 000,5 or 1'000.5 as a float; None for no number, or for two as 1,000 could be."""
    text = re.sub(r"[\s'’]", "", text)  # between thousands there may be several kinds of spaces
    if "," in text and "." in text:
        text = text.replace(min(",.", key=text.rfind), "")  # the last one is the decimal sign
    elif re.fullmatch(r"\d{1,3}[,.]\d{3}", text):
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
