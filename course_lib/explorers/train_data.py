"""The data of the explorer `train`, in Python: what js/datasets.js draws, and the tables that it is given."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib import data
from course_lib.data import Split
from course_lib.explorers import chance

PLANES = ("moons", "rings", "spirals", "my points")
NAMES = ("curve", *PLANES, "diabetes", "digits")
MEASURES = ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")
FEW = 12  # of "my points", before the reader adds one


def tables(names: Sequence[str]) -> dict[str, Any]:
    """What JavaScript cannot draw by chance, of the data with these names, ready for JSON."""
    found: dict[str, Any] = {}
    if "diabetes" in names:
        from sklearn.datasets import load_diabetes  # here, because it takes a second to import

        X, y = load_diabetes(return_X_y=True, scaled=False)
        found["diabetes"] = {"names": list(MEASURES), "rows": X.tolist(), "y": y.tolist()}
    if "digits" in names:
        parts = digits()
        whole = np.rint(16 * np.concatenate([parts.X, parts.X_test])).astype(int)
        letters = "".join("0123456789abcdefg"[value] for value in whole.ravel())
        pixels = re.sub(r"0+", lambda zeros: runs_of(len(zeros[0])), letters)
        labels = "".join(map(str, np.concatenate([parts.y, parts.y_test])))
        found["digits"] = {"pixels": pixels, "labels": labels, "n": len(parts.y)}
    return found


def runs_of(zeros: int) -> str:
    """So many zeros as capitals: A for one, Z for 26.

    >>> runs_of(3), runs_of(28)
    ('C', 'ZB')
    """
    return "Z" * (zeros // 26) + (chr(64 + zeros % 26) if zeros % 26 else "")


def digits() -> Split:
    """The digits of chapter 6: 42 full batches of 32 to learn from."""
    parts = data.digits(np.random.default_rng(0))
    n = len(parts.X) // 32 * 32
    return parts._replace(X=parts.X[:n], y=parts.y[:n])


def split_of(settings: Mapping[str, Any], fixed: Mapping[str, Any]) -> Split:
    """What the explorer trains on: X (n, d), y, and what is held back (none of it: no rows)."""
    name = settings["data"]
    if name == "digits":
        return digits()
    X, y, n = {"curve": curve, "diabetes": diabetes}.get(name, plane)(settings, fixed)
    return Split(X[:n], y[:n], X[n:], y[n:])


def curve(settings: Mapping[str, Any], fixed: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray, int]:
    """(X, y, how many to learn from) of y = x² + noise."""
    n = fixed["n"]
    many = n + rounded(n * fixed["held"])
    x = 2 * chance.uniforms(settings["seed"], chance.DATA, many) - 1
    y = x * x + settings["noise"] * chance.normals(settings["seed"], chance.NOISE, many)
    return (x[:, None] if settings["hidden"] else data.with_bias(x[:, None])), y, n


def plane(settings: Mapping[str, Any], fixed: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray, int]:
    """(X, y, how many to learn from) of points in the plane, in two classes."""
    n = FEW if settings["data"] == "my points" else fixed["n"]
    many = n + rounded(n * fixed["held"])
    u, c = chance.uniforms(settings["seed"], chance.DATA, many), np.arange(many) % 2
    points = shape(settings["data"], u, c)
    points = points + settings["noise"] * chance.normals(settings["seed"], chance.NOISE, 2 * many).reshape(many, 2)
    added = np.array(settings["points"], dtype=float).reshape(-1, 3)
    return np.vstack([added[:, :2], points]), np.concatenate([added[:, 2].astype(int), c]), n + len(added)


def shape(name: str, u: np.ndarray, c: np.ndarray) -> np.ndarray:
    """Where points lie before noise moves them: (n, 2), of numbers u in [0, 1] and classes c."""
    sign = np.where(c == 1, -1, 1)
    if name == "moons":
        x, y = 0.7 * np.cos(np.pi * u), 0.7 * np.sin(np.pi * u)
        return np.column_stack([sign * (x - 0.35), np.where(c == 1, 0.28 - y, y - 0.28)])
    if name == "rings":
        radius, angle = np.where(c == 1, 0.95, 0.42), 2 * np.pi * u
        return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    if name == "spirals":
        angle = 2.5 * np.pi * u + c * np.pi
        return np.column_stack([u * np.cos(angle), u * np.sin(angle)])
    angle = 2 * np.pi * u
    return np.column_stack([-0.6 * sign + 0.25 * np.cos(angle), 0.25 * np.sin(angle)])


def diabetes(settings: Mapping[str, Any], fixed: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray, int]:
    """(X, y, how many to learn from) of the patients of chapter 1; in their order where none is held back."""
    X, y = data.diabetes()
    if fixed["columns"]:
        X = X[:, [MEASURES.index(name) for name in fixed["columns"]]]
    elif settings["hidden"]:
        X = X[:, :-1]
    n = len(y) - rounded(fixed["held"] * len(y))
    order = chance.permutations(0, chance.SPLIT, len(y), 1)[0] if fixed["held"] else np.arange(len(y))
    return X[order], y[order], n


def rounded(value: float) -> int:
    """The nearest whole number, a half upwards, as JavaScript's Math.round.

    >>> rounded(2.5), rounded(2.4)
    (3, 2)
    """
    return int(np.floor(value + 0.5))
