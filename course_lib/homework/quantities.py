"""What wrong numbers may be made of: the arguments of each case, and what is usual to make of them. Pure."""

import itertools
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from course_lib.homework.answers import Answer
from course_lib.homework.key import Key
from course_lib.homework.words import in_words

Parts = Sequence[np.ndarray]  # one array a case
Quantities = dict[str, np.ndarray]  # {text: one number for each entry of all cases}
FEW = 4  # arguments up to which sums and whole quotients of them are tried, too


def wide(found: Mapping[str, Sequence], like: Parts) -> Quantities:
    """Each quantity with one number for each entry of `like`, where the shapes allow it."""
    result = {}
    for text, values in found.items():
        try:
            spread = [np.broadcast_to(np.asarray(value, float), part.shape) for value, part in zip(values, like)]
        except (TypeError, ValueError):
            continue
        result[text] = flat(spread)
    return result


def flat(parts: Parts) -> np.ndarray:
    return np.concatenate([np.ravel(part) for part in parts])


def given(cases: Sequence[dict]) -> dict[str, list]:
    """{text: the value in each case} of the arguments and of what is usual to make of them."""
    found: dict[str, list] = {}
    for name in cases[0]:
        values = [case[name] for case in cases]
        found |= {in_words(name): values, **dict(made_of(in_words(name), values, cases))}
    whole = [name for name in cases[0] if all(isinstance(case[name], int) and case[name] for case in cases)]
    for a, b in itertools.permutations(whole, 2) if few(cases) else ():
        pairs = [(case[a], case[b]) for case in cases]
        found[f"{a}//{b}"] = [one // other for one, other in pairs]
        found[f"ceil({a}/{b})"] = [-(-one // other) for one, other in pairs]
        found[f"{a}%{b}"] = [one % other for one, other in pairs]
    return found


def few(cases: Sequence[dict]) -> bool:
    return len(cases[0]) < FEW


def made_of(text: str, values: Sequence, cases: Sequence[dict]) -> Iterator[tuple[str, list]]:
    """(text, values) of the length of an array, of 1 - β, βᵗ and 1 - βᵗ, of the number before and after."""
    if all(isinstance(v, np.ndarray) and v.ndim for v in values):
        yield f"len({text})", [len(v) for v in values]
        if values[0].ndim > 1:
            yield f"{text}.shape[1]", [v.shape[1] for v in values]
    elif text[0] in "βρ":
        yield f"1 - {text}", [1 - v for v in values]
        if "t" in cases[0]:
            yield f"{text}^t", [v ** case["t"] for v, case in zip(values, cases)]
            yield f"1 - {text}^t", [1 - v ** case["t"] for v, case in zip(values, cases)]
    if few(cases) and all(isinstance(v, int | float) for v in values):
        yield f"{text} + 1", [v + 1 for v in values]
        yield f"{text} - 1", [v - 1 for v in values]


def returned(key: Key, answers: Sequence[Answer], cases: Sequence[dict], number: int) -> dict[str, list]:
    """What answers hold beside the output of this number, alone and with ε, and their step."""
    found: dict[str, list] = {}
    for other, out in enumerate(key.returns if isinstance(key.returns, tuple) else ()):
        parts = [answer[other] for answer in answers]
        if other == number:
            continue
        if out == "W":
            found["your step"] = [part - case["W"] for part, case in zip(parts, cases)]
            continue
        found[f"your {out}"] = parts
        found |= with_eps(f"your {out}", parts, cases)
    return found


def corrected(found: dict[str, list], cases: Sequence[dict]) -> dict[str, list]:
    """The states among these over 1 - βᵗ, and with ε."""
    made: dict[str, list] = {}
    shares = {text: values for text, values in given(cases).items() if text.startswith("1 - ") and text.endswith("^t")}
    for (state, parts), (share, values) in itertools.product(found.items(), shares.items()):
        if " + " not in state:
            made |= with_eps(f"{state}/({share})", [part / value for part, value in zip(parts, values)], cases)
    return made


def with_eps(text: str, parts: Sequence, cases: Sequence[dict]) -> dict[str, list]:
    return {f"{text} + ε": [part + case["eps"] for part, case in zip(parts, cases)]} if "eps" in cases[0] else {}


def rows(like: Parts) -> dict[str, list[np.ndarray]]:
    """The number of each row, from 1 and from 0, as columns."""
    counts = [np.arange(1.0, len(part) + 1).reshape(-1, *[1] * (part.ndim - 1)) for part in like]
    return {"the row's number": counts, "the row's number - 1": [one - 1 for one in counts]}
