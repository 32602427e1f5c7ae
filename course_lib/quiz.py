"""The questions at the end of a chapter, shown by jupyterquiz: an answer is explained at once, right or wrong.

The questions of chapter NAME are data, in notebooks/src/NAME.quiz.json beside the chapter's text.
"""

import json
from html import unescape
from pathlib import Path

from jupyterquiz.dynamic.loader import load_questions_script
from jupyterquiz.dynamic.renderer import build_script, build_styles, render_div

from course_lib import files

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
#{id} .Input-text:not(.correctButton):not(.incorrectButton) {{ color: #111; border: 1px solid #767676; }}
#{id} .Feedback:not(:empty) {{ background: #fff; padding: 8px; font-size: 12pt; line-height: 1.35; text-align: left; }}
#{id} .Quiz {{ font-size: 12pt; line-height: 1.35; }}
#{id} .Check {{ font: inherit; margin-left: 8px; padding: 4px 12px; cursor: pointer; }}
#{id} .MCButton:focus-within, #{id} .Input-text:focus, #{id} .Check:focus {{
  outline: 3px solid {focus}; outline-offset: 2px; }}
#{id}:not(:empty) + div {{ display: none; }}
"""
FOCUS = "#0072B2"  # a ring, at least 3 to 1 on a white page and on a dark one

# Also left out: JupyterLab keeps the arrow keys for itself unless the input says otherwise, Enter chooses nothing,
# nothing tells a screen reader which question an answer belongs to, a number is judged by Enter alone, and only when it
# is typed as a program writes it; and nothing counts what is right.
DRAW = r"""function draw_quiz(questions, place) {
  show_questions(questions, place)
  for (const quiz of place.children) {
    const [question, answers, feedback] = quiz.children
    answers.setAttribute('role', 'group')
    answers.setAttribute('aria-labelledby', question.id)
    feedback.setAttribute('role', 'status')
    for (const input of answers.querySelectorAll('input')) {
      input.setAttribute('data-lm-suppress-shortcuts', 'true')
      if (input.type === 'radio') input.onkeydown = event => { if (event.key === 'Enter') input.click() }
      else numeric(input, feedback)
    }
  }
  const score = place.appendChild(document.createElement('p'))
  score.className = 'Score'
  score.setAttribute('role', 'status')
  const right = new Set()
  const feedbacks = [...place.querySelectorAll('.Feedback')]
  const count = () => {
    for (const feedback of feedbacks) if (feedback.classList.contains('correct')) right.add(feedback)
    const text = `${right.size} of ${feedbacks.length} answered correctly.`
    if (score.textContent !== text) score.textContent = text
  }
  for (const feedback of feedbacks) new MutationObserver(count).observe(feedback, { attributeFilter: ['class'] })
  count()
}

function numeric(input, feedback) {
  input.previousSibling.htmlFor = input.id
  const judge = () => {
    if (!input.value.trim()) return
    input.value = plain_number(input.value)
    if (input.value) return check_numeric(input, { keyCode: 13 })
    feedback.textContent = 'Type a number, such as 0.05 or 1/20.'
    feedback.className = 'Feedback'
    feedback.style.display = 'block'
  }
  input.onkeypress = event => { if (event.key === 'Enter') judge() }
  input.onpaste = null
  input.addEventListener('focus', () => { input.className = 'Input-text' })
  const button = document.createElement('button')
  button.textContent = 'Check'
  button.className = 'Check'
  button.onclick = judge
  input.after(button)
}

