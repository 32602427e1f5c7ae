"""A chapter's pictures, drawn again by running it; an explorer as the still picture that GitHub shows."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from pathlib import Path

import nbformat
from PIL import Image

from course_lib.authoring import languages, run
from course_lib.authoring.source import code_cells, generate
from course_lib.language import ENGLISH, current, say
from course_lib.media import Item

BEGIN = "from course_lib.media import recording; recording.begin({folder!r}, get_ipython())"
SHORT = 40  # letters of a file's name behind the numbers


def of_chapter(root: Path, chapter: str, folder: Path) -> list[Item]:
    """Run the chapter, and write its pictures into `folder`."""
    language = current()
    notebook = generate(text_of(root, chapter, language), chapter, language)
    captions, names = headings(notebook), headings(generate(text_of(root, chapter, ENGLISH), chapter))
    with tempfile.TemporaryDirectory() as scratch:
        begin = nbformat.v4.new_code_cell(BEGIN.format(folder=scratch), id="recording")
        notebook.cells.insert(0, begin)
        run.execute(notebook, chapter, languages.target(root, f"notebooks/{chapter}", language).parent)
        listed = Path(scratch) / "pictures.jsonl"
        found = [json.loads(line) for line in listed.read_text("utf-8").splitlines()] if listed.exists() else []
        return [
            moved(one, chapter, captions[one["cell"] - 1], names[one["cell"] - 1], Path(scratch), folder)
            for one in found
        ]


def text_of(root: Path, chapter: str, language: str) -> str:
    """The source of a chapter in a language."""
    return str(languages.text_of(root, f"notebooks/{chapter}", language))


def moved(one: dict, chapter: str, caption: str, english: str, scratch: Path, folder: Path) -> Item:
    """A picture that was recorded, under its name in `folder`, which is made of the English caption."""
    name = f"{chapter[:2]}-{one['number'] + 1:02}-{slug(english)}"
    files = []
    folder.mkdir(parents=True, exist_ok=True)
    for kind in ("png", "svg"):
        if (scratch / f"{one['number']:02}.{kind}").exists():
            files.append(folder / f"{name}.{kind}")
            shutil.move(scratch / f"{one['number']:02}.{kind}", files[-1])
    width, height = Image.open(files[0]).size
    words = " · ".join(filter(None, (caption, one["title"])))
    return Item(
        chapter, name, words, one["alt"], tuple(files), say("{width} × {height} pixels", width=width, height=height)
    )


def headings(notebook: nbformat.NotebookNode) -> list[str]:
    """The heading above each code cell."""
    found, above = [], ""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            found.append(above)
        elif lines := re.findall(r"^#+ (.+)$", cell.source, re.MULTILINE):
            above = re.sub(r"[$\\]", "", lines[-1])
    assert len(found) == len(code_cells(notebook))
    return found


def slug(caption: str) -> str:
    """A caption as part of a file's name: letters, digits and -."""
    return re.sub(r"[^a-z0-9]+", "-", caption.lower()).strip("-")[:SHORT].strip("-") or "picture"
