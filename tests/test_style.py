"""Lines that can be told apart: by colour-blind readers, in grey, and where dots lie close together."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from course_lib import explorers, plots, style, surfaces, training
from course_lib.optimizers import Momentum, Nesterov

LOOKS = style.RULES | style.BATCHES | {"one's own": style.OWN}

# Machado, Oliveira and Fernandes (2009): what is left of linear red, green and blue at full strength.
EYES = {
    "all colours": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]


def lab(colour, eye):
    """CIE's L*, a*, b* of a colour as an eye of EYES sees it, (3,); steps of about 2 can just be seen."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = XYZ @ np.clip(EYES[eye] @ linear, 0, 1) / [0.95047, 1, 1.08883]
    x, y, z = np.where(seen > 216 / 24389, np.cbrt(seen), (24389 / 27 * seen + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_the_measure_is_cie_s():
    assert lab("#0000FF", "all colours") == pytest.approx([32.3, 79.2, -107.9], abs=0.1)


def test_the_site_has_the_type_face_of_the_explorers():
    """And the letters in their pictures begin with the same."""
    root = Path(__file__).resolve().parents[1]
    site = (root / "docs/site/_static/course.css").read_text(encoding="utf-8")
    explorer = (root / "course_lib/explorers/explorers.css").read_text(encoding="utf-8")
    face = re.search(r"^  font: var\(--explorer-size\)/1.4 (.*);", explorer, re.MULTILINE)[1]
    assert re.search(r"^body { --font-stack: (.*); }", site, re.MULTILINE)[1] == face
    drawn = (root / "course_lib/explorers/js/draw.js").read_text(encoding="utf-8")
    latin = re.search(r'FACE = "(.*), sans-serif"', drawn)[1].replace("'", '"')
    assert face.startswith(latin)


def test_no_two_lines_share_colour_and_style():
    assert [pair for pair in combinations(LOOKS, 2) if LOOKS[pair[0]] == LOOKS[pair[1]]] == []


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("pair", [("Momentum", "Nesterov"), ("Adam", "AMSGrad")])
def test_a_rule_has_another_colour_than_the_one_it_is_compared_with(pair, eye):
    one, other = (style.RULES[name] for name in pair)
    assert np.linalg.norm(lab(one[0], eye) - lab(other[0], eye)) > 20
    assert one[1] != other[1]


def test_dots_on_a_broken_line_are_rings():
    bowl, rules = surfaces.quadratic((1, 100)), [Momentum(0.02), Nesterov(0.02)]
    runs = {type(rule).__name__: training.descend(bowl, rule, bowl.start, 20) for rule in rules}
    figures = plots.paths(bowl, runs), explorers.path(["quadratic", [1, 100]], rules, steps=20, alt="x").figure()
    for figure in figures:
        faces = {line.get_label(): line.get_markerfacecolor() for line in figure.axes[0].lines}
        assert faces["Momentum"] == style.BLUE and faces["Nesterov"] == "white"
