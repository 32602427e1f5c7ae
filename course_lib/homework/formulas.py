"""A formula between wrong numbers and the right ones, or the arguments, that holds in every case. Pure functions.

Each takes what a remark takes (see patterns). Of a step's outputs the state comes first, since W is made of it.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from course_lib.called import listed
from course_lib.homework.answers import Answer
from course_lib.homework.calling import Outcome
from course_lib.homework.compare import close
from course_lib.homework.form import all_alike, naming
from course_lib.homework.key import Key
from course_lib.homework.places import first_wrong
from course_lib.homework.quantities import Parts, Quantities, corrected, few, flat, given, returned, rows, wide
from course_lib.homework.relations import EXACT, Target, simplest
from course_lib.language import say

NOISE = 1e-9  # a step smaller than this is rounding


def by_a_formula(key: Key, outcomes: list[Outcome], right: list[bool], own_names: Sequence[str]) -> str | None:
    """What the wrong numbers are, beside the right ones, in every case; else in all cases that are wrong."""
    if key.returns == "sequence" or not all_alike(key, outcomes):
        return None
    answers, wrong = [outcome.arrays for outcome in outcomes], [n for n, ok in enumerate(right) if not ok]
    for number in [*range(1, len(key.expected[0])), 0]:
        found, wanted = [answer[number] for answer in answers], [e[number] for e in key.expected]
        if all(map(as_good_as, found, wanted)):
            continue
        if key.kind == "path":
            return of_a_step(key, found, wanted)
        if said := of_an_output(key, answers, range(len(right)), number, say("in every case")):
            return said
        if any(right) and (said := of_an_output(key, answers, wrong, number, say("wherever it is wrong"))):
            return said
    return None


def as_good_as(found: np.ndarray, wanted: np.ndarray) -> bool:
    """Whether a formula, which is less exact than the check, could not tell them apart."""
    return bool(np.all(np.abs(found - wanted) <= 20 * EXACT * np.max(np.abs(wanted), initial=0)))


def follows(key: Key, outcomes: list[Outcome], right: list[bool], own_names: Sequence[str]) -> str | None:
    """The state is wrong, and W is what the right rule makes of this state: by the same formula as the right W."""
    if key.kind != "step" or not isinstance(key.returns, tuple) or not all_alike(key, outcomes):
        return None
    answers = [outcome.arrays for outcome in outcomes]
    mine, wanted = (change(key, some) for some in (answers, key.expected))
    wrong = [
        out
        for n, out in enumerate(key.returns)
        if n and not all(close(a[n], e[n]) for a, e in zip(answers, key.expected))
    ]
    if not wrong or not mine or mine != wanted:
        return None
    states = listed(wrong)
    return say("W follows from your {states} as it should: the mistake is in {states} alone.", states=states)


def change(key: Key, answers: Sequence[Answer]) -> str | None:
    """The change of W as a formula of what is returned beside it."""
    states = returned(key, answers, key.cases, 0)
    arguments = {text: values for text, values in given(key.cases).items() if text in ("lr", "g") or "1 - " in text}
    right = [answer[0] for answer in answers]
    made = wide(arguments | states | corrected(states, key.cases), right)
    step = flat([part - case["W"] for part, case in zip(right, key.cases)])
    return simplest([Target("{x}", step, float(np.max(np.abs(step), initial=0)) or 1.0)], made, most=4)


def of_an_output(key: Key, answers: Sequence[Answer], cases: Sequence[int], number: int, where: str) -> str | None:
    """The formula of one output in some cases."""
    some, chosen = [answers[n] for n in cases], [key.cases[n] for n in cases]
    found, right = [answer[number] for answer in some], [key.expected[n][number] for n in cases]
    quantities = {**given(chosen), "the right one": right}
    if key.kind == "step":
        quantities |= returned(key, some, chosen, number)
    elif key.returns == "array" and all(part.ndim for part in right):
        quantities |= rows(right)
    if not flat(found).any():
        return say("{name} is {x}, {where}.", name=called(key, number), x=0, where=where)
    made = wide(quantities, right)
    said = simplest([*targets(key, number, flat(found), flat(right), made, where)], made)
    own = naming(key.returns, number)
    if said == say("{name} is {x}, {where}.", name=called(key, number), x=own, where=where):
        return say("The {name} that comes back is the one that came in, {where}.", name=own, where=where)
    return said


def targets(key: Key, number: int, f: np.ndarray, r: np.ndarray, made: Quantities, where: str) -> Iterator[Target]:
    """What may be explained: a quotient, a difference, the number itself, a sum in a quotient."""
    x, name = "{x}", called(key, number)
    size = float(np.max(np.abs(r), initial=0)) or 1.0
    before = naming(key.returns, number) if isinstance(key.returns, tuple) else "W"
    right = say("{name} is the right one times {x}, {where}.", name=name, x=x, where=where)
    more = say("{name} is the right one {plus}, {where}.", name=name, plus="{plus}", where=where)
    plain = say("{name} is {x}, {where}.", name=name, x=x, where=where)
    change_right = say("The change of {name} is the right one times {x}, {where}.", name=before, x=x, where=where)
    change_plain = say("The change of {name} is {x}, {where}.", name=before, x=x, where=where)
    with np.errstate(all="ignore"):
        yield Target(right, f / r, 1)
        yield Target(more, f - r, size, 0.5)
        yield Target(plain, f, size, 1)
        if key.kind == "step" and before in made:
            start = made[before]
            yield Target(change_right, (f - start) / (r - start), 1)
            yield Target(change_plain, f - start, size, 1)
        if few(key.cases):
            yield Target(plain.replace(x, "1 {sign}"), f - 1, 1, 1.4)
            for text, a in made.items():
                if len(text) < 3:
                    yield Target(plain.replace(x, f"{text}·(1 {{sign}})"), f / a - 1, 1, 1.6)
                    yield Target(plain.replace(x, f"{text}/(1 {{sign}})"), a / f - 1, 1, 1.6)


def called(key: Key, number: int) -> str:
    """What to call an output: S alone is the one that came in."""
    own = naming(key.returns, number)
    return say("Your {name}", name=own) if isinstance(key.returns, tuple) else own


def of_a_step(key: Key, found: Parts, right: Parts) -> str | None:
    """The formula of the first step of a path that is wrong somewhere."""
    row = min((row for f, r in zip(found, right) if (row := first_wrong(f, r)) < len(r)), default=0)
    cases = [n for n, r in enumerate(right) if len(r) > row]
    if not row or not cases:
        return None
    step, wanted = ([every[n][row] - every[n][row - 1] for n in cases] for every in (found, right))
    quantities = {**given([key.cases[n] for n in cases]), "the right one": wanted}
    if row > 1:
        quantities["the W before it"] = [right[n][row - 1] for n in cases]
    one, two, made = flat(step), flat(wanted), wide(quantities, wanted)
    real = np.abs(two) > NOISE
    one, two, made = one[real], two[real], {text: values[real] for text, values in made.items()}
    size = float(np.max(np.abs(two), initial=0)) or 1.0
    right_one, more, plain = first_step(row)
    with np.errstate(all="ignore"):
        some = [Target(right_one, one / two, 1), Target(more, one - two, size, 0.5), Target(plain, one, size, 1)]
    return simplest(some, made)


def first_step(row: int) -> tuple[str, str, str]:
    """The sentences around a formula of the first step that is wrong, which leads to this row."""
    x, plus = "{x}", "{plus}"
    if row > 1:
        return (
            say("Step {row} is the first that is wrong: it is the right one times {x}, in every case.", row=row, x=x),
            say(
                "Step {row} is the first that is wrong: it is the right one {plus}, in every case.", row=row, plus=plus
            ),
            say("Step {row} is the first that is wrong: it is {x}, in every case.", row=row, x=x),
        )
    return (
        say("The first step is the right one times {x}, in every case.", x=x),
        say("The first step is the right one {plus}, in every case.", plus=plus),
        say("The first step is {x}, in every case.", x=x),
    )
