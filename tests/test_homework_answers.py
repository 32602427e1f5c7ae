"""The grader accepts every right answer and refuses every wrong one, and names each mistake of the specs."""

import importlib
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from course_lib.authoring import build
from course_lib.homework import cells, spec
from course_lib.homework.compare import agree
from course_lib.homework.examine import examine
from course_lib.homework.key import from_json, to_json
from course_lib.homework.slips import Slips
from tests.tours import tours

ROOT = Path(__file__).resolve().parents[1]
NAMES = [name for name in build.sources(ROOT) if build.is_homework(name)]
REFERENCES = {name: cells.answers(build.bare(ROOT, name).cells) for name in NAMES}
EXERCISES = {(name, one.name): one for name in NAMES for one in build.specs(ROOT, name)}
IDS = [exercise for _, exercise in EXERCISES]
EACH = pytest.mark.parametrize(("name", "exercise"), EXERCISES, ids=IDS)
STEPS = ("sgd_step", "adagrad_step", "momentum_step", "rmsprop_step", "bias_correct", "adamw_step")
ONE_OF_EACH = list(zip(NAMES, STEPS))
UNLUCKY = [13, 53]  # at which two mistakes once came too close
# Drawing a key, with every slip and every two slips together, takes a second or two.
SEEDS = pytest.mark.parametrize("seed", tours([spec.PUBLIC_SEED, 1, 2, 3]))
APART = 1e-3  # how far, relative to the largest number, a mistake must lie from the right answer and from any other


def key_of(name, exercise, seed=spec.PUBLIC_SEED):
    """The same key for all tests, also for one that names no seed; none of them changes it."""
    return drawn(name, exercise, seed)


@cache
def drawn(name, exercise, seed):
    return spec.key(
        EXERCISES[name, exercise], name.split("/")[1], REFERENCES[name][exercise], np.random.default_rng(seed)
    )


@cache
def committed(exercise):
    """The public key as it is stored, by which a learner's machine checks; all its slips are worked out."""
    (path,) = (ROOT / "exercises" / "checks").glob(f"*/{exercise}.json")
    return from_json(path.read_text(encoding="utf-8"))


def as_answer(function, exercise):
    """A mistake of a value question is a function without arguments: its answer is what it returns."""
    return function if exercise.cases else function()


def written(name, exercise, which):
    """The answers in tests/answers, RIGHT or WRONG."""
    place = f"tests.answers.a{name.split('/')[1]}"
    found = getattr(importlib.import_module(place), which)
    assert exercise in found, f"Add answers to {exercise} to {which} in {place.replace('.', '/')}.py."
    return found[exercise]


def gap(answer, other):
    """How far apart two answers lie, relative to the largest number of `other`; infinite for other shapes or NaN."""
    if answer is None or other is None or [np.shape(a) for a in answer] != [np.shape(b) for b in other]:
        return np.inf
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        parts = [np.max(np.abs(a - b), initial=0) / np.max(np.abs(b), initial=1e-300) for a, b in zip(answer, other)]
    return np.inf if np.isnan(parts).any() else max(parts, default=0)


@SEEDS
@EACH
def test_every_mistake_is_caught_and_named(name, exercise, seed, record_property):
    """The confusion table: a row and a column for each mistake, no entry off the diagonal."""
    wrongs, key = EXERCISES[name, exercise].mistakes, key_of(name, exercise, seed)
    verdicts = {m: examine(key, as_answer(f, EXERCISES[name, exercise])) for m, f in wrongs.items()}
    assert {m: verdict.diagnosis for m, verdict in verdicts.items()} == {m: m for m in wrongs}
    assert all(verdict.message and not verdict.passed for verdict in verdicts.values())
    if seed == spec.PUBLIC_SEED:
        record_property("mistakes", len(wrongs))


