"""The public website: chapters with live explorers, homework to download, the library's reference.
Sphinx and myst-nb make it of docs/site and the built notebooks. It needs no network, neither to be built nor to be
read, and holds neither solutions nor anything for the lecturer alone.
"""

import shutil
import tomllib
from pathlib import Path

import nbformat
from sphinx.cmd.build import main as sphinx

from course_lib import audiences
from course_lib.authoring import (
    AuthoringError,
    about,
    cards,
    cheatsheet,
    covers,
    design,
    landscapes,
    lite_links,
    playground,
    reference,
    release,
    site_drawings,
    site_slides,
    social,
    vendor,
    ways,
)
from course_lib.authoring.export import Explorers
from course_lib.authoring.fresh import emptied
from course_lib.authoring.site_chapters import for_site, read_words, static
from course_lib.files import ROOT, write

IN_THE_BROWSER = """
## In the browser

{links}. What you change there is lost when you close the page: download what you want to keep.

In Colab, run this first:

```text
!git clone --depth 1 {repository} optimizers-course
%pip install --quiet --no-deps ./optimizers-course anywidget jupyterquiz psygnal
%cd optimizers-course/notebooks
```
"""
FIRST, PLACE = "00_start_here", "% first-minute"  # the chapter whose first picture stands on the front page, and where
REPOSITORY = "% repository"


def prepare(root, folder, lite="", slides=None, drawn=None):
    """Write everything that Sphinx reads into `folder`.

    lite: where the course for the browser is, if anywhere; slides: the folder of the decks; drawn: the chapters whose
    figures are drawn anew (all).
    """
    root, folder = Path(root), Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root / "docs" / "site", folder)
    shutil.copy(vendor.FONT / "stix-two-math.woff2", folder / "_static")
    shutil.copytree(root / "notebooks" / "media", folder / "notebooks" / "media")
    shutil.copytree(root / "exercises", folder / "exercises", ignore=shutil.ignore_patterns("checks"))
    release.pack(root, folder / "optimizers-course-students.zip")
    course = settings(root)["tool"]["course"]
    for number, cover in covers.COVERS.items():
        write(folder / "_static" / "covers" / f"{number}.png", covers.small(cover))
    if social.home(course):
        for name, card in social.cards(root).items():
            write(folder / "_static" / "cards" / name, card)
    figures = site_drawings.of_chapters(root, chapters(root) if drawn is None else drawn)
    words = read_words(root)
    for name in chapters(root):
        chapter = nbformat.read(root / "notebooks" / f"{name}.ipynb", as_version=4)
        if name == FIRST:
            begin = landscapes.first_minute(chapter, Explorers(chapter))
        for file, content in static(chapter, name, figures.get(name)).items():
            write(folder / "_static" / "pictures" / file, content)
        title, _, rest = chapter.cells[0].source.partition("\n")
        row = ways.row(title, name, course["repository"], lite, site_slides.there(slides, name))
        chapter.cells[0].source = f"{title}\n\n{row}\n\n{rest}"
        write(folder / "notebooks" / f"{name}.ipynb", nbformat.writes(for_site(chapter, words.get(name, {}))))
    own_pages(root, folder, begin, course["repository"], lite)
    shutil.copy(root / "notebooks" / "glossary.md", folder / "notebooks")
    for module in audiences.modules("site"):
        write(folder / "api" / f"{module}.md", reference.page(f"course_lib.{module}"))


def own_pages(root, folder, begin, repository, lite):
    """Fill in what the pages of docs/site leave to the build. begin: Markdown at the top of the front page."""
    names = ("index.md", "run.md", "exercises.md", "teach.md")
    pages = {name: (folder / name).read_text(encoding="utf-8") for name in names}
    cite = about.words((root / "CITATION.cff").read_text(encoding="utf-8"))
    for place, text in {PLACE: begin, cards.PLACE: cards.all_chapters(root), about.PLACE: cite}.items():
        pages["index.md"] = pages["index.md"].replace(place, text)
    where = f" [Here it is]({repository})." if repository else ""
    pages["teach.md"] = pages["teach.md"].replace(REPOSITORY, where)
    if places := ways.elsewhere(repository, FIRST):
        links = " or ".join(f"[{words}]({address})" for words, address in places.items())
        pages["run.md"] += IN_THE_BROWSER.format(links=links, repository=repository)
    if lite:
        pages |= lite_links.in_pages(pages, lite)
    for name, text in pages.items():
        write(folder / name, text)


def chapters(root):
    """The chapters' names, in order."""
    return sorted(path.stem for path in (Path(root) / "notebooks").glob("*.ipynb"))


def settings(root=ROOT):
    """What pyproject.toml says of the project."""
    return tomllib.loads((Path(root) / "pyproject.toml").read_text(encoding="utf-8"))


def main(root, target, lite=None, slides=None, drawn=None):
    """Build the site in the folder `target`; Sphinx's exit code.

    lite: the folder of the course for the browser, which is taken in: each chapter opens there.
    slides: the folder of the decks, of which the chapters' are taken in, if they were built.
    drawn: the chapters whose figures are drawn anew, by day, by night and for a phone (all).
    """
    if lite and not (lite / "index.html").is_file():
        raise AuthoringError(f"{lite} is not there: `make lite` builds it.")
    course = settings(root)["tool"]["course"]
    source, pages = root / "build" / "site", root / "build" / "site-pages" / "html"
    emptied(target, ".buildinfo")
    prepare(root, source, lite_links.PLACE if lite else course.get("lite", ""), slides, drawn)
    shutil.rmtree(pages.parent, ignore_errors=True)
    # A warning is an error: a link that leads nowhere, a formula that cannot be read.
    code = sphinx(["-b", "html", "-q", "-W", "--keep-going", "-d", str(source / ".doctrees"), str(source), str(pages)])
    if code == 0:
        (pages / "design.html").write_text(design.page(), encoding="utf-8")
        shutil.copytree(pages, target)  # without what myst-nb leaves beside it
        playground.main(target)
        cheatsheet.main(target)
        for name in chapters(root):
            shutil.copy(root / "notebooks" / f"{name}.ipynb", target / "notebooks")
        site_slides.take(slides, target, chapters(root))
        tell(target, social.home(course))
        if lite:
            shutil.copytree(lite, target / lite_links.PLACE)
        size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
        print(f"{target}/index.html: {size / 1e6:.1f} MB")
    return code


def tell(target, home):
    """Write the list of the site's pages, where its address is known."""
    if home:
        pages = [path.relative_to(target).as_posix() for path in target.rglob("*.html")]
        write(target / "sitemap.xml", social.sitemap(home, pages))
