"""Surfaces: exact gradients against central differences, minima that are minima, sentences for bad input."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import explorers, surfaces
from course_lib.explorers import recipes

NAMES = list(surfaces.SURFACES)
SCRIPT = Path(explorers.__file__).parent / "js" / "surfaces.js"


def central_difference(f, W, h=1e-5):
    """The slope of f at W along each axis, by the symmetric quotient."""
    return np.stack([(f(W + h * e) - f(W - h * e)) / (2 * h) for e in np.eye(W.shape[-1])], axis=-1)


@pytest.mark.parametrize("name", NAMES)
@given(where=st.lists(st.floats(0, 1), min_size=2, max_size=2))
@settings(max_examples=60, deadline=None)
def test_gradient_is_the_slope_of_the_value(name, where):
    surface = surfaces.get(name)
    low, high = np.array(surface.window).T
    W = low + (high - low) * np.array(where[: surface.dim])
    expected = central_difference(surface.value, W)
    assert surface.gradient(W) == pytest.approx(expected, rel=1e-6, abs=1e-6 * (1 + np.abs(expected).max()))


@pytest.mark.parametrize("name", NAMES)
def test_many_points_at_once_are_the_points_one_by_one(name):
    surface = surfaces.get(name)
    low, high = np.array(surface.window).T
    W = np.random.default_rng(0).uniform(low, high, (4, 3, surface.dim))
    assert surface.value(W).shape == (4, 3)
    assert surface.gradient(W).shape == W.shape
    assert surface.value(W[2, 1]) == pytest.approx(surface.value(W)[2, 1], rel=1e-12)
    assert surface.gradient(W[2, 1]) == pytest.approx(surface.gradient(W)[2, 1], rel=1e-12)


@pytest.mark.parametrize("name", [name for name in NAMES if surfaces.get(name).minima is not None])
def test_minima_are_flat_and_lower_than_what_is_around_them(name):
    surface = surfaces.get(name)
    around = np.random.default_rng(0).standard_normal((200, surface.dim))
    around *= 1e-2 / np.linalg.norm(around, axis=1, keepdims=True)
    for minimum in surface.minima:
        assert surface.gradient(minimum) == pytest.approx(0, abs=1e-10)
        assert np.all(surface.value(minimum + around) > surface.value(minimum))
    values = surface.value(surface.minima)
    assert np.all(np.diff(values) > 0), "deepest first"


@pytest.mark.parametrize("name", NAMES)
def test_start_and_minima_lie_in_the_window(name):
    surface = surfaces.get(name)
    low, high = np.array(surface.window).T
    points = [surface.start, *(surface.minima if surface.minima is not None else [])]
    assert all(np.all((low <= p) & (p <= high)) for p in points)


def test_no_minimum_of_the_three_basins_or_the_pit_is_missing():
    # Counted on a grid, independently of how the module found them: lower than all neighbours.
    basins = surfaces.get("basins")
    x = np.stack(np.meshgrid(*(np.linspace(*side, 400) for side in basins.window), indexing="ij"), axis=-1)
    z = basins.value(x)
    inner = z[1:-1, 1:-1]
    shifts = [z[1 + i : 399 + i, 1 + j : 399 + j] for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]
    assert np.sum(np.all([inner < s for s in shifts], axis=0)) == len(basins.minima) == 3
    pit = surfaces.get("pit")
    h = pit.value(np.linspace(*pit.window[0], 5001)[:, None])
    assert np.sum((h[1:-1] < h[:-2]) & (h[1:-1] < h[2:])) == len(pit.minima) == 2


def test_both_languages_list_the_same_makers():
    listed = re.search(r"^const MAKERS = \{([^}]*)\}", SCRIPT.read_text(encoding="utf-8"), re.MULTILINE)[1]
    assert set(re.findall(r"\w+", listed)) == set(recipes.MAKERS), (
        "MAKERS in course_lib/explorers/js/surfaces.js and in recipes.py must name the same surfaces"
    )


def test_known_values():
    beale = surfaces.get("beale")
    assert beale.value(np.array([3.0, 0.5])) == 0
    assert beale.value(np.array([0.0, 1.0])) == pytest.approx(14.203125)
    assert beale.gradient(np.array([0.0, 1.0])) == pytest.approx([0, 0], abs=1e-12)  # the saddle
    assert surfaces.get("rosenbrock").value(np.array([-1.2, 1.0])) == pytest.approx(24.2)


def test_rotation_carries_the_picture_with_it():
    twin = surfaces.get("rotated saddle")
    quarter = surfaces.rotated(surfaces.quadratic(), 90)
    assert quarter.start == pytest.approx((-1, 10))
    assert quarter.value(np.array(quarter.start)) == pytest.approx(100)
    assert twin.value(np.array(twin.start)) == pytest.approx(surfaces.get("saddle").value(np.array([1, 1e-4])))


def test_scaling_multiplies_value_and_gradient():
    W = np.array([0.3, -0.7])
    plain, large = surfaces.quadratic(), surfaces.scaled(surfaces.quadratic(), 100)
    assert large.value(W) == pytest.approx(100 * plain.value(W))
    assert large.gradient(W) == pytest.approx(100 * plain.gradient(W))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: surfaces.get("bowl"), "there is no surface 'bowl'; choose one of quadratic"),
        (lambda: surfaces.quadratic((1, -1)), "positive curvatures"),
        (lambda: surfaces.scaled(surfaces.quadratic(), 0), "factor must be above 0, got 0"),
    ],
)
def test_bad_input_is_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
