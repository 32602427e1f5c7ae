"""What a result says in a few lines of text: for a platform's column of comments."""

import re
from html import escape

OURS = re.compile(r"\d[\d.]* of \d[\d.]* points\.")  # how our own comments begin: a newer one takes their place


def lines(result: dict) -> list[str]:
    """The points and what a person said, then a line for each exercise that was not right, or was commented."""
    found = [f"{result['score']:g} of {result['max_score']:g} points."]
    if result.get("penalty"):
        found.append(f"{result['penalty']:g} points were taken off because it was late.")
    if result.get("comment"):
        found.append(result["comment"])
    for name, grade in result.get("exercises", {}).items():
        said = [grade["message"] if not grade["passed"] else "", grade.get("comment", "")]
        if any(said):
            found.append(f"{name}: {' '.join(filter(None, said))}")
    return found


def text(result: dict, html: bool = False) -> str:
    """The lines as one text, or as HTML in which whatever a student's program said is text."""
    return "<br>".join(map(escape, lines(result))) if html else "\n".join(lines(result))
