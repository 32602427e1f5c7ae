"""Gradient descent: step downhill by the learning rate times the slope (slides S1, S2)."""

from dataclasses import dataclass

import numpy as np

from course_lib.optimizers.rule import Rule, State, rate


@dataclass(frozen=True)
class SGD(Rule):
    r"""(Stochastic) gradient descent: $W := W - \alpha g$.

    Whether it is stochastic, batch or mini-batch descent depends only on which samples g was computed from.

    Shapes: W and g alike, any shape. Units: lr is W² per loss.
    Source: slides S1, S2; Robbins and Monro, "A stochastic approximation method" (1951).

        >>> opt, W = SGD(lr=0.25), np.array([1.0, -2.0])
        >>> opt.step(W, 2 * W, opt.start(W))[0]
        array([ 0.5, -1. ])
    """

    SAME = {"torch": "torch.optim.SGD([W], lr)", "optax": "optax.sgd(lr)", "keras": "keras.optimizers.SGD(lr)"}

    lr: float | np.ndarray = rate(0.01)

    def step(self, W: np.ndarray, g: np.ndarray, past: State) -> tuple[np.ndarray, State]:
        """One step against the gradient."""
        return W - self.lr * g, {}
