"""The error for an unknown name lists the names there are."""

from collections.abc import Iterable
from difflib import get_close_matches


def one_of(name: str, known: Iterable[str], what: str) -> str:
    """`name` when it is one of those known; else ValueError, which lists them and guesses which one was meant.

    what: what it names, such as "rule".
    """
    names = list(known)
    if name in names:
        return name
    close = get_close_matches(str(name), names, n=1)
    meant = f"; did you mean {close[0]!r}?" if close else "."
    raise ValueError(f"there is no {what} {name!r} here{meant} There are {', '.join(names)}.")
