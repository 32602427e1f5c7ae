"""`course similar`: a page that lists the pairs of submissions which are suspiciously alike, for a person to judge."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from course_lib import files, workspace
from course_lib.errors import CourseError
from course_lib.language import say

MOST = 2000  # submissions; all pairs of more do not fit into memory
SHOWN = 100  # pairs with their cells
PAGE = """
{% extends "page" %}
{% block style %}
body { max-width: 72rem } pre { overflow-x: auto; white-space: pre-wrap; font-size: .85rem }
.beside { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem } .beside > * { min-width: 0 }
{% endblock %}
{% block body %}
<p>{{ words.about|safe }}</p>
{% if not pairs %}
<p>{{ words.none }}</p>
{% endif %}
{% for pair in pairs %}
<h2>{{ words.pair.format(one=pair.one, other=pair.other) }}</h2>
<p>{{ words.chance.format(often="%.0f" % (deals * pair.chance)) }}</p>
<table>
<thead><tr><th scope="col">{{ words.exercise }}</th><th scope="col" class="number">{{ words.alike }}</th>
<th scope="col"></th></tr></thead>
<tbody>
{% for name, share in pair.likeness.items() %}
<tr><th scope="row">{{ name }}</th><td class="number">{{ "%.0f" % (100 * share) }} %</td>
<td>{{ words.same if name in pair.verbatim }}</td></tr>
{% endfor %}
</tbody>
</table>
{% if loop.index <= shown %}
<details><summary>{{ words.read }}</summary>
{% for name in pair.likeness %}
<h3>{{ name }}</h3>
<div class="beside"><pre>{{ answers[pair.one][name] }}</pre><pre>{{ answers[pair.other][name] }}</pre></div>
{% endfor %}
</details>
{% endif %}
{% endfor %}
{% endblock %}
"""


def add_to(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = command(
        "similar",
        main,
        "list pairs of submissions that are suspiciously alike",
        description="Write a page that lists, side by side, the pairs of submissions whose answers are more alike than"
        " chance makes them in this class, for a person to judge. Nothing of the notebooks is run.",
    )
    parser.add_argument("assignment", metavar="ASSIGNMENT", help="such as 03_momentum")
    parser.add_argument("submissions", metavar="SUBMISSIONS", help="the folder or zip file")
    parser.add_argument("--out", metavar="FILE", default="similar.html", help="the page (similar.html)")
    parser.add_argument("--student-from", metavar="PATTERN", help="as for course grade")
    parser.add_argument("--one-per-file", action="store_true", help="as for course grade")


def main(options: argparse.Namespace, rest: list[str]) -> int:
    """Compare, write the page, and say where it is."""
    try:
        from course_lib.grading import assignment, collecting, similarity
        from course_lib.grading.pages import page_of
    except ModuleNotFoundError as error:
        raise CourseError(say("{name} is missing: `make dev` installs what graders need.", name=error.name)) from error
    root = workspace.find(options.course).folder
    graded = assignment.load(root, options.assignment, 0)
    handed_in = collecting.handed_in(options.submissions, graded, options.student_from, options.one_per_file)
    names = [key.name for key in graded.keys]
    answers = {}
    for one in handed_in.counting:
        notebook = one.notebook()
        if graded.refusal(notebook) is None:
            answers[one.name] = {name: similarity.answer(notebook.cells, name) for name in names}
    if not 3 <= len(answers) <= MOST:
        raise CourseError(
            say(
                "{place} has {n} submissions of {homework}; 3 to {most} can be compared.",
                place=options.submissions,
                n=len(answers),
                homework=options.assignment,
                most=MOST,
            )
        )
    found = similarity.pairs(answers, templates(root, options.assignment))
    page = page_of(
        PAGE,
        title=say("{homework}: submissions that are alike", homework=options.assignment),
        words=words(len(answers), similarity.DEALS),
        deals=similarity.DEALS,
        pairs=found,
        shown=SHOWN,
        answers=answers,
    )
    files.write(Path(options.out), page)
    if handed_in.replaced:
        print(say("{sentence}.", sentence=handed_in.counts()))
    print(
        say(
            "{out}: {n} submissions compared, {pairs} pairs to look at. It gives no verdict.",
            out=options.out,
            n=len(answers),
            pairs=len(found),
        )
    )
    return 0


def words(compared: int, deals: int) -> dict[str, str]:
    """What the page says besides names, shares and answers."""
    return {
        "about": say(
            "{compared} submissions were compared. <strong>This page gives no verdict.</strong> It lists pairs whose"
            " answers are more alike than chance makes them in this class. Two who learned together, or from the same"
            " page on the web, are listed, too. What many write alike counts little, what the empty notebook contains"
            " does not count, and names, comments and layout may differ. How much chance does was measured: the"
            " answers of this class were dealt out at random to {deals} classes.",
            compared=compared,
            deals=deals,
        ),
        "none": say("No pair is more alike than chance makes one in every second class."),
        "pair": say("{one} and {other} [submissions]"),
        "chance": say("Some pair was as alike by chance in {often} of {deals} classes.", often="{often}", deals=deals),
        "exercise": say("exercise"),
        "alike": say("alike"),
        "same": say("the same to the letter"),
        "read": say("Read them side by side"),
    }


def templates(root: Path, name: str) -> dict[str, str]:
    """{exercise: the cell that a student finds} of a homework, in every language one below the other."""
    from course_lib.homework import cells

    found: dict[str, str] = {}
    for path in sorted((root / "exercises").glob(f"**/{name}.ipynb")):
        for cell in filter(cells.is_answer, cells.code(json.loads(path.read_text(encoding="utf-8"))["cells"])):
            found[cells.exercise_of(cell)] = found.get(cells.exercise_of(cell), "") + "".join(cell["source"]) + "\n"
    return found
