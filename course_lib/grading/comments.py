"""What a result says in a few lines of text: for a platform's column of comments."""

import re
from html import escape

from course_lib.language import ENGLISH, say, speaking, together

# How our own comments begin, in each language: a newer one takes their place.
OURS = re.compile(r"\d[\d.]* of \d[\d.]* points\.|得 \d[\d.]* 分，满分 \d[\d.]* 分。")


def lines(result: dict) -> list[str]:
    """The points and what a person said, then a line for each exercise that was not right, or was commented."""
    points = {"score": f"{result['score']:g}", "most": f"{result['max_score']:g}"}
    found = [say("{score} of {most} points.", **points)]
    if result.get("penalty"):
        found.append(say("{points} points were taken off because it was late.", points=f"{result['penalty']:g}"))
    if result.get("comment"):
        found.append(result["comment"])
    for name, grade in result.get("exercises", {}).items():
        said = [grade["message"] if not grade["passed"] else "", grade.get("comment", "")]
        if any(said):
            found.append(say("{name}: {said}", name=name, said=together(*said)))
    return found


def text(result: dict, html: bool = False) -> str:
    """The lines as one text, or as HTML in which whatever a student's program said is text."""
    with speaking(result.get("language", ENGLISH)):
        said = lines(result)
    return "<br>".join(map(escape, said)) if html else "\n".join(said)
