"""Runs inside the sandbox: a student's cells as plain Python, then their functions on inputs that the grader sends.

Nothing here is secret, and nothing that it says is trusted: the process belongs to the student as soon as the first
cell runs. It holds no expected values; whatever it sends are numbers that the grader compares on its own side.
"""

import builtins
import contextlib
import io
import json
import linecache
import os
import re
import sys
import types
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from typing import Any, NoReturn

import numpy as np

from course_lib.homework import calling

LONGEST, MOST_ARRAYS = 20_000, 1_000  # numbers and arrays in one answer
MAGIC_LINE = re.compile(r"^(\s*)(?:[%!?].*|[\w.]+\?+\s*$)")
MAGIC_VALUE = re.compile(r"^(\s*[\w.,\[\]'\" ]+=\s*)[%!].*")
HARMLESS = ("%%time", "%%timeit", "%%capture", "%%prun")  # cell magics whose cell is Python


def serve(channel: Any) -> None:
    """Answer requests, one JSON line each, until the channel closes. channel: a binary file to read and write."""
    module = fresh_module()
    dumps, loads = json.dumps, json.loads  # what a student may replace later stays what it was here
    for line in channel:
        request = loads(line)
        reply = {"id": request["id"]} | HANDLERS[request["do"]](module.__dict__, request)
        channel.write(dumps(reply).encode() + b"\n")
        channel.flush()


def run_cell(names: dict[str, Any], request: dict) -> dict:
    """Run one cell; says which exception it raised, if any."""
    source, title = request["source"], request["title"]
    printed = calling.Printed()
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            exec(compiled(source, title), names)
    except (Exception, SystemExit, KeyboardInterrupt) as error:
        unwritten = calling.is_unwritten(error)
        return {"raised": name_of(error), "problem": calling.sentence(error)[:500], "unwritten": unwritten}
    return {}


def compiled(source: str, title: str) -> types.CodeType:
    """The cell as code; what only IPython understands is left out."""
    try:
        code = compile(source, title, "exec")
    except SyntaxError:
        source = without_magics(source)
        code = compile(source, title, "exec")
    lines = source.splitlines(keepends=True)
    linecache.cache[title] = (len(source), None, lines, title)  # so that an error can show the line
    return code


def without_magics(source: str) -> str:
    """Python without the lines that begin with %, ! or ?; a cell in another language becomes empty."""
    lines = source.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("%%"):
        if not first.startswith(HARMLESS):
            return ""
        lines[lines.index(first)] = ""
    lines = [MAGIC_VALUE.sub(r"\1None", line) for line in lines]
    return "\n".join(MAGIC_LINE.sub(r"\1pass", line) for line in lines)


def describe(names: dict[str, Any], request: dict) -> dict:
    """Whether there is such a name, and how the function of that name can be called."""
    if request["name"] not in names:
        return {"missing": True}
    found = names[request["name"]]
    if request["arguments"] is None:
        return {}
    if not callable(found):
        return {"refusal": f"{request['name']} is no function any more: a later cell gave the name to something else."}
    return {"refusal": calling.refusal(found, request["arguments"]), "parameters": calling.parameters(found)}


def call(names: dict[str, Any], request: dict) -> dict:
    """Call a function on inputs, or read a value; the answer as lists of numbers."""
    found: Any = names.get(request["name"])
    if request["inputs"] is None:
        outcome = calling.call(lambda: found, {}, request["returns"])
    else:
        inputs = {name: unlisted(value) for name, value in request["inputs"].items()}
        outcome = calling.call(found, inputs, as_returns(request["returns"]))
    parts = outcome.arrays
    if len(parts) > MOST_ARRAYS or sum(part.size for part in parts) > LONGEST:
        outcome.answer, outcome.problem = None, "It returns more numbers than any answer has."
    answer = None if outcome.answer is None else [flattened(part) for part in outcome.answer]
    return {
        "answer": answer,
        "problem": outcome.problem and outcome.problem[:500],
        "unwritten": outcome.unwritten,
        "raised": outcome.raised,
        "changed": outcome.changed,
    }


def flattened(part: np.ndarray) -> dict:
    return {"shape": list(part.shape), "single": part.dtype == np.float32, "data": part.ravel().tolist()}


def unlisted(value: Any) -> Any:
    return np.array(value) if isinstance(value, list) else value


def as_returns(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def name_of(error: BaseException) -> str:
    return "MemoryError" if isinstance(error, MemoryError) else type(error).__name__


HANDLERS = {"cell": run_cell, "describe": describe, "call": call}


# ---- what a student finds around ----


def fresh_module() -> types.ModuleType:
    """The notebook's own __main__, with a stand-in for the course and for IPython."""
    for name in [name for name in sys.modules if name.split(".")[0] == "course_lib"]:
        del sys.modules[name]
    kit = os.environ["COURSE_KIT"]
    sys.path[:] = [place for place in sys.path if place and not place.startswith(kit)]
    sys.meta_path.insert(0, StandInFinder())  # type: ignore[arg-type]
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    vars(builtins).update(display=lambda *values, **options: None, get_ipython=lambda: None)
    return module


class StandInFinder(Loader):
    """Every import from course_lib succeeds."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        return ModuleSpec(name, self, is_package=True) if name.split(".")[0] == "course_lib" else None

    def create_module(self, spec: Any) -> types.ModuleType:
        return StandInModule(spec.name)

    def exec_module(self, module: Any) -> None:
        module.__path__ = []


class StandInModule(types.ModuleType):
    """Every name in it exists; `check` does nothing."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return (lambda *values, **options: None) if name == "check" else StandIn(name)


class StandIn:
    """Something of course_lib: it may be imported, and may not be used."""

    def __init__(self, name: str) -> None:
        object.__setattr__(self, "_name", name)

    def refuse(self, *values: object, **options: object) -> NoReturn:
        name = object.__getattribute__(self, "_name")
        raise RuntimeError(f"{name} of course_lib is not there when homework is graded: use your own functions")

    __call__ = __getattr__ = __setattr__ = __getitem__ = __iter__ = __len__ = __bool__ = __enter__ = refuse
    __add__ = __radd__ = __mul__ = __rmul__ = __sub__ = __rsub__ = __truediv__ = __array__ = __float__ = refuse
