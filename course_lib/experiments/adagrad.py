"""What chapter 2 claims about one rate for all parameters and about AdaGrad (slides S3 to S6), measured."""

from typing import NamedTuple

import numpy as np

from course_lib import data, models, surfaces, training
from course_lib.experiments import tuning
from course_lib.experiments.claims import Claim
from course_lib.optimizers import SGD, AdaGrad, RMSProp

# ---- S3: one rate does not fit two slopes ----


def contraction(lr, c=(1.0, 100.0), steps=20):
    """S3: the factor by which SGD shrinks each coordinate in a step, on the bowl with curvatures c: (len(c),)."""
    path = training.descend(surfaces.quadratic(c), SGD(lr), np.ones(len(c)), steps).W
    return np.abs(path[-1]) ** (1 / steps)


def best_compromise(kappa=100.0, count=2000):
    """S3: of `count` rates up to 2/κ, the one whose slower coordinate is fastest: (rate, its factor a step).

    Theory: at rate 2/(κ+1) both coordinates shrink by (κ-1)/(κ+1).
    """
    rates = np.linspace(0, 2 / kappa, count + 1)[1:, None]
    path = training.descend(surfaces.quadratic((1, kappa)), SGD(rates), np.ones(2), 20).W
    slower = np.max(np.abs(path[-1]) ** (1 / 20), axis=-1)
    return float(rates[np.argmin(slower), 0]), float(slower.min())


def steps_needed(rule, degrees=0.0, kappa=100.0, level=1e-6, steps=3000):
    """S3: steps until the loss is below `level`, at the best of 60 rates (each 1.2 times the last), on a turned bowl.

    The bowl (1, κ) is turned by `degrees`; its start turns with it. Returns (steps, whether the rate is interior).
    """
    surface = surfaces.rotated(surfaces.quadratic((1, kappa)), degrees)
    rates = (2 / kappa if rule is SGD else 100.0) * 1.2 ** np.arange(-59, 1)[:, None]
    below = training.descend(surface, rule(lr=rates), surface.start, steps).loss <= level
    needed = np.where(below.any(axis=0), np.argmax(below, axis=0), np.inf)
    best = int(np.argmin(needed))
    return float(needed[best]), 0 < best < len(rates) - 1


# ---- S4: σ by hand, and the root that cancels ----


class ByHand(NamedTuple):
    """S4 step by step: sigma (T, d), the rates η/√(t+1) (T,), the path with its start (T+1, d)."""

    sigma: np.ndarray
    rates: np.ndarray
    path: np.ndarray


def by_hand(W, gradients, lr):
    """S4 as the slide writes it: σᵗ is the root mean square of the gradients so far, the rate is η/√(t+1).

    W: (d,). gradients: (T, d). Dividing the one by the other, √(t+1) cancels: this is AdaGrad with ε = 0.
    """
    sigma = np.array([np.sqrt(np.mean(gradients[: t + 1] ** 2, axis=0)) for t in range(len(gradients))])
    rates = lr / np.sqrt(np.arange(1, len(gradients) + 1))
    path = [np.asarray(W, dtype=float)]
    for g, s, rate in zip(gradients, sigma, rates):
        path.append(path[-1] - rate / s * g)
    return ByHand(sigma, rates, np.array(path))


def rule_path(opt, W, gradients):
    """The path of a rule on given gradients, with its start: (T+1, d)."""
    path, state = [np.asarray(W, dtype=float)], opt.start(np.asarray(W, dtype=float))
    for g in gradients:
        W, state = opt.step(path[-1], g, state)
        path.append(W)
    return np.array(path)


def rate_left(steps, twice=False):
    """What a constant gradient of 1 leaves of lr after t = 1 … steps: (steps,). AdaGrad: 1/√t.

    twice=True divides by √(t+1) once more, as those believe who take η/√(t+1) and the root of the sum together: 1/t.
    """
    moved = -np.diff(rule_path(AdaGrad(1.0, eps=0), np.zeros(1), np.ones((steps, 1)))[:, 0])
    return moved / np.sqrt(np.arange(1, steps + 1)) if twice else moved


# ---- S5: frequent and sparse gradients ----


class Pixels(NamedTuple):
    """Each pixel of the digits: how often it is on (64,), and the rate lr/√(Σg² + ε) that AdaGrad leaves it (64,), with
    the mean of Σg² over its ten weights. correlation: of the logarithms, over the pixels that are ever on."""

    on_rate: np.ndarray
    rate: np.ndarray
    correlation: float


class PixelSums(NamedTuple):
    """AdaGrad on the digits: Σg² of each weight (K, 64, 10) after the steps (K,), its rate lr, and how often each pixel
    is on (64,)."""

    steps: np.ndarray
    total: np.ndarray
    lr: float
    on_rate: np.ndarray


def pixel_sums(lr=0.1, batch_size=16, epochs=5, standardised=False, seed=0, records=20):
    """S5: AdaGrad's sums on the digits by softmax regression, at up to `records` steps spread evenly in logarithm."""
    rng = np.random.default_rng(seed)
    split = data.digits(rng)
    X = data.standardised(split.X) if standardised else split.X
    model, opt = models.SoftmaxRegression(64, 10), AdaGrad(lr)
    W, state = model.start(), opt.start(model.start())
    orders = data.epoch_orders(len(X), epochs, rng)
    batches = [batch for order in orders for batch in data.minibatches(order, batch_size)]
    steps = np.unique(np.geomspace(1, len(batches), records).round().astype(int))
    total = []
    for t, batch in enumerate(batches, start=1):
        W, state = opt.step(W, model.gradient(W, X[batch], split.y[batch]), state)
        if t in steps:
            total.append(state["total"][: 64 * 10].reshape(64, 10))
    return PixelSums(steps, np.array(total), lr, (split.X > 0).mean(axis=0))


