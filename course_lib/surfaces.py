"""Functions to descend: each with its value, its exact gradient, its minima and the window in which to draw it.

    surface = surfaces.get("quadratic")
    surface.value(W), surface.gradient(W)      # W of shape (2,), or (…, 2) for many points at once

`value` and `gradient` are plain functions of W, so a surface can be stretched, rotated or written by hand.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from course_lib.arguments import array, function, number, shown


@dataclass(frozen=True)
class Surface:
    """A function to descend.

    value: W (…, d) → (…). gradient: W (…, d) → (…, d). minima: (k, d), all its local minima, deepest first (None
    if it has none). window: ((low, high), …) for each coordinate. start: (d,), a good place to begin.
    Raises ValueError for a value or gradient that is not a function, and for a window or start of the wrong shape.

    >>> bowl = Surface("bowl", lambda W: np.sum(W**2, axis=-1), lambda W: 2 * W, ((-1, 1), (-1, 1)), start=(1, 1))
    >>> bowl.dim
    2
    """

    name: str
    value: Callable
    gradient: Callable
    window: tuple
    start: tuple
    minima: np.ndarray | None = None

    def __post_init__(self) -> None:
        function("value", self.value)
        function("gradient", self.gradient)
        window = array("window", self.window, ndim=2)
        if window.shape[1] != 2 or not np.all(window[:, 0] < window[:, 1]):
            raise ValueError(f"window must hold a pair (low, high) for each coordinate, got {shown(self.window)}.")
        if array("start", self.start, ndim=1).shape != (self.dim,):
            raise ValueError(f"start must have {self.dim} entries, one for each pair in window, got {self.start}.")

    @property
    def dim(self) -> int:
        """The number of coordinates."""
        return len(self.window)


def coordinates(W: ArrayLike) -> np.ndarray:
    """x and y of points W (…, 2), each (…): as np.moveaxis, in a tenth of its time, of which a descent would consist.

    >>> x, y = coordinates([[1, 2], [3, 4]])
    >>> x.tolist()
    [1, 3]
    """
    W = np.asarray(W)
    return W.transpose(-1, *range(W.ndim - 1))


def points(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The points (…, 2) of these coordinates, each (…): as np.stack, in a third of its time.

    >>> points(np.array([1, 3]), np.array([2, 4])).tolist()
    [[1, 2], [3, 4]]
    """
    W = np.empty((*np.shape(x), 2), dtype=np.result_type(x, y))
    W[..., 0], W[..., 1] = x, y
    return W


def quadratic(c: ArrayLike = (1, 100), start: ArrayLike | None = None) -> Surface:
    r"""The bowl $f(W) = \tfrac12 \sum_i c_i W_i^2$, with condition number κ = max c / min c. Minimum: 0.

    c: the curvature of each coordinate, any length. The gradient is c·W. start: (10, 1) in two dimensions, else ones.

    >>> quadratic((1, 100)).gradient(np.array([10, 1])).tolist()
    [10.0, 100.0]
    """
    c = np.array(array("c", c, ndim=1))
    if not len(c) or not np.all((c > 0) & np.isfinite(c)):
        raise ValueError(f"c must be a list of positive curvatures, got {c.tolist()}.")
    usual = (10, 1) if len(c) == 2 else [1.0] * len(c)
    begin = tuple(array("start", usual if start is None else start, ndim=1, dtype=None).tolist())
    if len(begin) != len(c):
        raise ValueError(f"start must have {len(c)} entries, one for each curvature, got {start!r}.")
    return Surface(
        name="quadratic",
        value=lambda W: 0.5 * (c * np.square(W)).sum(axis=-1),
        gradient=lambda W: c * W,
        window=proportioned(tuple((-1.2 * max(abs(s), 1), 1.2 * max(abs(s), 1)) for s in begin)),
        start=begin,
        minima=np.zeros((1, len(c))),
    )


