"""The public website: chapters with live explorers, homework to download, the library's reference.
Sphinx and myst-nb make it of docs/site and the built notebooks. It needs no network, neither to be built nor to be
read, and holds neither solutions nor anything for the lecturer alone.
"""

import base64
import itertools
import re
import shutil
import tomllib
from html import escape
from pathlib import Path

import nbformat
from sphinx.cmd.build import main as sphinx

from course_lib import audiences
from course_lib.authoring import (
    AuthoringError,
    cards,
    cheatsheet,
    covers,
    design,
    landscapes,
    lite_links,
    playground,
    reference,
    release,
    vendor,
)
from course_lib.authoring.export import Explorers
from course_lib.authoring.fresh import emptied
from course_lib.authoring.source import MORE, code_cells, tagged
from course_lib.files import ROOT, write

PICTURE = '<img class="course-picture" loading="lazy" src="../_static/pictures/{name}" alt="{alt}">'
IN_THE_BROWSER = """
## In the browser

{links} What you change there is lost when you close the page: download what you want to keep.

In Colab, run this first:

```text
!git clone --depth 1 {repository} optimizers-course
%pip install --quiet --no-deps ./optimizers-course anywidget jupyterquiz psygnal
%cd optimizers-course/notebooks
```
"""
FIRST, PLACE = "00_start_here", "% first-minute"  # the chapter whose first picture stands on the front page, and where
# What a chapter can only name, and the site has.
PAGES = {
    "a playground": '<a href="../playground/index.html">a playground</a>',
    "a cheat sheet": '<a href="../cheatsheet.html">a cheat sheet</a>',
}
EXERCISE = re.compile(r"\(\.\./exercises/\w+\.ipynb\)")  # a link, which leads to the page of all of them


def prepare(root, folder, lite=""):
    """Write everything that Sphinx reads into `folder`; lite: where the course for the browser is, if anywhere."""
    root, folder = Path(root), Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root / "docs" / "site", folder)
    shutil.copy(vendor.FONT / "stix-two-math.woff2", folder / "_static")
    shutil.copytree(root / "notebooks" / "media", folder / "notebooks" / "media")
    shutil.copytree(root / "exercises", folder / "exercises", ignore=shutil.ignore_patterns("checks"))
    release.pack(root, folder / "optimizers-course-students.zip")
    repository = settings(root)["tool"]["course"]["repository"]
    (folder / "_static" / "covers").mkdir()
    for number, cover in covers.COVERS.items():
        (folder / "_static" / "covers" / f"{number}.png").write_bytes(covers.small(cover))
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        chapter = nbformat.read(path, as_version=4)
        if path.stem == FIRST:
            page, begin = folder / "index.md", landscapes.first_minute(chapter, Explorers(chapter))
            text = page.read_text(encoding="utf-8").replace(PLACE, begin).replace(cards.PLACE, cards.all_chapters(root))
            page.write_text(text, encoding="utf-8")
        for name, png in static(chapter, path.stem).items():
            (folder / "_static" / "pictures").mkdir(exist_ok=True)
            (folder / "_static" / "pictures" / name).write_bytes(png)
        if links := run_it(repository, path.stem):
            title, _, rest = chapter.cells[0].source.partition("\n")
            chapter.cells[0].source = f"{title}\n\n{links}\n{rest}"
        if lite:
            chapter.cells[0].source = lite_links.in_chapter(chapter.cells[0].source, lite, path.stem)
        nbformat.write(for_site(chapter), folder / "notebooks" / path.name)
    if links := run_it(repository, FIRST):
        page, words = folder / "run.md", IN_THE_BROWSER.format(links=links, repository=repository)
        page.write_text(page.read_text(encoding="utf-8") + words, encoding="utf-8")
    if lite:
        pages = {name: (folder / name).read_text(encoding="utf-8") for name in ("index.md", "run.md", "exercises.md")}
        for name, text in lite_links.in_pages(pages, lite).items():
            write(folder / name, text)
    shutil.copy(root / "notebooks" / "glossary.md", folder / "notebooks")
    (folder / "api").mkdir()
    for module in audiences.modules("site"):
        (folder / "api" / f"{module}.md").write_text(reference.page(f"course_lib.{module}"), encoding="utf-8")


def for_site(chapter):
    """A chapter whose links lead to the site's pages, and in which a comment tells docs/site/conf.py what to fold."""
    chapter = nbformat.from_dict(chapter)
    for cell in chapter.cells:
        if tagged(cell, MORE):
            cell.source += f"\n\n% {MORE}"
        cell.source = EXERCISE.sub("(../exercises.md)", cell.source)
        for words, link in PAGES.items():
            cell.source = cell.source.replace(words, link)
    return chapter


def settings(root=ROOT):
    """What pyproject.toml says of the project."""
    return tomllib.loads((Path(root) / "pyproject.toml").read_text(encoding="utf-8"))


def static(notebook, name):
    """Turn a notebook's pictures and explorers into HTML, in place; {file name: PNG} of the pictures."""
    explorers, pictures, numbers = Explorers(notebook), {}, itertools.count(1)
    landscapes.instead_of_animations(notebook, explorers)
    notebook.metadata.pop("widgets", None)
    for output in (output for cell in code_cells(notebook) for output in cell.outputs):
        data = output.get("data", {})
        if explorers.hold(output):
            output.data = {"text/html": explorers.live(output, f"explorer-{next(numbers)}")}
        elif quiz := explorers.quiz(output):
            output.data = {"text/html": quiz}
        elif "image/png" in data:
            file = f"{name}-{len(pictures) + 1}.png"
            pictures[file] = base64.b64decode(data["image/png"])
            alt = escape(output.metadata["image/png"]["alt"])
            output.data = {"text/html": PICTURE.format(name=file, alt=alt)}
    return pictures


def run_it(repository, chapter):
    """Markdown links that run a chapter elsewhere; nothing as long as pyproject.toml names no repository."""
    if not repository:
        return ""
    place = repository.removeprefix("https://github.com/").strip("/")
    file = f"notebooks/{chapter}.ipynb"
    return (
        f"[Run it on Binder](https://mybinder.org/v2/gh/{place}/HEAD?labpath={file}) or "
        f"[in Colab](https://colab.research.google.com/github/{place}/blob/HEAD/{file})."
    )


def main(root, target, lite=None):
    """Build the site in the folder `target`; Sphinx's exit code.

    lite: the folder of the course for the browser, which is taken in: each chapter opens there.
    """
    if lite and not (lite / "index.html").is_file():
        raise AuthoringError(f"{lite} is not there: `make lite` builds it.")
    elsewhere = settings(root)["tool"]["course"].get("lite", "")
    source, pages = root / "build" / "site", root / "build" / "site-pages" / "html"
    emptied(target, ".buildinfo")
    prepare(root, source, lite_links.PLACE if lite else elsewhere)
    shutil.rmtree(pages.parent, ignore_errors=True)
    # A warning is an error: a link that leads nowhere, a formula that cannot be read.
    code = sphinx(["-b", "html", "-q", "-W", "--keep-going", "-d", str(source / ".doctrees"), str(source), str(pages)])
    if code == 0:
        (pages / "design.html").write_text(design.page(), encoding="utf-8")
        shutil.copytree(pages, target)  # without what myst-nb leaves beside it
        playground.main(target)
        cheatsheet.main(target)
        if lite:
            shutil.copytree(lite, target / lite_links.PLACE)
        size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
        print(f"{target}/index.html: {size / 1e6:.1f} MB")
    return code
