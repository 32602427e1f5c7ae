"""js/rules.js is made of the rules in Python; what JavaScript cannot say is refused. (Equal paths: Chromium's test.)"""

import ast
import math
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from course_lib.authoring import AuthoringError, translate
from course_lib.optimizers import SGD, Momentum
from course_lib.optimizers.rule import knobs
from tests.rules import ELEMENTWISE, ROWS

ROOT = Path(__file__).resolve().parents[1]


def test_the_committed_script_is_that_of_the_rules():
    stored = (ROOT / translate.FILE).read_text(encoding="utf-8")
    assert stored == translate.script(), f"{translate.FILE} is out of date: run `make notebooks`."


def test_it_is_written_only_when_it_changed(tmp_path):
    (tmp_path / translate.FILE).parent.mkdir(parents=True)
    assert [translate.refresh(tmp_path), translate.refresh(tmp_path)] == [True, False]


def computed(text, known):
    """The number that a line's signs say: "0.9·2 + 0.1·3²" with names in braces."""
    text = re.sub(r"\{1-(\w+)\}", r"(1 - {\1})", text).replace("{t+1}", "({t'} + 1)")
    text = re.sub(r"\{([^}]+)\}", lambda name: f"known[{name[1]!r}]", text)
    for sign, python in {"−": "-", "·": "*", "²": "**2", "^": "**", "√": "sqrt"}.items():
        text = text.replace(sign, python)
    return eval(text, {"known": known, "sqrt": math.sqrt, "sign": np.sign, "max": max})


@pytest.mark.parametrize("rule", ELEMENTWISE)
def test_the_lines_of_the_arithmetic_work_out_what_the_step_does(rule):
    opt, W = ROWS[rule].settings[0], 1.5
    past = opt.start(np.float64(0))
    for g in (2.0, -4.0, 0.5):
        stepped, state = opt.step(W, g, past)
        known = {"W": W, "g": g, **past, **{name: getattr(opt, name) for name in knobs(rule)}}
        known |= {"t'": state["t"]} if "t" in state else {}
        for line in translate.arithmetic(*translate.read(rule, "step")):
            _, signs, name = re.fullmatch(r"(\S+) = (.*) = \{(.*)\}", line).groups()
            known[name] = computed(signs, known)
        assert known["W'"] == pytest.approx(stepped, rel=1e-14)
        assert {name: known[name + "'"] for name in state} == pytest.approx(state, rel=1e-14)
        W, past = stepped, state


@pytest.mark.parametrize("text", ["W - (g - W)", "W / (g / W)", "W - (g + W)", "(W + g) * W", "W - g - W"])
def test_parentheses_stand_where_they_count(text):
    signs = translate.spelled(ast.parse(text, mode="eval").body, {"W": "{W}", "g": "{g}"})
    assert computed(signs, {"W": 3.0, "g": 5.0}) == eval(text, {"W": 3.0, "g": 5.0})


def test_a_function_of_numpy_is_called_by_its_name_in_both():
    expression = ast.parse("np.maximum(np.abs(g - W), np.sqrt(g))", mode="eval").body
    assert translate.javascript(expression) == "Math.max(Math.abs(g - W), Math.sqrt(g))"
    signs = translate.spelled(expression, {"W": "{W}", "g": "{g}"})
    assert computed(signs, {"W": 9.0, "g": 4.0}) == 5


@dataclass(frozen=True)
class Branches(SGD):
    def step(self, W, g, past):
        if g > 0:
            return W, past
        return W - g, past


@dataclass(frozen=True)
class Clips(SGD):
    def step(self, W, g, past):
        small = np.clip(g, -1, 1)
        return W - self.lr * small, {}


@dataclass(frozen=True)
class AssignsTwice(Momentum):
    def step(self, W, g, past):
        v = self.beta * past["v"]
        v = v + g
        return W - self.lr * v, {"v": v}


@dataclass(frozen=True)
class Renames(Momentum):
    def step(self, W, g, past):
        u = past["v"] + g
        return W - self.lr * u, {"v": u}


@dataclass(frozen=True)
class NegativePower(SGD):
    def step(self, W, g, past):
        return W - self.lr * -(g**2), {}


@pytest.mark.parametrize(
    ("rule", "code", "here"),
    [
        (Branches, "if g > 0:", "if g > 0:"),
        (Clips, "np.clip(g, -1, 1)", "small = np.clip(g, -1, 1)"),
        (AssignsTwice, "v = v + g", "v = v + g"),
        (Renames, "return (W - self.lr * u, {'v': u})", '{"v": u}'),
        (NegativePower, "-g ** 2", "-(g**2)"),
    ],
)
def test_what_javascript_cannot_say_is_refused_with_file_and_line(rule, code, here):
    with pytest.raises(AuthoringError) as error:
        translate.script({rule.__name__: rule})
    path, line, sentence = str(error.value).split(":", 2)
    assert Path(path) == Path(__file__) and f"“{code}" in sentence and sentence.endswith("may use.")
    own = Path(__file__).read_text(encoding="utf-8").splitlines()
    assert here in own[int(line) - 1]
