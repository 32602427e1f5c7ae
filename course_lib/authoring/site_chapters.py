"""A chapter on its way onto the website: words for a page that is read, folded code, drawn figures (pure)."""

import base64
import itertools
import re
import tomllib
from html import escape
from pathlib import Path

import nbformat

from course_lib.authoring import landscapes
from course_lib.authoring.export import Explorers
from course_lib.authoring.source import MORE, code_cells, tagged

WORDS = "words.toml"  # in docs/site
# What a chapter can only name, and the site has.
PAGES = {
    "a playground": '<a href="../playground/index.html">a playground</a>',
    "a cheat sheet": '<a href="../cheatsheet.html">a cheat sheet</a>',
}
EXERCISE = re.compile(r"\(\.\./exercises/\w+\.ipynb\)")  # a link, which leads to the page of all of them
OF_A_MACHINE = ("installation.check()", "progress.show()")  # what these say of it, nobody else need know
QUESTIONS, TO_ANSWER = "quiz.show(", "<p>Run this cell to answer these questions.</p>"
NOT_STORED = '<p class="course-note">A measured time differs from machine to machine, so none is shown here.</p>'
PNG = '<img class="course-picture" loading="lazy" src="../_static/pictures/{file}.png" alt="{alt}">'
# One by day and one by night, each with a form for a phone; the theme hides the other, which is then not loaded.
DRAWN = (
    '<picture class="course-figure only-{theme}">'
    '<source media="(max-width: 600px)" srcset="../_static/pictures/{file}-narrow{ending}.svg" {narrow}>'
    '<img loading="lazy" src="../_static/pictures/{file}-wide{ending}.svg" {wide} alt="{alt}"></picture>'
)
THEMES = {"light": "", "dark": "-night"}


def read_words(root):
    """{chapter: {what a paragraph holds: what stands in its place}}."""
    listed = tomllib.loads((Path(root) / "docs" / "site" / WORDS).read_text(encoding="utf-8"))["paragraph"]
    found = {}
    for each in listed:
        found.setdefault(each["chapter"], {})[each["has"]] = each["says"].strip()
    return found


def for_site(chapter, words=()):
    """A chapter whose words suit a page, and whose links lead to its pages. words: of `read_words`, for this chapter.

    What only a machine of one's own can show is left out. A comment tells docs/site/conf.py what to fold.
    """
    chapter = nbformat.from_dict(chapter)
    for cell in chapter.cells:
        if cell.cell_type == "markdown":
            cell.source = said(cell.source, dict(words))
        if tagged(cell, MORE):
            cell.source += f"\n\n% {MORE}"
        cell.source = EXERCISE.sub("(../exercises.md)", cell.source)
        for name, link in PAGES.items():
            cell.source = cell.source.replace(name, link)
    for cell in code_cells(chapter):
        cell.metadata.tags = tags(cell)
    chapter.cells = [cell for cell in chapter.cells if cell.source and not cell.source.endswith(OF_A_MACHINE)]
    return chapter


def said(source, words):
    """Markdown with the paragraphs that hold one of these words replaced."""
    paragraphs = source.split("\n\n")
    for has, says in words.items():
        paragraphs = [says if has in paragraph else paragraph for paragraph in paragraphs]
    return "\n\n".join(filter(None, paragraphs))


def tags(cell):
    """A code cell's tags, and those that fold what nobody need read: imports, and how an answer was worked out."""
    found = list(cell.metadata.get("tags", []))
    lines = [line for line in cell.source.splitlines() if line and line[0] not in "# )"]
    imports = all(line.startswith(("import ", "from ", "    ")) for line in lines)
    if QUESTIONS in cell.source:
        return [*(tag for tag in found if tag != "hide-input"), "remove-input"]
    if "hide-input" not in found and (imports or "hide-output" in found):
        found.append("hide-input")
    return found


def static(notebook, name, drawn=None):
    """Turn a notebook's pictures and explorers into HTML, in place; {file name: content} of the pictures.

    drawn: what `site_drawings` has drawn of this chapter; without it pictures stay the PNGs that the notebook stores.
    """
    explorers, pictures, numbers = Explorers(notebook), {}, itertools.count(1)
    landscapes.instead_of_animations(notebook, explorers)
    notebook.metadata.pop("widgets", None)
    figures = itertools.count(1)
    for cell in code_cells(notebook):
        waiting = iter((drawn or {}).get(cell.id, ()))
        for output in cell.outputs:
            data = output.get("data", {})
            if explorers.hold(output):
                output.data = {"text/html": explorers.live(output, f"explorer-{next(numbers)}")}
            elif quiz := explorers.quiz(output):
                output.data = {"text/html": quiz.replace(TO_ANSWER, "")}
            elif "image/png" in data:
                file, alt = f"{name}-{next(figures)}", escape(output.metadata["image/png"]["alt"])
                forms = next(waiting, None)
                pictures |= files(file, forms) if forms else {f"{file}.png": base64.b64decode(data["image/png"])}
                output.data = {"text/html": shown(file, forms, alt)}
        if tagged(cell, "measured"):
            cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": NOT_STORED})]
    return pictures


def files(file, forms):
    """{file name: content} of a figure's forms."""
    return {f"{file}-{form}.svg": text.encode() for form, text in forms.items()}


def shown(file, forms, alt):
    """HTML of a figure."""
    if not forms:
        return PNG.format(file=file, alt=alt)
    sizes = {form: size(forms[form]) for form in ("wide", "narrow")}
    return "".join(
        DRAWN.format(theme=theme, ending=ending, file=file, alt=alt, **sizes) for theme, ending in THEMES.items()
    )


def size(svg):
    """The attributes width and height of a drawing, in CSS pixels, so that a page keeps its place."""
    width, height = (round(float(part) * 100 / 72) for part in re.search(r'viewBox="0 0 (\S+) (\S+)"', svg).groups())
    return f'width="{width}" height="{height}"'
