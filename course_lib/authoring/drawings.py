"""The pictures of the chapters, drawn anew for the slides: as SVG, in a slide's shape, with letters for the last row.

A notebook's picture is a PNG for a page that is read. For each one that stands on a slide, `draw` runs the chapter up
to its cell again, gives the figure a slide's shape and keeps it as docs/slides/CHAPTER-KEY.svg. The key is a hash of
the notebook's picture and of the shape: while both stay, nothing is drawn, whatever CPU builds the course. Those of
another language are drawn when its slides are written, into dist/drawings/LANGUAGE.
"""

import base64
import hashlib
import re
from pathlib import Path
from typing import NamedTuple

import nbformat

from course_lib.authoring import AuthoringError, for_slides, languages
from course_lib.authoring.run import execute
from course_lib.authoring.source import is_for_slides, language_of, read, slide_type, tagged, text_of
from course_lib.files import write
from course_lib.language import ENGLISH, say

TEXT = "slide-text"  # the tag of a cell whose slide also shows what it printed
FOLDER = Path("docs") / "slides"
ELSEWHERE = Path("dist") / "drawings"  # of other languages than English
# In inches, so that 13 pt are large enough for the last row: alone on its slide, and beside a table of results.
WIDE, BESIDE = "9 4.1", "5.6 4"
LETTERS = re.compile(r'data-letters="([\d.]+)"')
SIZE = re.compile(r'width="([\d.]+)pt" height="([\d.]+)pt"')
MAGIC = "image/svg+xml"
PROLOGUE = "from course_lib import plots\nfrom course_lib.authoring import drawings\nplots.show = drawings.show"


class Drawing(NamedTuple):
    """A picture that is wanted: number of its cell among the notebook's, its shape, its file."""

    cell: int
    shape: str
    file: str


def wanted(text, notebook, name):
    """The Drawings for a chapter's text and its built notebook, in order."""
    found, number, slide, language = [], -1, {}, language_of(notebook)
    for cell in read(text, name):
        if slide_type(cell) == "slide":
            slide = cell.metadata.slideshow.get("data", {})
        if is_for_slides(cell):
            continue
        number += 1
        twin = notebook.cells[number] if number < len(notebook.cells) else None
        if twin is None or twin.source != text_of(cell, language):
            raise AuthoringError(say("{name}: the notebook is older than its text, run `make notebooks`.", name=name))
        if cell.cell_type != "code" or slide_type(cell) in (None, "skip"):
            continue
        for output in twin.outputs:
            if is_picture(output):
                shape = shape_of(slide, cell)
                found.append(Drawing(number, shape, file_of(name, output.data["image/png"], shape)))
    return found


def is_picture(output):
    """Whether an output is a figure's; an explorer's still picture has a model beside it."""
    return set(output.get("data", {})) == {"image/png", "text/plain"}


def shape_of(slide, cell):
    """Width and height in inches: as the slide's data says, else by whether its numbers stand beside the picture."""
    return slide.get("picture", BESIDE if tagged(cell, TEXT) or "answer" in slide else WIDE)


def file_of(name, png, shape):
    """The name of a drawing's file."""
    return f"{name}-{hashlib.sha256(f'{shape} {png.strip()}'.encode()).hexdigest()[:10]}.svg"


def folder_of(root, language=ENGLISH):
    """Where the drawings of a language are."""
    return Path(root) / (FOLDER if language == ENGLISH else ELSEWHERE / language)


def stored(root, name, notebook, text, language=ENGLISH):
    """{the number of a cell: SVG} of what is drawn already."""
    files = {one.cell: folder_of(root, language) / one.file for one in wanted(text, notebook, name)}
    return {cell: path.read_text(encoding="utf-8") for cell, path in files.items() if path.is_file()}


def draw(root, name, language=ENGLISH):
    """Draw what a chapter's slides lack and remove what they no longer need; the number of new drawings."""
    folder = folder_of(root, language)
    built = languages.target(root, f"notebooks/{name}", language)
    notebook = nbformat.read(built, as_version=4)
    needed = wanted(languages.text_of(root, f"notebooks/{name}", language), notebook, name)
    for path in folder.glob(f"{name}-*.svg"):
        if path.name not in {one.file for one in needed}:
            path.unlink()
    missing = {one.cell: one for one in needed if not (folder / one.file).is_file()}
    if not missing:
        return 0
    cells = [nbformat.v4.new_code_cell(PROLOGUE)]
    for number, cell in enumerate(notebook.cells[: max(missing) + 1]):
        if cell.cell_type == "code":
            shape = missing[number].shape if number in missing else ""
            # One line above the cell's own: magics and a last line that shows something keep their places.
            cells += [nbformat.v4.new_code_cell(f"drawings.SHAPE = {shape!r}"), nbformat.v4.new_code_cell(cell.source)]
            cells[-1].metadata["number"] = number
    done = execute(nbformat.v4.new_notebook(cells=cells), name, built.parent)  # a kernel speaks its folder's language
    folder.mkdir(parents=True, exist_ok=True)
    for cell in done.cells:
        for output in cell.outputs:
            if MAGIC in output.get("data", {}):
                write(folder / missing[cell.metadata["number"]].file, output.data[MAGIC])
    return len(missing)


# Inside the kernel, in the place of plots.show.

SHAPE = ""  # of the cell that runs, "" where no drawing is wanted


def show(fig, alt):
    """Give out the figure as a slide's drawing."""
    from IPython.display import display

    if SHAPE:
        display({MAGIC: for_slides.svg(fig, *map(float, SHAPE.split())), "text/plain": alt}, raw=True)


def figure(drawing, png, alt):
    """HTML of a picture on a slide: as it is drawn for it, else as it stands in the notebook.

    `tall` is one that leaves room beside it: it is less than one and a half times as wide as high.
    """
    if not drawing:
        return f'<figure><img src="data:image/png;base64,{png}" alt="{alt}"></figure>'
    width, height = map(float, SIZE.search(drawing).groups())
    kind = ' class="tall"' if width < 1.5 * height else ""
    address = f"data:{MAGIC};base64,{base64.b64encode(drawing.encode()).decode()}"
    return f'<figure{kind}><img src="{address}" data-letters="{LETTERS.search(drawing)[1]}" alt="{alt}"></figure>'
