"""The lecture as files: a folder for each deck, which needs no network, and a page that leads to them."""

import re
import shutil
import sys
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import NamedTuple

import nbformat

from course_lib import style
from course_lib.authoring import AuthoringError, covers, drawings, languages, printing, slides, vendor
from course_lib.authoring.fresh import emptied
from course_lib.authoring.lecture import Deck, own_slides
from course_lib.authoring.lecture import read as read_lecture
from course_lib.authoring.source import slide_type
from course_lib.files import write as write_file
from course_lib.language import ENGLISH, later, say, tag

# What reveal.js's speaker's window says.
LABELS = later(
    [
        "Loading speaker view...",
        "Upcoming",
        "Time",
        "Click to Reset",
        "Pacing – Time to finish current slide",
        "Notes only",  # before the word that it begins with
        "Notes",
        "Layout",
        "Default",
        "Wide",
        "Tall",
    ]
)

HERE = Path(__file__).parent
PICTURE = re.compile(r"!\[[^\]]*\]\(([^):]+)\)|<figure><img src=\"([^\":]+)\"")


class Written(NamedTuple):
    """What the start page says of a deck. cover: the file of its first chapter's, None where it has none."""

    title: str
    minutes: float
    slides: int
    cover: str | None


def chapters(root):
    """The names of the chapters whose text has slides."""
    texts = sorted((Path(root) / "notebooks" / "src").glob("*.md"))
    return [path.stem for path in texts if '"slideshow"' in path.read_text(encoding="utf-8")]


def of_chapter(root, name, language=ENGLISH):
    """A chapter's whole deck, as a notebook."""
    if name not in chapters(root):
        raise AuthoringError(
            say("there is no chapter {name!r}; there are {chapters}.", name=name, chapters=", ".join(chapters(root)))
        )
    built = languages.target(root, f"notebooks/{name}", language)
    if not built.is_file():
        raise AuthoringError(
            say(
                "there is no {built}: `course build --language {language} {name}` makes it.",
                built=built,
                language=language,
                name=name,
            )
        )
    text = languages.text_of(root, f"notebooks/{name}", language)
    notebook = nbformat.read(built, as_version=4)
    if language != ENGLISH:  # `make notebooks` has drawn the English ones
        drawings.draw(root, name, language)
    return slides.deck(text, notebook, name, drawings.stored(root, name, notebook, text, language))


def assembled(root, lecture, deck):
    """The slides that a Deck picks, as a notebook, with the lecturer's names on every title."""
    cells, css = [], ""
    for source, numbers in deck.slides:
        if source.endswith(".md"):
            found = own_slides(own_text(lecture.folder / source))
            if found[0].source.startswith("# ") and chapters_of(deck):
                found = titled(found, chapters_of(deck)[0], lecture)
        else:
            chapter = of_chapter(root, source, lecture.language)
            css = css or chapter.metadata.code_css
            found = titled(chapter.cells, source, lecture)
        every = [slide for slide in slides.by_slide(found) if slide_type(slide[0]) == "slide"]
        for number in numbers or range(1, len(every) + 1):
            if not 1 <= number <= len(every):
                raise AuthoringError(
                    say(
                        "{name}: {source} has {n} slides, and no slide {number}.",
                        name=deck.name,
                        source=source,
                        n=len(every),
                        number=number,
                    )
                )
            cells += every[number - 1]
    foot = " · ".join(filter(None, (lecture.title, deck.title, lecture.lecturer)))
    return nbformat.v4.new_notebook(
        cells=cells, metadata={"title": deck.title, "code_css": css, "foot": foot, "language": lecture.language}
    )


def chapters_of(deck):
    """The two digits of each chapter in a Deck that has a cover."""
    return [source[:2] for source, _ in deck.slides if source[:2] in covers.COVERS]