def pixels(lr=0.1, batch_size=16, epochs=5, standardised=False, seed=0):
    """S5: softmax regression on the digits. A pixel that is seldom on has small sums and keeps a large rate.

    standardised: give each pixel the standard deviation 1 instead of dividing all by 16, which ends the effect.
    """
    sums = pixel_sums(lr, batch_size, epochs, standardised, seed)
    rate = lr / np.sqrt(sums.total[-1].mean(axis=1) + AdaGrad(lr).eps)
    ever = sums.on_rate > 0
    return Pixels(sums.on_rate, rate, float(np.corrcoef(np.log(sums.on_rate[ever]), np.log(rate[ever]))[0, 1]))


MIDDLE = {SGD: 0.5, AdaGrad: 0.125}


def digits_race(rule, epochs=5, seeds=10):
    """S5 on real data: softmax regression on the digits, batches of 16, at the best of nine rates: a Race."""
    split = data.digits(np.random.default_rng(0))
    task = tuning.task(models.SoftmaxRegression(64, 10), split, epochs, seeds, batch_size=16)
    return tuning.race(task, rule, MIDDLE[rule])


# ---- S6: the rate only falls ----


def down_the_cliff(opt, steps=5000):
    """S6: a History down the cliff. AdaGrad's sum keeps the wall's large gradients for ever: it stalls at the foot."""
    surface = surfaces.cliff()
    return training.descend(surface, opt, surface.start, steps)


def on_a_bowl(lr=1.0, c=(1.0, 25.0), steps=1000):
    """S6, where it costs nothing: AdaGrad's loss on a bowl after `steps` steps. Its sum converges, its rate stays."""
    surface = surfaces.quadratic(c)
    return float(training.descend(surface, AdaGrad(lr), surface.start, steps).loss[-1])


# ---- ε, units ----


def broken_weights(eps, batch_size=16, seed=0):
    """How many of the 640 pixel weights are NaN after one step on the digits: 0/0 where gradient and ε are 0."""
    split = data.digits(np.random.default_rng(seed))
    model = models.SoftmaxRegression(64, 10)
    W, opt = model.start(), AdaGrad(0.1, eps)
    g = model.gradient(W, split.X[:batch_size], split.y[:batch_size])
    with np.errstate(invalid="ignore"):
        stepped, _ = opt.step(W, g, opt.start(W))
    return int(np.isnan(stepped[: 64 * 10]).sum())


def distance(scale, eps, steps=50, lr=0.1):
    """How far AdaGrad moves in `steps` steps on a bowl whose loss is multiplied by `scale`."""
    surface = surfaces.scaled(surfaces.quadratic((1, 25)), scale)
    path = training.descend(surface, AdaGrad(lr, eps), surface.start, steps).W
    return float(np.linalg.norm(path[-1] - path[0]))


def claims():
    """S3 to S6 with what the runs say of each."""
    sgd, straight, turned = steps_needed(SGD)[0], steps_needed(AdaGrad)[0], steps_needed(AdaGrad, 45)[0]
    gradients = np.random.default_rng(0).standard_normal((40, 3)) * [0.01, 1, 100]
    apart = np.abs(by_hand(np.ones(3), gradients, 0.5).path - rule_path(AdaGrad(0.5, eps=0), np.ones(3), gradients))
    scaled, standard = pixels(), pixels(standardised=True)
    seen, middle = (scaled.on_rate > 0) & (scaled.on_rate < 0.01), scaled.on_rate > 0.9
    slow, fast = down_the_cliff(AdaGrad(0.1)).W[-1, 0], down_the_cliff(RMSProp(0.01), 1000).W[-1, 0]
    return [
        Claim(
            "S3",
            "different slopes need different learning rates",
            straight < sgd,
            f"κ = 100, each at its best rate: AdaGrad {straight:.0f} steps, SGD with one rate {sgd:.0f}",
            turned > straight,
            f"the slopes do not lie along the axes: turned by 45° AdaGrad needs {turned:.0f}",
        ),
        Claim(
            "S4",
            "σᵗ and η/√(t+1) cancel into η/√Σg²",
            bool(apart.max() < 1e-12),
            f"{len(gradients)} random gradients: step by step as on the slide and by the sum, the same path at ε = 0",
        ),
        Claim(
            "S5",
            "sparse gradients keep large steps, frequent ones get small steps",
            scaled.correlation < -0.9,
            f"digits: rate {np.median(scaled.rate[seen]):.0f} for pixels on in under 1 % of the pictures, "
            f"{np.median(scaled.rate[middle]):.1f} for those on in over 90 %",
            abs(standard.correlation) < 0.3,
            "each pixel is standardised: then rare pixels have large gradients",
        ),
        Claim(
            "S6",
            "the rate falls as updates accumulate, and AdaGrad stalls",
            slow > 0.9 and abs(fast) < 0.1,
            f"below a cliff it is still at {slow:.2f} after 5000 steps; RMSProp is at the minimum after 1000",
            on_a_bowl() < 1e-12,
            "the gradients shrink by themselves: on a bowl it reaches 1e-12 in 1000 steps",
        ),
    ]
