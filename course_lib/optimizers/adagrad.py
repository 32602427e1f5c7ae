"""AdaGrad: each coordinate divides its rate by the root of all its squared gradients so far (slides S3 to S6)."""

from dataclasses import dataclass

import numpy as np

from course_lib.optimizers.rule import Rule


@dataclass(frozen=True)
class AdaGrad(Rule):
    r"""AdaGrad: $\text{total}_t = \text{total}_{t-1} + g_t^2, \quad
    W := W - \alpha \, g_t / \sqrt{\text{total}_t + \epsilon}, \quad \text{total}_0 = 0$.

    The sum never shrinks, so each coordinate's rate only falls. The slides have no ε: with eps=0 a coordinate whose
    gradients were all 0 divides 0 by 0 and becomes NaN.

    Shapes: W, g and total alike, any shape. Units: lr is that of W, total and eps are (loss per W)².
    Source: slides S4 to S6; Duchi, Hazan and Singer, "Adaptive subgradient methods" (2011).
    Same as: torch.optim.Adagrad(lr, eps=0) at eps=0 (PyTorch adds ε outside the root);
    optax.adagrad(lr, initial_accumulator_value=0, eps=eps) for g ≠ 0 (it answers 0 for 0/0);
    keras.optimizers.Adagrad(lr, initial_accumulator_value=0, epsilon=eps).
    """

    lr: float | np.ndarray = 0.01
    eps: float | np.ndarray = 1e-8

    def start(self, W):
        """Nothing summed yet."""
        return {"total": np.zeros_like(W)}

    def step(self, W, g, past):
        """Add this gradient's square to the sum, then step at the rate that the sum leaves."""
        total = past["total"] + g**2
        return W - self.lr * g / np.sqrt(total + self.eps), {"total": total}
