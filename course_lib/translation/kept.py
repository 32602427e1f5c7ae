"""What a translation keeps: formulas, code, links, numbers, places for values, the slides' numbers (pure)."""

import re
from collections import Counter
from collections.abc import Iterator

from course_lib.language import NOTE

# In this order: what one has found, the next does not see.
KEPT = {
    "code": re.compile(r"`[^`]+`"),
    "formula": re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL),
    "link": re.compile(r"\]\(([^)\s]+(?:\([^)]*\))?[^)\s]*)\)|<?https?://[^\s>)]+>?"),
    "tag": re.compile(r"</?[a-z][^<>]*>|&\w+;"),
    "placeholder": re.compile(r"(?<!\{)\{\w+\}(?!\})"),
    "slide": re.compile(r"(?<![A-Za-z0-9])S\d+"),
    "number": re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?:e[-−]?\d+)?"),
}

WORDS = re.compile(r"\\text\{[^}]*\}")  # of a formula, which are translated


def found(text: str) -> dict[str, Counter[str]]:
    """{what: how often each stands in a text}."""
    counted: dict[str, Counter[str]] = {}
    for what, pattern in KEPT.items():
        counted[what] = Counter(WORDS.sub(r"\\text{}", match[0]) for match in pattern.finditer(text))
        # What stood there still parts words, and is no word.
        text = pattern.sub(" ", text) if what != "link" else pattern.sub("] ", text)
    return counted


def rest(text: str) -> str:
    """A text without what is kept, and without a note for translators: its words."""
    text = NOTE.sub("", text)
    for pattern in KEPT.values():
        text = pattern.sub(" ", text)
    return text


def differences(english: str, other: str) -> Iterator[str]:
    """A sentence for each kind in which two texts differ."""
    before, after = found(english), found(other)
    for what, wanted in before.items():
        lost, new = wanted - after[what], after[what] - wanted
        if lost or new:
            parts = [
                f"without {', '.join(sorted(lost))}" if lost else "",
                f"with {', '.join(sorted(new))}" if new else "",
            ]
            yield f"{what}: {' and '.join(filter(None, parts))}"
