"""Runs inside the sandbox: what get_ipython() gives there. Only magics that run Python or write a file do something."""

import contextlib
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from course_lib.grading.standins import NotHere, StandIn
from course_lib.language import say

PYLAB = "import numpy\nimport numpy as np\nfrom matplotlib import pyplot as plt\nfrom pylab import *"
PYTHON = ("time", "timeit", "capture", "prun")  # cell magics whose cell is Python


class Nothing:
    """Whatever is asked of it, it does nothing."""

    def __getattr__(self, name: str) -> "Nothing":
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *values: object, **options: object) -> "Nothing":
        return self

    def __contains__(self, value: object) -> bool:
        return False

    def __iter__(self) -> Any:
        return iter(())

    def __bool__(self) -> bool:
        return False


class Unseen(list):
    """What a shell line printed on the student's machine: no line of it is here."""

    s = n = ""

    @property
    def l(self) -> "Unseen":  # noqa: E743 (IPython's name)
        return self

    def __getitem__(self, place: Any) -> Any:
        try:
            return super().__getitem__(place)
        except IndexError:
            raise NotHere(say("what a shell line printed is not there when homework is graded")) from None


class Shell(Nothing):
    """IPython's shell for a notebook. names: the notebook's; run: runs a cell's source in them."""

    def __init__(self, names: dict[str, Any], run: Callable[[str], object]) -> None:
        self.user_ns, self.run = names, run

    def __bool__(self) -> bool:
        return True

    def getoutput(self, command: str, *more: object, **options: object) -> Unseen:
        return Unseen()

    def run_line_magic(self, name: str, line: str, *more: object) -> Any:
        """%time gives its expression's value; %pylab and %run bring names; %env, %cd and %pwd do what they say.

        The others do nothing; whatever is done with their value needs what is not here.
        """
        if name == "time":
            try:
                return eval(compile(line, "%time", "eval"), self.user_ns)
            except SyntaxError:
                return self.run(line)
        if name == "pylab":
            return self.run(PYLAB)
        if name == "run" and (words := line.split()):
            return self.run(Path(words[0]).read_text(encoding="utf-8"))
        if name in ("env", "set_env"):
            return environment(line)
        if name == "cd":
            with contextlib.suppress(OSError):  # IPython says so, and goes on
                os.chdir(os.path.expanduser(line.strip() or "~"))
            return None
        if name == "pwd":
            return os.getcwd()
        return StandIn(NotHere(say("%{magic} gives nothing when homework is graded", magic=name)))

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """%%time and the like run their cell, %%writefile writes it; another language is not run."""
        words = [word for word in line.split() if not word.startswith("-")]
        if name in ("writefile", "file") and words:
            with open(words[-1], "a" if "-a" in line.split() else "w", encoding="utf-8") as file:
                file.write(cell)
            if os.getcwd() not in sys.path:
                sys.path.insert(0, os.getcwd())  # where a notebook finds the modules beside it
        elif name in PYTHON:
            self.run(cell)
            if name == "capture" and words:
                self.user_ns[words[-1]] = Nothing()

    def magic(self, line: str) -> Any:
        name, _, rest = line.lstrip("%").partition(" ")
        return self.run_line_magic(name, rest)


def environment(line: str) -> Any:
    """What %env gives: a variable, all of them, or nothing when it sets one (`A=1` or `A 1`)."""
    name, _, value = re.sub(r"[\s=]+", "=", line.strip(), count=1).partition("=")
    if value:
        os.environ[name] = value
        return None
    return os.environ.get(name) if name else dict(os.environ)
