"""An answer to all cases as a few letters, by which it is known again. Pure."""

import base64
import hashlib
import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from course_lib.homework.answers import Answer

DIGITS = 5  # behind the point, of a trace below 1; of a larger one as many significant ones more
BYTES = 6  # of a fingerprint: among 10,000 one fits by chance once in 10¹⁰ times
LENGTH = 4 * BYTES // 3  # letters
CLOSE = 1e-9  # what rounding may change of a trace, in double precision


def traces(answers: Sequence[Answer | None], rights: Sequence[Answer]) -> list[str | float]:
    """The trace of each answer; where there is none, or of another form, also what form it has."""
    return [trace(answer, right) for answer, right in zip(answers, rights)]


def trace(answer: Answer | None, right: Answer) -> str | float:
    """An answer as one number: its entries, each part relative to the largest right one, weighted by √1, √2, √3, …"""
    if answer is None:
        return "none"
    scales = [np.max(np.abs(part), initial=0.0) or 1.0 for part in right] + [1.0] * len(answer)
    with np.errstate(all="ignore"):
        entries = [np.ravel(part).astype(float) / scale for part, scale in zip(answer, scales)]
        flat = np.concatenate(entries) if entries else np.zeros(0)
        found = float(np.sum(np.sqrt(np.arange(1, len(flat) + 1)) * flat))
    shapes = [np.shape(part) for part in answer]
    return found if shapes == [np.shape(part) for part in right] else f"{shapes} {rounded(found)}"


def rounded(number: float, units: int = 0) -> str:
    """A trace to DIGITS digits; units: moved by as many of the last one."""
    if not np.isfinite(number):
        return str(number)
    last = 10.0 ** (max(0, np.floor(np.log10(abs(number) or 1)) + 1) - DIGITS)
    return str(int(np.round(number / last)) + units) + f"e{last:.0e}"


def fingerprint(found: Sequence[str | float]) -> str:
    return hashed([one if isinstance(one, str) else rounded(one) for one in found])


def hashed(parts: Sequence[str]) -> str:
    return base64.b64encode(hashlib.blake2b(";".join(parts).encode(), digest_size=BYTES).digest()).decode()


def near(found: Sequence[str | float], single: bool) -> Iterator[str]:
    """The fingerprints that these traces may have but for rounding, in single or double precision; the nearest first."""
    if single:
        options = [[one] if isinstance(one, str) else [rounded(one, n) for n in (0, -1, 1)] for one in found]
    else:
        options = [
            [one] if isinstance(one, str) else [*dict.fromkeys(rounded(one + n * slack(one)) for n in (0, -1, 1))]
            for one in found
        ]
    return map(hashed, itertools.product(*options))


def slack(number: float) -> float:
    return CLOSE * max(1.0, abs(number)) if np.isfinite(number) else 0.0
