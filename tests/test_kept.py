"""What a browser reads instead of running it: all that the chapters show, the same as what runs, said to be read."""

from pathlib import Path

import numpy as np
import pytest

from course_lib.experiments import adam_tuning, claims, comparison, kept, lecture, momentum, rmsprop, tuning
from tests.tours import tours

ROOT = Path(__file__).resolve().parents[1]
RACES = {comparison.called(*one): one for one in comparison.chapters()}
TUNED = [(momentum, rule) for rule in momentum.DIGITS_MIDDLE] + [(rmsprop, rule) for rule in rmsprop.MIDDLE]
QUICK = [key for key in RACES if key.startswith("curve")][:2]
CACHES = (adam_tuning.by_rate, comparison.raced, kept.found, kept.runs)


@pytest.fixture
def in_browser(monkeypatch):
    """As in a browser, where nothing may run."""

    def forbidden(*_):
        raise AssertionError("this would take a minute")

    monkeypatch.setattr(kept, "BROWSER", True)
    monkeypatch.setattr(tuning, "train", forbidden)
    for each in CACHES:
        each.cache_clear()
    yield
    for each in CACHES:
        each.cache_clear()


def test_the_chapters_races_are_read_and_the_reader_is_told_once(in_browser, capsys):
    found = comparison.runs()
    assert sorted(found) == sorted((where, how) for where in comparison.TASKS for how in comparison.COLUMNS)
    comparison.run("digits", comparison.OWN_BETA)
    comparison.run("digits", comparison.SCHEDULE, comparison.NEWER)
    comparison.longer_memory()
    comparison.without_warm_up()
    said = "(Read from a file, because it takes minutes in a browser; comparison.computed runs it.)\n"
    assert capsys.readouterr().out == said
    with pytest.raises(AssertionError, match="this would take a minute"):
        comparison.run("curve", comparison.ONE_RATE, lr=0.02)  # a reader's own


def test_the_sweeps_of_adam_s_rate_are_read(in_browser, capsys):
    octaves = [adam_tuning.octaves(adam_tuning.by_rate(rule), 0.2) for rule in adam_tuning.FORGIVING]
    assert octaves == sorted(octaves) and capsys.readouterr().out.count("adam_tuning.swept runs it") == 1


def test_the_file_holds_these_and_no_other():
    sweeps = [adam_tuning.swept_as(rule) for rule in adam_tuning.FORGIVING]
    tuned = [chapter.raced_as(rule) for chapter, rule in TUNED]
    assert sorted(kept.runs()) == sorted([*sweeps, *tuned, *RACES, kept.CLAIMS])


def test_the_claims_are_read_and_are_those_of_the_readme(in_browser, capsys):
    """Whose table the last chapter's runs wrote."""
    table = claims.table(lecture.claims())
    assert len(table.splitlines()) > 20
    assert table in (ROOT / "README.md").read_text(encoding="utf-8"), "run `python -m tools.keep`"
    assert "lecture.computed runs it" in capsys.readouterr().out


def same(read, run):
    """Whether a race that was kept is one that ran: on another processor some seeds go another way."""
    near = np.isclose(read.loss, run.loss, rtol=1e-3).mean()
    medians = np.isclose(np.median(read.loss[-1]), np.median(run.loss[-1]), rtol=0.02)
    numbers = read.lr == run.lr and read.interior == run.interior and read.epochs.tolist() == run.epochs.tolist()
    return bool(near > 0.75 and medians and numbers and abs(read.failed - run.failed) <= 1)


@pytest.mark.parametrize("key", tours(RACES, *QUICK))
def test_a_race_that_is_read_is_what_runs(key):
    run, read = comparison.computed(*RACES[key]), kept.opened(kept.runs()[key])
    assert same(read, run), "run `python -m tools.keep`"
    assert abs(read.accuracy - run.accuracy) < 0.01
    assert not same(read._replace(loss=read.loss * 1.03), run)


def test_the_races_of_chapters_3_and_4_are_read(in_browser, capsys):
    races = [chapter.digits_race(rule) for chapter, rule in TUNED]
    assert all(race.interior and race.loss.shape == (17, 40) for race in races)
    said = capsys.readouterr().out
    assert said.count("momentum.raced runs it") == said.count("rmsprop.raced runs it") == 1


@pytest.mark.tour
@pytest.mark.parametrize(("chapter", "rule"), TUNED)
def test_a_tuned_race_that_is_read_is_what_runs(chapter, rule):
    assert same(kept.opened(kept.runs()[chapter.raced_as(rule)]), chapter.raced(rule))


@pytest.mark.tour
@pytest.mark.parametrize("rule", adam_tuning.FORGIVING)
def test_a_sweep_that_is_read_is_what_runs(rule):
    read, run = np.array(kept.runs()[adam_tuning.swept_as(rule)]), adam_tuning.swept(rule)
    assert np.array_equal(np.isinf(read), np.isinf(run)) and np.isclose(read, run, rtol=1e-3).mean() > 0.75
    assert adam_tuning.octaves(read, 0.2) == adam_tuning.octaves(run, 0.2)
