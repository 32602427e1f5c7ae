"""A chapter's formulas as SVG, set by Typst with the fonts that it brings."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import typst

from course_lib import files
from course_lib.authoring import languages
from course_lib.authoring.source import read
from course_lib.errors import CourseError
from course_lib.exams.typeset import FONTS
from course_lib.exams.typst_math import formula
from course_lib.language import current, say
from course_lib.media import Item

STEP = r"\\step\{(\{\})?"
BLOCK = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
ALIGNED = re.compile(r"\\begin\{aligned\}(.+)\\end\{aligned\}", re.DOTALL)
PAGE = """#set page(width: auto, height: auto, margin: 3pt, fill: none)
#set text(size: 28pt)
#show math.equation: set text(font: ("New Computer Modern Math", "Course Han"))
$ {formula} $
"""
SIZE = re.compile(r'<svg[^>]*?width="([\d.]+)pt" height="([\d.]+)pt"')


def of_chapter(root: Path, chapter: str, folder: Path) -> list[Item]:
    """Write the formulas that stand in a line of their own in a chapter, its slides included, each once."""
    found, seen = [], set()
    for caption, tex in all_of(root, chapter):
        if tex in seen:
            continue
        seen.add(tex)
        path = folder / f"{chapter[:2]}-formula-{len(seen):02}.svg"
        try:
            svg = drawn(tex)
        except (CourseError, typst.TypstError) as error:
            print(
                say("{chapter} is left out: {error}", chapter=path.stem, error=str(error).splitlines()[0]),
                file=sys.stderr,
            )
            continue
        files.write(path, svg)
        width, height = SIZE.search(svg).groups()  # type: ignore[union-attr]
        size = say("{width:.0f} × {height:.0f} points", width=float(width), height=float(height))
        found.append(Item(chapter, path.stem, caption, say("The formula {tex}", tex=tex), (path,), size, tex))
    return found


def all_of(root: Path, chapter: str) -> Iterator[tuple[str, str]]:
    """(the heading above it, TeX) of each formula."""
    text, above = languages.text_of(root, f"notebooks/{chapter}", current()), ""
    for cell in read(text, chapter):
        if cell.cell_type != "markdown":
            continue
        for part in re.split(r"^(#+ .+)$", cell.source, flags=re.MULTILINE):
            if part.startswith("#"):
                above = part.lstrip("# ")
            else:
                yield from ((above, " ".join(without_steps(tex).split())) for tex in BLOCK.findall(part))


def without_steps(tex: str) -> str:
    r"""TeX as other programs take it: \step{…}, by which our slides show a term at a click, is its term.

    >>> without_steps(r"v = \step{\frac{a}{b}} \step{{}+ c}")
    'v = \\frac{a}{b} + c'
    """
    while found := re.search(STEP, tex):
        depth, end = 1, found.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(tex[end], 0)
            end += 1
        tex = tex[: found.start()] + tex[found.end() : end - 1] + tex[end:]
    return tex


def drawn(tex: str) -> str:
    """The SVG of a formula."""
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "formula.typ"
        source.write_text(PAGE.format(formula=as_typst(tex)), encoding="utf-8")
        return typst.compile(source, format="svg", font_paths=[FONTS], ignore_system_fonts=True).decode()


def as_typst(tex: str) -> str:
    """What stands between $ in Typst; lines that are aligned at & stay so."""
    aligned = ALIGNED.search(tex)
    if not aligned:
        return formula(tex)[1:-1]
    rows = (row.split("&") for row in re.split(r"\\\\", aligned[1]) if row.strip())
    return " \\\n".join(" & ".join(formula(part)[1:-1] if part.strip() else "" for part in row) for row in rows)
