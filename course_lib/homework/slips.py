"""Small slips in a function, one or two at a time: who makes one mistake often makes another. Pure.

An exercise gives its right function as text, one step a line, and slips as edits of that text; more are found in its
syntax tree (see edits). Two slips that touch different places can be made together, so a few hundred slips name some
thousand wrong answers. What each gives is kept as a fingerprint: enough to recognise it, and the right answer cannot
be read from it.
"""

import itertools
import math
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Lock

import numpy as np

from course_lib.homework import hints
from course_lib.homework.answers import Answer, plain
from course_lib.homework.fingerprints import LENGTH, fingerprint, near, trace, weighting
from course_lib.homework.sentences import sentence
from course_lib.homework.written import Slip, written
from course_lib.language import later, say, together

TWO = later("Two things at once.")
SIZES = "[sizes]"  # behind the name of a slip after which a root takes the size of what is under it
TOGETHER = ("no_axis", "sum_of_all", "mean_of_all", "length_of_all", "squares_of_all")
ABSENT = "-"  # no letter of a fingerprint
TELLING = Lock()  # a class is graded by several threads, which share its keys
Names = tuple[str, ...]  # of one slip or two
Prints = dict[str, Names]  # {fingerprint: what leads to it}


@dataclass(frozen=True)
class Slips:
    """Slips by name with their hints, and what tells the fingerprints of each one and each two.

    tellers: asked one after the other, as long as no fingerprint fits.
    """

    hints: dict[str, str] = field(default_factory=dict)
    tellers: tuple[Callable[[], Prints], ...] = ()
    told: list[Prints] = field(default_factory=list, init=False, repr=False, compare=False)

    def prints(self) -> Iterator[Prints]:
        """What the tellers have told already, then what the others tell; each tells once, whoever asks first."""
        for number, tell in enumerate(self.tellers):
            with TELLING:
                if number == len(self.told):
                    self.told.append(tell())
            yield self.told[number]

    def fitting(self, found: Sequence[str | float], single: bool) -> tuple[str, str] | None:
        """(name, hint) of the slips that have these traces in all cases, never the nearest; None when there are none.

        single: whether the answer came in single precision.
        """
        wanted = [*near(found, single)]
        for prints in self.prints():
            if names := next((prints[one] for one in wanted if one in prints), None):
                return " + ".join(names), self.said(names)
        return None

    def hint(self, name: str) -> str:
        """What is said of one slip."""
        plain = name.removesuffix(SIZES)
        hint = self.hints.get(plain)
        return hints.said(hint) if hint else sentence(plain) or plain

    def said(self, names: Sequence[str]) -> str:
        """The hint of one slip, or of two."""
        return together(say(TWO) if len(names) > 1 else None, *map(self.hint, names))


