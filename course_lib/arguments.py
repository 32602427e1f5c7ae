"""The kinds of argument that the library's functions take, and the error messages for any other kind.

Arguments are checked where a learner calls, never in a loop: `Rule.step` and a surface's functions check nothing.
"""

import math
from collections.abc import Callable
from numbers import Integral, Real
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike


class Rule(Protocol):
    """What `descend` and `fit` ask of an update rule; those of `course_lib.optimizers` and OwnRule have it."""

    def start(self, W: np.ndarray) -> dict[str, Any]: ...
    def step(self, W: np.ndarray, g: np.ndarray, past: dict[str, Any]) -> tuple[np.ndarray, dict[str, Any]]: ...
    def look(self, W: np.ndarray, past: dict[str, Any]) -> np.ndarray: ...
    def shape(self, W: np.ndarray) -> tuple[int, ...]: ...


class Surface(Protocol):
    """What `descend` asks of a surface."""

    @property
    def dim(self) -> int: ...
    @property
    def value(self) -> Callable: ...
    @property
    def gradient(self) -> Callable: ...


class Model(Protocol):
    """What `fit` asks of a model."""

    @property
    def size(self) -> int: ...
    def loss(self, W: np.ndarray, X: np.ndarray, y: np.ndarray) -> np.ndarray: ...
    def gradient(self, W: np.ndarray, X: np.ndarray, y: np.ndarray) -> np.ndarray: ...


def has(name: str, value: Any, kind: type, example: str) -> None:
    """ValueError unless `value` has all that the protocol `kind` asks for, and is an object rather than a class."""
    if isinstance(value, type):
        raise ValueError(f"{name} must be one such as {example}, got the class {value.__name__}: call it first.")
    # Asked of the class: a property may compute something.
    wanted = [part for part in vars(kind) if not part.startswith("_")]
    if missing := [part for part in wanted if not hasattr(type(value), part) and part not in vars_of(value)]:
        raise ValueError(f"{name} must be one such as {example}, got {shown(value)}, which has no {missing[0]}.")


def number(name: str, value: Any, low: float = -np.inf, high: float = np.inf) -> float:
    """`value` as a float when it is one finite number from `low` to `high`; ValueError otherwise."""
    is_number = isinstance(value, Real)
    if not is_number:
        raise ValueError(f"{name} must be a number, got {shown(value)}.")
    if not (math.isfinite(value) and low <= value <= high):  # written so that NaN counts as wrong
        between = "finite" if low == -np.inf else f"at least {low:g}" if high == np.inf else f"from {low:g} to {high:g}"
        raise ValueError(f"{name} must be {between}, got {value}.")
    return float(value)


def whole(name: str, value: Any, low: int = 0, high: int | None = None) -> int:
    """`value` when it is a whole number of at least `low`, and at most `high`; ValueError otherwise."""
    is_whole = isinstance(value, Integral)
    if not (is_whole and value >= low and (high is None or value <= high)):
        wanted = f"of at least {low}" if high is None else f"from {low} to {high}"
        raise ValueError(f"{name} must be a whole number {wanted}, got {shown(value)}.")
    return int(value)


def flag(name: str, value: Any) -> bool:
    """`value` when it is True or False; ValueError otherwise, since "no" would count as yes."""
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} must be True or False, got {shown(value)}.")
    return bool(value)


def array(name: str, value: ArrayLike, ndim: int | None = None, dtype: type | None = float) -> np.ndarray:
    """`value` as an array of numbers with `ndim` axes (None: at least one); ValueError otherwise.

    dtype: None leaves whole numbers whole.
    """
    try:
        numbers = np.asarray(value)
        if numbers.dtype.kind not in "biuf":
            raise ValueError
        numbers = numbers if dtype is None else numbers.astype(dtype, copy=False)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be an array or list of numbers, got {shown(value)}.") from None
    if numbers.ndim == 0 or ndim not in (None, numbers.ndim):
        axes = {None: "one axis or more", 1: "one axis", 2: "two axes"}[ndim]
        raise ValueError(f"{name} must be an array of {axes}, got shape {numbers.shape}.")
    return numbers


def generator(name: str, value: Any) -> np.random.Generator:
    """`value` when it is a numpy Generator; ValueError otherwise: a number alone is a seed, not a source of numbers."""
    if not isinstance(value, np.random.Generator):
        raise ValueError(f"{name} must be a numpy Generator such as np.random.default_rng(0), got {shown(value)}.")
    return value


def function(name: str, value: Any) -> Callable:
    """`value` when it can be called; ValueError otherwise."""
    if not callable(value) or isinstance(value, type):
        raise ValueError(f"{name} must be a function, got {shown(value)}.")
    return value


def shown(value: Any) -> str:
    """A short text for a value in a sentence."""
    if isinstance(value, type):
        return f"the class {value.__name__}"
    text = str(value) if isinstance(value, Real) else repr(value)  # 1.2, not np.float64(1.2)
    return text if len(text) <= 40 and "\n" not in text else f"a {type(value).__name__}"


def vars_of(value: Any) -> dict[str, Any]:
    """An object's own attributes; empty for one without a dict."""
    return getattr(value, "__dict__", {})
