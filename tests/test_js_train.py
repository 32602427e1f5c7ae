"""The network in JavaScript without a browser: fit, starts, orders and schedules are those of the library."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from course_lib import data, explorers, models, schedules, training
from course_lib.authoring import sweeps
from course_lib.data import Split
from course_lib.experiments import tuning
from course_lib.explorers import chance, table
from course_lib.explorers.train_model import SCHEDULES, start_of
from course_lib.optimizers import SGD, Adam, Momentum, RMSProp
from tests.test_explorers_parity import KNOBS
from tests.test_js import needs

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
# {name: (model, its shape in JavaScript)}.
MODELS = {
    "linear regression": (models.LinearRegression(3), {"sizes": [3, 1], "bias": False}),
    "softmax regression": (models.SoftmaxRegression(3, 4), {"sizes": [3, 4], "classes": True}),
    "a ReLU layer": (models.MLP(3, 5), {"sizes": [3, 5, 1], "activation": "relu"}),
    "two tanh layers": (
        models.MLP(3, (6, 5), 4, classes=True, activation="tanh"),
        {"sizes": [3, 6, 5, 4], "activation": "tanh", "classes": True},
    ),
    "three tanh layers": (
        models.MLP(3, (4, 8, 3), activation="tanh"),
        {"sizes": [3, 4, 8, 3, 1], "activation": "tanh"},
    ),
    "two ReLU layers": (
        models.MLP(3, (8, 4), 2, classes=True),
        {"sizes": [3, 8, 4, 2], "activation": "relu", "classes": True},
    ),
}
RATES = {"AdaDelta": 0.3, "Lion": 0.003, "SGD": 0.1, "Momentum": 0.1, "Nesterov": 0.1}


def run_of(name, rule, lr):
    """What Python computes of one run, and all that JavaScript needs to compute it too."""
    model, shape = MODELS[name]
    rng = np.random.default_rng(len(name))
    X = rng.standard_normal((30, 3))
    y = rng.integers(0, model.outputs if hasattr(model, "outputs") else 4, 30) if shape.get("classes") else X[:, 0] ** 2
    knobs = {"lr": lr, **{k: KNOBS.get(k, v) for k, v in table.knobs_of(table.RULES[rule]()).items() if k != "lr"}}
    W = rng.normal(0, 0.5, model.size)
    orders = data.epoch_orders(30, 8, rng)
    schedule = schedules.warm_up(40, 0.2) * schedules.cosine(40, 0.1)
    run = training.fit(model, table.RULES[rule](**knobs), X, y, W, 7, orders, schedule=schedule)
    given = {"name": name, "shape": shape, "data": {"X": X.tolist(), "y": y.tolist()}, "rule": rule, "knobs": knobs}
    given |= {"start": W.tolist(), "orders": orders.tolist(), "batchSize": 7, "schedule": schedule.tolist()}
    return given | {"W": run.W[-1].tolist(), "loss": run.loss.tolist(), "diverged": bool(run.diverged)}


def race_of(rule, middle):
    """A race of chapter 6, by `tuning.race`, on starts and orders that JavaScript can draw too."""
    model, x = models.MLP(1, 6, activation="tanh"), np.linspace(-1, 1, 64)[:, None]
    split = Split(x, x[:, 0] ** 2, x, x[:, 0] ** 2)

    def task(seeds):
        start = np.stack([start_of(model, seed) for seed in seeds])
        orders = np.stack([chance.permutations(seed, chance.ORDER, 64, 20) for seed in seeds])
        return tuning.Task(model, split, start, orders, 32, 1)

    tuned, fresh = [1, 2, 3], [11, 12]
    kind = table.RULES[rule]
    race = tuning.race(task(tuned), kind, middle, schedule=tuning.warm_up_cosine, fresh=task(fresh))
    job = {"shape": {"sizes": [1, 6, 1], "activation": "tanh"}, "batchSize": 32, "steps": 40}
    job |= {"schedule": "warm-up + cosine", "seeds": tuned, "fresh": fresh}
    job["rules"] = {rule: {"rule": rule, "knobs": table.knobs_of(kind()) | {"lr": middle}}}
    return {
        "job": job,
        "data": {"X": x.tolist(), "y": split.y.tolist()},
        "rule": rule,
        "lr": race.lr,
        "loss": race.loss[-1].tolist(),
    }


def session_of(*arguments, **options):
    """What an explorer is trained on, and the runs of its rules by `training.fit`."""
    made = explorers.train(*arguments, **{"n": 64, "alt": "Losses."} | options)
    names = {label: look["rule"] for label, look in made.fixed["rules"].items()}
    parts, model = made.split(made.settings), made.model(made.settings)
    found = {}
    for label in made.settings["rules"]:
        run = made.run(label)
        right = np.mean(model.predict(run.W[-1], parts.X_test) == parts.y_test) if parts.y.dtype.kind == "i" else None
        found[label] = {"W": run.W[-1].tolist(), "loss": run.loss.tolist(), "diverged": bool(run.diverged)}
        found[label]["right"] = right
    return {"fixed": made.fixed, "settings": made.settings, "names": names, "runs": found}


def sessions():
    """Some of them: a network, softmax regression, a rule that is thrown out, epochs and a start of the author's."""
    rules = [SGD(0.1), Momentum(0.1), RMSProp(0.01), Adam(0.01)]
    chosen = {"held": 0, "columns": ("bmi", "s5"), "start": (-0.25, 0.7)}
    return [
        session_of("curve", rules, (8,), steps=60, schedule="warm-up + cosine"),
        session_of("moons", rules, (6, 5), 7, 90, activation="relu", seed=3),
        session_of("diabetes", [SGD(10.0), Adam(0.1)], (5,), steps=40, held=0.25),
        session_of("diabetes", rules[:2], (), 64, epochs=3, **chosen),
    ]


