"""The still picture of a landscape: heights that show a valley, paths that lie on the ground, words on its axes."""

import numpy as np
import pytest

from course_lib import explorers, plots, surfaces, training
from course_lib.optimizers import SGD, Adam, Nesterov

LOGARITHMIC = {"rosenbrock", "beale"}


def drawn(name, lr=0.001):
    """(axes, run) of SGD's run on a surface."""
    surface = surfaces.get(name)
    run = training.descend(surface, SGD(lr), surface.start, 20)
    return plots.relief(surface, {"SGD": run}).axes[0], run


@pytest.mark.parametrize("name", ["basins", "beale", "canyon", "quadratic", "rosenbrock", "saddle"])
def test_heights_are_logarithmic_only_where_losses_span_decades_and_the_axis_says_so(name):
    axes, _ = drawn(name)
    assert ("logarithmic" in axes.get_zlabel()) == (name in LOGARITHMIC)
    labels = [float(label.get_text()) for label in axes.get_zticklabels()]
    assert len(labels) >= 3 and labels == sorted(labels)
    if name in LOGARITHMIC:
        np.testing.assert_allclose(np.diff(np.log10(labels)), 1)


def test_a_path_lies_on_the_ground_and_ends_at_the_window():
    axes, run = drawn("canyon")
    line = next(line for line in axes.lines if line.get_label() == "SGD")
    x, y, z = line.get_data_3d()
    np.testing.assert_allclose(np.c_[x, y], run.W)
    # Heights are proportional to losses here.
    assert np.corrcoef(z, run.loss)[0, 1] == pytest.approx(1)
    axes, run = drawn("quadratic", lr=0.03)  # which throws it out along W2
    x, y, _ = next(line for line in axes.lines if line.get_label() == "SGD").get_data_3d()
    low, high = axes.get_ylim()
    assert np.isnan(y).any() and low <= np.nanmin(y) and np.nanmax(y) <= high


def test_the_explorer_s_still_picture_is_the_landscape_in_its_own_lines():
    rules = [Adam(0.1), Adam(0.01), Nesterov(0.1)]
    widget = explorers.path("canyon", rules, steps=20, view="landscape", alt="x")
    axes = widget.figure().axes[0]
    lines = {line.get_label(): line for line in axes.lines if line.get_label() in widget.settings["rules"]}
    assert axes.name == "3d" and list(lines) == widget.settings["rules"]
    assert len({(line.get_color(), line.get_linestyle()) for line in lines.values()}) == 3
    assert explorers.path("canyon", rules, steps=20, alt="x").figure().axes[0].name == "rectilinear"
    assert explorers.path("pit", rules, steps=20, view="landscape", alt="x").figure().axes[0].name == "rectilinear"
