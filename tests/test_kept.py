"""The races that a browser reads: all that the chapters show, the same as what runs, and said to be read."""

import numpy as np
import pytest

from course_lib.experiments import comparison, kept, tuning

ONES = comparison.chapters()
QUICK = [one for one in ONES if one[0] == "curve"][:2]


@pytest.fixture
def in_browser(monkeypatch):
    """As in a browser, where nothing may run."""

    def forbidden(*_):
        raise AssertionError("this would take a minute")

    monkeypatch.setattr(kept, "BROWSER", True)
    monkeypatch.setattr(tuning, "train", forbidden)
    for each in (comparison.raced, kept.said, kept.races):
        each.cache_clear()
    yield
    for each in (comparison.raced, kept.said, kept.races):
        each.cache_clear()


def test_the_chapters_races_are_read_and_the_reader_is_told_once(in_browser, capsys):
    found = comparison.runs()
    assert sorted(found) == sorted((where, how) for where in comparison.TASKS for how in comparison.COLUMNS)
    comparison.run("digits", comparison.OWN_BETA)
    comparison.run("digits", comparison.SCHEDULE, comparison.NEWER)
    comparison.longer_memory()
    comparison.without_warm_up()
    assert capsys.readouterr().out.count("read from a file") == 1
    with pytest.raises(AssertionError, match="this would take a minute"):
        comparison.run("curve", comparison.ONE_RATE, lr=0.02)  # a reader's own


def test_the_file_holds_these_and_no_other():
    assert list(kept.races()) == [comparison.called(*one) for one in ONES]


def same(read, run):
    """Whether a race that was kept is one that ran: on another processor some seeds go another way."""
    near = np.isclose(read.loss, run.loss, rtol=1e-3).mean()
    medians = np.isclose(np.median(read.loss[-1]), np.median(run.loss[-1]), rtol=0.02)
    numbers = read.lr == run.lr and read.interior == run.interior and read.epochs.tolist() == run.epochs.tolist()
    return bool(near > 0.75 and medians and numbers and abs(read.failed - run.failed) <= 1)


@pytest.mark.parametrize(
    "one", [*QUICK, *(pytest.param(one, marks=pytest.mark.tour) for one in ONES if one not in QUICK)]
)
def test_what_is_read_is_what_runs(one):
    run = comparison.computed(*one)
    read = kept.opened(kept.races()[comparison.called(*one)])
    assert same(read, run), "run `python -m tools.keep_races`"
    assert abs(read.accuracy - run.accuracy) < 0.01
    assert not same(read._replace(loss=read.loss * 1.03), run)
