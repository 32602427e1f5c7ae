"""A check whose answer's cell has not been run ends in a NameError of Python's: in a notebook, say what to do."""

import sys
from types import TracebackType
from typing import Any

from course_lib.homework import cells
from course_lib.language import say


def explain_name_errors() -> None:
    """From now on a NameError in the cell of a check says more; outside a notebook nothing happens.

    It remains an error, so that a program that runs the notebook still sees one.
    """
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is not None:
        shell.set_custom_exc((NameError,), explained)


def explained(shell: Any, kind: type, error: NameError, trace: TracebackType, tb_offset: int | None = None) -> None:
    """Shows the error as ever, with a sentence below it where one is due."""
    if sentence := said(shell.user_ns.get("In", [""])[-1], error.name):
        error.add_note(sentence)
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)


def said(source: str, name: str | None) -> str | None:
    """What to do when the cell with this source does not know `name`; None when it is no check of it."""
    if name == "check":
        return say("check is not known yet: run the first cell of this notebook, which imports it, then this one.")
    if name and cells.checked(source) == name:
        return say("{name} is not defined yet: run the cell above, in which you write it, then this one.", name=name)
    return None
