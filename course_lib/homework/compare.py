"""When two answers are the same: pure functions of arrays."""

import numpy as np

CLOSE = 1e-6  # relative to the largest number of the expected array
CLOSE_SINGLE = 1e-4  # for answers in single precision, whose numbers have seven digits
ZERO = 1e-12  # what rounding may leave where every expected number is 0, or as good as 0


def agree(answer: list, expected: list) -> bool:
    """Whether an answer is this one: as many arrays, each close to its counterpart."""
    return len(answer) == len(expected) and all(map(close, answer, expected))


def close(found: np.ndarray, expected: np.ndarray) -> bool:
    """Same shape, and |found - expected| ≤ 1e-6 · max |expected| everywhere; NaN and infinity equal themselves."""
    return np.shape(found) == np.shape(expected) and bool(np.all(hits(found, expected)))


def hits(found: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Where two arrays of one shape agree, as booleans."""
    finite = np.isfinite(expected)
    largest = float(np.abs(expected if finite.all() else expected[finite]).max(initial=0.0))
    tolerance = relative(found) * largest if largest > ZERO else ZERO
    with np.errstate(invalid="ignore"):
        near = np.abs(found.astype(float) - expected) <= tolerance
    if near.all():  # as most do, and a class's answers are many
        return np.asarray(near)
    return np.asarray(near | (found == expected) | (np.isnan(found) & np.isnan(expected)))


def relative(found: np.ndarray) -> float:
    """The relative tolerance for the precision in which an answer came."""
    return CLOSE_SINGLE if np.asarray(found).dtype == np.float32 else CLOSE


def factor(found: np.ndarray, expected: np.ndarray) -> float | None:
    """The one number k ≠ 1 with found = k · expected, or None."""
    if np.shape(found) != np.shape(expected) or not np.any(expected) or not np.all(np.isfinite(found)):
        return None
    largest = np.argmax(np.abs(expected))
    k = float(found.flat[largest] / expected.flat[largest])
    return k if k != 0 and not close(found, expected) and close(found, k * expected) else None
