"""What chapter 5 claims about Adam (slide S13), measured: its start, its limits, the length of its steps.

The settings that matter are the slide's β₁ = 0.9 and β₂ = 0.999; ε stands inside the root, and its 1e-8 is the paper's.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from course_lib import averages
from course_lib.experiments.adam_convergence import REMEDIES, at_rates, follow, stay
from course_lib.experiments.adam_tuning import duel
from course_lib.experiments.claims import Claim
from course_lib.optimizers import AdaGrad, Adam, Momentum, RMSProp


class StartError(NamedTuple):
    """Without correction, on a constant gradient g, each (steps,) and 1 where right: m/g, √S/|g|, step/lr."""

    m: np.ndarray
    root_S: np.ndarray
    step: np.ndarray


def start_error(beta1=0.9, beta2=0.999, steps=6000, g=1.0):
    """S13: without correction both averages start too small; √S more so than m, so the first steps are too LARGE.

    g: the constant gradient, not 0. At other β it can be the reverse: the first step is (1-β₁)/√(1-β₂) · lr.
    """
    opt = Adam(lr=1.0, beta1=beta1, beta2=beta2, eps=0, correct=False)
    W, states = follow([opt] * steps, [0.0], lambda W, t: np.array([g]))
    m, S = (np.array([state[name][0] for state in states]) for name in ("m", "S"))
    return StartError(m / g, np.sqrt(S) / abs(g), -np.diff(W[:, 0]) * np.sign(g))


def last_off(step, share=0.1):
    """The first step number, from 1, from which `step` (T,) stays within `share` of 1; inf when it does not."""
    off = np.flatnonzero(np.abs(step - 1) > share)
    first = off[-1] + 2 if len(off) else 1
    return float(first) if first <= len(step) else np.inf


def expected_share(beta, steps=50, power=1, correct=False, runs=20_000, seed=0):
    """S13, the derivation: the mean average of many noisy series, as a share of what it ought to average.

    Gradients are 1 + noise of standard deviation 1; power 1 gives m's share, power 2 that of S. Returns (steps,): about
    1 - βᵗ without correction, about 1 with it.
    """
    g = 1 + np.random.default_rng(seed).standard_normal((steps, runs))
    expected = {1: 1.0, 2: 2.0}[power]  # E[g] = 1, E[g²] = 1² + 1²
    return averages.ewma(g**power, beta, correct).mean(axis=1) / expected


class Limits(NamedTuple):
    """The largest distance, over all steps, of Adam's W from that of the rule that it becomes: 0 up to rounding."""

    rmsprop: float
    momentum: float
    plain_rmsprop: float
    plain_momentum: float
    adagrad: float
    hidden_schedule: float


# Who is compared in each of the Limits, in their order.
PAIRS = (
    "β₁ = 0, and RMSProp at rate α√(1−β₂ᵗ)",
    "Ŝ frozen, and Momentum at its rate",
    "β₁ = 0 without correction, and RMSProp",
    "S frozen without correction, and Momentum",
    "β₁ = 0, β₂ → 1 at rate α/√t, and AdaGrad",
    "without correction, and Adam with the hidden schedule",
)


