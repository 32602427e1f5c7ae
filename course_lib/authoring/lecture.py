"""Whose lecture it is and which slides it shows: what a lecture.toml says (pure, but for reading the file).

    [lecture]
    title = "Deep-learning optimizers"
    lecturer = "Li Hua"
    institution = "Department of Computer Science"
    date = "Autumn 2026"
    accent = "#7a1f3d"
    logo = "logo.svg"
    language = "zh"

    [[deck]]
    name = "first_lesson"
    title = "From one rate to many"
    slides = ["welcome.md", "01_gradient_descent 1-4 6", "02_adagrad"]

A deck takes whole chapters, slides of a chapter by their numbers, and Markdown files of one's own, which lie beside the
lecture.toml. In such a file a line `---` begins the next slide, and what follows a line `Note:` is for the speaker.
Without [[deck]] there is one for each chapter; without a file, nobody's name stands on the slides.
"""

import re
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path

import nbformat

from course_lib.authoring import AuthoringError
from course_lib.authoring.mathml import with_mathml
from course_lib.language import ENGLISH, LANGUAGES, say

FILE = "lecture.toml"
FIGURE = re.compile(r"^!\[([^\]]*)\]\(([^)\s]+)\)$", re.MULTILINE)  # a picture in a line of its own
RANGE = re.compile(r"(\d+)(?:-(\d+))?")
SECONDS = 60  # that a slide of one's own is planned for


@dataclass(frozen=True)
class Deck:
    """name: of its folder. slides: (chapter or file, the numbers of its slides or None for all), in their order."""

    name: str
    title: str
    slides: tuple


@dataclass(frozen=True)
class Lecture:
    """What stands on the title slides and at the foot, the accent's colour, the logo's file, language, decks."""

    title: str = ""
    lecturer: str = ""
    institution: str = ""
    date: str = ""
    accent: str = ""
    logo: str = ""
    language: str = ENGLISH
    decks: tuple = ()
    folder: Path = field(default=Path("."))

    @property
    def names(self):
        """What the title slide says below the question: lecturer, institution, date."""
        return " · ".join(filter(None, (self.lecturer, self.institution, self.date)))


TEXTS = tuple(one.name for one in fields(Lecture) if one.name not in ("decks", "folder"))


def read(path):
    """The Lecture of a file; one without any name when there is none. What cannot be meant is an AuthoringError."""
    path = Path(path)
    if not path.exists():
        return Lecture(folder=path.parent)
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AuthoringError(say("{path} cannot be read as TOML: {error}.", path=path, error=error)) from error
    known(path, said, ("lecture", "deck"))
    texts = said.get("lecture", {})
    known(path, texts, TEXTS)
    for key, value in texts.items():
        if not isinstance(value, str):
            raise AuthoringError(
                say(
                    "{path}: {key} must be text between quotation marks, got {value!r}.",
                    path=path,
                    key=key,
                    value=value,
                )
            )
    if not re.fullmatch(r"(#[0-9A-Fa-f]{6})?", texts.get("accent", "")):
        raise AuthoringError(
            say('{path}: accent must be a colour such as "#7a1f3d", got {accent!r}.', path=path, accent=texts["accent"])
        )
    if texts.get("logo") and not (path.parent / texts["logo"]).is_file():
        raise AuthoringError(
            say("{path}: there is no file {file} for the logo.", path=path, file=path.parent / texts["logo"])
        )
    if texts.get("language", ENGLISH) not in (ENGLISH, *LANGUAGES):
        there = ", ".join((ENGLISH, *LANGUAGES))
        raise AuthoringError(
            say(
                "{path}: language must be one of {there}, got {language!r}.",
                path=path,
                there=there,
                language=texts["language"],
            )
        )
    return Lecture(**texts, decks=tuple(deck(path, one) for one in said.get("deck", [])), folder=path.parent)


def known(path, table, keys):
    """AuthoringError for a key that means nothing here."""
    for key in table:
        if key not in keys:
            raise AuthoringError(
                say("{path}: {key!r} is unknown; there are {keys}.", path=path, key=key, keys=", ".join(keys))
            )


def deck(path, said):
    """A Deck of its table."""
    known(path, said, ("name", "title", "slides"))
    for key in ("name", "slides"):
        if not said.get(key):
            raise AuthoringError(say("{path}: a [[deck]] needs {key}.", path=path, key=key))
    if not re.fullmatch(r"[\w-]+", said["name"]):
        raise AuthoringError(
            say(
                "{path}: a deck's name becomes a folder: letters, digits, - and _, got {name!r}.",
                path=path,
                name=said["name"],
            )
        )
    if not isinstance(said["slides"], list):
        raise AuthoringError(
            say("{path}: slides must be a list in [ ], got {slides!r}.", path=path, slides=said["slides"])
        )
    return Deck(said["name"], said.get("title", said["name"]), tuple(picked(path, line) for line in said["slides"]))


def picked(path, line):
    """("03_momentum", [1, 2, 3, 8]) of "03_momentum 1-3 8"; the numbers are None where there are none."""
    if not isinstance(line, str) or not line.strip():
        raise AuthoringError(
            say('{path}: slides are named as "03_momentum 1-3 8", got {line!r}.', path=path, line=line)
        )
    source, *ranges = line.split()
    numbers = []
    for part in ranges:
        found = RANGE.fullmatch(part.strip(","))
        if not found:
            raise AuthoringError(
                say('{path}: {part!r} names no slides; write "{source} 1-3 8".', path=path, part=part, source=source)
            )
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last:
            raise AuthoringError(
                say(
                    "{path}: {part!r} names no slides: they count from 1, the smaller number first.",
                    path=path,
                    part=part,
                )
            )
        numbers += range(first, last + 1)
    return source, numbers or None


def own_slides(text):
    """The cells of slides of one's own, from their Markdown."""
    cells = []
    for slide in re.split(r"^---\s*$", text, flags=re.MULTILINE):
        words, _, notes = (with_mathml(part) for part in slide.partition("\nNote:"))
        words = FIGURE.sub(r'<figure><img src="\2" alt="\1"></figure>', words)
        data = {"slide_type": "slide", "data": {"timing": SECONDS}}
        cells.append(nbformat.v4.new_markdown_cell(words.strip(), metadata={"slideshow": data}))
        if notes:
            cells.append(nbformat.v4.new_markdown_cell(notes.strip(), metadata={"slideshow": {"slide_type": "notes"}}))
    return cells
