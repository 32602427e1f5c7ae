"""Momentum, and Nesterov's look ahead: step along an average of past gradients (slides S9, S10, S15)."""

from dataclasses import dataclass

import numpy as np

from course_lib.optimizers.rule import Rule, State, memory, rate


@dataclass(frozen=True)
class Momentum(Rule):
    r"""SGD with momentum, the slides' form:
    $v_t = \beta v_{t-1} + (1-\beta) g_t, \quad W := W - \alpha v_t, \quad v_0 = 0$.

    v is the first moment: the exponential moving average of the gradients. The factor (1 - β) keeps it as large as
    a gradient, so the gain is 1 and lr means what it means in SGD.

    The libraries keep b = βb + g instead: at the rate lr·(1 - β) it takes the same steps. PyTorch's dampening=β is not
    the slides' form, since its first b is g itself. Keras's velocity already holds the rate, so there a changed rate
    affects only later gradients.

    Shapes: W, g and v alike, any shape. Units: lr is W² per loss, v is loss per W.
    Source: slide S9; Polyak, "Some methods of speeding up the convergence of iteration methods" (1964).

        >>> opt, W = Momentum(lr=0.5, beta=0.5), np.array([1.0])
        >>> W, state = opt.step(W, np.array([2.0]), opt.start(W))
        >>> W, state
        (array([0.5]), {'v': array([1.])})
    """

    SAME = {
        "torch": "torch.optim.SGD([W], lr * (1 - beta), momentum=beta)  # not dampening=beta: its first b is g",
        "optax": "optax.sgd(lr * (1 - beta), momentum=beta)",
        "keras": "keras.optimizers.SGD(lr * (1 - beta), momentum=beta)  # if lr is constant: its velocity holds lr",
    }

    lr: float | np.ndarray = rate(0.01)
    beta: float | np.ndarray = memory("β", 0.9)

    def start(self, W: np.ndarray) -> State:
        """No velocity before the first gradient."""
        return {"v": np.zeros_like(W)}

    def step(self, W: np.ndarray, g: np.ndarray, past: State) -> tuple[np.ndarray, State]:
        """Average the gradient in, then step along the average."""
        v = self.beta * past["v"] + (1 - self.beta) * g
        return W - self.lr * v, {"v": v}


@dataclass(frozen=True)
class Nesterov(Momentum):
    r"""Momentum whose gradient is taken where the velocity is about to lead:
    $g_t = \nabla L(W - \alpha\beta v_{t-1})$, then as Momentum.

    The libraries store the look point instead of W, and it moves when lr does: for a constant lr, their W is our
    `look(W, state)`.

    Shapes and units: as Momentum. `step` expects the gradient at `look(W, state)`; `descend` and `fit` take it there.
    Source: slide S15; Nesterov, "A method of solving a convex programming problem with convergence rate O(1/k²)"
    (1983); Sutskever et al., "On the importance of initialization and momentum in deep learning" (2013).

        >>> opt = Nesterov(lr=0.5, beta=0.5)
        >>> opt.look(np.array([1.0]), {"v": np.array([2.0])})
        array([0.5])
    """

    SAME = {
        "torch": "torch.optim.SGD([W], lr * (1 - beta), momentum=beta, nesterov=True)  # if lr is constant; W is look",
        "optax": "optax.sgd(lr * (1 - beta), momentum=beta, nesterov=True)  # likewise",
        "keras": "keras.optimizers.SGD(lr * (1 - beta), momentum=beta, nesterov=True)  # likewise",
    }

    def look(self, W: np.ndarray, past: State) -> np.ndarray:
        """Where the old velocity alone would carry W."""
        return W - self.lr * self.beta * past["v"]
