"""The terms of the course in both languages, and where a translation has others (pure)."""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from course_lib.translation.kept import rest


class Term(NamedTuple):
    """others: words that may stand for it, too. always: English has no everyday word of the same letters."""

    english: str
    other: str
    symbol: str
    first: str
    others: tuple[str, ...]
    always: bool


def read(text: str) -> list[Term]:
    """The terms of a glossary.csv, the longest first: "gradient descent" is looked for before "gradient"."""
    rows = csv.DictReader(text.splitlines())
    terms = [
        Term(
            row["English"],
            row["中文"],
            row["symbol"],
            row["first used"],
            tuple(filter(None, row["also"].split("|"))),
            row["always"] == "yes",
        )
        for row in rows
    ]
    return sorted(terms, key=lambda term: -len(term.english))


def missing(english: str, other: str, terms: Sequence[Term]) -> Iterator[Term]:
    """The terms of the English sentence that the translation says by no word of the glossary."""
    left = rest(english)
    for term in terms:
        pattern = re.compile(rf"(?<![\w-]){re.escape(term.english)}(?:s|es)?(?![\w-])", re.IGNORECASE)
        if not pattern.search(left):
            continue
        left = pattern.sub(" ", left)
        names = (term.other, *term.others, term.english)
        if term.always and not any(name.lower() in other.lower() for name in names):
            yield term