def proportioned(window: tuple) -> tuple:
    """The window of a map, its short side widened about its middle to 0.4 of the long one.

    Drawn with equal scales, a longer window would be nothing but a thin strip.

    >>> proportioned(((-10, 10), (-1, 1)))
    ((-10.0, 10.0), (-4.0, 4.0))
    """
    sides = array("window", window, ndim=2)
    if sides.shape[1] != 2:
        raise ValueError(f"window must hold a pair (low, high) for each coordinate, got {shown(window)}.")
    half = np.diff(sides)[:, 0] / 2
    half = np.maximum(half, 0.4 * half.max())
    middle = sides.mean(axis=1)
    return tuple(zip((middle - half).tolist(), (middle + half).tolist()))


def pit(depth: float = 0.1, hill: float = 0.5) -> Surface:
    r"""A plain that slopes into a small pit at x = 1, a deep valley at x = 2 and a hill at x = 3 (slide S10), d = 1.

    $h(x) = 0.1\,\mathrm{softplus}(-10x) - d\,e^{-(x-1)^2/0.045} - 0.3\,e^{-(x-2)^2/0.18} + k\,e^{-(x-3)^2/0.18}$

    depth: d, the depth of the pit. hill: k, the height of the hill.

    >>> pit().minima.round(2).tolist()
    [[1.99], [1.0]]
    """
    depth, hill = number("depth", depth), number("hill", hill)
    # Centre, width (the divisor of the square) and height of each bump; a negative height is a hollow.
    bumps = np.array([(1.0, 0.045, -depth), (2.0, 0.18, -0.3), (3.0, 0.18, hill)])
    centre, width, height = bumps.T

    def value(W: np.ndarray) -> np.ndarray:
        x = np.asarray(W)[..., 0]
        bump = height * np.exp(-((x[..., None] - centre) ** 2) / width)
        return 0.1 * np.logaddexp(0, -10 * x) + bump.sum(axis=-1)

    def gradient(W: np.ndarray) -> np.ndarray:
        x = np.asarray(W)[..., 0]
        away = x[..., None] - centre
        bump = -2 * away / width * height * np.exp(-(away**2) / width)
        slope = -1 / (1 + np.exp(np.minimum(10 * x, 700)))  # the cap keeps exp finite far out on the plain
        return (slope + bump.sum(axis=-1))[..., None]

    return Surface("pit", value, gradient, ((-2.5, 4.0),), (-2.0,), minima_on_line(value, gradient, -2.5, 4.0))


def minima_on_line(value: Callable, gradient: Callable, low: float, high: float) -> np.ndarray:
    """The local minima (k, 1) of a function of one coordinate, deepest first: where its slope turns positive.

    >>> minima_on_line(lambda W: W[..., 0] ** 2, lambda W: 2 * W, -1, 2).round(6).tolist()
    [[0.0]]
    """
    x = np.linspace(low, high, 1001)[:, None]
    slope = gradient(x)[:, 0]
    turns = np.flatnonzero((slope[:-1] < 0) & (slope[1:] >= 0))
    left, right = x[turns], x[turns + 1]
    for _ in range(60):  # halving: after 60 times there is no digit left to gain
        middle = (left + right) / 2
        falling = gradient(middle) < 0
        left, right = np.where(falling, middle, left), np.where(falling, right, middle)
    return right[np.argsort(value(right))]


def cliff() -> Surface:
    """A steep wall above x = 1, a gentle slope below it (slide S6): gradient 20(x-1) + 0.1 above, 0.1x below, d = 1.

    >>> cliff().gradient(np.array([[6.0], [1.0]])).round(3).tolist()
    [[100.1], [0.1]]
    """

    def value(W: np.ndarray) -> np.ndarray:
        x = np.asarray(W)[..., 0]
        return np.where(x > 1, 10 * (x - 1) ** 2 + 0.1 * (x - 1) + 0.05, 0.05 * x**2)

    def gradient(W: np.ndarray) -> np.ndarray:
        W = np.asarray(W)
        return np.where(W > 1, 20 * (W - 1) + 0.1, 0.1 * W)

    return Surface("cliff", value, gradient, ((-1.0, 6.5),), (6.0,), np.zeros((1, 1)))


