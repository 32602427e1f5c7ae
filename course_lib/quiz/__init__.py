"""The questions at the end of a chapter: quiz.show("03_momentum").

questions   what is asked, read from notebooks/src/NAME.quiz.json, and which answer is right
drawing     the questions as HTML, drawn by jupyterquiz and quiz.js
widget      the same in JupyterLab, where answers are kept
progress    the answers that a notebook or the record holds, and the score

An answer is explained at once and counts at once. The widget holds all answers, so saving the notebook keeps them, with
a kernel or without one; a kernel also writes them into the record (`course_lib.records`), which survives a fresh copy.
"""

from course_lib.quiz.questions import load

__all__ = ["load", "show"]


def show(name: str) -> None:
    """Show the questions of a chapter: quiz.show("03_momentum"). ValueError when they are missing or cannot be read."""
    from IPython.display import display  # here and below: whoever wants the score alone needs no widgets

    from course_lib.quiz.widget import Quiz

    display(Quiz(name, load(name)))
