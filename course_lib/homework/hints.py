"""The hints of the keys, which hold them in English, in the language that is spoken. Pure, but for its catalogue."""

import re
from functools import cache
from string import Formatter

from course_lib.language import catalogue, current, later, say

# What is said of mistakes that every exercise has.
SWAPPED = later("These are the numbers you get when {a} and {b} stand in each other's place.")
REORDERED = later("These are the right numbers in another order, {names}; the order is {right}.")


def said(hint: str) -> str:
    """A hint as a key holds it, in the language that is spoken; in English where it has no translation."""
    language = current()
    table = catalogue(f"{language}.hints")
    if hint in table:
        return table[hint]
    for template, other in forms(language):
        if found := pattern(template).fullmatch(hint):
            return other.format(**found.groupdict())
    return hint


@cache
def forms(language: str) -> list[tuple[str, str]]:
    """(English, translation) of the hints that have places for numbers or names, which a key holds filled in."""
    table = catalogue(f"{language}.hints") | {text: say(text, language) for text in (SWAPPED, REORDERED)}
    return [(text, other) for text, other in table.items() if re.search(r"\{\w+\}", text)]


@cache
def pattern(template: str) -> re.Pattern[str]:
    """What a filled-in template looks like."""
    parts, seen = "", set()
    for text, name, _, _ in Formatter().parse(template):
        parts += re.escape(text)
        if name:
            parts += f"(?P={name})" if name in seen else f"(?P<{name}>.+?)"
            seen.add(name)
    return re.compile(parts)
