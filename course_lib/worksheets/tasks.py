"""A task on paper: what it asks, what it looks like solved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_lib.language import later

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KINDS = later(["Compute", "Draw", "Mark", "Judge", "Predict, then measure"])


@dataclass(frozen=True)
class Table:
    """rows: complete, as the key shows them; the sheet shows the first `given` columns of each, and the row 0 whole if
    `example`. All cells are Markdown of one line, with formulas between $.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    given: int = 1
    example: bool = False

    def blank(self) -> list[list[str]]:
        """The rows of the sheet."""
        width = len(self.head)
        return [
            list(row) if self.example and not number else [*row[: self.given], *[""] * (width - self.given)]
            for number, row in enumerate(self.rows)
        ]


@dataclass(frozen=True)
class Task:
    """kind: one of KINDS. text, answer: Markdown of one paragraph. picture: on the sheet; solved: on the key.

    lines: how many lines to write on there are below it. wide: the picture's width in millimetres.
    """

    kind: str
    text: str
    answer: str
    table: Table | None = None
    picture: Figure | None = None
    solved: Figure | None = None
    lines: int = 0
    wide: int = 160

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {self.kind!r}.")


@dataclass(frozen=True)
class Sheet:
    """A chapter's worksheet."""

    chapter: str
    title: str
    tasks: Sequence[Task]
