"""Adadelta: RMSProp that measures its own rate from the steps it has taken (slide S15)."""

from dataclasses import dataclass

import numpy as np

from course_lib.optimizers.rule import Rule, State, epsilon, memory, rate


@dataclass(frozen=True)
class AdaDelta(Rule):
    r"""Adadelta: $S_t = \rho S_{t-1} + (1-\rho) g_t^2, \quad
    \Delta_t = \sqrt{(D_{t-1} + \epsilon)/(S_t + \epsilon)} \, g_t, \quad
    D_t = \rho D_{t-1} + (1-\rho)\Delta_t^2, \quad W := W - \alpha\Delta_t$, with $S_0 = D_0 = 0$.

    The root of D stands where other rules have lr, so a step has the unit of W by itself; the paper has lr = 1.
    From D₀ = 0 the first step is about √(ε/(1-ρ)): ε decides how slowly it starts.

    Shapes: W, g, S and D alike, any shape. Units: lr has none, D is W², S is (loss per W)².
    Source: slide S15; Zeiler, "ADADELTA: an adaptive learning rate method" (2012).

        >>> opt, W = AdaDelta(), np.array([1.0, 1.0])
        >>> W, state = opt.step(W, np.array([100.0, -0.1]), opt.start(W))
        >>> W.round(4)
        array([0.9968, 1.0032])
    """

    SAME = {
        "torch": "torch.optim.Adadelta([W], lr, rho=rho, eps=eps)",
        "optax": "optax.adadelta(lr, rho=rho, eps=eps)",
        "keras": "keras.optimizers.Adadelta(lr, rho=rho, epsilon=eps)  # its default lr is 0.001",
    }

    lr: float | np.ndarray = rate(1.0)
    rho: float | np.ndarray = memory("ρ", 0.9)
    eps: float | np.ndarray = epsilon(1e-6)

    def start(self, W: np.ndarray) -> State:
        """Neither gradients nor steps have been seen."""
        return {"S": np.zeros_like(W), "D": np.zeros_like(W)}

    def step(self, W: np.ndarray, g: np.ndarray, past: State) -> tuple[np.ndarray, State]:
        """Average the square in, step by (usual step / usual gradient) times g, then average the step's square in."""
        S = self.rho * past["S"] + (1 - self.rho) * g**2
        step = np.sqrt((past["D"] + self.eps) / (S + self.eps)) * g
        D = self.rho * past["D"] + (1 - self.rho) * step**2
        return W - self.lr * step, {"S": S, "D": D}
