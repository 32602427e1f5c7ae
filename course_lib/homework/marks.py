"""The mark of a notebook that has numbers of a student's own: it says whose to those alone who know the secret.

It stands in the notebook's metadata and in its text, which stays when a program drops the metadata.
"""

import re

BEGINS = "numbers-"
MARK = re.compile(rf"\b{BEGINS}[0-9a-f]{{12}}\b")


def written(digest: bytes) -> str:
    """The mark for a digest."""
    return f"{BEGINS}{digest.hex()[:12]}"


def marks(text: str) -> frozenset[str]:
    """All marks in a text."""
    return frozenset(MARK.findall(text)) if BEGINS in text else frozenset()  # most have none, and the search is slow
