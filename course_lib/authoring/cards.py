"""The chapters as cards on the website's front page: the cover, the question, the minutes."""

import re
from html import escape
from pathlib import Path

from course_lib.authoring import languages
from course_lib.authoring.covers import COVERS
from course_lib.authoring.site_words import edition, say
from course_lib.language import ENGLISH

PLACE = "% chapters"
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
QUESTION = re.compile(r"\*\*(?:The question of this chapter: |本章的问题：)(.+?)\*\*")
MINUTES = re.compile(r"Time: about (\d+) minutes")


def all_chapters(root):
    """HTML of a list with a card for each chapter that has a cover."""
    names = sorted(path.stem for path in (Path(root) / "notebooks" / "src").glob("*.md"))
    return f'<ul class="course-cards">{"".join(card(root, name) for name in names if name[:2] in COVERS)}</ul>'


def card(root, name):
    """HTML of a chapter's card."""
    english, text = (languages.text_of(root, f"notebooks/{name}", each) for each in (ENGLISH, edition().language))
    title, question, minutes = TITLE.search(text)[1], QUESTION.search(text)[1], MINUTES.search(english)[1]
    question = question[0].upper() + question[1:]
    drawn = say("A map with the paths of {rules}.", rules=", ".join(COVERS[name[:2]].rules))
    minutes = say("{minutes} minutes", minutes=minutes)
    return (
        f'<li><a href="notebooks/{name}.html">'
        f'<img src="_static/covers/{name[:2]}.png" width="480" height="270" alt="{drawn}" loading="lazy">'
        f"<b>{escape(title)}</b><span>{escape(question)}</span><small>{minutes}</small></a></li>"
    )
