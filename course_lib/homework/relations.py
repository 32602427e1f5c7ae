"""The simplest formula that gives some numbers exactly. Pure.

    y = k Π xᵢ^eᵢ        x: quantities such as lr, g², 1 - β;   e: ½, 1, 2, …;   k: a simple number

In logarithms that is linear: all sets of up to three x are fitted by least squares at once, and of those that give
every number the simplest is taken. What it says is a fact about the numbers, never a guess at the code.
"""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from course_lib.homework.words import in_formula
from course_lib.language import say, tidy

EXACT = 1e-6  # relative: a key has ten digits, and differences lose some
FACTORS = {1: "", 2: "2", 3: "3", 4: "4", 0.5: "½", 1 / 3: "⅓", 0.25: "¼", 0.1: "0.1", 0.9: "0.9", 10: "10"}
FACTORS |= {math.sqrt(2): "√2", math.sqrt(0.5): "√½"}
POWERS = {1 / 3: "{}^⅓", 0.5: "√{}", 1.0: "{}", 1.5: "{}^1.5", 2.0: "{}²", 3.0: "{}³"}
NICE = np.array([-one for one in POWERS] + [*POWERS])
MOST = 3  # quantities in one formula, if nobody says more
LEAST = 3  # numbers that a formula explains
SIGNS = set("+-/*·^ %")  # a quantity with one of these stands in brackets


@dataclass(frozen=True)
class Target:
    """Numbers to be explained, and the sentence around the formula: {x}, {plus} (plus x, minus x) or {sign} (+ x, - x).

    scale: of which rounding is a share. cost: how far the sentence is from helping, in quantities.
    """

    said: str
    numbers: np.ndarray
    scale: float
    cost: float = 0.0


def simplest(targets: Sequence[Target], quantities: Mapping[str, np.ndarray], most: int = MOST) -> str | None:
    """The sentence of the simplest formula that explains one of the targets; None when there is none.

    most: how many quantities it may have.
    """
    found = [
        (cost + target.cost, said(target.said, text))
        for target in targets
        for cost, text in formulas(target, quantities, most)
    ]
    return min(found)[1] if found else None


def said(sentence: str, text: str) -> str:
    minus, size = text.startswith("-"), text.removeprefix("-")
    plus = say("minus {x}", x=size) if minus else say("plus {x}", x=size)
    return tidy(sentence.format(x=text, plus=plus, sign=f"{'-' if minus else '+'} {size}"))


def formulas(target: Target, quantities: Mapping[str, np.ndarray], most: int = MOST) -> Iterator[tuple[float, str]]:
    """(cost, formula) of each product of powers that gives the target's numbers."""
    y = target.numbers
    used = np.isfinite(y) & (np.abs(y) > EXACT * target.scale)
    if used.sum() < LEAST or not np.isfinite(y).all():
        return
    if np.ptp(np.abs(y)) < EXACT * np.max(np.abs(y)):
        yield from checked(target, quantities, (), ())
    names = [name for name, x in quantities.items() if np.isfinite(x).all() and (np.abs(x[used]) > 1e-9).all()]
    logs = np.array([np.log(np.abs(quantities[name][used])) for name in names]).reshape(len(names), -1)
    logs = logs - logs.mean(axis=1, keepdims=True)
    wanted = np.log(np.abs(y[used]))
    wanted = wanted - wanted.mean()
    gram, along, size = logs @ logs.T, logs @ wanted, wanted @ wanted
    for count in range(1, min(most, used.sum() - 2, len(names)) + 1):
        sets = np.array([*itertools.combinations(range(len(names)), count)])
        inner, right = gram[sets[:, :, None], sets[:, None, :]], along[sets]
        apart = np.linalg.det(inner) > 1e-9 * np.prod(np.diagonal(inner, axis1=1, axis2=2), axis=1)
        sets, inner, right = sets[apart], inner[apart], right[apart]
        exact = np.linalg.solve(inner, right[..., None])[..., 0]
        powers = NICE[np.argmin(np.abs(exact[..., None] - NICE), axis=-1)]
        good = (np.abs(exact - powers) < 1e-3).all(axis=1)
        good &= size - np.sum(exact * right, axis=1) < 1e-9 * max(size, 1)
        for some, power in zip(sets[good], powers[good]):
            yield from checked(target, quantities, [names[n] for n in some], power)


def checked(
    target: Target, quantities: Mapping[str, np.ndarray], names: Sequence[str], powers: Sequence[float]
) -> Iterator[tuple[float, str]]:
    """The formula, if it gives every number, with signs and zeros."""
    product = np.ones_like(target.numbers)
    with np.errstate(all="ignore"):
        for name, power in zip(names, powers):
            x = quantities[name]
            product = product * np.abs(x) ** power * (np.sign(x) if power % 2 == 1 else 1)
        largest = np.argmax(np.where(np.isfinite(product), np.abs(target.numbers), -1))
        k = target.numbers[largest] / product[largest]
        near = next((one for one in FACTORS if math.isclose(abs(k), one, rel_tol=EXACT)), None)
        if near is None:
            return
        factor = math.copysign(near, k)
        off = np.abs(target.numbers - factor * product)
    if np.all(off <= EXACT * (10 * np.abs(target.numbers) + 0.01 * target.scale)):
        brackets = sum(bool(set(name) & SIGNS) for name in names)
        cost = len(names) + brackets / 4 + sum(abs(p) / 4 + (p < 0) / 4 for p in powers)
        yield cost + (near != 1) / 2 + (k < 0) / 4, written(factor, names, powers)


def written(factor: float, names: Sequence[str], powers: Sequence[float]) -> str:
    """-2·β·g²/√(S + ε): what is above, then what is below."""
    if len(names) == 1 and powers[0] == 1 and abs(factor) == 1 and not {"+", "-"} & set(names[0].split()):
        return ("-" if factor < 0 else "") + in_formula(names[0])
    above = [part(n, p) for n, p in zip(names, powers) if p > 0]
    below = [part(n, -p) for n, p in zip(names, powers) if p < 0]
    top = "·".join(filter(None, [FACTORS[abs(factor)], *above])) or "1"
    bottom = f"({'·'.join(below)})" if len(below) > 1 else "".join(below)
    return ("-" if factor < 0 else "") + (f"{top}/{bottom}" if below else top)


def part(name: str, power: float) -> str:
    shown = in_formula(name)
    return POWERS[power].format(f"({shown})" if set(name) & SIGNS else shown)
