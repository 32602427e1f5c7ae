"""The public website: chapters with live explorers, homework to download, the library's reference.
Sphinx and myst-nb make it of docs/site and the built notebooks. It needs no network, neither to be built nor to be
read, and holds neither solutions nor anything for the lecturer alone.
"""

import shutil
import tomllib
from pathlib import Path

import nbformat
from sphinx.cmd.build import main as sphinx
from sphinx.locale import translators

from course_lib import audiences
from course_lib.authoring import (
    AuthoringError,
    about,
    cards,
    cheatsheet,
    covers,
    design,
    landscapes,
    languages,
    lite_links,
    not_found,
    playground,
    reference,
    release,
    site_drawings,
    site_editions,
    site_slides,
    site_words,
    social,
    vendor,
    ways,
)
from course_lib.authoring.export import Explorers
from course_lib.authoring.fresh import emptied
from course_lib.authoring.site_chapters import for_site, from_below, read_words, static
from course_lib.authoring.site_words import say
from course_lib.files import ROOT, write
from course_lib.language import ENGLISH, LANGUAGES
from course_lib.language import say as told
from course_lib.translation import catalogue

COLAB = """```text
!git clone --depth 1 {repository} optimizers-course
%pip install --quiet --no-deps ./optimizers-course anywidget jupyterquiz psygnal
%cd optimizers-course/notebooks
```
"""
FIRST, PLACE = "00_start_here", "% first-minute"  # the chapter whose first picture stands on the front page, and where
PAGES = ("index", "run", "exercises", "teach", "search", "notebooks/glossary")  # besides the chapters
BESIDE = "english://"  # begins the address of a page that the site has in English alone


def prepare(root, folder, lite="", slides=None, drawn=None):
    """Write everything that Sphinx reads of the edition that is being built into `folder`.

    lite: where the course for the browser is, if anywhere; slides: the folder of the decks; drawn: the chapters whose
    figures are drawn anew (all).
    """
    root, folder, language = Path(root), Path(folder), site_words.edition().language
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root / "docs" / "site", folder)
    shutil.copy(vendor.FONT / "stix-two-math.woff2", folder / "_static")
    shutil.copytree(root / "notebooks" / "media", folder / "notebooks" / "media")
    homework = languages.target(root, f"exercises/{FIRST}", language).parent
    shutil.copytree(homework, folder / "exercises", ignore=shutil.ignore_patterns("checks", *LANGUAGES))
    release.pack(root, folder / "optimizers-course-students.zip")
    course = settings(root)["tool"]["course"]
    for number, cover in covers.COVERS.items():
        write(folder / "_static" / "covers" / f"{number}.png", covers.small(cover))
    if social.home(course):
        for name, card in social.cards(root).items():
            write(folder / "_static" / "cards" / name, card)
    figures = site_drawings.of_chapters(root, chapters(root) if drawn is None else drawn, language)
    words = read_words(root)
    for name in chapters(root):
        english = read_notebook(root, name, ENGLISH)
        chapter = english if language == ENGLISH else from_below(read_notebook(root, name, language))
        if name == FIRST:
            begin = landscapes.first_minute(chapter, Explorers(chapter))
        for file, content in static(chapter, name, figures.get(name)).items():
            write(folder / "_static" / "pictures" / file, content)
        whole = for_site(chapter, words.get(name, {}), read_notebook(root, name, ENGLISH))
        heading, _, rest = whole.cells[0].source.partition("\n")
        row = ways.row(heading, name, course["repository"], lite, site_slides.there(slides, name))
        whole.cells[0].source = f"{heading}\n\n{row}\n\n{rest}"
        write(folder / "notebooks" / f"{name}.ipynb", nbformat.writes(whole))
    own_pages(root, folder, begin, course["repository"], lite, slides)
    terms = (root / "notebooks" / "glossary.md").read_text(encoding="utf-8")
    write(folder / "notebooks" / "glossary.md", site_words.glossary(terms))
    if language != ENGLISH:  # the library's docstrings are English: its pages stand there once
        (folder / "api.md").unlink()
        return site_words.theme(folder / "locale", languages.LANGUAGES[language])
    for module in audiences.modules("site"):
        write(folder / "api" / f"{module}.md", reference.page(f"course_lib.{module}"))


def read_notebook(root, name, language):
    return nbformat.read(languages.target(root, f"notebooks/{name}", language), as_version=4)


