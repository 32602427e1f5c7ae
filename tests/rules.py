"""One row for each rule: what the tests of the contract, of other libraries and of the explorers need to know of it."""

from dataclasses import dataclass

import pytest

from course_lib.optimizers import (
    SGD,
    AdaDelta,
    AdaGrad,
    Adam,
    AdamW,
    AMSGrad,
    Lion,
    Momentum,
    Muon,
    NAdam,
    Nesterov,
    RMSProp,
    Rule,
)


@dataclass(frozen=True)
class Row:
    """settings: two, far from all defaults. by_hand, steps: a rule, and its W after gradients 2 and -4 from W = 1.

    The hand-worked steps use lr = 1/2, β = 1/2 and so on, so that every number is exact; the comment works them out.
    """

    settings: tuple[Rule, Rule]
    by_hand: Rule | None = None
    steps: tuple[float, float] | None = None


ROWS = {
    # 1 - 2/2 = 0; 0 + 4/2 = 2
    SGD: Row((SGD(0.3), SGD(0.04)), SGD(0.5), (0, 2)),
    # v1 = 1, W = 1/2; v2 = 1/2 - 2 = -3/2, W = 5/4
    Momentum: Row((Momentum(0.3, 0.7), Momentum(0.05, 0.95)), Momentum(0.5, 0.5), (0.5, 1.25)),
    # The same on given gradients: Nesterov differs only in where it takes them.
    Nesterov: Row((Nesterov(0.3, 0.7), Nesterov(0.05, 0.95)), Nesterov(0.5, 0.5), (0.5, 1.25)),
    # total 4, plus ε = 5: root 3, W = 1 - (3/2)·2/3 = 0; total 20, plus 5: root 5, W = 0 + (3/2)·4/5 = 6/5
    AdaGrad: Row((AdaGrad(0.3, 1e-2), AdaGrad(0.04, 1e-2)), AdaGrad(1.5, 5), (0, 1.2)),
    # S = 2, plus ε = 2: root 2, W = 1 - 2/2 = 0; S = 1 + 8 = 9, plus ε - with ε = 2 the root is √11
    RMSProp: Row((RMSProp(0.03, 0.7, 1e-2), RMSProp(0.004, 0.95, 1e-2)), RMSProp(1.0, 0.5, 2), (0, 4 / 11**0.5)),
    # S = 2, step = √((0+2)/(2+2))·2 = √2, D = 1; S = 9, step = -√(3/11)·4
    AdaDelta: Row(
        (AdaDelta(1.0, 0.7, 1e-2), AdaDelta(0.5, 0.95, 1e-4)),
        AdaDelta(1.0, 0.5, 2),
        (1 - 2**0.5, 1 - 2**0.5 + 4 * (3 / 11) ** 0.5),
    ),
    # m = 1, S = 1 (β2 = 3/4); m̂ = 2, Ŝ = 4, plus ε = 5: root 3, W = 1 - (3/2)·2/3 = 0
    # m = 1/2 - 2 = -3/2, S = 3/4 + 4 = 19/4; m̂ = -3/2 / (3/4) = -2, Ŝ = (19/4)/(7/16) = 76/7; W = 3/√(76/7 + 5)
    Adam: Row(
        (Adam(0.03, 0.6, 0.8, 1e-2), Adam(0.004, 0.95, 0.99, 1e-2)), Adam(1.5, 0.5, 0.75, 5), (0, 3 / (111 / 7) ** 0.5)
    ),
    # As Adam, and beside it lr·λ·W = (3/2)(1/3)W = W/2 of the W that came in: 0 - 1/2; then -1/2 + 1/4 + 3/√(111/7)
    AdamW: Row(
        (AdamW(0.03, 0.6, 0.8, 1e-2, weight_decay=0.3), AdamW(0.004, 0.95, 0.99, 1e-2, weight_decay=0.05)),
        AdamW(1.5, 0.5, 0.75, 5, weight_decay=1 / 3),
        (-0.5, -0.25 + 3 / (111 / 7) ** 0.5),
    ),
    # As Adam while S grows, as here; that S_max never falls is tested in test_optimizers.
    AMSGrad: Row(
        (AMSGrad(0.03, 0.6, 0.8, 1e-2), AMSGrad(0.004, 0.95, 0.99, 1e-2)),
        AMSGrad(1.5, 0.5, 0.75, 5),
        (0, 3 / (111 / 7) ** 0.5),
    ),
    # m̂ = (1/2)·1/(3/4) + (1/2)·2/(1/2) = 2/3 + 2, W = 1 - (3/2)(8/3)/3 = -1/3
    # m̂ = (1/2)(-3/2)/(7/8) + (1/2)(-4)/(3/4) = -6/7 - 8/3 = -74/21, W = -1/3 + (3/2)(74/21)/√(111/7)
    NAdam: Row(
        (NAdam(0.03, 0.6, 0.8, 1e-2), NAdam(0.004, 0.95, 0.99, 1e-2)),
        NAdam(1.5, 0.5, 0.75, 5),
        (-1 / 3, -1 / 3 + 37 / 7 / (111 / 7) ** 0.5),
    ),
    # c = 1: W = 1 - (1 + 1/3)/2 = 1/3, m = 2/4 = 1/2; c = 1/4 - 2 < 0: W = 1/3 - (-1 + 1/9)/2 = 7/9
    Lion: Row(
        (Lion(0.003, 0.6, 0.8, weight_decay=0.3), Lion(0.0004, 0.95, 0.99, weight_decay=0.05)),
        Lion(0.5, 0.5, 0.75, 1 / 3),
        (1 / 3, 7 / 9),
    ),
    # It works on matrices, and has tests of its own (test_muon.py).
    Muon: Row((Muon(0.3, 0.7, ((3, 4),)), Muon(0.02, 0.95, ((3, 4),)))),
}
ELEMENTWISE = [rule for rule in ROWS if rule.elementwise]


def row_of(rule):
    """The row of a rule; the test fails with a sentence when there is none."""
    if rule not in ROWS:
        pytest.fail(f"{rule.__name__} has no row: add one to ROWS in tests/rules.py, with two steps worked by hand.")
    return ROWS[rule]
