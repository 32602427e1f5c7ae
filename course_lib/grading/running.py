"""Runs inside the sandbox: a cell as IPython would run it, but what cannot be had here costs its own line only.

A package that is not installed, a file that was not handed in, something to type in: the student's machine had it, and
the lines below would have run there.
"""

import __future__

import ast
import contextlib
import functools
import inspect
import linecache
import traceback
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

from course_lib.grading.shell import Shell
from course_lib.grading.standins import CourseUsed, NotHere, not_here, of_the_course
from course_lib.homework import calling

LACKING = (ImportError, OSError, EOFError, NotHere)
FEATURES: dict[str, Any] = {name: getattr(__future__, name) for name in __future__.all_feature_names}
LATER = FEATURES["annotations"].compiler_flag  # annotations are not evaluated
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Lack:
    """What a line could not get here: a sentence, and whether it is only of the course, which is never here."""

    problem: str
    of_the_course: bool


class Cell:
    """Runs a cell's statements in `names`, one after the other; what they lack comes into `lacks`.

    title: what errors call the cell. absent: names that only cells bring which are not run.
    """

    def __init__(self, names: dict[str, Any], title: str, absent: Collection[str] = ()) -> None:
        self.names, self.title, self.absent = names, title, absent
        self.lacks: list[Lack] = []
        shell = Shell(names, self.run_inside)
        names["get_ipython"] = lambda: shell

    def run_inside(self, source: str) -> None:
        """Run what a magic gives, as part of this cell; its lines have numbers of their own."""
        inside = Cell(self.names, f"{self.title}, magic", self.absent)
        inside.lacks = self.lacks
        inside.run(source)

    def run(self, source: str) -> None:
        """Run the source; raises what a statement raises that lacks nothing."""
        try:
            tree = ast.parse(source)
        except SyntaxError:  # Python that parses is the same for IPython
            source = TransformerManager().transform_cell(source)
            tree = ast.parse(source, self.title)
        # So that an error can show the line.
        linecache.cache[self.title] = (len(source), None, source.splitlines(keepends=True), self.title)
        for statement in tree.body:
            for part in single(statement):
                self.attempt(part)

    def attempt(self, statement: ast.stmt) -> None:
        """Run a statement. What lacks something is noted, and stand-ins take the places of its names.

        A function then comes without its decorators and annotations: they seldom change what it returns.
        """
        try:
            self.execute(statement)
        except (CourseUsed, NameError, *LACKING) as error:
            if isinstance(error, NameError) and error.name not in self.absent:
                raise
            if isinstance(error, OSError) and not self.is_direct(error):
                raise
            if isinstance(statement, Definition):
                statement.decorator_list = []
                with contextlib.suppress(CourseUsed, NameError, *LACKING):
                    return self.execute(statement, LATER)
            course = isinstance(error, CourseUsed | NameError)
            self.lacks.append(Lack(calling.sentence(error)[:500], course))
            for name in bound(statement):
                said = of_the_course(name) if course else not_here(name, f"{type(error).__name__}: {error}")
                self.names.setdefault(name, said)

    def is_direct(self, error: Exception) -> bool:
        """Whether the cell itself does what raised it, and none of its functions."""
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame.name for frame in frames if not calling.is_library(frame.filename)]
        return set(own) == {"<module>"}

    def execute(self, statement: ast.stmt, flags: int = 0) -> None:
        """Run a statement as IPython does: futures stay in force, and `await` may stand outside of a function."""
        flags |= sum(one.compiler_flag for name, one in FEATURES.items() if one is self.names.get(name, self))
        flags |= ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        code = compile(ast.Module([statement], []), self.title, "exec", flags, dont_inherit=True)
        if code.co_flags & inspect.CO_COROUTINE:
            loop().run_until_complete(eval(code, self.names))
        else:
            exec(code, self.names)


def single(statement: ast.stmt) -> Iterator[ast.stmt]:
    """The statement; an import of several names as one for each."""
    if not isinstance(statement, ast.Import | ast.ImportFrom):
        yield statement
        return
    for alias in statement.names:
        fields = dict(ast.iter_fields(statement)) | {"names": [alias]}
        yield ast.copy_location(type(statement)(**fields), statement)


def bound(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement would have brought."""
    if isinstance(statement, Definition):
        yield statement.name
        return
    for node in ast.walk(statement):
        if isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0]
        elif isinstance(node, Definition):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


@functools.cache
def loop() -> Any:
    """The notebook's one event loop."""
    import asyncio

    return asyncio.new_event_loop()
