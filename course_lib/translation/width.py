"""How wide text is where each letter has one column, and a Chinese one two (pure)."""

import re
import unicodedata
from collections.abc import Callable

WIDEST = 100  # columns of a code cell, as course_lib/authoring/checks.py has it
# Where a line may end: before or behind a Chinese letter, but before no punctuation; in Latin text behind a space.
PARTS = re.compile(
    r"(?:\{\{|\}\}|\{\w+\}|[^\s\u2e80-\uffef{}]+|[\u2e80-\uffef][\u3001\u3002\uff01-\uff0f\uff1a-\uff20]*|[{}])\s*|\s+"
)


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def wrapped(text: str, room: int, measured: Callable[[str], int] = width) -> list[str]:
    """A text as lines of at most `room` columns, as `measured` says; joined they give it back."""
    lines = [""]
    for part in PARTS.findall(text):
        if lines[-1] and measured(lines[-1]) + measured(part.rstrip()) > room:
            lines.append("")
        lines[-1] += part
    return lines