def limits(beta1=0.9, beta2=0.99, lr=0.1, eps=1e-2, steps=100, seed=0):
    """S13, "Adam = Momentum + RMSProp": which rule is left when you take one half away.

    With correction, β₁ = 0 leaves RMSProp at rate lr √(1-β₂ᵗ) with ε(1-β₂ᵗ), and a frozen Ŝ = a² leaves Momentum at
    rate lr/((1-β₁ᵗ)√(a²+ε)); without correction both are plain. β₁ = 0, β₂ → 1 at rate lr/√t leaves AdaGrad.
    Adam without correction is Adam with it at rate lr (1-β₁ᵗ)/√(1-β₂ᵗ), a schedule that nobody chose (ε = 0).
    Gradients of constant size a and random sign freeze Ŝ; without correction S has to begin at a² too. Returns Limits.
    """
    size = np.array([0.1, 1.0, 10.0])
    noisy = np.random.default_rng(seed).standard_normal((steps, 3)) * size
    signs = np.sign(noisy) * size
    t = np.arange(1, steps + 1)[:, None]
    full, bare = Adam(lr, beta1, beta2, eps), Adam(lr, beta1, beta2, eps, correct=False)
    left, rms = 1 - beta2**t, RMSProp(lr, beta2, eps)
    rms_corrected = [RMSProp(lr * np.sqrt(a), beta2, eps * a) for a in left]
    frozen = lr / np.sqrt(size**2 + eps)
    ada = Adam(beta1=0, beta2=1 - 1e-9, eps=0)
    hidden = lr * (1 - beta1**t) / np.sqrt(left)

    def apart(rules, others, g, state=None):
        paths = [follow(r, np.zeros(3), lambda W, t: g[t - 1], s)[0] for r, s in ((rules, state), (others, None))]
        return float(np.abs(paths[0] - paths[1]).max())

    return Limits(
        rmsprop=apart([replace(full, beta1=0)] * steps, rms_corrected, noisy),
        momentum=apart([full] * steps, at_rates(Momentum(beta=beta1), frozen / (1 - beta1**t)), signs),
        plain_rmsprop=apart([replace(bare, beta1=0)] * steps, [rms] * steps, noisy),
        plain_momentum=apart(
            [bare] * steps, [Momentum(frozen, beta1)] * steps, signs, {"m": np.zeros(3), "S": size**2, "t": 0}
        ),
        adagrad=apart(at_rates(ada, lr / np.sqrt(t)), [AdaGrad(lr, eps=0)] * steps, noisy),
        hidden_schedule=apart([replace(bare, eps=0)] * steps, at_rates(replace(full, eps=0), hidden), noisy),
    )


def bridge(beta2, steps=300, seed=0):
    """From S13 back to S4: as β₂ → 1, Ŝ becomes the plain mean of all squares so far, which is chapter 2's σ².

    Returns the largest relative difference between the two over a random series.
    """
    squares = np.random.default_rng(seed).standard_normal(steps) ** 2
    mean = np.cumsum(squares) / np.arange(1, steps + 1)
    return float(np.abs(averages.ewma(squares, beta2, correct=True) / mean - 1).max())


class SecondMoment(NamedTuple):
    """Of a whole series: Ŝ when nothing is forgotten (β₂ → 1), the mean of g and its variance."""

    S_hat: float
    mean: float
    variance: float


def second_moment(g):
    """S is not a variance: no mean is subtracted, so Ŝ = mean² + variance. g: (T,). Returns SecondMoment."""
    S_hat = averages.ewma(g**2, 1 - 1e-9, correct=True)[-1]
    return SecondMoment(float(S_hat), float(np.mean(g)), float(np.var(g)))


@dataclass(frozen=True)
class EpsOutside(Adam):
    r"""Adam as in the paper and in PyTorch: $W := W - \alpha\,\hat m_t / (\sqrt{\hat S_t} + \epsilon)$."""

    def step(self, W, g, past):
        """Adam's averages, corrected; ε is added after the root."""
        _, state = super().step(W, g, past)
        m_hat, S_hat = state["m"] / (1 - self.beta1 ** state["t"]), state["S"] / (1 - self.beta2 ** state["t"])
        return W - self.lr * m_hat / (np.sqrt(S_hat) + self.eps), state


def distance_under(rule, g=1e-6, lr=0.1, eps=1e-8, steps=50):
    """How far `steps` steps with the constant gradient g take W: with ε inside the root, √ε is a floor under it."""
    path, _ = follow([rule(lr=lr, eps=eps)] * steps, [0.0], lambda W, t: np.array([g]))
    return float(abs(path[-1, 0]))


def step_lengths(opt, gradients):
    """The length of each step, divided by lr, on given gradients (T,) of one coordinate: (T,)."""
    path, _ = follow([opt] * len(gradients), [0.0], lambda W, t: gradients[t - 1 : t])
    return np.abs(np.diff(path[:, 0])) / opt.lr