// A number as a program writes it, "" when it is none. Full-width digits, a decimal comma and a long minus are read.
function plain_number(text) {
  text = text.normalize('NFKC').replace(/[\s]/g, '').replace(/[−–]/g, '-').replace('。', '.')
  text = text.includes('.') ? text.replaceAll(',', '') : text.replace(',', '.')
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+|\/(\d+\.?\d*|\.\d+))?$/i.test(text) ? text : ''
}
"""


def show(name):
    """Show the questions of a chapter: quiz.show("03_momentum"). ValueError when they are missing or cannot be read."""
    from IPython.display import display

    questions = load(name)
    display({"text/html": page(name, questions), "text/plain": plain(questions)}, raw=True)


def load(name):
    """The questions of a chapter, a list of dicts in jupyterquiz's form."""
    path = find(name)
    reason = "a question, an answer or its feedback is missing"
    try:
        questions = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:  # no JSON, or not even text
        questions, reason = None, error
    if is_quiz(questions):
        return questions
    fix = "repair it or, if it is your copy in work, delete it and run 'course update'"
    raise ValueError(f"{path.name} cannot be read ({reason}): {fix}.")


def is_quiz(questions):
    """Whether this is a list of questions, each with answers, each of these with feedback."""
    return isinstance(questions, list) and all(
        has(question, question=str, type=str, answers=list)
        and all(has(answer, feedback=str) for answer in question["answers"])
        for question in questions
    )


def has(record, **kinds):
    """Whether `record` is a dict with these keys and values of these kinds."""
    return isinstance(record, dict) and all(isinstance(record.get(key), kind) for key, kind in kinds.items())


def find(name):
    """The file of a chapter's questions: beside the notebook, in a folder above it, or beside course_lib itself."""

    def file_in(folder):
        places = (folder / sub / f"{name}.quiz.json" for sub in ("src", "notebooks/src"))
        return next(filter(Path.is_file, places), None)

    if found := file_in(files.above(Path.cwd(), file_in) or files.ROOT):
        return found
    known = (files.ROOT / "notebooks" / "src").glob("*.quiz.json")
    there = sorted(path.name.removesuffix(".quiz.json") for path in known)
    raise ValueError(f"There are no questions called {name!r}; there are {', '.join(there) or 'none'}.")


def page(name, questions):
    """The quiz as HTML that needs no network: jupyterquiz's script, and a plain list for viewers without scripts."""
    identity = f"quiz_{name}"  # jupyterquiz's own ids are random, and a notebook must come out the same each time
    judged = [question | {"answers": [spoken(answer) for answer in question["answers"]]} for question in questions]
    prefix, embedded, url = load_questions_script(judged, identity)
    script = build_script(prefix, embedded, url, identity, load_js=True)
    place = f'document.querySelector("#{identity}:empty")'
    for old, new in [
        # A chapter may be open beside a copy of it, with the same ids: each script draws where nothing is drawn yet.
        (f'document.getElementById("{identity}")', place),
        (f"show_questions(questions{identity}, {identity})", f"draw_quiz(questions{identity}, {place})"),
        # The questions hold no formulas to typeset, and without MathJax nothing is fetched from anywhere.
        ("https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-svg.js", ""),
        ("MathJax", "NoMathJax"),
    ]:
        if old not in script:
            raise ValueError(f"The quiz needs jupyterquiz 2.9: the script of this version lacks {old!r}.")
        script = script.replace(old, new)
    holder = render_div(identity, False, False, False, len(questions), 720, 8, "left") + "</div>"
    styles = build_styles(identity, COLOURS) + f"<style>{STYLE.format(id=identity, focus=FOCUS)}</style>"
    plainly = f"<div><p>Run this cell to answer these questions.</p><ol>{''.join(map(listed, questions))}</ol></div>"
    return f"{holder}{plainly}{styles}<script>{DRAW}{script}</script>"


def spoken(answer):
    """The answer with feedback that says in words, not by its colour alone, whether it is right."""
    verdict = "Right." if answer.get("correct") else "Not quite."
    return answer | {"feedback": f"{verdict} {answer['feedback']}"}


def listed(question):
    """A question and its choices as plain HTML, nothing given away."""
    choices = "".join(f"<li>{answer['answer']}</li>" for answer in question["answers"] if "answer" in answer)
    return f"<li>{question['question']}{f'<ul>{choices}</ul>' if choices else ' (a number)'}</li>"


def plain(questions):
    """The questions as text, for readers of the notebook's file."""
    return "\n".join(f"{number}. {unescape(question['question'])}" for number, question in enumerate(questions, 1))
