"""What came after Adam and changes one thing in it: AMSGrad, NAdam, and Lion (chapter 7; AMSGrad also chapter 5)."""

from dataclasses import dataclass

import numpy as np

from course_lib.optimizers.rule import Rule, State, decay, epsilon, memory, rate


@dataclass(frozen=True)
class AMSGrad(Rule):
    r"""Adam whose second moment never falls:
    $m_t, S_t$ as in Adam, $\quad S^{max}_t = \max(S^{max}_{t-1}, S_t), \quad
    W := W - \alpha \, \hat m_t / \sqrt{S^{max}_t/(1-\beta_2^t) + \epsilon}$.

    A large gradient is never forgotten, so no coordinate's rate rises again once the correction has died away.

    Shapes: W, g, m, S and S_max alike, any shape. Units: as Adam.
    Source: chapter 5; Reddi, Kale and Kumar, "On the convergence of Adam and beyond" (2018), with Adam's correction.

        >>> opt, W = AMSGrad(lr=0.1), np.array([1.0])
        >>> past = {"m": np.zeros(1), "S": np.ones(1), "S_max": np.array([9.0]), "t": 1000}
        >>> opt.step(W, np.array([1.0]), past)[1]["S_max"]
        array([9.])
    """

    SAME = {
        "torch": "torch.optim.Adam([W], lr, betas=(beta1, beta2), eps=0, amsgrad=True)  # if eps is 0",
        "optax": "# optax.amsgrad differs: it takes the maximum of the corrected Ŝ",
        "keras": "keras.optimizers.Adam(lr, beta1, beta2, epsilon=0, amsgrad=True)  # if eps is 0",
    }

    lr: float | np.ndarray = rate(0.001)
    beta1: float | np.ndarray = memory("β₁", 0.9)
    beta2: float | np.ndarray = memory("β₂", 0.999, step=0.001)
    eps: float | np.ndarray = epsilon(1e-8)

    def start(self, W: np.ndarray) -> State:
        """Both averages and the largest second moment at 0, no step taken."""
        return {"m": np.zeros_like(W), "S": np.zeros_like(W), "S_max": np.zeros_like(W), "t": 0}

    def step(self, W: np.ndarray, g: np.ndarray, past: State) -> tuple[np.ndarray, State]:
        """Adam's step, with the largest S so far instead of the newest."""
        t = past["t"] + 1
        m = self.beta1 * past["m"] + (1 - self.beta1) * g
        S = self.beta2 * past["S"] + (1 - self.beta2) * g**2
        S_max = np.maximum(past["S_max"], S)
        m_hat = m / (1 - self.beta1**t)
        S_hat = S_max / (1 - self.beta2**t)
        return W - self.lr * m_hat / np.sqrt(S_hat + self.eps), {"m": m, "S": S, "S_max": S_max, "t": t}


@dataclass(frozen=True)
class NAdam(Rule):
    r"""Adam that looks ahead as Nesterov does:
    $m_t, \hat S_t$ as in Adam, $\quad
    \hat m_t = \beta_1 \frac{m_t}{1-\beta_1^{t+1}} + (1-\beta_1)\frac{g_t}{1-\beta_1^t}, \quad
    W := W - \alpha \, \hat m_t / \sqrt{\hat S_t + \epsilon}$.

    m̂ is what the average would become if the newest gradient came once more. This is NAdam with a constant β₁;
    Dozat's paper also gives one whose β₁ rises during training, and that is PyTorch's and Keras's default.
    PyTorch keeps the product of its β₁ in its default type: set that to float64 if more than seven digits are to agree.

    Shapes: W, g, m and S alike, any shape. Units: as Adam.
    Source: chapter 7; Dozat, "Incorporating Nesterov momentum into Adam" (2016).

        >>> opt, W = NAdam(lr=0.1), np.array([1.0])
        >>> W, state = opt.step(W, np.array([100.0]), opt.start(W))
        >>> W.round(4)  # further than Adam's 0.9
        array([0.8526])
    """

    SAME = {
        "torch": "torch.optim.NAdam([W], lr, betas=(beta1, beta2), eps=0, momentum_decay=1e6)  # if eps is 0; β₁ stays",
        "optax": "optax.nadam(lr, b1=beta1, b2=beta2, eps=0, eps_root=eps)",
        "keras": "# keras.optimizers.Nadam differs: its β₁ rises during training",
    }

    lr: float | np.ndarray = rate(0.001)
    beta1: float | np.ndarray = memory("β₁", 0.9)
    beta2: float | np.ndarray = memory("β₂", 0.999, step=0.001)
    eps: float | np.ndarray = epsilon(1e-8)

    def start(self, W: np.ndarray) -> State:
        """Both averages at 0, no step taken."""
        return {"m": np.zeros_like(W), "S": np.zeros_like(W), "t": 0}

    def step(self, W: np.ndarray, g: np.ndarray, past: State) -> tuple[np.ndarray, State]:
        """Adam's averages, then a step along the first one as it is about to be."""
        t = past["t"] + 1
        m = self.beta1 * past["m"] + (1 - self.beta1) * g
        S = self.beta2 * past["S"] + (1 - self.beta2) * g**2
        m_hat = self.beta1 * m / (1 - self.beta1 ** (t + 1)) + (1 - self.beta1) * g / (1 - self.beta1**t)
        S_hat = S / (1 - self.beta2**t)
        return W - self.lr * m_hat / np.sqrt(S_hat + self.eps), {"m": m, "S": S, "t": t}


@dataclass(frozen=True)
class Lion(Rule):
    r"""Lion: only the sign of an average counts,
    $c_t = \beta_1 m_{t-1} + (1-\beta_1) g_t, \quad W := W - \alpha \, (\mathrm{sign}(c_t) + \lambda W), \quad
    m_t = \beta_2 m_{t-1} + (1-\beta_2) g_t$, with $m_0 = 0$.

    Without decay each coordinate moves by exactly lr (if c ≠ 0), so lr has to be smaller than Adam's: three to
    ten times, according to the paper. It keeps one average instead of two.

    Shapes: W, g and m alike, any shape. Units: lr is that of W, weight_decay (λ) is one over it.
    Source: chapter 7; Chen et al., "Symbolic discovery of optimization algorithms" (2023).

        >>> opt, W = Lion(lr=0.1), np.array([1.0, 1.0])
        >>> W, state = opt.step(W, np.array([100.0, -0.1]), opt.start(W))
        >>> W.round(4)
        array([0.9, 1.1])
    """

    SAME = {
        "torch": "# PyTorch has no Lion",
        "optax": "optax.lion(lr, b1=beta1, b2=beta2, weight_decay=weight_decay)",
        "keras": "keras.optimizers.Lion(lr, beta1, beta2, weight_decay=weight_decay)",
    }

    lr: float | np.ndarray = rate(0.0001)
    beta1: float | np.ndarray = memory("β₁", 0.9)
    beta2: float | np.ndarray = memory("β₂", 0.99, step=0.001)
    weight_decay: float | np.ndarray = decay(0.0)

    def start(self, W: np.ndarray) -> State:
        """The average starts at 0."""
        return {"m": np.zeros_like(W)}

    def step(self, W: np.ndarray, g: np.ndarray, past: State) -> tuple[np.ndarray, State]:
        """Step by the sign of a mixture of past and present; then average the gradient in, with a longer memory."""
        c = self.beta1 * past["m"] + (1 - self.beta1) * g
        m = self.beta2 * past["m"] + (1 - self.beta2) * g
        return W - self.lr * (np.sign(c) + self.weight_decay * W), {"m": m}
