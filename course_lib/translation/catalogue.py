"""gettext catalogues: read, merged with what the sources say now, written the same way each time."""

import io
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po, write_po

from course_lib.language import say
from course_lib.translation import TranslationError
from course_lib.translation.sources import Message

# Babel's own header has dates and its version, which would change with every run.
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def read(text: str, language: str, name: str = "a catalogue") -> Catalog:
    """The catalogue that a .po file's text holds."""
    try:
        found = read_po(io.BytesIO(text.encode()), locale=language, abort_invalid=True)
    except Exception as error:  # Babel's own, or whatever a broken file makes it raise
        raise TranslationError(
            say("{name} cannot be read as a gettext catalogue ({error}).", name=name, error=error)
        ) from error
    found.fuzzy = False
    return found


def empty(language: str) -> Catalog:
    return Catalog(locale=language, charset="utf-8", fuzzy=False)


def template(messages: Iterable[Message], language: str) -> Catalog:
    """What the sources say now, in their order; what is said twice stands there once, with both places."""
    fresh = empty(language)
    for one in messages:
        fresh.add(one.text, locations=[(one.place, None)], auto_comments=[one.kind, *one.notes])  # type: ignore[list-item]
        entry = fresh.get(one.text)
        assert entry is not None
        entry.locations = list(dict.fromkeys(entry.locations))
        entry.auto_comments = list(dict.fromkeys(entry.auto_comments))
    return fresh


def merged(old: Catalog, messages: Iterable[Message], language: str) -> Catalog:
    """The catalogue for what the sources say now. What changed a little keeps its translation, marked as fuzzy, and
    the English that it was made for; what is gone is kept at the end, as gettext does, where it was translated.
    """
    old.update(template(messages, language), update_header_comment=False)
    for text in [text for text, entry in old.obsolete.items() if not entry.string]:
        del old.obsolete[text]
    return old


def written(catalogue: Catalog, language: str) -> str:
    """The text of a .po file, the same bytes for the same catalogue: no dates, no lines, no widths."""
    for entry in [*catalogue, *catalogue.obsolete.values()]:
        entry.flags -= {"python-format", "python-brace-format"}  # a per cent sign of prose, braces of a formula
    out = io.BytesIO()
    write_po(out, catalogue, width=0, omit_header=True, include_previous=True, sort_output=False)
    body = re.sub(r"\n{3,}", "\n\n", out.getvalue().decode()).strip("\n")
    return HEADER.format(language=language) + body + ("\n" if body else "")


def load(path: Path, language: str) -> Catalog:
    """The catalogue of a file, an empty one where there is none."""
    return read(path.read_text(encoding="utf-8"), language, path.name) if path.exists() else empty(language)


def entries(catalogue: Catalog) -> list[Entry]:
    return [entry for entry in catalogue if entry.id]


def english(entry: Entry) -> str:
    return str(entry.id)


def other(entry: Entry) -> str:
    return str(entry.string or "")


def is_done(entry: Entry) -> bool:
    return bool(entry.string) and not entry.fuzzy


def sayer(*catalogues: Catalog) -> Callable[[str], str]:
    """say(text): its translation, or the text where there is none, or a doubtful one."""
    table = {english(entry): other(entry) for one in catalogues for entry in entries(one) if is_done(entry)}
    return lambda text: table.get(text, text)