@pytest.mark.parametrize("seed", tours([spec.PUBLIC_SEED, 1, 2, 3, *UNLUCKY]))
@EACH
def test_no_mistake_is_close_to_the_right_answer_or_to_another(name, exercise, seed):
    key = key_of(name, exercise, seed)
    own = [m for m in key.mistakes if m.name in EXERCISES[name, exercise].mistakes]
    for number, mistake in enumerate(own):
        others = [("the right answer", key.expected), *((other.name, other.results) for other in own[:number])]
        for name_of, found in others:
            assert max(map(gap, mistake.results, found)) >= APART, (
                f"{mistake.name} gives the numbers of {name_of} in every case (seed {seed}):"
                " draw a case in which they differ, or leave one out."
            )


@EACH
def test_there_are_enough_mistakes_and_each_has_a_hint(name, exercise):
    wrongs = EXERCISES[name, exercise].mistakes
    least = 6 if EXERCISES[name, exercise].kind == "step" else 4
    spec_file = f"solutions/specs/{name.split('/')[1]}/{exercise}.py"
    assert len(wrongs) >= least, f"{spec_file} has {len(wrongs)} mistakes; {least} are asked for."
    for mistake, wrong in wrongs.items():
        assert 20 < len(spec.hint(wrong)) < 200, f"the hint of {mistake} must be a sentence or two"


@SEEDS
@EACH
def test_right_answers_pass(name, exercise, seed):
    answers = written(name, exercise, "RIGHT")
    assert len(answers) >= 3, f"{exercise} has {len(answers)} right answers in tests/answers; three are asked for."
    key = key_of(name, exercise, seed)
    for answer in [REFERENCES[name][exercise], *answers]:
        verdict = examine(key, answer)
        assert verdict.passed, f"{answer} of RIGHT does not pass (seed {seed}): {verdict.message}"


@SEEDS
@EACH
def test_other_wrong_answers_fail_too(name, exercise, seed):
    answers = written(name, exercise, "WRONG")
    assert answers
    # An answer in no list is compared with every slip: in the stored key they are worked out.
    key = committed(exercise) if seed == spec.PUBLIC_SEED else key_of(name, exercise, seed)
    for answer in answers:
        verdict = examine(key, answer)
        assert not verdict.passed, f"{answer} of WRONG passes (seed {seed}): draw a case in which it is wrong."
        assert verdict.diagnosis not in EXERCISES[name, exercise].mistakes, (
            f"{answer} of WRONG is the listed mistake {verdict.diagnosis} (seed {seed}): take it out of WRONG."
        )
        assert verdict.message


@EACH
def test_cases_vary(name, exercise):
    """Every argument varies, there are several sizes where there are sizes, and later steps besides first ones."""
    one = EXERCISES[name, exercise]
    if not one.cases:
        return
    cases = one.inputs(np.random.default_rng(spec.PUBLIC_SEED))
    assert len(cases) >= 3
    for argument in cases[0]:
        assert len({np.asarray(case[argument]).tobytes() for case in cases}) >= 3, f"{argument} hardly varies"
    if one.starts:
        first = [not any(np.any(case[a]) for a in one.starts) for case in cases]
        assert any(first) and sum(first) <= len(cases) / 2
        assert {np.size(case["W"]) for case in cases} > {1}
    other = one.inputs(np.random.default_rng(spec.PUBLIC_SEED + 1))
    assert len(other) == len(cases)
    numbers, others = (
        [np.asarray(value).tobytes() for case in each for value in case.values()] for each in (cases, other)
    )
    assert numbers != others, "whatever the seed, the cases are the same"


@EACH
def test_the_committed_key_is_what_the_spec_gives_but_for_the_slips(name, exercise):
    read, new = committed(exercise), key_of(name, exercise)
    assert to_json(replace(read, slips=Slips())) == to_json(replace(new, slips=Slips())), "run make notebooks"
    assert all(map(agree, read.expected, new.expected))


# For all exercises it takes twenty seconds: at each change one of each homework.
@pytest.mark.slow
@pytest.mark.parametrize(("name", "exercise"), tours(EXERCISES, *ONE_OF_EACH), ids=IDS)
def test_the_committed_slips_are_what_the_spec_gives(name, exercise):
    path = ROOT / "exercises" / "checks" / name.split("/")[1] / f"{exercise}.json"
    assert path.read_text(encoding="utf-8") == to_json(key_of(name, exercise)), "run make notebooks"