def own_text(path):
    """The text of a file of slides of the lecturer's own."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AuthoringError(say("{path} cannot be read as text: {error}.", path=path, error=error)) from error


def titled(cells, chapter, lecture):
    """A chapter's cells, its title over the chapter's cover, with the lecturer's names and logo."""
    first = next(cell for cell in cells if slide_type(cell) == "slide")
    if chapter[:2] in covers.COVERS:
        first.metadata.slideshow.data["background-image"] = f"cover-{chapter[:2]}.svg"
    if lecture.names:
        first.source += f'\n\n<p class="names">{escape(lecture.names)}</p>'
    if lecture.logo:
        first.source += f'\n\n<img class="logo" src="{escape(Path(lecture.logo).name)}" alt="">'
    return cells


def write(root, lecture, deck, folder, following=None, notebook=None):
    """Write a Deck into `folder`, at its end a link to the deck `following`; a Written.

    notebook: its slides, where they are assembled already.
    """
    notebook = notebook or assembled(root, lecture, deck)
    if following:
        notebook.cells.append(link_to(following, lecture.language))
    begun(folder, lecture)
    pictured = chapters_of(deck)
    for chapter in set(pictured):
        write_file(folder / f"cover-{chapter}.svg", covers.picture(covers.COVERS[chapter]))
    if lecture.logo:
        shutil.copy(lecture.folder / lecture.logo, folder / Path(lecture.logo).name)
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and slide_type(cell) != "skip":
            for pair in PICTURE.findall(cell.source):
                brought(root, lecture, "".join(pair), folder)
    write_file(folder / "index.html", slides.page(notebook))
    starts = [cell.metadata.slideshow for cell in notebook.cells if slide_type(cell) == "slide"]
    seconds = sum(int(start.data.timing) for start in starts)
    return Written(deck.title, seconds / 60, len(starts), f"cover-{pictured[0]}.svg" if pictured else None)


def begun(folder, lecture):
    """A deck's folder, afresh: reveal.js, the look, the font."""
    shutil.copytree(vendor.REVEAL, emptied(folder, "reveal") / "reveal")
    shutil.copytree(vendor.FONT, folder / "font")
    dist = folder / "reveal" / "dist"
    (dist / "theme").mkdir()
    write_file(dist / "theme" / "course.css", look(lecture))
    shutil.copy(HERE / "slides.js", dist / "course.js")
    write_file(dist / "plugin" / "notes.js", speaker(vendor.REVEAL / "dist" / "plugin" / "notes.js", lecture.language))


def brought(root, lecture, picture, folder):
    """Copy a picture that a slide's text names, from the notebooks' folder or from beside the lecture.toml."""
    for home in (Path(root) / "notebooks", lecture.folder):
        if (home / picture).is_file():
            (folder / picture).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(home / picture, folder / picture)
            return
    raise AuthoringError(say("there is no picture {path}.", path=lecture.folder / picture))


def speaker(plugin, language):
    """The code of the speaker's window: in the language, its labels above the next slide and not on its heading."""
    own = "#upcoming-slide iframe { margin-top: 50px; height: calc(100% - 50px); }\n"
    before, place, after = plugin.read_text(encoding="utf-8").partition(".overlay-element {")
    for label in LABELS:
        after = re.sub(f"(?<=[>']){re.escape(label)}(?=[<' ])", say(label, language), after)
    return before.replace('<html lang="en">', f'<html lang="{tag(language)}">') + own + place + after


def look(lecture):
    """The decks' style sheet, in the lecturer's accent."""
    colours = style.LIGHT | ({"accent": lecture.accent} if lecture.accent else {})
    tokens = f":root {{ {style.variables(colours)} {style.variables(style.RADII)} }}\n"
    return tokens + (HERE / "slides.css").read_text(encoding="utf-8")


def link_to(following, language):
    """The cell that leads from the last slide to the next deck."""
    link = f'<p class="next"><a href="../{following}/index.html">{say("next →", language)}</a></p>'
    return nbformat.v4.new_markdown_cell(link, metadata={"slideshow": {"slide_type": "-"}})


