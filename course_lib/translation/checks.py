"""What is wrong with a catalogue: sentences, none when it is ready to be read (pure)."""

from collections.abc import Iterable, Iterator, Sequence

from babel.messages.catalog import Catalog

from course_lib.translation.catalogue import english, entries, is_done, other, template
from course_lib.translation.glossary import Term, missing
from course_lib.translation.kept import differences
from course_lib.translation.sources import Message

SHOWN = 90  # letters of a message


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
        for term in missing(english(entry), other(entry), terms):
            yield f"term: {term.english} is {term.other}: {texts}"


def short(text: str) -> str:
    return repr(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")
