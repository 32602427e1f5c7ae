"""Which of our rules is compared with which library: one table for recording and for comparing."""

import ast
from dataclasses import dataclass, replace

import numpy as np

from course_lib.optimizers import Momentum, Muon, Rule
from course_lib.optimizers.rule import knobs
from tests.rules import ROWS

STEPS = 120
SHAPES = [(1,), (5,), (3, 4)]
# The first ten steps, then every tenth: where two rules part, they do so at the start or for good.
KEPT = sorted({*range(10), *range(9, STEPS, 10)})
LIBRARIES = ("torch", "optax", "keras")


@dataclass(frozen=True)
class Row:
    """One comparison: the library, our rule, and whether its rate changes from step to step."""

    library: str
    opt: Rule
    schedule: bool = False

    @property
    def name(self):
        """Names the row in the recording."""
        return f"{self.library}: {self.opt}{', schedule' if self.schedule else ''}"

    @property
    def shapes(self):
        """The shapes of W on which the row is compared: Muon's is written in its settings."""
        return list(self.opt.shapes) if isinstance(self.opt, Muon) else SHAPES

    def at(self, t):
        """Our rule at step t = 0, 1, …: with a schedule, the rate halves at step 40 and grows fourfold at step 80."""
        factor = (1, 0.5, 2)[min(t // 40, 2)] if self.schedule else 1
        return replace(self.opt, lr=self.opt.lr * factor)


def has(library, rule):
    """True when the library has that rule: then what SAME says of it is more than a comment."""
    return not rule.SAME.get(library, "#").startswith("#")


def rows(library, rule):
    """The rule's two settings, but for the hyperparameters that the library's line does not name: they are 0."""
    named = {node.id for node in ast.walk(ast.parse(rule.SAME[library])) if isinstance(node, ast.Name)}
    zeros = {name: 0.0 for name in knobs(rule) if name not in named}
    return [Row(library, replace(opt, **zeros)) for opt in ROWS[rule].settings]


TABLE = [
    *(row for library in LIBRARIES for rule in ROWS if has(library, rule) for row in rows(library, rule)),
    # PyTorch's velocity does not hold the rate, so its form equals the slides' under any schedule; Keras's does.
    *(replace(row, schedule=True) for row in rows("torch", Momentum)),
]


def problem(shape):
    """(W, gradients): where to start and the gradient of each step, of sizes that differ by coordinate and time."""
    rng = np.random.default_rng([7, *shape])
    W = rng.standard_normal(shape)
    size = 10 ** rng.uniform(-2, 2, shape) * 10 ** rng.uniform(-1, 1, (STEPS, *[1] * len(shape)))
    return W, size * (rng.standard_normal((STEPS, *shape)) + 0.3)


def ours(row, shape):
    """The points that our rule visits, (len(KEPT), *shape): where it looks, which is W but for Nesterov."""
    W, gradients = problem(shape)
    if isinstance(row.opt, Muon):  # it takes W flat and knows the shape
        W, gradients = W.ravel(), gradients.reshape(STEPS, -1)
    state, path = row.opt.start(W), []
    for t, g in enumerate(gradients):
        W, state = row.at(t).step(W, g, state)
        path.append(row.at(t).look(W, state))
    return np.array(path)[KEPT].reshape(len(KEPT), *shape)
