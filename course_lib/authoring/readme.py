"""The README's table of claims: what the last chapter computed when it was built (pure, but for `refresh`)."""

import json
from pathlib import Path

from course_lib.authoring import AuthoringError, marks
from course_lib.authoring.build import target
from course_lib.files import write
from course_lib.language import say

CHAPTER = "notebooks/07_beyond"
START, END = "<!-- claims: written by make notebooks -->", "<!-- end of claims -->"
HEAD = "| slide | claim | verdict |"


def refresh(root):
    """Write the table of the built last chapter into README.md; True when that changed it."""
    readme = Path(root) / "README.md"
    if not (readme.exists() and target(root, CHAPTER).exists()):
        return False
    old = readme.read_text(encoding="utf-8")
    new = with_table(old, claims_table(json.loads(target(root, CHAPTER).read_text(encoding="utf-8"))))
    if new != old:
        write(readme, new)
    return new != old


def claims_table(notebook):
    """The table that the notebook (as JSON) shows; AuthoringError when it shows none."""
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    texts = ["".join(output.get("data", {}).get("text/markdown", "")) for output in outputs]
    tables = [text for text in texts if text.startswith(HEAD)]
    if len(tables) != 1:
        raise AuthoringError(say("{chapter} shows {n} tables of claims, not one.", chapter=CHAPTER, n=len(tables)))
    return tables[0]


def with_table(readme, table):
    """The README's text with `table` between its two marks; AuthoringError when a mark is missing."""
    return marks.fill(readme, START, END, table, "README.md")
