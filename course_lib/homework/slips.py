"""Small slips in a function, one or two at a time: who makes one mistake often makes another. Pure.

An exercise gives its right function as text, one step a line, and slips as edits of that text. Two slips that touch
different places can be made together, so thirty slips name some three hundred wrong answers. What each gives is kept
as one number a case, its trace: enough to recognise it, and the right answer cannot be read from it.
"""

import itertools
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial

import numpy as np

from course_lib.homework.answers import Answer, plain
from course_lib.homework.compare import CLOSE, CLOSE_SINGLE

DIGITS = 7  # of a trace
TWO = "Two things at once:"
Traces = dict[tuple[str, ...], list[float]]  # {names of one slip or two: a trace for each case}


@dataclass(frozen=True)
class Slip:
    """Each `find` in the text becomes its `put`; `first` is a line in front of everything, such as eps = 0."""

    name: str
    hint: str
    edits: tuple[tuple[str, str], ...] = ()
    first: str = ""
    often: bool = False  # made so often that it is tried together with every other


@dataclass(frozen=True)
class Slips:
    """Slips by name with their hints, and what tells the traces of each one and each two: it is asked when needed."""

    hints: dict[str, str] = field(default_factory=dict)
    tell: Callable[[], Traces] = dict

    @cached_property
    def traces(self) -> Traces:
        return self.tell()

    def fitting(self, found: Sequence[float], single: bool) -> tuple[str, str] | None:
        """(name, hint) of the slips that have these traces in all cases, never the nearest; None when there are none.

        single: whether the answer came in single precision.
        """
        if not self.traces:
            return None
        near = CLOSE_SINGLE if single else CLOSE
        same = np.isclose([*self.traces.values()], found, rtol=near, atol=near, equal_nan=True).all(axis=1)
        if not same.any():
            return None
        names = [*self.traces][int(np.argmax(same))]
        return " + ".join(names), self.said(names)

    def said(self, names: Sequence[str]) -> str:
        """The hint of one slip, or of two."""
        hints = " ".join(self.hints.get(name, name) for name in names)
        return hints if len(names) == 1 else f"{TWO} {hints}"


def trace(answer: Answer, expected: Answer) -> float:
    """An answer as one number: its entries, each part relative to the largest right one, weighted by √1, √2, √3, …"""
    with np.errstate(all="ignore"):
        return relative(answer, scales(expected))


def scales(expected: Answer) -> list[float]:
    """The largest entry of each part, 1 where that is 0."""
    return [np.max(np.abs(part), initial=0.0) or 1.0 for part in expected]


def relative(answer: Answer, scales: list[float]) -> float:
    """The trace of an answer, given the scales of the right one."""
    if not answer:
        return -1.0
    parts = itertools.zip_longest(answer, scales[: len(answer)], fillvalue=1.0)
    entries = np.concatenate([np.ravel(part).astype(float) / scale for part, scale in parts])
    return float(f"{np.sum(np.sqrt(np.arange(1, len(entries) + 1)) * entries):.{DIGITS}g}")


def told(body: str, slips: list[Slip], cases: list[dict], returns: str | tuple, rights: list, wrongs: list) -> Traces:
    """The traces of each slip and each two that give what nothing before them gives, nor `rights`, nor any of `wrongs`.

    rights, and each of wrongs: an answer for each case.
    """
    arguments, found = tuple(cases[0]), Traces()
    largest = [scales(right) for right in rights]
    known = {of_all(answers, largest) for answers in [rights, *wrongs]}
    for some in chosen(slips):
        function = written(body, arguments, some)
        line = of_all(results(function, cases, returns), largest) if function else None
        if line is not None and line not in known:
            known.add(line)
            found[tuple(slip.name for slip in some)] = [*line]
    return found


def of_all(answers: list, largest: list) -> tuple[float, ...] | None:
    """The traces of the answers in all cases, given the scales of the right ones; None when one gives no answer."""
    with np.errstate(all="ignore"):
        return None if any(answer is None for answer in answers) else tuple(map(relative, answers, largest))


def results(function: Callable, cases: list[dict], returns: str | tuple) -> list:
    """What a function of ours gives in each case; [None] where one fails, as two slips at once may."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return [plain(function(*case.values()), returns) for case in cases]
        except Exception:
            return [None]


def chosen(slips: Sequence[Slip]) -> Iterator[tuple[Slip, ...]]:
    """Each slip alone, then each two of which one is made often."""
    yield from ((one,) for one in slips)
    yield from (pair for pair in itertools.combinations(slips, 2) if any(slip.often for slip in pair))


@cache
def written(body: str, arguments: tuple[str, ...], slips: tuple[Slip, ...] = ()) -> Callable | None:
    """The function with these slips; None when two of them touch the same place. Made once: every seed asks for it."""
    edits = sorted(edit for slip in slips for edit in places(body, slip))
    firsts = [slip.first for slip in slips if slip.first]
    overlap = any(end > start for (_, end, _), (start, _, _) in itertools.pairwise(edits))
    if overlap or len({first.split("=")[0] for first in firsts}) < len(firsts):
        return None
    for start, end, put in reversed(edits):
        body = body[:start] + put + body[end:]
    return compiled([*firsts, *body.strip("\n").splitlines()], arguments)


@cache
def places(body: str, slip: Slip) -> list[tuple[int, int, str]]:
    """(start, end, new text) of each of its edits; ValueError when one finds nothing to change."""
    found = [(n, n + len(find), put) for find, put in slip.edits for n in range(len(body)) if body.startswith(find, n)]
    if len({body[start:end] for start, end, _ in found}) < len({find for find, _ in slip.edits}):
        raise ValueError(f"The slip {slip.name} finds no {' or no '.join(repr(find) for find, _ in slip.edits)}.")
    return found


def compiled(lines: Sequence[str], arguments: Sequence[str]) -> Callable:
    """The function with these lines, which the course's authors wrote, never a student."""
    names: dict = {"np": np}
    exec("\n    ".join([f"def function({', '.join(arguments)}):", *lines]), names)
    return names["function"]


def from_lists(entries: list[dict], lines: list) -> Slips:
    """Slips from a file's entries and lines: [the slips' numbers, from 0, their traces]."""
    hints = {entry["name"]: entry["hint"] for entry in entries}
    names = [*hints]
    return Slips(hints, partial(dict, {tuple(names[n] for n in numbers): line for numbers, line in lines}))


def as_lists(slips: Slips) -> dict:
    """What `from_lists` reads, by name."""
    names = [*slips.hints]
    return {
        "slips": [{"name": name, "hint": hint} for name, hint in slips.hints.items()],
        "traces": [[[names.index(name) for name in some], line] for some, line in slips.traces.items()],
    }
