"""Adam and AdamW: Momentum's average over RMSProp's root, both corrected for their start at 0 (slide S13)."""

from dataclasses import dataclass

import numpy as np

from course_lib.arguments import flag
from course_lib.optimizers.rule import Rule, State, decay, epsilon, memory, rate


@dataclass(frozen=True)
class Adam(Rule):
    r"""Adam:
    $m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t, \quad S_t = \beta_2 S_{t-1} + (1-\beta_2) g_t^2$,
    $\hat m_t = m_t/(1-\beta_1^t), \quad \hat S_t = S_t/(1-\beta_2^t), \quad
    W := W - \alpha \, \hat m_t / \sqrt{\hat S_t + \epsilon}$, with $m_0 = S_0 = 0$ and t = 1 in the first step.

    m and S are stored as they are; only the step uses the corrected m̂ and Ŝ. `correct=False` leaves both out.
    PyTorch and Keras add ε outside the root, Keras before the correction, so they agree with it only at ε = 0.

    Shapes: W, g, m and S alike, any shape. Units: lr is that of W, eps is (loss per W)².
    Source: slide S13; Kingma and Ba, "Adam: a method for stochastic optimization" (2015); the paper has √Ŝ + ε.

        >>> opt, W = Adam(lr=0.1), np.array([1.0, 1.0])
        >>> W, state = opt.step(W, np.array([100.0, -0.1]), opt.start(W))
        >>> W.round(4)  # whatever its size, the first gradient moves W by lr
        array([0.9, 1.1])
    """

    SAME = {
        "torch": "torch.optim.Adam([W], lr, betas=(beta1, beta2), eps=0)  # if eps is 0: its ε is outside the root",
        "optax": "optax.adam(lr, b1=beta1, b2=beta2, eps=0, eps_root=eps)",
        "keras": "keras.optimizers.Adam(lr, beta1, beta2, epsilon=0)  # if eps is 0: its ε is outside too",
    }

    lr: float | np.ndarray = rate(0.001)
    beta1: float | np.ndarray = memory("β₁", 0.9)
    beta2: float | np.ndarray = memory("β₂", 0.999, step=0.001)
    eps: float | np.ndarray = epsilon(1e-8)
    correct: bool = True

    def __post_init__(self) -> None:
        super().__post_init__()
        flag("correct", self.correct)

    def start(self, W: np.ndarray) -> State:
        """Both averages at 0, no step taken."""
        return {"m": np.zeros_like(W), "S": np.zeros_like(W), "t": 0}

    def step(self, W: np.ndarray, g: np.ndarray, past: State) -> tuple[np.ndarray, State]:
        """Average the gradient and its square in, correct both, step by their quotient."""
        t = past["t"] + 1
        m = self.beta1 * past["m"] + (1 - self.beta1) * g
        S = self.beta2 * past["S"] + (1 - self.beta2) * g**2
        m_hat = m / (1 - self.beta1**t) if self.correct else m
        S_hat = S / (1 - self.beta2**t) if self.correct else S
        return W - self.lr * m_hat / np.sqrt(S_hat + self.eps), {"m": m, "S": S, "t": t}


@dataclass(frozen=True)
class AdamW(Adam):
    r"""Adam with decoupled weight decay: Adam's step, and beside it $-\alpha\lambda W_{t-1}$.

    The decay does not pass through the averages, so it shrinks every weight at the same rate: not the same as adding
    an L2 penalty to the loss.

    Shapes and units: as Adam; weight_decay (λ) is one over the unit of lr.
    Source: chapter 7; Loshchilov and Hutter, "Decoupled weight decay regularization" (2019).

        >>> opt, W = AdamW(lr=0.1, weight_decay=0.5), np.array([2.0])
        >>> W, state = opt.step(W, np.array([0.0]), opt.start(W))
        >>> W.round(4)  # no slope: W shrinks by lr·weight_decay = 5 %
        array([1.9])
    """

    SAME = {
        "torch": "torch.optim.AdamW([W], lr, betas=(beta1, beta2), eps=0, weight_decay=weight_decay)  # if eps is 0",
        "optax": "optax.adamw(lr, b1=beta1, b2=beta2, eps=0, eps_root=eps, weight_decay=weight_decay)",
        "keras": "keras.optimizers.AdamW(lr, weight_decay, beta1, beta2, epsilon=0)  # if eps is 0",
    }

    weight_decay: float | np.ndarray = decay(0.01)

    def step(self, W: np.ndarray, g: np.ndarray, past: State) -> tuple[np.ndarray, State]:
        """Adam's step, then the decay of the W that came in."""
        stepped, state = super().step(W, g, past)
        return stepped - self.lr * self.weight_decay * W, state
