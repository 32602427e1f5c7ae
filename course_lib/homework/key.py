"""A key: the public cases of one exercise, with the right results and those of each mistake. Data, no answers as code.

A key is one JSON file, exercises/checks/<notebook>/<exercise>.json. Numbers in it have ten significant digits: more
than a comparison needs, and the same on every machine.
"""

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from course_lib.homework.answers import Answer
from course_lib.homework.hints import said
from course_lib.homework.slips import Slips, as_lists, from_lists

DIGITS = 10
# What an exercise is, where that matters for a remark: W after steps, a path of W with its start, a value alone.
KINDS = ("function", "step", "path", "value")
PARTIAL = ("cases", "parts")  # by what a wrong answer earns some of the points, see grading.credit


@dataclass(frozen=True)
class Mistake:
    """A wrong version that students write: what it gives in each case (None where nothing), and a hint."""

    name: str
    hint: str
    results: list[Answer | None]


@dataclass(frozen=True)
class Key:
    """What `examine` compares an answer with."""

    name: str
    assignment: str
    points: int
    kind: str  # one of KINDS
    returns: str | tuple[str, ...]  # see answers
    starts: tuple[str, ...]  # the arguments that are zero in a first step
    cases: list[dict]  # of {argument: value}, in the order of the arguments
    expected: list[Answer]  # one a case
    mistakes: list[Mistake]
    partial: str | None = None  # one of PARTIAL; a learner's key does not say
    slips: Slips = field(default_factory=Slips)

    def hint(self, diagnosis: str) -> str:
        """What is said of a mistake, or of slips, with this name; the name itself when the key does not know it."""
        known = {mistake.name: mistake.hint for mistake in self.mistakes}
        hint = known.get(diagnosis)
        return said(hint) if hint else self.slips.said(diagnosis.split(" + "))

    @cached_property
    def inputs(self) -> list[dict]:
        """The cases as JSON takes them: they are sent for each answer of a class."""
        return [{name: listed(value) for name, value in case.items()} for case in self.cases]

    @property
    def arguments(self) -> list[str]:
        return list(self.cases[0])

    @property
    def is_value(self) -> bool:
        """A question answered by a value, not by a function."""
        return self.kind == "value"


def to_json(key: Key) -> str:
    """The bytes of a key's file, as text: one line a case and a mistake."""
    head = {name: getattr(key, name) for name in ("name", "assignment", "points", "kind", "returns", "starts")}
    slips, prints = as_lists(key.slips)
    lists = {
        "cases": key.inputs,
        "expected": [listed(answer) for answer in key.expected],
        "mistakes": [
            {"name": m.name, "hint": m.hint, "results": [listed(answer) for answer in m.results]} for m in key.mistakes
        ],
        "slips": slips,
    }
    parts = [f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items()]
    for name, entries in lists.items():
        lines = ",\n  ".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
        parts.append(f"{json.dumps(name)}: [\n  {lines}\n ]")
    parts.append(f'"prints": {json.dumps(prints, ensure_ascii=False, indent=2)}')
    return "{\n " + ",\n ".join(parts) + "\n}\n"


def from_json(text: str) -> Key:
    """The Key in a file's text; ValueError when it is none."""
    try:
        data = json.loads(text)
        return Key(
            name=data["name"],
            assignment=data["assignment"],
            points=data["points"],
            kind=data["kind"],
            returns=tuple(data["returns"]) if isinstance(data["returns"], list) else data["returns"],
            starts=tuple(data["starts"]),
            cases=[{name: unlisted(value) for name, value in case.items()} for case in data["cases"]],
            expected=[arrays(answer) for answer in data["expected"]],
            mistakes=[
                Mistake(m["name"], m["hint"], [None if r is None else arrays(r) for r in m["results"]])
                for m in data["mistakes"]
            ],
            slips=from_lists(data.get("slips", []), data.get("prints", {})),
        )
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError(f"it lacks {error}") from error


def listed(value: Any) -> Any:
    """Arrays as nested lists, floats with ten significant digits, whole numbers whole."""
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [listed(item) for item in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def unlisted(value: Any) -> Any:
    return np.array(value) if isinstance(value, list) else value


def arrays(answer: list) -> Answer:
    return [np.array(part, dtype=float) for part in answer]
