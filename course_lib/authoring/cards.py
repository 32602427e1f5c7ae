"""The chapters as cards on the website's front page: the cover, the question, the minutes (pure)."""

import re
from html import escape
from pathlib import Path

from course_lib.authoring.covers import COVERS

PLACE = "% chapters"
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
QUESTION = re.compile(r"\*\*The question of this chapter: (.+?)\*\*")
MINUTES = re.compile(r"Time: about (\d+) minutes")


def all_chapters(root):
    """HTML of a list with a card for each chapter that has a cover."""
    texts = sorted((Path(root) / "notebooks" / "src").glob("*.md"))
    return f'<ul class="course-cards">{"".join(card(path) for path in texts if path.stem[:2] in COVERS)}</ul>'


def card(path):
    """HTML of the card of a chapter's text."""
    text = path.read_text(encoding="utf-8")
    title, question, minutes = (pattern.search(text)[1] for pattern in (TITLE, QUESTION, MINUTES))
    question = question[0].upper() + question[1:]
    drawn = f"Paths of {' and '.join(COVERS[path.stem[:2]].rules)} on a map."
    return (
        f'<li><a href="notebooks/{path.stem}.html">'
        f'<img src="_static/covers/{path.stem[:2]}.png" width="480" height="270" alt="{drawn}" loading="lazy">'
        f"<b>{escape(title)}</b><span>{escape(question)}</span><small>{minutes} minutes</small></a></li>"
    )
