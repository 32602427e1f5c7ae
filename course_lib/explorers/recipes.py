"""Surfaces by recipe: lists that Python and JavaScript both turn into the same surface, and into a line of Python.

"canyon"                                     surfaces.get("canyon")
["quadratic", [1, 25]]                       surfaces.quadratic((1, 25))
["rotated", ["quadratic", [1, 25]], 30]      surfaces.rotated(surfaces.quadratic((1, 25)), 30)
"""

from typing import Any

import numpy as np

from course_lib import surfaces

# A list such as ["quadratic", [1, 25]], or the name of a surface.
Recipe = Any

# Makers of course_lib.surfaces that js/surfaces.js has as well.
MAKERS = ("quadratic", "pit", "cliff", "basins", "saddle", "canyon", "beale", "rosenbrock", "rotated", "scaled")
# What `surfaces.get` calls by another name.
NAMED = {"rotated saddle": ["rotated", ["saddle"], 30]}
LEVELS, GRID, UNITS = 18, 121, 1000


def recipe_of(recipe: Recipe) -> list[Any]:
    """The recipe as a list: a name stands for a surface with its usual settings. ValueError for an unknown one."""
    parts = NAMED.get(recipe, [recipe]) if isinstance(recipe, str) else recipe
    if not is_recipe(parts):
        known = ", ".join([*MAKERS, *NAMED])
        raise ValueError(f"there is no surface {recipe!r} for an explorer; it must be made by one of {known}.")
    return [parts[0], *(recipe_of(part) if is_recipe(part) else plain(part) for part in parts[1:])]


def is_recipe(part: Any) -> bool:
    """A list whose first entry names a maker."""
    return isinstance(part, list | tuple) and len(part) > 0 and part[0] in MAKERS


def plain(part: Any) -> Any:
    """Tuples as lists: what JSON has."""
    return list(part) if isinstance(part, tuple) else part


def surface_of(recipe: Recipe) -> Any:
    """The surface of a recipe, built by course_lib.surfaces."""
    maker, *given = recipe
    return getattr(surfaces, maker)(*(surface_of(part) if is_recipe(part) else part for part in given))


def label_of(recipe: Recipe) -> str:
    """The label by which a reader chooses it: the surface's name, and for a bowl its condition number κ."""
    maker, *given = recipe
    if maker == "quadratic":
        c = given[0] if given else (1, 100)
        return f"bowl, κ = {max(c) / min(c):g}"
    if maker == "rotated":
        return f"{label_of(given[0])}, turned by {given[1]:g}°"
    return surface_of(recipe).name


def as_python(recipe: Recipe) -> str:
    """The line of Python that makes it."""
    maker, *given = recipe
    parts = [
        as_python(part) if is_recipe(part) else repr(tuple(part) if isinstance(part, list) else part) for part in given
    ]
    return f"surfaces.{maker}({', '.join(parts)})"


def landscape(recipe: Recipe) -> dict[str, Any]:
    """What is drawn of a surface besides the paths, ready for JSON."""
    surface = surface_of(recipe)
    window = surfaces.proportioned(surface.window)
    minima = [] if surface.minima is None else surface.minima
    return {
        "recipe": recipe,
        "python": as_python(recipe),
        "window": [list(map(float, side)) for side in window],
        "start": list(map(float, surface.start)),
        "minima": [list(map(float, point)) for point in minima],
        # Above it the loss may be drawn on a logarithmic axis.
        "floor": float(surface.value(minima[0])) if len(minima) else None,
        "contours": contours(surface, window) if surface.dim == 2 else [],
    }


def contours(surface: Any, window: tuple) -> list[str]:
    """SVG path data, one string for each height, of lines of equal value: the window is 1000 units wide and high.

    The heights are closer together near the bottom, as in `plots.paths`.
    """
    from contourpy import contour_generator  # here: importing the explorers stays quick

    (left, right), (bottom, top) = window
    x, y = np.linspace(left, right, GRID), np.linspace(bottom, top, GRID)
    z = surface.value(np.stack(np.meshgrid(x, y), axis=-1))
    heights = z.min() + (z.max() - z.min()) * np.linspace(0, 1, LEVELS + 1)[1:-1] ** 3
    lines: Any = contour_generator(x, y, z).lines
    units = UNITS / np.array([right - left, top - bottom])
    return ["".join(path_data((line - (left, bottom)) * units) for line in lines(height)) for height in heights]


def path_data(line: np.ndarray) -> str:
    """A line (n, 2) in whole units, without the points that would move it by less than three of them."""
    # A place halfway between two units must not fall to either side by its last bit.
    points = np.rint(np.round(line, 6)).astype(int)
    kept = [points[0]]
    for point in points[1:]:
        if np.abs(point - kept[-1]).max() >= 8:
            kept.append(point)
    kept.append(points[-1])
    # From point to point, which takes half the characters of places: a notebook holds thousands of these.
    steps = "".join(f"{x: d}{y: d}" for x, y in np.diff(kept, axis=0)).replace(" ", ",")
    return f"M{kept[0][0]} {kept[0][1]}l{steps.removeprefix(',')}"
