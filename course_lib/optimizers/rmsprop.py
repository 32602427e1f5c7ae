"""RMSProp: divide each gradient by the root of a moving average of its square (slides S11, S12)."""

from dataclasses import dataclass

import numpy as np

from course_lib.optimizers.rule import Rule, State, epsilon, memory, rate


@dataclass(frozen=True)
class RMSProp(Rule):
    r"""RMSProp: $S_t = \beta S_{t-1} + (1-\beta) g_t^2, \quad
    W := W - \alpha \, g_t / \sqrt{S_t + \epsilon}, \quad S_0 = 0$.

    S is the second moment, not a variance: no mean is subtracted. From S₀ = 0 the first step is lr/√(1-β).

    Shapes: W, g and S alike, any shape. Units: lr is that of W, S and eps are (loss per W)².
    Source: slide S12; Hinton, Srivastava and Swersky, "Neural networks for machine learning", lecture 6 (2012).

        >>> opt, W = RMSProp(lr=0.1, beta=0.75), np.array([1.0, 1.0])
        >>> W, state = opt.step(W, np.array([100.0, -0.1]), opt.start(W))
        >>> W.round(4)  # lr/√(1 - beta) = 0.2
        array([0.8, 1.2])
    """

    SAME = {
        "torch": "torch.optim.RMSprop([W], lr, alpha=beta, eps=0)  # if eps is 0: PyTorch adds ε outside the root",
        "optax": "optax.rmsprop(lr, decay=beta, eps=eps)",
        "keras": "keras.optimizers.RMSprop(lr, rho=beta, epsilon=eps)",
    }

    lr: float | np.ndarray = rate(0.001)
    beta: float | np.ndarray = memory("β", 0.9)
    eps: float | np.ndarray = epsilon(1e-8)

    def start(self, W: np.ndarray) -> State:
        """The average starts at 0."""
        return {"S": np.zeros_like(W)}

    def step(self, W: np.ndarray, g: np.ndarray, past: State) -> tuple[np.ndarray, State]:
        """Average the square in, then step by the gradient in units of its usual size."""
        S = self.beta * past["S"] + (1 - self.beta) * g**2
        return W - self.lr * g / np.sqrt(S + self.eps), {"S": S}
