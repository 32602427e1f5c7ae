"""Momentum, and Nesterov's look ahead: step along an average of past gradients (slides S9, S10, S15)."""

from dataclasses import dataclass

import numpy as np

from course_lib.optimizers.rule import Rule


@dataclass(frozen=True)
class Momentum(Rule):
    r"""SGD with momentum, the slides' form:
    $v_t = \beta v_{t-1} + (1-\beta) g_t, \quad W := W - \alpha v_t, \quad v_0 = 0$.

    v is the first moment: the exponential moving average of the gradients. The factor (1 - β) keeps it as large as
    a gradient, so the gain is 1 and lr means what it means in SGD.

    Shapes: W, g and v alike, any shape. Units: lr is W² per loss, v is loss per W.
    Source: slide S9; Polyak, "Some methods of speeding up the convergence of iteration methods" (1964).
    Same as, from the first step on:
        torch.optim.SGD(lr * (1 - beta), momentum=beta)      b = βb + g, W -= lr b (not dampening=beta: PyTorch's
                                                             first buffer is g itself, whatever the dampening)
        optax.sgd(lr * (1 - beta), momentum=beta)
        keras.optimizers.SGD(lr * (1 - beta), momentum=beta) for a constant rate only: lr stands inside its velocity
    """

    lr: float | np.ndarray = 0.01
    beta: float | np.ndarray = 0.9

    def start(self, W):
        """No velocity before the first gradient."""
        return {"v": np.zeros_like(W)}

    def step(self, W, g, past):
        """Average the gradient in, then step along the average."""
        v = self.beta * past["v"] + (1 - self.beta) * g
        return W - self.lr * v, {"v": v}


@dataclass(frozen=True)
class Nesterov(Momentum):
    r"""Momentum whose gradient is taken where the velocity is about to lead:
    $g_t = \nabla L(W - \alpha\beta v_{t-1})$, then as Momentum.

    Shapes and units: as Momentum. `step` expects the gradient at `look(W, state)`; `descend` and `fit` take it there.
    Source: slide S15; Nesterov, "A method of solving a convex programming problem with convergence rate O(1/k²)"
    (1983); Sutskever et al., "On the importance of initialization and momentum in deep learning" (2013).
    Same as: torch.optim.SGD(lr * (1 - beta), momentum=beta, nesterov=True),
    optax.sgd(lr * (1 - beta), momentum=beta, nesterov=True) and
    keras.optimizers.SGD(lr * (1 - beta), momentum=beta, nesterov=True) (constant rate) by a change of variable:
    their W is our look point W - lr β v.
    """

    def look(self, W, past):
        """Where the old velocity alone would carry W."""
        return W - self.lr * self.beta * past["v"]
