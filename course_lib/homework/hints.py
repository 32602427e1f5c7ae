"""The hints of the keys, which hold them in English, in the language that is spoken. Pure, but for its catalogue."""

from functools import cache

from course_lib.heard import heard
from course_lib.language import catalogue, current, later, say

# Numbers that a hint holds as English words (`word` of solutions/specs/shared.py).
ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
TWENTIES = "sixteen seventeen eighteen nineteen twenty twenty-one twenty-two twenty-three twenty-four twenty-five"
WORDS = [*ONES.split(), *TWENTIES.split()]
HUNDREDS = {"": "", " hundred": "00"}
# What is said of mistakes that every exercise has.
SWAPPED = later("These are the numbers you get when {a} and {b} stand in each other's place.")
REORDERED = later("These are the right numbers in another order, {names}; the order is {right}.")


def said(hint: str) -> str:
    """A hint as a key holds it, in the language that is spoken; in English where it has no translation.

    A key holds it with the numbers and names of its places filled in. A number that stands there as an English word is
    said in digits, which every language reads.
    """
    return heard(hint, table(current()))


@cache
def table(language: str) -> dict[str, str]:
    """{English: translation} of all hints."""
    own = {text: say(text, language) for text in (SWAPPED, REORDERED)}
    own |= {f"{word}{times}": f"{n}{zeros}" for times, zeros in HUNDREDS.items() for n, word in enumerate(WORDS)}
    return {text: other for text, other in (catalogue(f"{language}.hints") | own).items() if text != other}
