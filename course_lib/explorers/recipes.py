"""Surfaces by recipe: lists that Python and JavaScript both turn into the same surface, and into a line of Python.

"canyon"                                     surfaces.get("canyon")
["quadratic", [1, 25]]                       surfaces.quadratic((1, 25))
["rotated", ["quadratic", [1, 25]], 30]      surfaces.rotated(surfaces.quadratic((1, 25)), 30)
"""

from typing import Any

from course_lib import surfaces

# A list such as ["quadratic", [1, 25]], or the name of a surface.
Recipe = Any

# Makers of course_lib.surfaces that js/surfaces.js has as well.
MAKERS = ("quadratic", "pit", "cliff", "basins", "saddle", "canyon", "beale", "rosenbrock", "rotated", "scaled")
# What `surfaces.get` calls by another name.
NAMED = {"rotated saddle": ["rotated", ["saddle"], 30]}


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
    }
