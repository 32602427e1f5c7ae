"""03_momentum, as students write it. RIGHT: {exercise: [answers]}, each another way. WRONG: mistakes of no list."""

import itertools
from decimal import Decimal
from fractions import Fraction

import numpy as np

# ---- ewma ----


def ewma_generator(x, beta):
    v = 0 * x[0]
    for value in x:
        v = v + (1 - beta) * (value - v)
        yield v


def ewma_list(x, beta):
    return list(itertools.accumulate(x, lambda v, new: beta * v + (1 - beta) * new, initial=0 * x[0]))[1:]


def ewma_matrix(x, beta):
    age = np.subtract.outer(np.arange(len(x)), np.arange(len(x)))
    return np.where(age >= 0, (1 - beta) * np.power(beta, np.maximum(age, 0.0)), 0) @ x


def ewma_single(x, beta):
    v, out = np.zeros(x.shape[1:], dtype=np.float32), []
    for value in x.astype(np.float32):
        v = np.float32(beta) * v + np.float32(1 - beta) * value
        out.append(v)
    return np.array(out)


def ewma_recursive(x, beta):
    if len(x) == 0:
        return []
    past = ewma_recursive(x[:-1], beta)
    return [*past, (beta * past[-1] if past else 0) + (1 - beta) * x[-1]]


# ---- the others ----


def weights_by_loop(beta, n):
    w = [1 - beta]
    while len(w) < n:
        w.append(w[-1] * beta)
    return w


def momentum_list(W, g, v, lr, beta):
    v = [beta * a + (1 - beta) * b for a, b in zip(v, g)]
    return [[w - lr * a for w, a in zip(W, v)], v]


def momentum_stacked(W, g, v, lr, beta):
    new = v - (1 - beta) * (v - g)
    return np.array([W - lr * new, new])


def momentum_named(weights, gradient, velocity, rate, decay):
    print("new velocity", velocity)
    velocity = velocity * decay
    velocity = velocity + (1 - decay) * gradient
    weights = weights.copy()
    weights -= rate * velocity
    return weights, velocity


def momentum_single(W, g, v, lr, beta):
    new = (beta * v + (1 - beta) * g).astype(np.float32)
    return (W - lr * new).astype(np.float32), new


def momentum_by_name(W, g, v, *, lr, beta):
    v = beta * v + (1 - beta) * g
    return W - lr * v, v


def momentum_of_names(**given):
    return momentum_by_name(**given)


RIGHT = {
    "ewma": [ewma_generator, ewma_list, ewma_matrix, ewma_single, ewma_recursive],
    "ewma_weights": [
        weights_by_loop,
        lambda beta, n: (1 - beta) * beta ** np.arange(n),
        lambda beta, n: (beta**k - beta ** (k + 1) for k in range(n)),
        lambda beta, n: np.diff([1 - beta**k for k in range(n + 1)]),
    ],
    "window": [
        lambda beta: 1 / (1 - beta),
        lambda *, beta: Fraction(1 / (1 - beta)),
        lambda beta: np.array((1 - beta) ** -1),
        lambda b: np.divide(1, 1 - b),
    ],
    "beta_for_window": [lambda N: 1 - 1 / N, lambda N: (N - 1) / N, lambda N: np.float64(1) - N**-1],
    "momentum_step": [
        momentum_list,
        momentum_stacked,
        momentum_named,
        momentum_single,
        momentum_by_name,
        momentum_of_names,
    ],
    "answer_beta": [0.95, Fraction(19, 20), Decimal("0.95"), np.float32(0.95), np.array(0.95), 19 / 20],
    "answer_share": [1 - 0.9**10, 0.6513215599, sum(0.1 * 0.9**k for k in range(10))],
    "answer_first_step": [0.2, 1 / 5, np.float64(0.2)],
}


def ewma_without_beta(x, beta):
    v, out = 0, []
    for value in x:
        v = v + (1 - beta) * value
        out.append(v)
    return out


def ewma_from_end(x, beta):
    return np.array(ewma_list(x[::-1], beta))[::-1]


def ewma_two_mistakes(x, beta):
    return [v / (1 - beta) ** 2 for v in ewma_list(x, beta)]


def ewma_first_only(x, beta):
    return (1 - beta) * x


def momentum_two_mistakes(W, g, v, lr, beta):
    v = beta * v + g
    return W + lr * v, v


def momentum_sign(W, g, v, lr, beta):
    v = beta * v + (1 - beta) * g
    return W - lr * np.sign(v), v


def momentum_first_entry(W, g, v, lr, beta):
    v = beta * v + (1 - beta) * g[0]
    return W - lr * v, v


def momentum_in_place(W, g, v, lr, beta):
    v *= beta
    v += (1 - beta) * g
    W -= lr * v
    return W, v


class Remembers:
    """Keeps its own velocity between calls."""

    __name__ = "momentum_step"

    def __init__(self):
        self.v = None

    def __call__(self, W, g, v, lr, beta):
        self.v = v if self.v is None or self.v.shape != g.shape else self.v
        self.v = beta * self.v + (1 - beta) * g
        return W - lr * self.v, self.v


WRONG = {
    "ewma": [
        ewma_without_beta,
        ewma_from_end,
        ewma_two_mistakes,
        ewma_first_only,
        lambda x, beta: x,
        lambda x, beta: np.ma.masked_array(ewma_list(x, beta)),
        lambda x, beta: None,
        lambda x, beta: np.array(ewma_list(x, beta)) + 0j,
        lambda x, beta: [str(v) for v in ewma_list(x, beta)],
        lambda x: x,
        lambda x, beta: itertools.count(),
        lambda x, beta: set(np.ravel(x).tolist()),
    ],
    "ewma_weights": [
        lambda beta, n: np.exp(-beta * np.arange(n)),
        lambda beta, n: beta * beta ** np.arange(n),
        lambda beta, n: [beta**n] * n,
    ],
    "window": [lambda beta: [1 / (1 - beta)], lambda beta: f"{1 / (1 - beta)}", lambda beta: 10, lambda beta: np.nan],
    "beta_for_window": [lambda N: 0.9, lambda N: 2 + 1 / N, lambda N: True],
    "momentum_step": [
        momentum_two_mistakes,
        momentum_sign,
        momentum_first_entry,
        momentum_in_place,
        Remembers(),
        lambda W, g, v, lr, beta: W - lr * (beta * v + (1 - beta) * g),
        lambda W, g, v, beta, lr: momentum_list(W, g, v, lr, beta),
    ],
    "answer_beta": [0.951, "0.95", None, [0.95], 0.95j],
    "answer_share": [0.65, 0.6513, float("nan")],
    "answer_first_step": [0.1, 2.2, False],
}
