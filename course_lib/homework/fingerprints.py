"""An answer to all cases as a few letters, by which it is known again. Pure."""

import base64
import hashlib
import itertools
import math
from collections.abc import Iterator, Sequence

import numpy as np

from course_lib.homework.answers import Answer

DIGITS = 5  # behind the point, of a trace below 1; of a larger one as many significant ones more
BYTES = 6  # of a fingerprint: among 10,000 one fits by chance once in 10¹⁰ times
LENGTH = 4 * BYTES // 3  # letters
CLOSE = 1e-9  # what rounding may change of a trace, in double precision


Weighting = tuple[list[tuple[int, ...]], np.ndarray]  # the shapes of the right parts, and a weight for each entry


def traces(answers: Sequence[Answer | None], rights: Sequence[Answer]) -> list[str | float]:
    """The trace of each answer."""
    return [trace(answer, weighting(right)) for answer, right in zip(answers, rights)]


def weighting(right: Answer) -> Weighting:
    """√1, √2, √3, …, each over the largest number of its part."""
    scales = [np.full(np.size(part), np.max(np.abs(part), initial=0.0) or 1.0) for part in right]
    flat = np.concatenate(scales) if scales else np.zeros(0)
    return [np.shape(part) for part in right], np.sqrt(np.arange(1, len(flat) + 1)) / flat


def trace(answer: Answer | None, weighting: Weighting) -> str | float:
    """An answer as one number, its weighted sum; where there is none, or of another form, also what form it has."""
    if answer is None:
        return "none"
    shapes, weights = weighting
    flat = np.concatenate([part.ravel() for part in answer]) if answer else np.zeros(0)
    own = [part.shape for part in answer]
    with np.errstate(invalid="ignore"):
        total = float(np.dot(weights, flat)) if own == shapes else math.nan
    if math.isfinite(total):  # first, since most are
        return total
    # Where there is no number is told by letters: as a large number it would hide the others.
    kinds = "".join(np.select([np.isnan(flat), flat == np.inf, flat == -np.inf], ["n", "+", "-"], "."))
    weights = weights if own == shapes else np.sqrt(np.arange(1, len(flat) + 1))
    return (
        f"{own} {kinds.strip('.') and kinds} {rounded(float(np.dot(weights, np.where(np.isfinite(flat), flat, 0.0))))}"
    )


def rounded(number: float, units: int = 0) -> str:
    """A trace to DIGITS digits; units: moved by as many of the last one."""
    if not math.isfinite(number):
        return str(number)
    digits = DIGITS - max(0, math.floor(math.log10(abs(number) or 1)) + 1)
    return f"{round(number * 10.0**digits) + units}e{-digits}"


def fingerprint(found: Sequence[str | float]) -> str:
    return hashed([one if isinstance(one, str) else rounded(one) for one in found])


def hashed(parts: Sequence[str]) -> str:
    return base64.b64encode(hashlib.blake2b(";".join(parts).encode(), digest_size=BYTES).digest()).decode()


def near(found: Sequence[str | float], single: bool) -> Iterator[str]:
    """The fingerprints that these traces may have but for rounding, in single or double precision."""
    if single:
        options = [[one] if isinstance(one, str) else [rounded(one, n) for n in (0, -1, 1)] for one in found]
    else:
        options = [
            [one] if isinstance(one, str) else [*dict.fromkeys(rounded(one + n * slack(one)) for n in (0, -1, 1))]
            for one in found
        ]
    return map(hashed, itertools.product(*options))


def slack(number: float) -> float:
    return CLOSE * max(1.0, abs(number)) if math.isfinite(number) else 0.0