def start_page(lecture, decks):
    """HTML with a card for each deck. decks: {name: Written}."""
    spoken = lecture.language
    cards = "".join(
        f'<li><a href="{name}/index.html">{f"""<img src="{name}/{deck.cover}" alt="">""" if deck.cover else ""}'
        f"<b>{escape(deck.title)}</b><span>{length(deck, spoken)}</span></a>"
        for name, deck in decks.items()
    )
    page = (HERE / "start.html").read_text(encoding="utf-8")
    title = lecture.title or say("The lecture", spoken)
    for name, text in {"language": tag(spoken), "title": title, "names": lecture.names}.items():
        page = page.replace(f"{{{name}}}", escape(text))
    return page.replace("{keys}", keys(spoken)).replace("{decks}", cards)


def length(deck, language):
    """How long a deck is, in words."""
    return say("{minutes} minutes, {slides} slides", language, minutes=round(deck.minutes), slides=deck.slides)


def keys(language):
    """HTML of what the keys do."""
    said = say(
        "{space} or a clicker turns the page, {s} opens the speaker's window, {o} shows all slides, {f} fills the "
        "screen, and {help} lists all keys. After you have used a picture by keyboard, {esc} gives the keys back to "
        "the slides.",
        language,
    )
    names = {"space": say("Space", language), "s": "S", "o": "O", "f": "F", "help": "?", "esc": "Esc"}
    return said.format(**{name: f"<kbd>{key}</kbd>" for name, key in names.items()})


def by_chapter(root, language=ENGLISH):
    """A Deck for each chapter; in another language than English for those that are built in it."""
    there = [name for name in chapters(root) if languages.target(root, f"notebooks/{name}", language).is_file()]
    titles = {name: languages.text_of(root, f"notebooks/{name}", language) for name in there}
    found = {name: re.search(r"^# (.+)$", text, re.MULTILINE)[1] for name, text in titles.items()}
    return [Deck(name, title, ((name, None),)) for name, title in found.items()]


# Behind the address of a deck: what is printed for students, and for the speaker.
PRINTED = {"": "?print-pdf&handout", "-notes": "?print-pdf&showNotes=separate-page"}


def printed(target, name):
    """Print a deck below `target` twice: for students without the answers to votes, for the speaker with notes."""
    (target / "pdf").mkdir(exist_ok=True)
    for kind, query in PRINTED.items():
        paper = target / "pdf" / f"{name}{kind}.pdf"
        if not printing.pdf(target / name / "index.html", paper, query):
            raise AuthoringError(say("slides are printed by Chromium, and there is none here; install it."))
        pages = len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes()))
        print(say("{paper}: {pages} pages", paper=paper, pages=pages), flush=True)


def main(root, target, lecture, paper=False, language=None):
    """Write the decks of the lecture.toml `lecture` below the folder `target`, and a page that leads to them.

    paper: print them, too. language: another one than the lecture.toml says. One deck that cannot be written stops no
    other; the exit code is then 1.
    """
    lecture = read_lecture(lecture)
    lecture = replace(lecture, language=language or lecture.language)
    wanted, decks, following = lecture.decks or by_chapter(root, lecture.language), {}, None
    for deck in reversed(wanted):  # so that each can lead to one that is there
        try:
            decks[deck.name] = write(root, lecture, deck, target / deck.name, following)
        except AuthoringError as error:
            print(error, file=sys.stderr, flush=True)
            continue
        following = deck.name
        print(
            say("{target}/index.html: {slides} slides", target=target / deck.name, slides=decks[deck.name].slides),
            flush=True,
        )
        if paper:
            printed(target, deck.name)
    write_file(target / "index.html", start_page(lecture, dict(reversed(decks.items()))))
    print(say("{target}/index.html: the start page", target=target))
    return 0 if len(decks) == len(wanted) else 1
