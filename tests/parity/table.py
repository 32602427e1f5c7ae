"""Which of our rules is compared with which library: one table for recording and for comparing."""

from dataclasses import dataclass, replace

import numpy as np

from course_lib.optimizers import SGD, AdaDelta, AdaGrad, Adam, AdamW, Momentum, Nesterov, RMSProp, Rule

STEPS = 120
SHAPES = [(1,), (5,), (3, 4)]
# The first ten steps, then every tenth: where two rules part, they do so at the start or for good.
KEPT = sorted({*range(10), *range(9, STEPS, 10)})

# Two settings a rule, far from all defaults. In PyTorch and in Keras's Adam ε stands elsewhere, so there ε = 0.
PLAIN = [SGD(0.3), SGD(0.04), Momentum(0.3, 0.7), Momentum(0.05, 0.95), Nesterov(0.3, 0.7), Nesterov(0.05, 0.95)]
EPSILON = 1e-2


def adaptive(eps, eps_of_adam):
    """The adaptive rules with the ε that the library can have: two settings each."""
    return [
        AdaGrad(0.3, eps), AdaGrad(0.04, eps),
        RMSProp(0.03, 0.7, eps), RMSProp(0.004, 0.95, eps),
        AdaDelta(1.0, 0.7, EPSILON), AdaDelta(0.5, 0.95, 1e-4),
        Adam(0.03, 0.6, 0.8, eps_of_adam), Adam(0.004, 0.95, 0.99, eps_of_adam),
        AdamW(0.03, 0.6, 0.8, eps_of_adam, weight_decay=0.3), AdamW(0.004, 0.95, 0.99, eps_of_adam, weight_decay=0.05),
    ]  # fmt: skip


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

    def at(self, t):
        """Our rule at step t = 0, 1, …: with a schedule, the rate halves at step 40 and grows fourfold at step 80."""
        factor = (1, 0.5, 2)[min(t // 40, 2)] if self.schedule else 1
        return replace(self.opt, lr=self.opt.lr * factor)


TABLE = [
    *(Row("torch", opt) for opt in PLAIN + adaptive(0.0, 0.0)),
    # PyTorch's velocity does not hold the rate, so its form equals the slides' under any schedule; Keras's does.
    *(Row("torch", opt, schedule=True) for opt in PLAIN if type(opt) is Momentum),
    *(Row("optax", opt) for opt in PLAIN + adaptive(EPSILON, EPSILON)),
    *(Row("keras", opt) for opt in PLAIN + adaptive(EPSILON, 0.0)),
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
    state, path = row.opt.start(W), []
    for t, g in enumerate(gradients):
        W, state = row.at(t).step(W, g, state)
        path.append(row.at(t).look(W, state))
    return np.array(path)[KEPT]
