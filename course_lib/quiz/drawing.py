"""The questions as HTML that needs no network, drawn by jupyterquiz, with what it leaves out (quiz.js)."""

import json
from functools import cache
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any

import jupyterquiz

from course_lib.language import later, say, together
from course_lib.quiz.questions import Question

OWN = (Path(__file__).parent / "quiz.js").read_text(encoding="utf-8").replace("export ", "")
# White on each of these, and each on white, has a contrast of at least 4.5; blue and red-brown are told apart by all.
COLOURS = {
    "--jq-multiple-choice-bg": "#00568A",
    "--jq-numeric-bg": "#00568A",
    "--jq-text-color": "#FFFFFF",
    "--jq-mc-button-bg": "#FAFAFA",
    "--jq-mc-button-border": "#767676",
    "--jq-mc-button-inset-shadow": "#555555",
    "--jq-numeric-input-bg": "#FFFFFF",
    "--jq-numeric-input-label": "inherit",
    "--jq-numeric-input-shadow": "#999999",
    "--jq-correct-color": "#00664A",
    "--jq-incorrect-color": "#A33C00",
}

# What jupyterquiz leaves out: dark letters in the empty field, feedback readable on a dark page too, a visible focus;
# and the plain list of the questions goes as soon as the scripts have drawn them.
STYLE = """
{place} {{ {colours} border-radius: 8px; text-align: left; }}
{place} .Input-text:not(.correctButton):not(.incorrectButton) {{ color: #111; border: 1px solid #767676; }}
{place} .Quiz, {place} .Feedback:not(:empty) {{ font-size: 12pt; line-height: 1.35; }}
{place} .Feedback:not(:empty) {{ background: #fff; padding: 8px; text-align: left; }}
{place} .Check {{ font: inherit; margin-left: 8px; padding: 4px 12px; cursor: pointer; }}
{place} .MCButton:focus-within, {place} .Input-text:focus, {place} .Check:focus {{
  outline: 3px solid {focus}; outline-offset: 2px; }}
{place} .Score, {place} .Kept {{ max-width: {width}px; margin: 12px auto 0; }}
{place} .Score {{ font-weight: bold; }}
{place}:not(:empty) + div {{ display: none; }}
"""
FOCUS = "#0072B2"  # a ring, at least 3 to 1 on a white page and on a dark one


# Where a chapter is open beside a copy of it, both have the same id: each script draws where nothing is drawn yet.
DRAWN = """<script>(() => {{
{script}
const draw = () => {{
  const place = document.querySelector("#{id}:empty")
  if (place) draw_quiz({questions}, place, in_browser("{name}", {words}), {words})
  else setTimeout(draw, 200)
}}
draw()
}})()</script>"""
WIDTH = 720  # px, at most
# What quiz.js says.
SAID = later(
    [
        "{right} of {all} answered correctly.",
        "{right} of {all} answered correctly, {first} at the first try.",
        "Type a number, such as 0.05 or 1/20.",
        "Check",
        "Your answers are kept in this browser only.",
        "This browser does not keep your answers.",
        "Save the notebook to keep your answers: then course progress counts them.",
    ]
)


@cache
def script() -> str:
    """jupyterquiz's script and ours, which define draw_quiz."""
    library = sorted((files(jupyterquiz) / "js").iterdir(), key=lambda file: file.name)
    text = "\n".join(file.read_text(encoding="utf-8") for file in library if file.name.endswith(".js"))
    for old, new in [
        # The questions hold no formulas to typeset, and without MathJax nothing is fetched from anywhere.
        ("https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-svg.js", ""),
        ("MathJax", "NoMathJax"),
    ]:
        if old not in text:
            raise ValueError(f"The quiz needs jupyterquiz 2.9: the script of this version lacks {old!r}.")
        text = text.replace(old, new)
    return f"{text}\n{OWN}"


def words() -> dict[str, str]:
    """{English: translation} of what quiz.js says, in the language that is spoken; {} for English, its own."""
    return {text: say(text) for text in SAID if say(text) != text}


def styles(place: str) -> str:
    """CSS of a quiz in the elements that a selector finds."""
    colours = " ".join(f"{name}: {colour};" for name, colour in COLOURS.items())
    library = (files(jupyterquiz) / "styles.css").read_text(encoding="utf-8")
    return library + STYLE.format(place=place, colours=colours, focus=FOCUS, width=WIDTH)


def page(name: str, questions: list[Question]) -> str:
    """The quiz as HTML: it is drawn by a script, and a plain list for viewers without scripts."""
    return drawn(name, spoken(questions))


def drawn(name: str, questions: list[Question]) -> str:
    """The same of questions whose feedback is in words already, as a widget holds them."""
    identity = f"quiz_{name}"  # a page must come out the same each time
    asked = json.dumps(questions, ensure_ascii=False).replace("<", "\\u003c")
    holder = f'<div id="{identity}" data-maxwidth="{WIDTH}"></div>'
    run = DRAWN.format(
        id=identity, name=name, questions=asked, script=script(), words=json.dumps(words(), ensure_ascii=False)
    )
    return f"{holder}{listed(questions)}<style>{styles(f'#{identity}')}</style>{run}"


def spoken(questions: list[Question]) -> list[Question]:
    """The questions with feedback that says in words, not by its colour alone, whether an answer is right."""

    def said(answer: dict[str, Any]) -> dict[str, Any]:
        verdict = say("Right.") if answer.get("correct") else say("Not quite.")
        return answer | {"feedback": together(verdict, answer["feedback"])}

    return [question | {"answers": [said(answer) for answer in question["answers"]]} for question in questions]


def listed(questions: list[Question]) -> str:
    """The questions as a plain list of HTML, nothing given away: for GitHub, and where no script runs."""
    how = say("Run this cell to answer these questions.")
    return f"<div><p>{how}</p><ol>{''.join(map(item, questions))}</ol></div>"


def item(question: Question) -> str:
    """A question and its choices."""
    choices = "".join(f"<li>{answer['answer']}</li>" for answer in question["answers"] if "answer" in answer)
    return f"<li>{question['question']}{f'<ul>{choices}</ul>' if choices else ' ' + say('(a number)')}</li>"


def plain(questions: list[Question]) -> str:
    """The questions as text, for readers of the notebook's file."""
    return "\n".join(f"{number}. {unescape(question['question'])}" for number, question in enumerate(questions, 1))
