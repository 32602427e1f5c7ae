"""Which of our rules is compared with which library: one table for recording and for comparing."""

from dataclasses import dataclass, replace

import numpy as np

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
        AdaGrad(0.3, eps),
        AdaGrad(0.04, eps),
        RMSProp(0.03, 0.7, eps),
        RMSProp(0.004, 0.95, eps),
        AdaDelta(1.0, 0.7, EPSILON),
        AdaDelta(0.5, 0.95, 1e-4),
        Adam(0.03, 0.6, 0.8, eps_of_adam),
        Adam(0.004, 0.95, 0.99, eps_of_adam),
        AdamW(0.03, 0.6, 0.8, eps_of_adam, weight_decay=0.3),
        AdamW(0.004, 0.95, 0.99, eps_of_adam, weight_decay=0.05),
    ]


def twice(rule, eps):
    """AMSGrad or NAdam with two settings."""
    return [rule(0.03, 0.6, 0.8, eps), rule(0.004, 0.95, 0.99, eps)]


LION = [Lion(0.003, 0.6, 0.8, weight_decay=0.3), Lion(0.0004, 0.95, 0.99, weight_decay=0.05)]
MUON = [Muon(0.3, 0.7, ((3, 4),)), Muon(0.02, 0.95, ((3, 4),))]

# What a library does not have, or has otherwise whatever its settings.
MISSING = {
    ("torch", Lion): "has no Lion",
    ("torch", Muon): "computes in bfloat16: compared by orthogonality, not to 1e-10",
    ("optax", AMSGrad): "takes the maximum of the corrected second moment",
    ("keras", NAdam): "lets β₁ rise during training",
    ("keras", Muon): "scales and decays in its own way",
}


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


TABLE = [
    *(Row("torch", opt) for opt in PLAIN + adaptive(0.0, 0.0) + twice(AMSGrad, 0.0) + twice(NAdam, 0.0)),
    # PyTorch's velocity does not hold the rate, so its form equals the slides' under any schedule; Keras's does.
    *(Row("torch", opt, schedule=True) for opt in PLAIN if type(opt) is Momentum),
    *(Row("optax", opt) for opt in PLAIN + adaptive(EPSILON, EPSILON) + twice(NAdam, EPSILON) + LION + MUON),
    *(Row("keras", opt) for opt in PLAIN + adaptive(EPSILON, 0.0) + twice(AMSGrad, 0.0) + LION),
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