def own_pages(root, folder, begin, repository, lite, slides):
    """Fill in what the pages of docs/site leave to the build. begin: Markdown at the top of the front page."""
    names = ("index.md", "run.md", "exercises.md", "teach.md")
    pages = {name: site_words.page((folder / name).read_text(encoding="utf-8")) for name in names}
    cite = about.words((root / "CITATION.cff").read_text(encoding="utf-8"))
    for place, text in {PLACE: begin, cards.PLACE: cards.all_chapters(root), about.PLACE: cite}.items():
        pages["index.md"] = pages["index.md"].replace(place, text)
    decks = site_slides.listed(slides, {name: title(root, name) for name in chapters(root)})
    pages["teach.md"] = ways.in_repository(pages["teach.md"], repository).replace(site_slides.LISTED, decks)
    if places := ways.elsewhere(repository, FIRST):
        links = " / ".join(f"[{words}]({address})" for words, address in places.items())
        pages["run.md"] += in_the_browser(links, repository)
    if lite:
        pages |= lite_links.in_pages(pages, lite)
    if site_words.edition().language != ENGLISH:
        pages["index.md"] = pages["index.md"].replace(
            "\napi\n", f"\n{say('The library (in English)')} <{BESIDE}api.html>\n"
        )
    for name, text in pages.items():
        write(folder / name, text)


def in_the_browser(links, repository):
    """Markdown on running the course on a host that takes a repository."""
    words = say("{links}. What you change there is lost when you close the page: download what you want to keep.")
    head, colab = say("In the browser"), say("In Colab, run this first:")
    return f"\n## {head}\n\n{words.format(links=links)}\n\n{colab}\n\n{COLAB.format(repository=repository)}"


def title(root, name):
    """What a chapter is called."""
    text = languages.text_of(root, f"notebooks/{name}", site_words.edition().language)
    return cards.TITLE.search(text)[1]


def chapters(root):
    """The chapters' names, in order."""
    return sorted(path.stem for path in (Path(root) / "notebooks").glob("*.ipynb"))


def settings(root=ROOT):
    """What pyproject.toml says of the project."""
    return tomllib.loads((Path(root) / "pyproject.toml").read_text(encoding="utf-8"))


def main(root, target, lite=None, slides=None, drawn=None, others=None):
    """Build the site in the folder `target`; Sphinx's exit code.

    lite: the folder of the course for the browser, which is taken in: each chapter opens there.
    slides: the folder of the decks, of which the chapters' are taken in, if they were built.
    drawn: the chapters whose figures are drawn anew, by day, by night and for a phone (all).
    others: the languages besides English, each in a folder of its own (those in which all chapters are built).
    """
    if lite and not (lite / "index.html").is_file():
        raise AuthoringError(told("{lite} is not there: `make lite` builds it.", lite=lite))
    others = complete(root) if others is None else others
    emptied(target, ".buildinfo")
    pages = frozenset([*PAGES, *(f"notebooks/{name}" for name in chapters(root))] if others else ())
    for language in (ENGLISH, *others):
        spoken = str if language == ENGLISH else catalogue.sayer(languages.load(root, site_words.CATALOGUE, language))
        with site_words.building(site_words.Edition(language, spoken, pages)):
            if code := edition(root, target, lite, slides, drawn):
                return code
    write(target / "404.html", not_found.page(others))
    tell(target, social.home(settings(root)["tool"]["course"]))
    if lite:
        shutil.copytree(lite, target / lite_links.PLACE)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    print(told("{target}/index.html: {size:.1f} MB", target=target, size=size / 1000000.0))
    return 0


def complete(root):
    """The languages besides English in which all chapters are built."""
    there = {
        language: [languages.target(root, f"notebooks/{name}", language) for name in chapters(root)]
        for language in LANGUAGES
    }
    return [language for language, files in there.items() if all(file.is_file() for file in files)]


def edition(root, target, lite, slides, drawn):
    """Build the edition that is being built (see site_words) into its place in `target`; Sphinx's exit code."""
    language = site_words.edition().language
    other = "" if language == ENGLISH else language
    source, pages = root / "build" / "site" / other, root / "build" / "site-pages" / other / "html"
    slides = slides and slides / other
    place = lite_links.PLACE if lite else settings(root)["tool"]["course"].get("lite", "")
    prepare(root, source, place and lite_links.place(place), slides, drawn)
    shutil.rmtree(pages.parent, ignore_errors=True)
    translators.clear()  # Sphinx would answer in the language of the edition before, where this one has no words
    # A warning is an error: a link that leads nowhere, a formula that cannot be read.
    code = sphinx(["-b", "html", "-q", "-W", "--keep-going", "-d", str(source / ".doctrees"), str(source), str(pages)])
    if code:
        return code
    goal = target / other
    shutil.copytree(pages, goal)  # without what myst-nb leaves beside it
    for name in chapters(root):
        shutil.copy(languages.target(root, f"notebooks/{name}", language), goal / "notebooks")
    site_slides.take(slides, goal, chapters(root))
    switch = site_editions.switch("cheatsheet.html") if site_words.edition().pages else ""
    cheatsheet.main(goal, switch)
    if other:
        site_editions.joined(target, goal)
    else:
        (goal / "design.html").write_text(design.page(), encoding="utf-8")
        playground.main(goal)
    return 0


def tell(target, home):
    """Write the list of the site's pages, where its address is known."""
    if home:
        pages = [path.relative_to(target).as_posix() for path in target.rglob("*.html")]
        write(target / "sitemap.xml", social.sitemap(home, pages))
