"""A language that nobody speaks: letters accented, 40 % longer. What shows up plain was never extracted (pure)."""

import re

from course_lib.translation.kept import KEPT

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
MARKED = "àƀçđéƒğĥîĵķļɱñöþʠřšţûṽŵẋýžÀƁÇĐÉƑĞĤÎĴĶĻṀÑÖÞɊŘŠŢÛṼŴẊÝŽ"
LONGER = 0.4
KEEP = re.compile("|".join(f"(?:{pattern.pattern})" for pattern in KEPT.values()) + r"|\\\w+", re.DOTALL)


def pseudo(text: str) -> str:
    """The text in that language; what a translation keeps stays.

    >>> pseudo("one step of $W$")
    'öñé šţéþ öƒ $W$ ~~~~~'
    """
    parts, end = [], 0
    for found in KEEP.finditer(text):
        parts += [text[end : found.start()].translate(TABLE), found[0]]
        end = found.end()
    parts.append(text[end:].translate(TABLE))
    letters = sum(letter in PLAIN for letter in text)
    more = "~" * max(1, round(LONGER * letters)) if letters else ""
    # In words, so that a line can end between them.
    more = " ".join(more[at : at + 9] for at in range(0, len(more), 9))
    return "".join(parts) + (f" {more}" if more else "")


def plain_words(text: str) -> list[str]:
    """Runs of two or more words that stand in a text without accents: nobody extracted them."""
    return re.findall(r"(?<![\w~])[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,})+", text)


TABLE = str.maketrans(PLAIN, MARKED)
