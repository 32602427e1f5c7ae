"""What is tried at each change (`make test`), and what only on a tour (`make test-all`).

At each change every rule, every claim, every kind of page and of submission is tried once. On a tour is tried

- the same with more cases: other seeds, chapters, pages, sizes, themes, processors;
- what takes long while something quicker guards the same: that is named where it is marked.
"""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# The notebooks that nbval executes at each change, one of each kind and language. `make notebooks` executes whatever
# changed, or imports what changed, anyway; what chapters print are numbers of course_lib.experiments, whose tests run
# the same races at each change; and the answers of solutions are held by tests/test_homework_answers.py.
NAMES = ("notebooks/00_start_here", "notebooks/03_momentum", "solutions/03_momentum", "notebooks/zh/03_momentum")
EXECUTED = [ROOT / f"{name}.ipynb" for name in NAMES]

# Of a translated chapter all but the words is the same (tests/test_language.py), and its build executes it: nbval runs
# those that show most, and the others where they are named.
TRANSLATED = ("00_start_here", "03_momentum", "06_comparison")


def is_spared(path, named):
    """Whether nbval passes over a notebook because its English is executed. named: the paths of the command line."""
    chapter = path.parent.parent == ROOT / "notebooks" and path.suffix == ".ipynb"
    return chapter and path.stem not in TRANSLATED and path not in named


def is_toured(path):
    """Whether it is a notebook that is executed only on a tour."""
    assert all(each.exists() for each in EXECUTED), "a notebook was renamed"
    return path.suffix == ".ipynb" and path not in EXECUTED and ROOT in path.parents


def tours(cases, *kept):
    """Cases for `parametrize`, of which only the `kept` (the first, if none is named) are tried at each change."""
    cases = list(cases)
    kept = kept or cases[:1]
    assert all(case in cases for case in kept), "a case was renamed"
    return [case if case in kept else on_tour(case) for case in cases]


def on_tour(case):
    """One case that is tried only on a tour."""
    return pytest.param(*(case if type(case) is tuple else (case,)), marks=pytest.mark.tour)
