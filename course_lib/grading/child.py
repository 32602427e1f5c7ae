"""Runs inside the sandbox: a student's cells as plain Python, then their functions on inputs that the grader sends.

Nothing here is secret, and nothing that it says is trusted: the process belongs to the student as soon as the first
cell runs. It holds no expected values; whatever it sends are numbers that the grader compares on its own side.
"""

import builtins
import contextlib
import io
import json
import os
import sys
import types
from typing import Any

import IPython.core.getipython
import numpy as np

from course_lib.grading import running, standins
from course_lib.homework import calling
from course_lib.language import later, say, speaking

MOST_LACKS = 10  # lines of a cell
NO_FUNCTION = later("{name} is no function any more: a later cell gave the name to something else.")
LONGEST, MOST_ARRAYS = 20_000, 1_000  # numbers and arrays in one answer


def serve(channel: Any) -> None:
    """Answer requests, one JSON line each, until the channel closes. channel: a binary file to read and write.

    `hide_course` was called before.
    """
    module = fresh_module()
    dumps, loads = json.dumps, json.loads  # what a student may replace later stays what it was here
    for line in channel:
        request = loads(line)
        with speaking(request.get("language", "")):
            reply = {"id": request["id"]} | HANDLERS[request["do"]](module.__dict__, request)
        channel.write(dumps(reply).encode() + b"\n")
        channel.flush()


def run_cell(names: dict[str, Any], request: dict) -> dict:
    """Run one cell; says which exception it raised, if any, and what it could not get here."""
    printed = calling.Printed()
    cell = running.Cell(names, request["title"], request.get("absent", ()))
    reply: dict[str, Any] = {}
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            cell.run(request["source"])
    except (Exception, SystemExit, KeyboardInterrupt) as error:
        unwritten = calling.is_unwritten(error)
        reply = {"raised": name_of(error), "problem": calling.sentence(error)[:500], "unwritten": unwritten}
    if cell.lacks:
        reply["lacks"] = [[one.problem, one.of_the_course] for one in cell.lacks[:MOST_LACKS]]
    return reply


def describe(names: dict[str, Any], request: dict) -> dict:
    """Whether there is such a name, and how the function of that name can be called."""
    if request["name"] not in names:
        return {"missing": True}
    found = names[request["name"]]
    if request["arguments"] is None:
        return {}
    if type(found) is standins.StandIn:  # its definition needed what is not here
        return {"missing": True}
    if not callable(found):
        return {"refusal": say(NO_FUNCTION, name=request["name"])}
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
        outcome.answer, outcome.problem = None, say("It returns more numbers than any answer has.")
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


def hide_course() -> None:
    """Put stand-ins in the places of the course and of `display`, for all that is imported from now on."""
    for name in [name for name in sys.modules if name.split(".")[0] == "course_lib"]:
        del sys.modules[name]
    kit = os.environ["COURSE_KIT"]
    sys.path[:] = [place for place in sys.path if place and not place.startswith(kit)]
    sys.meta_path.insert(0, standins.Finder())  # type: ignore[arg-type]
    vars(builtins).update(display=lambda *values, **options: None)


def fresh_module() -> types.ModuleType:
    """The notebook's own __main__, with a stand-in for IPython."""
    module = types.ModuleType("__main__")
    vars(module).update(In=[""], Out={}, _="", __="", ___="")  # IPython's, of which nothing is kept
    sys.modules["__main__"] = module
    modules: list[Any] = [IPython, IPython.core.getipython]
    for one in modules:
        one.get_ipython = lambda: module.get_ipython()
    return module