def told(
    bodies: Sequence[str],
    some: Sequence[list[tuple[Slip, ...]]],
    cases: list[dict],
    returns: str | tuple,
    rights: list,
    known: set[str],
    strict: bool,
) -> Prints:
    """The fingerprints of these slips that give what nothing before them gives, nor what is `known`, which grows.

    some: for each body what is made of it. strict: what divides by zero is left out, since that hides all else.
    """
    arguments, found, weights = [*cases[0]], Prints(), [weighting(right) for right in rights]
    negative: list[list[tuple[Slip, ...]]] = [[] for _ in bodies]  # after which a root of a negative number is taken
    with np.errstate(all="ignore", divide="raise" if strict else "ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for sizes in (False, True):
            for number, (body, chosen) in enumerate(zip(bodies, some)):
                for slips in negative[number] if sizes else chosen:
                    function = written(body, arguments, slips, sizes)
                    answers = [result(function, case, returns) for case in cases] if function else []
                    if not sizes and "np.sqrt(" in body and undefined(answers):
                        negative[number].append(slips)
                    telling = most(answers) and not (strict and says_little(slips, answers, rights))
                    one = fingerprint(list(map(trace, answers, weights))) if telling else None
                    if one and one not in known:
                        known.add(one)
                        *first, last = (slip.name for slip in slips)
                        found[one] = (*first, last + SIZES * sizes)
    return found


def undefined(answers: Sequence[Answer | None]) -> bool:
    """Whether some number is NaN, as the root of a negative one is."""
    return any(math.isnan(part.sum()) and np.isnan(part).any() for answer in answers if answer for part in answer)


def says_little(slips: Sequence[Slip], answers: Sequence[Answer | None], rights: Sequence[Answer]) -> bool:
    """Whether what has many causes is left: one and the same number in all cases, or one where an array is asked for.

    What takes an array together is such a cause.
    """
    lost = any(np.ndim(part) for right in rights for part in right) and not any(
        np.ndim(part) for answer in answers for part in answer or []
    )
    if lost and not any(slip.name.startswith(TOGETHER) for slip in slips):
        return True
    found, wanted = (
        np.concatenate([np.ravel(part) for answer in some for part in answer or []]) for some in (answers, rights)
    )
    return bool(np.ptp(found) == 0 < np.ptp(wanted))


def most(answers: Sequence) -> bool:
    """Whether there are numbers in more than half of the cases, and in two at least."""
    good = (answer and any(np.isfinite(part).any() for part in answer) for answer in answers)
    return 2 * sum(map(bool, good)) > max(len(answers), 3)


def result(function: Callable, case: dict, returns: str | tuple) -> Answer | None:
    """What a function of ours gives in a case, None where it fails."""
    try:
        found = function(*(value.copy() if isinstance(value, np.ndarray) else value for value in case.values()))
        if isinstance(returns, tuple) and len(found) == len(returns):
            return [np.asarray(part, dtype=float) for part in found]
        return [np.asarray(found, dtype=float)] if isinstance(found, np.ndarray | float) else plain(found, returns)
    except Exception:
        return None


def alone(slips: Sequence[Slip]) -> list[tuple[Slip, ...]]:
    return [(one,) for one in slips]


def paired(slips: Sequence[Slip]) -> list[tuple[Slip, ...]]:
    """Each two of which one is made often."""
    return [pair for pair in itertools.combinations(slips, 2) if any(slip.often for slip in pair)]


def from_lists(entries: list, rows: dict[str, str]) -> Slips:
    """Slips from a file's entries, {name, hint} or a name that says all, and its rows {partner: fingerprints}."""
    hints = {entry["name"].removesuffix(SIZES): entry["hint"] for entry in entries if isinstance(entry, dict)}
    names = [entry["name"] if isinstance(entry, dict) else entry for entry in entries]
    return Slips(hints, (partial(read, names, rows),))


def read(names: list[str], rows: dict[str, str]) -> Prints:
    """The fingerprints in the rows, two names in the order in which they are listed."""
    found = Prints()
    place = {name: number for number, name in enumerate(names)}
    for partner, row in rows.items():
        for name, one in zip(names, re.findall(f"{ABSENT}|.{{{LENGTH}}}", row)):
            if one != ABSENT:
                two = (name, partner) if not partner or place[name] < place[partner] else (partner, name)
                found[one] = two if partner else (name,)
    return found


def as_lists(slips: Slips) -> tuple[list, dict[str, str]]:
    """What `from_lists` reads: of each partner one row, in which each slip that tells something has its place."""
    found = {names: one for prints in slips.prints() for one, names in prints.items()}
    times = Counter(name for names in found if len(names) == 2 for name in names)
    rows: dict[str, dict[str, str]] = {}
    for names, one in found.items():
        partner = max(names, key=lambda name: times[name]) if len(names) == 2 else ""
        other = next(name for name in names if name != partner)
        rows.setdefault(partner, {})[other] = one
    used = {name for names in found for name in names}
    names = [name for name in (n + end for n in slips.hints for end in ("", SIZES)) if name in used]
    hints = {name: slips.hints.get(name.removesuffix(SIZES)) for name in names}
    entries = [{"name": name, "hint": hints[name]} if hints[name] else name for name in names]
    return entries, {
        partner: "".join(row.get(name, ABSENT) for name in names).rstrip(ABSENT) for partner, row in rows.items()
    }
