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
from course_lib.authoring.site_words import page, say
from course_lib.authoring.source import MORE, code_cells, language_of, tagged

WORDS = "words.toml"  # in docs/site
PLACED = '<a href="{place}">{words}</a>'
EXERCISE = re.compile(r"\(\.\./exercises/(?:\w+/)?\w+\.ipynb\)")  # a link, which leads to the page of all of them
# In another language a chapter lies one folder further down; on the site it does not.
FROM_BELOW = re.compile(r'(\]\(|src=")\.\./(?=\.\./|media/|glossary\.md)')
OF_A_MACHINE = ("installation.check()", "progress.show()")  # what these say of it, nobody else need know
QUESTIONS, TO_ANSWER = "quiz.show(", re.compile(r"(?<=<div>)<p>[^<]*</p>(?=<ol>)")
NOT_STORED = '<p class="course-note">{words}</p>'
# What words say of a picture's halves, which on a phone stand one above the other; and of a cell, which no page has.
# A block of code, such as the explorer where an animation was, is no text.
SKIPPED = r"(?ms:^(?P<fence>`{3,}).*?^(?P=fence)$)|!\[[^\]]*\]|`[^`]*`|\$[^$]*\$"
SIDES = {
    "en": {
        "on the left": "in the upper picture",
        "on the right": "in the lower picture",
        "On the right": "In the lower picture",
        "the right panel": "the lower panel",
        "The right half": "The lower half",
        "Left,": "Above,",
        "Right,": "Below,",
        "Left:": "Above:",
        "Right:": "Below:",
    },
    "zh": {"右图": "下图", "左图": "上图", "左边是": "上图是", "右边是": "下图是"},
}
ON_A_PAGE = {
    "en": {"The next cell": "The code below", "All cells together take": "Its code takes"},
    "zh": {"下一个单元格": "下面的代码"},
}
SIDE = '<span class="course-desk">{side}</span><span class="course-phone">{place}</span>'
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


def for_site(chapter, words=(), english=None):
    """A chapter whose words suit a page, and whose links lead to its pages. words: of `read_words`, for this chapter.

    english: the chapter whose translation it is, if it is one, by whose paragraphs the words go.
    What only a machine of one's own can show is left out. A comment tells docs/site/conf.py what to fold.
    """
    chapter = nbformat.from_dict(chapter)
    language = language_of(chapter)
    for cell, twin in zip(chapter.cells, (english or chapter).cells, strict=True):
        if cell.cell_type == "markdown":
            cell.source = on_a_page(said(cell.source, dict(words), twin.source), language)
        if tagged(cell, MORE):
            cell.source += f"\n\n% {MORE}"
        cell.source = EXERCISE.sub("(../exercises.md)", cell.source)
        for name, place in places().items():
            cell.source = cell.source.replace(name, PLACED.format(place=place, words=name))
    for cell in code_cells(chapter):
        cell.metadata.tags = tags(cell)
    chapter.cells = [cell for cell in chapter.cells if cell.source and not cell.source.endswith(OF_A_MACHINE)]
    return chapter


def places():
    """{what a chapter can only name: where the site has it}."""
    return {say("a playground"): "../playground/index.html", say("a cheat sheet"): "../cheatsheet.html"}


def from_below(chapter):
    """The chapter of another language, changed: its links begin where those of the English one do."""
    for cell in chapter.cells:
        if cell.cell_type == "markdown":
            cell.source = FROM_BELOW.sub(r"\1", cell.source)
    return chapter


def said(source, words, english=None):
    """Markdown with the paragraphs that hold one of these words, in English, replaced."""
    paragraphs, held = source.split("\n\n"), (english or source).split("\n\n")
    for has, says in words.items():
        paragraphs = [page(says) if has in text else old for old, text in zip(paragraphs, held, strict=True)]
    return "\n\n".join(filter(None, paragraphs))


def on_a_page(source, language):
    """Markdown that speaks of no cell, and on a phone of no left and right."""
    sides = SIDES[language]
    for words, instead in ON_A_PAGE[language].items():
        source = source.replace(words, instead)
    found = re.compile(f"{SKIPPED}|(?P<side>{'|'.join(map(re.escape, sides))})")
    return found.sub(
        lambda one: SIDE.format(side=one["side"], place=sides[one["side"]]) if one["side"] else one[0], source
    )


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
    not_stored = NOT_STORED.format(words=say("A measured time differs from machine to machine, so none is shown here."))
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
                output.data = {"text/html": TO_ANSWER.sub("", quiz, count=1)}
            elif "image/png" in data:
                file, alt = f"{name}-{next(figures)}", escape(output.metadata["image/png"]["alt"])
                forms = next(waiting, None)
                pictures |= files(file, forms) if forms else {f"{file}.png": base64.b64decode(data["image/png"])}
                output.data = {"text/html": shown(file, forms, alt)}
        if tagged(cell, "measured"):
            cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": not_stored})]
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