def after_silence(opt, silence=10_000, steps=20):
    """The lengths of the steps, in lr, under gradients of 1 after `silence` gradients of 0: (steps,)."""
    return step_lengths(opt, np.repeat([0.0, 1.0], [silence, steps]))[-steps:]


def longest_step(beta1=0.9, beta2=0.999, steps=300):
    """The longest step that any gradients can cause, in lr: the limit (1-β₁)/√(1-β₂) / √(1-β₁²/β₂), for β₁² < β₂.

    By Cauchy and Schwarz m²/S is largest when each gradient is β₂/β₁ times the one before. Returns what such a series
    measures in the end. (The corrections are over: it begins late.)
    """
    late = {"m": np.zeros(1), "S": np.zeros(1), "t": 10**6}
    growing = (beta2 / beta1) ** np.arange(-steps, 0.0)
    path, _ = follow([Adam(1.0, beta1, beta2, eps=0)] * steps, [0.0], lambda W, t: growing[t - 1 : t], late)
    return float(abs(path[-1, 0] - path[-2, 0]))


def first_step_apart(lr=0.01, beta2=0.9, g=1.0):
    """S13, where "Momentum + RMSProp" stops being exact: the first moves of (Adam with β₁ = 0, RMSProp), in W.

    Ŝ is corrected too, so Adam moves by lr, RMSProp by lr/√(1-β₂).
    """
    rules = Adam(lr, beta1=0, beta2=beta2), RMSProp(lr, beta2)
    return tuple(float(follow([opt], [0.0], lambda W, t: np.array([g]))[0][-1, 0]) for opt in rules)


def claims():
    """The claims of slide S13 with what the runs above say of each."""
    return [of_the_parts(), of_the_correction(), of_the_end()]


def of_the_parts():
    """Adam = Momentum + RMSProp."""
    gaps, (adam, rms) = limits(), first_step_apart()
    return Claim(
        "S13",
        "Adam joins Momentum and RMSProp",
        max(gaps.plain_rmsprop, gaps.plain_momentum) < 1e-9,
        "without correction, β₁ = 0 leaves RMSProp and a frozen S leaves Momentum: the same path over 100 steps",
        abs(adam - rms) > 1e-3,
        f"with correction β₁ = 0 is not RMSProp: first step {adam:.4f} against {rms:.4f} (lr 0.01, β₂ = 0.9)",
    )


def of_the_correction():
    """The averages start far off; the correction repairs it."""
    error, constant, scheduled = start_error(), duel("constant"), duel("warm-up + cosine")
    return Claim(
        "S13",
        "The averages start far off, so their bias must be corrected",
        bool(error.step[0] > 3 and error.m[0] < 0.11 and scheduled.corrected < scheduled.bare),
        f"without it, on a constant gradient: {error.step[0]:.2f}·lr at step 1, {error.step.max():.2f}·lr at step"
        f" {error.step.argmax() + 1}, within 10 % of lr from step {last_off(error.step):.0f};"
        f" digits, {scheduled.seeds} seeds, warm-up + cosine, each at its best rate: loss {scheduled.corrected:.3f}"
        f" with, {scheduled.bare:.3f} without",
        constant.bare < constant.corrected,
        f"the rate is constant: then {constant.corrected:.3f} with, {constant.bare:.3f} without (a hidden falling"
        " rate)",
    )


def of_the_end():
    """The step leads to the minimum: taken for granted, not said on the slide."""
    run, (opt, settings) = stay(Adam(0.1)), REMEDIES["a cosine over 3000 steps"]
    calm = stay(opt, **settings)
    return Claim(
        "S13",
        "(not on the slide) Adam's step leads to the minimum and stays there",
        0 < calm.reached < 1000 and calm.highest < 1e-6,
        "linear regression, diabetes, a cosine from lr 0.1 to 0 over 3000 steps: within 1e-6 of the smallest loss from "
        f"step {calm.reached} on",
        run.highest > 0.01,
        f"the rate stays 0.1: there after {run.reached} steps, but over 0.01 above it again before step 3000",
    )
