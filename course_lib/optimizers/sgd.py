"""Gradient descent: go downhill, by the learning rate times the slope (slides S1, S2)."""

from dataclasses import dataclass

import numpy as np

from course_lib.optimizers.rule import Rule


@dataclass(frozen=True)
class SGD(Rule):
    r"""(Stochastic) gradient descent: $W := W - \alpha g$.

    Whether it is stochastic, batch or mini-batch descent depends only on the samples from which g was taken.

    Shapes: W and g alike, any shape. Units: lr is W² per loss.
    Source: slides S1, S2; Robbins and Monro, "A stochastic approximation method" (1951).
    Same as: torch.optim.SGD(lr), keras.optimizers.SGD(lr), optax.sgd(lr), all without momentum.
    """

    lr: float | np.ndarray = 0.01

    def step(self, W, g, past):
        """One step against the gradient."""
        return W - self.lr * g, {}
