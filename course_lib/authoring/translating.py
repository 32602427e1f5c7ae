"""`course translate`: catalogues brought up to date, checked, and the language that shows what was never extracted."""

import json
import sys
from pathlib import Path

from course_lib.authoring import AuthoringError, languages, site_words
from course_lib.files import write
from course_lib.language import CATALOGUES, LANGUAGES
from course_lib.language import say as told
from course_lib.translation import catalogue, checks, glossary, library

FINISHED = "finished.txt"


def catalogues(root, names=()):
    """The names of the catalogues that are meant, all when none is named."""
    known = [*languages.chapters(root), languages.LIBRARY, site_words.CATALOGUE, *languages.documentation(root)]
    if unknown := [name for name in names if name not in known]:
        raise AuthoringError(
            told(
                "No catalogue is called {unknown}; there are {known}.",
                unknown=", ".join(unknown),
                known=", ".join(known),
            )
        )
    return [name for name in known if not names or name in names]


def main(root, language, names=(), check=False):
    """Bring the catalogues up to date, or (check) only say what is wrong with them; the exit code."""
    if check:
        found = [
            sentence for name in catalogues(root, names) for sentence in problems(root, name, language, bool(names))
        ]
        print(
            "\n".join(found) or told("Nothing is wrong with the catalogues."), file=sys.stderr if found else sys.stdout
        )
        return 1 if found else 0
    for name in catalogues(root, names):
        text = languages.refreshed(root, name, language)
        path = languages.folder(root, language) / f"{name}.po"
        changed = not path.exists() or path.read_text(encoding="utf-8") != text
        if changed:
            write(path, text)
        known = {"path": path.relative_to(root), "counted": counted(text, language)}
        said = told("{path}: written; {counted}", **known) if changed else told("{path}: unchanged; {counted}", **known)
        print(said, flush=True)
    for path, text in compiled(root, language).items():
        write(path, text)
    for page in documents_in(root, language):
        print(told("{page}: written", page=page), flush=True)
    return 0


def documents_in(root, language):
    """Write README and docs/ in a language; what changed."""
    from course_lib.authoring import document_editions  # which asks here what is finished

    return document_editions.refresh(root, language)


def counted(text, language):
    """How far a catalogue is, in words."""
    entries = catalogue.entries(catalogue.read(text, LANGUAGES[language]))
    done, doubtful = sum(map(catalogue.is_done, entries)), sum(entry.fuzzy for entry in entries)
    return told(
        "{done} of {n} messages translated, {doubtful} to be looked at again",
        done=done,
        n=len(entries),
        doubtful=doubtful,
    )


def compiled(root, language):
    """{path: text} of what library.po says, for `course_lib.language.say` and for the explorers' words.js, and of the
    hints of all homework, which the keys hold in English.
    """
    say = catalogue.sayer(languages.load(root, languages.LIBRARY, language))
    found = tables(say, language) | {CATALOGUES / f"{language}.hints.json": hints(root, language)}
    return {path: as_json(table) for path, table in found.items()}


def hints(root, language, names=()):
    """{English: translation} of the hints of these chapters' homework, of all when none is named."""
    found = {}
    for name in names or languages.chapters(root):
        say = catalogue.sayer(languages.load(root, name, language))
        texts = [one.text for one in languages.messages(root, name) if one.kind == "hint"]
        found |= {text: say(text) for text in texts if say(text) != text}
    return found


def tables(say, language):
    """{path: {English: translation}} of the library's sentences that `say` has another word for."""
    parts = {"library": {}, "explorer": {}, "claim": {}}
    for message in library.messages(languages.LIBRARY_FOLDER):
        if say(message.text) != message.text:
            parts[message.kind][message.text] = say(message.text)
    return {
        CATALOGUES / f"{language}.json": parts["library"],
        CATALOGUES / f"{language}.explorers.json": parts["explorer"],
        CATALOGUES / f"{language}.claims.json": parts["claim"],
    }


def as_json(table):
    return json.dumps(table, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def finished(root, language):
    """The names of the catalogues that are complete and have to stay so."""
    path = languages.folder(root, language) / FINISHED
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else ()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def problems(root, name, language, all_of_it=False):
    """What is wrong with a catalogue. What it lacks counts where it is finished, or all of it is asked for."""
    found = languages.load(root, name, language)
    yield from (f"{name}: {sentence}" for sentence in checks.wrong(found, terms(root)))
    if all_of_it or name in finished(root, language):
        messages = languages.messages(root, name)
        yield from (f"{name}: {sentence}" for sentence in checks.unfinished(found, messages, LANGUAGES[language]))
    if name == languages.LIBRARY:
        for path, text in compiled(root, language).items():
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                yield f"{name}: course_lib/locale/{path.name} is older than the catalogue: run `course translate`."


def terms(root):
    return glossary.read((Path(root) / "locale" / "glossary.csv").read_text(encoding="utf-8"))
