"""Adam and AdamW: Momentum's average over RMSProp's root, both corrected for their start at 0 (slide S13)."""

from dataclasses import dataclass

import numpy as np

from course_lib.optimizers.rule import Rule


@dataclass(frozen=True)
class Adam(Rule):
    r"""Adam:
    $m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t, \quad S_t = \beta_2 S_{t-1} + (1-\beta_2) g_t^2$,
    $\hat m_t = m_t/(1-\beta_1^t), \quad \hat S_t = S_t/(1-\beta_2^t), \quad
    W := W - \alpha \, \hat m_t / \sqrt{\hat S_t + \epsilon}$, with $m_0 = S_0 = 0$ and t = 1 in the first step.

    m and S are stored as they are; only the step uses the corrected m̂ and Ŝ. `correct=False` leaves both out.

    Shapes: W, g, m and S alike, any shape. Units: lr is that of W, eps is (loss per W)².
    Source: slide S13; Kingma and Ba, "Adam: a method for stochastic optimization" (2015); the paper has √Ŝ + ε.
    Same as: torch.optim.Adam(lr, betas=(beta1, beta2), eps=0) at eps=0 (PyTorch adds ε outside the root);
    optax.adam(lr, b1=beta1, b2=beta2, eps=0, eps_root=eps);
    keras.optimizers.Adam(lr, beta1, beta2, epsilon=0) at eps=0 (its ε stands outside and before the correction).
    """

    lr: float | np.ndarray = 0.001
    beta1: float | np.ndarray = 0.9
    beta2: float | np.ndarray = 0.999
    eps: float | np.ndarray = 1e-8
    correct: bool = True

    def start(self, W):
        """Both averages at 0, no step taken."""
        return {"m": np.zeros_like(W), "S": np.zeros_like(W), "t": 0}

    def step(self, W, g, past):
        """Average the gradient and its square in, correct both, step by their quotient."""
        t = past["t"] + 1
        m = self.beta1 * past["m"] + (1 - self.beta1) * g
        S = self.beta2 * past["S"] + (1 - self.beta2) * g**2
        m_hat, S_hat = (m / (1 - self.beta1**t), S / (1 - self.beta2**t)) if self.correct else (m, S)
        return W - self.lr * m_hat / np.sqrt(S_hat + self.eps), {"m": m, "S": S, "t": t}


@dataclass(frozen=True)
class AdamW(Adam):
    r"""Adam with decoupled weight decay: Adam's step, and beside it $-\alpha\lambda W_{t-1}$.

    The decay does not pass through the averages, so it shrinks every weight at the same rate: not the same as adding
    an L2 penalty to the loss.

    Shapes and units: as Adam; weight_decay (λ) is one over the unit of lr.
    Source: chapter 6; Loshchilov and Hutter, "Decoupled weight decay regularization" (2019).
    Same as: torch.optim.AdamW(lr, betas, eps=0, weight_decay=weight_decay) at eps=0;
    optax.adamw(lr, b1, b2, eps=0, eps_root=eps, weight_decay=weight_decay);
    keras.optimizers.AdamW(lr, weight_decay, beta1, beta2, epsilon=0) at eps=0.
    """

    weight_decay: float | np.ndarray = 0.01

    def step(self, W, g, past):
        """Adam's step, then the decay of the W that came in."""
        stepped, state = super().step(W, g, past)
        return stepped - self.lr * self.weight_decay * W, state