def basins() -> Surface:
    r"""Three low places of different depth in one wide bowl (slide S16):
    $0.15|W|^2 - \sum_k A_k e^{-|W-p_k|^2/2s_k^2}$, shallow left, middle above, deep right.

    >>> basins().minima.round(2).tolist()
    [[1.13, 0.0], [0.02, 0.89], [-0.71, -0.71]]
    """
    p = np.array([(-0.8, -0.8), (0.0, 1.0), (1.2, 0.0)])
    A, s = np.array([0.3, 0.6, 1.2]), np.array([0.35, 0.45, 0.5])

    def hollows(W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        away = np.asarray(W)[..., None, :] - p
        return away, A * np.exp(-np.sum(away**2, axis=-1) / (2 * s**2))

    def value(W: np.ndarray) -> np.ndarray:
        return 0.15 * np.sum(np.square(W), axis=-1) - hollows(W)[1].sum(axis=-1)

    def gradient(W: np.ndarray) -> np.ndarray:
        away, hollow = hollows(W)
        return 0.3 * np.asarray(W) + np.sum((hollow / s**2)[..., None] * away, axis=-2)

    # Found by descent with the gradient above; a test asserts that the gradient vanishes there.
    minima = [
        (1.1262154789220886, 0.002187288052297295),
        (0.023077939810614886, 0.8879116230083817),
        (-0.7058278468465198, -0.7061505799089506),
    ]
    return Surface("basins", value, gradient, ((-2.8, 2.2), (-2.0, 2.0)), (-2.4, -0.9), np.array(minima))


def saddle() -> Surface:
    r"""The saddle $f = \tfrac12 (x^2 - y^2)$ (slide S17): no minimum; it starts 1e-4 beside the ridge y = 0.

    >>> saddle().start
    (1.0, 0.0001)
    """
    signs = np.array([1.0, -1.0])
    return Surface(
        name="saddle",
        value=lambda W: 0.5 * (signs * np.square(W)).sum(axis=-1),
        gradient=lambda W: signs * W,
        window=((-1.5, 1.5), (-1.5, 1.5)),
        start=(1.0, 1e-4),
    )


def canyon() -> Surface:
    r"""A winding canyon with steep walls and a floor that falls gently to (0, 0) (slide S18):
    $f = \tfrac12 c\,(y - \sin x)^2 + \tfrac12 b\,x^2$ with c = 10 and b = 0.1. Minimum: 0.

    >>> float(canyon().value(np.array([0, 0])))
    0.0
    """
    c, b = 10.0, 0.1

    def value(W: np.ndarray) -> np.ndarray:
        x, y = coordinates(W)
        return 0.5 * c * (y - np.sin(x)) ** 2 + 0.5 * b * x**2

    def gradient(W: np.ndarray) -> np.ndarray:
        x, y = coordinates(W)
        wall = c * (y - np.sin(x))
        return points(b * x - wall * np.cos(x), wall)

    return Surface("canyon", value, gradient, ((-5.0, 2.0), (-2.0, 2.0)), (-4.0, 1.5), np.zeros((1, 2)))


def beale() -> Surface:
    r"""Beale's function: $(1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2$.

    Minimum 0 at (3, 0.5); a saddle at (0, 1). The gradient reaches 2e5 in the corners of ±4.5, so starts matter.

    >>> float(beale().value(np.array([3, 0.5])))
    0.0
    """
    a, k = np.array([1.5, 2.25, 2.625]), np.array([1, 2, 3])

    def terms(W: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        x, y = (np.asarray(W)[..., i, None] for i in (0, 1))
        return x, y, a - x + x * y**k

    def value(W: np.ndarray) -> np.ndarray:
        return np.sum(terms(W)[2] ** 2, axis=-1)

    def gradient(W: np.ndarray) -> np.ndarray:
        x, y, term = terms(W)
        return points(np.sum(2 * term * (y**k - 1), -1), np.sum(2 * term * x * k * y ** (k - 1), -1))

    return Surface("beale", value, gradient, ((-1.0, 4.5), (-1.5, 2.0)), (1.0, 1.5), np.array([(3.0, 0.5)]))


def rosenbrock() -> Surface:
    r"""Rosenbrock's valley: $(1-x)^2 + 100\,(y - x^2)^2$. Minimum 0 at (1, 1), at the end of a curved floor.

    >>> round(float(rosenbrock().value(np.array([-1.2, 1]))), 6)
    24.2
    """

    def value(W: np.ndarray) -> np.ndarray:
        x, y = coordinates(W)
        return (1 - x) ** 2 + 100 * (y - x**2) ** 2

    def gradient(W: np.ndarray) -> np.ndarray:
        x, y = coordinates(W)
        return points(-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2))

    return Surface("rosenbrock", value, gradient, ((-2.0, 2.0), (-1.0, 3.0)), (-1.2, 1.0), np.array([(1.0, 1.0)]))


def rotated(surface: Surface, degrees: float) -> Surface:
    """The same surface turned counter-clockwise about the origin; its start and minima turn with it.

    >>> np.round(rotated(quadratic(), 90).start, 6).tolist()
    [-1.0, 10.0]
    """
    degrees = number("degrees", degrees)
    if plain(surface).dim != 2:
        raise ValueError(f"surface must have two coordinates to be turned, got {surface.name} with {surface.dim}.")
    cos, sin = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))

    def turn(W: ArrayLike, sin: float) -> np.ndarray:
        # Written out: a matrix product may round differently on another machine, and so change a picture.
        x, y = coordinates(W)
        return points(cos * x - sin * y, sin * x + cos * y)

    return replace(
        surface,
        name=f"{surface.name}, turned by {degrees:g}°",
        value=lambda W: surface.value(turn(W, -sin)),
        gradient=lambda W: turn(surface.gradient(turn(W, -sin)), sin),
        start=tuple(turn(surface.start, sin)),
        minima=None if surface.minima is None else turn(surface.minima, sin),
    )


