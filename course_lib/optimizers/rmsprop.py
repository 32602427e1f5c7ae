"""RMSProp: divide each gradient by the root of a moving average of its square (slides S11, S12)."""

from dataclasses import dataclass

import numpy as np

from course_lib.optimizers.rule import Rule


@dataclass(frozen=True)
class RMSProp(Rule):
    r"""RMSProp: $S_t = \beta S_{t-1} + (1-\beta) g_t^2, \quad
    W := W - \alpha \, g_t / \sqrt{S_t + \epsilon}, \quad S_0 = 0$.

    S is the second moment, not a variance: no mean is taken away. From S₀ = 0 the first step is lr/√(1-β).

    Shapes: W, g and S alike, any shape. Units: lr is that of W, S and eps are (loss per W)².
    Source: slide S12; Hinton, Srivastava and Swersky, "Neural networks for machine learning", lecture 6 (2012).
    Same as: torch.optim.RMSprop(lr, alpha=beta, eps=0) at eps=0 (PyTorch adds ε outside the root);
    optax.rmsprop(lr, decay=beta, eps=eps) (inside the root, its default);
    keras.optimizers.RMSprop(lr, rho=beta, epsilon=eps).
    """

    lr: float | np.ndarray = 0.001
    beta: float | np.ndarray = 0.9
    eps: float | np.ndarray = 1e-8

    def start(self, W):
        """The average starts at 0."""
        return {"S": np.zeros_like(W)}

    def step(self, W, g, past):
        """Average the square in, then step by the gradient in units of its usual size."""
        S = self.beta * past["S"] + (1 - self.beta) * g**2
        return W - self.lr * g / np.sqrt(S + self.eps), {"S": S}
