"""What is wrong with a catalogue: sentences, none when it is ready to be read (pure)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from babel.messages.catalog import Catalog

from course_lib.translation.catalogue import english, entries, is_done, other, template
from course_lib.translation.glossary import Term, missing
from course_lib.translation.kept import differences
from course_lib.translation.sources import Message

SHOWN = 90  # letters of a message
BOLD = re.compile(r"(?<!\*)\*\*(?!\*)")
INSIDE = re.compile(r"(?<=`)[^`]+(?=`)")  # code


def unfinished(found: Catalog, messages: Iterable[Message], language: str) -> Iterator[str]:
    """What keeps a catalogue from being complete: messages that it lacks, doubtful ones, and those left over."""
    fresh = {english(entry): entry for entry in entries(template(messages, language))}
    there = {english(entry): entry for entry in entries(found)}
    for text, entry in fresh.items():
        where = entry.locations[0][0]
        if text not in there or not there[text].string:
            yield f"missing: {where}: {short(text)}" + ("" if text in there else " (run `course translate`)")
        elif there[text].fuzzy:
            was = "".join(there[text].previous_id)
            yield f"fuzzy: {where}: {short(text)}" + (f" was {short(was)}" if was else "")
    for text in [*(text for text in there if text not in fresh), *map(english, found.obsolete.values())]:
        yield f"left over: {short(text)}"


def wrong(found: Catalog, terms: Sequence[Term] = ()) -> Iterator[str]:
    """What differs in the translations that are there, complete or not."""
    for entry in entries(found):
        if not is_done(entry):
            continue
        where = entry.locations[0][0] if entry.locations else "nowhere"
        texts = f"{where}: {short(english(entry))} → {short(other(entry))}"
        for difference in differences(english(entry), other(entry)):
            yield f"{difference}: {texts}"
        for place in not_bold(other(entry)):
            yield f"bold: the asterisks would be shown, a blank is missing at {place!r}: {texts}"
        for term in missing(english(entry), other(entry), terms):
            yield f"term: {term.english} is {term.other}: {texts}"


def not_bold(text: str) -> Iterator[str]:
    """The places whose ** Markdown shows: between punctuation on the inside and a letter on the outside."""
    text = INSIDE.sub(lambda found: "x" * len(found[0]), text)
    for number, found in enumerate(BOLD.finditer(text)):
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        within, outside = (before, after) if number % 2 else (after, before)
        if is_mark(within) and outside and not (is_mark(outside) or outside.isspace()):
            yield text[max(0, found.start() - 6) : found.end() + 6]


def is_mark(letter: str) -> bool:
    """Whether it is punctuation; the brace of a value, which may be a letter, is none."""
    return bool(letter) and letter not in "{}" and unicodedata.category(letter)[0] in "PS"


def short(text: str) -> str:
    return repr(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")
