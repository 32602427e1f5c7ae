"""AdaGrad: each coordinate divides its rate by the root of all its squared gradients so far (slides S3 to S6)."""

from dataclasses import dataclass

import numpy as np

from course_lib.optimizers.rule import Rule, State, epsilon, rate


@dataclass(frozen=True)
class AdaGrad(Rule):
    r"""AdaGrad: $\text{total}_t = \text{total}_{t-1} + g_t^2, \quad
    W := W - \alpha \, g_t / \sqrt{\text{total}_t + \epsilon}, \quad \text{total}_0 = 0$.

    The sum never shrinks, so each coordinate's rate can only fall. The slides have no ε: with eps=0 a coordinate whose
    gradients were all 0 divides 0 by 0 and becomes NaN.

    Shapes: W, g and total alike, any shape. Units: lr is that of W, total and eps are (loss per W)².
    Source: slides S4 to S6; Duchi, Hazan and Singer, "Adaptive subgradient methods" (2011).

        >>> opt, W = AdaGrad(lr=0.5), np.array([1.0, 1.0])
        >>> W, state = opt.step(W, np.array([100.0, -0.1]), opt.start(W))
        >>> W.round(4)  # whatever its size, the first gradient moves W by lr
        array([0.5, 1.5])
    """

    SAME = {
        "torch": "torch.optim.Adagrad([W], lr, eps=0)  # if eps is 0: PyTorch adds ε outside the root",
        "optax": "optax.adagrad(lr, initial_accumulator_value=0, eps=eps)  # if g is not 0: it answers 0 for 0/0",
        "keras": "keras.optimizers.Adagrad(lr, initial_accumulator_value=0, epsilon=eps)",
    }

    lr: float | np.ndarray = rate(0.01)
    eps: float | np.ndarray = epsilon(1e-8)

    def start(self, W: np.ndarray) -> State:
        """Nothing summed yet."""
        return {"total": np.zeros_like(W)}

    def step(self, W: np.ndarray, g: np.ndarray, past: State) -> tuple[np.ndarray, State]:
        """Add this gradient's square to the sum, then step at the rate that the sum leaves."""
        total = past["total"] + g**2
        return W - self.lr * g / np.sqrt(total + self.eps), {"total": total}
