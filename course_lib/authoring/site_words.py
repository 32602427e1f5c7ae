"""What the website itself says, in the language of the edition that is being built.

Its sentences are those of docs/site, of the glossary's head, of the cheat sheet, what these modules hand to `say`, and
the theme's own. Their translations are in locale/LANGUAGE/site.po, which `course translate` keeps up to date.
"""

import ast
import contextlib
import json
import re
import tomllib
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from course_lib.language import ENGLISH
from course_lib.translation.blocks import pieces
from course_lib.translation.library import in_script
from course_lib.translation.sources import Message

CATALOGUE = "site"
FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
CAPTION = re.compile(r"(?<=^:caption: ).+$", re.MULTILINE)  # of a list of pages
RULE = "| --- |"  # below a table's head
SHEET_KEPT = re.compile(r"en|\d\d_\w+|test_\w+")  # what is no sentence of the cheat sheet
# The theme's: those that Sphinx looks up, and those that stand in its templates as they are.
THEME = (
    "Skip to content",
    "Back to top",
    "On this page",
    "Next",
    "Previous",
    "Home",
    "Copyright &#169; %(copyright)s",
    "Made with ",
    "Edit this page",
)
FIXED = (
    "Toggle site navigation sidebar",
    "Toggle table of contents sidebar",
    "Toggle Light / Dark / Auto color theme",
    "Auto light/dark, in light mode",
    "Auto light/dark, in dark mode",
    "Toggle navigation of",
    "Toggle hidden content",
    "Light mode",
    "Dark mode",
    "Contents",
    "Menu",
    "Expand",
)
SCRIPT = ("The figure, enlarged", "Enlarge the figure", "Close")  # of _static/course.js
# The first page of the course in a browser, whose parts are marked that say something.
START = Path(__file__).with_name("lite_start.html")
MARKED = re.compile(r"<(\w+)[^<>]* data-say\b[^<>]*>(.*?)</\1>")


class Edition(NamedTuple):
    """language; say(text): its translation; pages: those that the site has in another language, too."""

    language: str = ENGLISH
    say: Callable[[str], str] = str
    pages: frozenset[str] = frozenset()


BUILT: ContextVar[Edition] = ContextVar("edition")
ENGLISH_EDITION = Edition()


@contextlib.contextmanager
def building(edition):
    """Let `say` speak an edition's language."""
    token = BUILT.set(edition)
    try:
        yield
    finally:
        BUILT.reset(token)


def edition():
    """The one that is being built."""
    return BUILT.get(ENGLISH_EDITION)


def say(text, **values):
    """A sentence in its language, with its {names} filled in."""
    said = edition().say(text)
    return said.format(**values) if values else said


def page(text):
    """The Markdown of a page of docs/site in its language. What stands for something else, such as % about, stays."""
    front = FRONT.match(text)
    head = front[0] if front else ""
    body = "".join(say(one.text) if is_said(one) else one.text for one in pieces(text[len(head) :]))
    return head + CAPTION.sub(lambda found: say(found[0]), body)


def is_said(piece):
    return piece.prose and not piece.text.startswith("% ")


def glossary(text):
    """The glossary, whose rows are in two languages already."""
    head, rule, rows = text.partition(RULE)
    return page(head) + rule + rows


def sheet(words):
    """The words of the cheat sheet in its language."""
    if isinstance(words, dict):
        return {name: sheet(inner) for name, inner in words.items()}
    return list(map(sheet, words)) if isinstance(words, list) else say(words)


def theme(folder, locale):
    """Write the theme's sentences where Sphinx, told of `folder`, looks them up."""
    found = Catalog(locale=locale)
    for text in THEME:
        found.add(text, say(text))
    path = folder / locale / "LC_MESSAGES" / "sphinx.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, found)


def messages(root):
    """What a translator of the website translates."""
    root = Path(root)
    for path in sorted(set((root / "docs" / "site").glob("*.md")) - {root / "docs" / "site" / "api.md"}):
        yield from of_page(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    listed = tomllib.loads((root / "docs" / "site" / "words.toml").read_text(encoding="utf-8"))
    for each in listed["paragraph"]:
        yield from of_page(each["says"].strip(), f"docs/site/words.toml#{each['chapter']}")
    terms = (root / "notebooks" / "glossary.md").read_text(encoding="utf-8").partition(RULE)[0]
    yield from of_page(terms, "notebooks/glossary.md")
    yield from of_sheet(json.loads((root / "docs" / "cheatsheet" / "en.json").read_text(encoding="utf-8")))
    cited = re.search(r"^message: (.+)$", (root / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    yield Message(cited[1], "CITATION.cff", "site")
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    yield Message(settings["project"]["description"], "pyproject.toml", "site")
    for path in [*sorted((root / "course_lib" / "authoring").glob("*.py")), root / "docs" / "site" / "conf.py"]:
        for text in in_python(path.read_text(encoding="utf-8")):
            yield Message(text, path.relative_to(root).as_posix(), "site")
    yield from (Message(text, "the theme of the pages", "site") for text in (*THEME, *FIXED, *SCRIPT))
    yield from (Message(text, "course_lib/authoring/lite_start.html", "site") for text in of_start())


def of_start():
    """The sentences of the first page of the course in a browser, and of its script."""
    marked = [found[2] for found in MARKED.finditer(START.read_text(encoding="utf-8"))]
    return list(dict.fromkeys([*marked, *in_script(START.with_suffix(".js").read_text(encoding="utf-8"))]))


def of_page(text, place):
    yield from (Message(one.text, place, "site") for one in pieces(FRONT.sub("", text)) if is_said(one))
    yield from (Message(caption, place, "site") for caption in CAPTION.findall(text))


def of_sheet(words):
    """The strings of the cheat sheet."""
    if isinstance(words, dict):
        for inner in words.values():
            yield from of_sheet(inner)
    elif isinstance(words, list):
        for inner in words:
            yield from of_sheet(inner)
    elif not SHEET_KEPT.fullmatch(words):
        yield Message(words, "docs/cheatsheet/en.json", "site")


def in_python(code):
    """The first argument of each `say` of a module that has it from here."""
    if "site_words import" not in code:
        return
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(ast.Name("say"), [ast.Constant(str(text)), *_]):
                yield text