def expected():
    """What tests/js/train.test.mjs and training.test.mjs compare with."""
    runs = [run_of(name, rule, RATES.get(rule, 0.01)) for name in MODELS for rule in table.RULES]
    runs += [run_of(name, "SGD", 1e3) for name in ("linear regression", "a ReLU layer")]  # thrown out
    starts = [
        {"shape": shape, "seed": seed, "start": start_of(model, seed).tolist()}
        for model, shape in MODELS.values()
        for seed in (0, 5)
    ]
    drawn = [
        {
            "seed": seed,
            "n": 40,
            "orders": chance.permutations(seed, chance.ORDER, 40, 3).tolist(),
            "uniform": chance.uniforms(seed, chance.NOISE, 40).tolist(),
        }
        for seed in (0, 1, 99)
    ]
    factors = [
        {"name": name, "steps": steps, "factors": (np.ones(steps) if name == "constant" else make(steps)).tolist()}
        for name, make in SCHEDULES.items()
        for steps in (7, 25, 35, 300)
    ]
    races = [race_of("SGD", 0.02), race_of("Adam", 0.3), race_of("Momentum", 0.1)]
    found = {"races": races, "runs": runs, "starts": starts, "chance": drawn, "schedules": factors}
    return found | {"sessions": sessions()}


def test_the_network_computes_what_python_computes(tmp_path):
    node = needs("node", "no Node.js was found; install it (apt install nodejs, brew install node).")
    (tmp_path / "expected.json").write_text(json.dumps(expected()))
    tests = [ROOT / "tests" / "js" / f"{name}.test.mjs" for name in ("train", "training")]
    env = os.environ | {"COURSE_EXPECTED": str(tmp_path / "expected.json")}
    run = subprocess.run([node, "--test", "--test-reporter=tap", *tests], env=env, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout
    assert f"# pass {sum(file.read_text().count(chr(10) + 'test(') for file in tests)}\n" in run.stdout


def test_the_committed_sweeps_are_those_of_the_rules():
    stored = (ROOT / sweeps.FILE).read_text(encoding="utf-8")
    assert stored == sweeps.script(), f"{sweeps.FILE} is out of date: run `make notebooks`."


def test_they_are_written_only_when_they_changed(tmp_path):
    (tmp_path / sweeps.FILE).parent.mkdir(parents=True)
    assert [sweeps.refresh(tmp_path), sweeps.refresh(tmp_path)] == [True, False]


def test_numbers_by_chance_look_like_chance():
    u, z = chance.uniforms(3, chance.DATA, 20_000), chance.normals(3, chance.NOISE, 20_000)
    assert 0 < u.min() < 0.001 and 0.999 < u.max() < 1
    assert np.histogram(u, bins=10, range=(0, 1))[0] == pytest.approx(2000, rel=0.08)
    assert [z.mean(), z.std(), np.mean(z**3)] == pytest.approx([0, 1, 0], abs=0.08)  # 5 standard errors of z³
    others = [chance.uniforms(seed, which, 20_000) for seed, which in [(3, chance.NOISE), (4, chance.DATA)]]
    lagged = [u[1:], u[2:], *others]
    for other in lagged:
        assert abs(np.corrcoef(u[: len(other)], other)[0, 1]) < 0.03
