"""The explorers' JavaScript without a browser: its types, its habits, and its numbers against those of course_lib."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from course_lib import averages, training
from course_lib.experiments import adam
from course_lib.explorers import base, recipes, table
from course_lib.explorers.rate_map import BETAS, LRS, losses, rate_map
from tests.explorer_page import collect
from tests.needs import missing
from tests.test_explorers_parity import GROUNDS, rule

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / "tools" / "js"
LINTED = ["course_lib/explorers/js", "course_lib/quiz", "course_lib/authoring/slides.js"]
LINTED += ["course_lib/authoring/lite_start.js", "tests/js"]


def needs(program, sentence):
    """The path of a program of Node; without it the test is left out, or fails where everything is required."""
    return shutil.which(program) or missing(sentence)


def expected():
    """What Python computes, for tests/js."""
    runs = []
    for name in table.RULES:
        for recipe, lr in GROUNDS:
            surface, (opt, knobs) = recipes.surface_of(recipe), rule(name, lr)
            run = training.descend(surface, opt, surface.start, 50)
            where = {"recipe": recipe, "rule": name, "knobs": knobs, "start": np.asarray(surface.start).tolist()}
            runs.append(where | {"path": run.W.tolist(), "loss": run.loss.tolist(), **remembered(opt, surface, 20)})
    x = np.random.default_rng(1).standard_normal(40)
    series = [
        {"x": x.tolist(), "beta": beta, "correct": correct, "v": averages.ewma(x, beta, correct=correct).tolist()}
        for beta in (0.0, 0.9)
        for correct in (False, True)
    ]
    starts = [
        {"beta1": b1, "beta2": b2, "shares": np.array(adam.start_error(b1, b2, steps=50)).T.tolist()}
        for b1, b2 in [(0.9, 0.999), (0.0, 0.9)]
    ]
    settings = {"rule": "Adam", "knob": "beta1", "kappa": 25, "steps": 30}
    loss = losses(**settings)[1][::8, :40:5]
    cells = {"lrs": LRS[:40:5].tolist(), "betas": BETAS[::8].tolist()}
    cells["loss"] = [[None if np.isnan(value) else value for value in row] for row in loss.tolist()]
    rest = rate_map(("Adam",), alt="x").fixed["rest"]
    return {"runs": runs, "averages": series, "starts": starts, "map": {"settings": settings, "rest": rest, **cells}}


def remembered(opt, surface, steps):
    """{"states", "rates"} of a run, step by step: what is stored after each, and W's change over what it follows."""
    W = np.array(surface.start, dtype=float)
    state, states, rates = opt.start(W), [], []
    for _ in range(steps):
        g = surface.gradient(opt.look(W, state))
        stepped, state = opt.step(W, g, state)
        follows = g
        if "v" in state:
            follows = state["v"]
        elif "m" in state and hasattr(opt, "eps"):  # Adam and its kin, but for NAdam
            follows = state["m"] / (1 - opt.beta1 ** state["t"])
        decayed = W * opt.lr * getattr(opt, "weight_decay", 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            rate = (W - decayed - stepped) / follows
        if type(opt).__name__ in ("NAdam", "Lion"):  # the first looks ahead, the second follows a sign
            rate = np.full_like(W, np.nan if type(opt).__name__ == "NAdam" else opt.lr)
        rates.append([each if np.isfinite(each) else None for each in rate.tolist()])
        states.append({name: np.broadcast_to(each, W.shape).tolist() for name, each in state.items()})
        W = stepped
    return {"states": states, "rates": rates}


def test_the_modules_compute_what_python_computes(tmp_path):
    node = needs("node", "no Node.js was found; install it (apt install nodejs, brew install node).")
    (tmp_path / "expected.json").write_text(json.dumps(expected()))
    own = {ROOT / f"tests/js/{name}.test.mjs" for name in ("train", "training")}  # in test_js_train.py
    tests = sorted(set((ROOT / "tests" / "js").glob("*.test.mjs")) - own)
    command = [node, "--test", "--test-reporter=tap", *tests]
    env = os.environ | {"COURSE_EXPECTED": str(tmp_path / "expected.json")}
    run = subprocess.run(command, env=env, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout
    assert f"# pass {sum(file.read_text('utf-8').count(chr(10) + 'test(') for file in tests)}\n" in run.stdout


@pytest.mark.parametrize(
    "check",
    [
        ["tsc", "--project", "tsconfig.json"],
        ["biome", "lint", "--config-path=.", "--error-on-warnings", *(f"../../{folder}" for folder in LINTED)],
    ],
    ids=["types", "lint"],
)
def test_types_and_habits(check):
    needs("node", "no Node.js was found; install it (apt install nodejs, brew install node).")
    program = TOOLS / "node_modules" / ".bin" / check[0]
    if not program.exists():
        missing("the checkers of JavaScript are not installed; run `make js`.")
    run = subprocess.run([program, *check[1:]], cwd=TOOLS, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def digest(name):
    """Of the sources of a bundle, as tools/js/bundle.mjs computes it: no Node is needed to see that one has changed."""
    texts = {}
    collect(name, texts, clean=lambda text: text)
    parts = (f"{each}.js\n{texts[each]}" for each in sorted(texts))
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def test_each_explorer_has_its_bundle_and_no_other_is_left():
    explorers = [path.stem for path in (base.HERE / "js").glob("*.js") if "\nexport default" in path.read_text("utf-8")]
    assert set(explorers) - {"loader"} == set(base.bundles())


@pytest.mark.parametrize("name", base.bundles())
def test_a_bundle_is_made_of_what_stands_in_js_now(name):
    assert f"sha256 {digest(name)}\n" in base.bundle(name), "run `make bundles`"


def test_the_bundles_are_what_esbuild_makes_of_the_sources(tmp_path):
    node = needs("node", "no Node.js was found; install it (apt install nodejs, brew install node).")
    if not (TOOLS / "node_modules" / "esbuild").exists():
        missing("the bundler of JavaScript is not installed; run `make js`.")
    run = subprocess.run([node, "bundle.mjs", tmp_path], cwd=TOOLS, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    fresh = {path.stem: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.js")}
    assert len(fresh) > 4 and fresh == base.bundles(), "run `make bundles`"


def test_lines_are_no_longer_than_python_s():
    modules = [*(ROOT / "course_lib" / "explorers" / "js").glob("*.js"), *(ROOT / "course_lib/authoring").glob("*.js")]
    modules += (ROOT / "course_lib" / "quiz").glob("*.js")
    assert len(modules) > 15
    for path in modules:
        long = [line for line in path.read_text(encoding="utf-8").splitlines() if len(line) > 120]
        assert long == [], path.name
