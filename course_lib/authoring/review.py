"""After grading: a short deck for the next lesson, with the commonest mistakes of this class (`course review-deck`)."""

import itertools
import re
import sys
from hashlib import sha256
from pathlib import Path

import nbformat
from pygments.formatters import HtmlFormatter

from course_lib.authoring import covers, decks, mistakes, slides
from course_lib.authoring.lecture import FILE
from course_lib.authoring.lecture import read as read_lecture
from course_lib.authoring.mathml import with_mathml
from course_lib.authoring.review_pictures import PICTURES
from course_lib.called import listed
from course_lib.explorers import base
from course_lib.files import write
from course_lib.homework.hints import said
from course_lib.language import current, later, say

MANY = 3
TITLE = later("What came back")
ABOUT = later(
    {
        1: "One mistake of this class, in homework {numbers}",
        2: "Two mistakes of this class, in homework {numbers}",
        3: "Three mistakes of this class, in homework {numbers}",
    }
)
VALUE = "answer_"  # so begin the questions that are answered by a value
NONE = later("No mistake that the course knows came back.")
ASKED = re.compile(r"^\*\*[^*\n]+\*\* ?")  # before a question: that it is one
SHORT, LONG = 13, 15  # lines that leave room for larger letters, or need smaller ones
LETTERS, PARAGRAPH = 60, 5  # in a line of text; lines of a paragraph that fits
SECONDS = 120  # that a mistake is planned for


def cells(root, homeworks, made):
    """The slides: a title, then a question for each Made, its hint at a click, and once what shows why."""
    numbers = listed(str(int(one[:2])) for one in homeworks)
    about = say(ABOUT[min(len(made), MANY)], numbers=numbers) if made else say(NONE)
    yield slide(f"# {say(TITLE)}\n\n{about}", 20)
    placed, seen = set(), []
    for number, one in enumerate(made, start=1):
        text = question(root, one)
        yield slide(text, SECONDS, code=length(text))
        yield notes(one)
        yield markdown(f"**{said(one.hint)}**", "fragment")
        picture = PICTURES.get(one.exercise)
        if picture and picture not in seen:
            seen.append(picture)
            yield slide(f"## {say(picture.title)}", SECONDS)
            yield alive(picture.make(), f"explorer-{number}", placed)


def question(root, one):
    """What the class is asked of a mistake."""
    known = {"exercise": f"`{one.exercise}`", "times": one.times, "all": one.handed_in}
    heading = say("{exercise}: {times} of {all} gave this back", **known)
    if not one.code:
        asks = say("Their mistake: *{mistake}*. What does it compute, and why?", mistake=one.name.replace("_", " "))
        return f"## {heading}\n\n{asks}"
    asked, asks = text_of(root, one), say("What does it compute instead?")
    if asked:
        asks = f"{with_mathml(asked)}\n\n{say('Where does this number come from?')}"
    return f"## {heading}\n\n{asks}\n\n```python\n{one.code}\n```"


def length(text):
    """ "short", "usual" or "long": how much room a question takes."""
    lines = [1 + len(re.sub("<[^>]+>", "", line)) // LETTERS for line in text.splitlines() if line.strip()]
    if sum(lines) > LONG or max(lines) > PARAGRAPH:
        return "long"
    return "short" if sum(lines) <= SHORT else "usual"


def text_of(root, one):
    """The homework's own words above a question that is answered by a value; "" for a function."""
    notebook = nbformat.read(edition(root, one.homework), as_version=4)
    for above, below in itertools.pairwise(notebook.cells):
        if below.source.startswith(f"# {one.exercise} = ") and above.cell_type == "markdown":
            return ASKED.sub("", above.source)
    return ""


def edition(root, homework):
    """A homework in the language that is spoken, where it is built, or in English."""
    folder = Path(root) / "exercises"
    own = folder / current() / f"{homework}.ipynb"
    return own if own.is_file() else folder / f"{homework}.ipynb"


def notes(one):
    """What the lecturer sees beside it."""
    known = {"homework": one.homework, "mistake": one.name.replace("_", " ")}
    text = (
        say("Let them say what was computed. A click shows the hint that they got. {homework}, {mistake}.", **known)
        if one.exercise.startswith(VALUE)
        else say("Let them find the line. A click shows the hint that they got. {homework}, {mistake}.", **known)
    )
    return markdown(text, "notes")


def slide(text, seconds, **data):
    about = {"slide_type": "slide", "data": {"timing": seconds, **data}}
    return nbformat.v4.new_markdown_cell(text, metadata={"slideshow": about})


def markdown(text, kind):
    return nbformat.v4.new_markdown_cell(text, metadata={"slideshow": {"slide_type": kind}})


def alive(widget, identity, placed):
    """A cell that shows an explorer. placed: the scripts that stand in the deck already, which grows."""
    named = {part: sha256(one.code.encode()).hexdigest()[:12] for part, one in widget.scripts.items()}
    new = {named[part]: one.code for part, one in widget.scripts.items() if named[part] not in placed}
    placed.update(new)
    state = {**widget.get_state(), "scripts": {part: f"IPY_MODEL_{name}" for part, name in named.items()}}
    html = "".join(base.embedded_script(*one) for one in new.items()) + base.embedded(state, identity)
    output = nbformat.v4.new_output(
        "display_data", data={"text/html": f'<div class="alive" data-prevent-swipe>{html}</div>'}
    )
    return nbformat.v4.new_code_cell("", outputs=[output], metadata={"slideshow": {"slide_type": "-"}, "tags": []})


def main(root, folders, target):
    """Write the deck of the results in `folders` into the folder `target`, and say where it is."""
    homeworks, made, unknown = mistakes.commonest(root, folders, MANY)
    lecture = read_lecture(root / FILE)
    decks.begun(target, lecture)
    shown = list(cells(root, homeworks, made))
    cover = homeworks[-1][:2] if homeworks else "01"
    write(target / f"cover-{cover}.svg", covers.picture(covers.COVERS[cover]))
    css = HtmlFormatter(style="xcode").get_style_defs(".highlight")
    foot = " · ".join(filter(None, (lecture.title, say(TITLE), lecture.lecturer)))
    deck = nbformat.v4.new_notebook(
        cells=decks.titled(shown, cover, lecture),
        metadata={"title": say(TITLE), "code_css": css, "foot": foot, "language": current()},
    )
    write(target / "index.html", slides.page(deck))
    if unknown:
        print(
            say("Left out: {unknown} diagnoses that this version of the course does not know.", unknown=unknown),
            file=sys.stderr,
        )
    print(
        say(
            "{target}: {n} mistakes of {homeworks}",
            target=target / "index.html",
            n=len(made),
            homeworks=", ".join(homeworks),
        )
    )
    return 0