def scaled(surface: Surface, factor: float) -> Surface:
    """The same surface with its value, and so its gradient, multiplied by a positive factor: only the unit changes.

    >>> scaled(quadratic(), 100).gradient(np.array([10, 1])).tolist()
    [1000.0, 10000.0]
    """
    if not number("factor", factor) > 0:
        raise ValueError(f"factor must be above 0, got {factor:g}.")
    return replace(
        plain(surface),
        name=f"{factor:g} × {surface.name}",
        value=lambda W: factor * surface.value(W),
        gradient=lambda W: factor * surface.gradient(W),
    )


def plain(surface: Surface) -> Surface:
    """`surface` when it is a Surface; ValueError otherwise.

    >>> plain(quadratic()).name
    'quadratic'
    """
    if not isinstance(surface, Surface):
        raise ValueError(f"surface must be a surface such as surfaces.quadratic(), got {shown(surface)}.")
    return surface


# The surfaces that the course's pictures are drawn on, by name.
SURFACES: dict[str, Callable[[], Surface]] = {
    "quadratic": quadratic,
    "pit": pit,
    "cliff": cliff,
    "basins": basins,
    "saddle": saddle,
    "rotated saddle": lambda: rotated(saddle(), 30),
    "canyon": canyon,
    "beale": beale,
    "rosenbrock": rosenbrock,
}


def get(name: str) -> Surface:
    """The surface of that name, with its usual settings; ValueError when there is none.

    >>> get("canyon").window
    ((-5.0, 2.0), (-2.0, 2.0))
    """
    if not isinstance(name, str) or name not in SURFACES:
        raise ValueError(f"there is no surface {shown(name)}; choose one of {', '.join(SURFACES)}.")
    return SURFACES[name]()
