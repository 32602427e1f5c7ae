"""Which of many like cases are tried at each change, and which only on a tour (`make test-all`)."""

import pytest


def tours(cases, *kept):
    """Cases for `parametrize`, of which only the `kept` (the first, if none is named) are tried at each change."""
    cases = list(cases)
    kept = kept or cases[:1]
    assert all(case in cases for case in kept), "a case was renamed"
    return [case if case in kept else on_tour(case) for case in cases]


def on_tour(case):
    """One case that is tried only on a tour."""
    return pytest.param(*(case if type(case) is tuple else (case,)), marks=pytest.mark.tour)
