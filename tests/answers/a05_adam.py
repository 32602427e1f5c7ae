"""05_adam, as students write it. RIGHT: {exercise: [answers]}, each another way. WRONG: mistakes of no list."""

import numpy as np

# ---- bias_correct ----


def correct_loop(m, beta, t):
    power = 1.0
    for _ in range(t):
        power *= beta
    return [value / (1 - power) for value in m]


def correct_sum(m, beta, t):
    return m / sum((1 - beta) * beta**k for k in range(t))


def correct_power(m, beta, t):
    return np.multiply(m, (1 - np.power(beta, t)) ** -1.0)


# ---- adam_step ----


def adam_plain(W, g, m, S, t, lr, beta1, beta2, eps):
    m = beta1 * m + (1 - beta1) * g
    S = beta2 * S + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    S_hat = S / (1 - beta2**t)
    return W - lr * m_hat / np.sqrt(S_hat + eps), m, S


def adam_lists(W, g, m, S, t, lr, beta1, beta2, eps):
    out = [[], [], []]
    for w, x, a, b in zip(W, g, m, S):
        a = a + (1 - beta1) * (x - a)
        b = b + (1 - beta2) * (x * x - b)
        root = (b / (1 - beta2**t) + eps) ** 0.5
        for column, value in zip(out, (w - lr * a / ((1 - beta1**t) * root), a, b)):
            column.append(value)
    return out


def adam_rate(W, g, m, S, t, lr, beta1, beta2, eps):
    """The correction drawn into the rate; ε grows with it, so that nothing changes."""
    m, S = beta1 * m + (1 - beta1) * g, beta2 * S + (1 - beta2) * np.square(g)
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return np.array([W - rate * m / np.sqrt(S + eps * (1 - beta2**t)), m, S])


def adam_copies(W, g, m, S, t, lr, beta1, beta2, eps):
    W, m, S = W.copy(), m.copy(), S.copy()
    m *= beta1
    m += (1 - beta1) * g
    S *= beta2
    S += (1 - beta2) * g * g
    print(t, m, S)
    W -= lr * (m / (1 - beta1**t)) / np.sqrt(S / (1 - beta2**t) + eps)
    return W, m, S


def adam_single(W, g, m, S, t, lr, beta1, beta2, eps):
    return tuple(part.astype(np.float32) for part in adam_plain(W, g, m, S, t, lr, beta1, beta2, eps))


def adam_generator(W, g, m, S, t, lr, b1, b2, e):
    yield from adam_plain(W, g, m, S, t, lr, b1, b2, e)


# ---- adam_descent ----


def descent_array(W, c, lr, beta1, beta2, eps, steps):
    path = np.zeros((steps + 1, len(W)))
    path[0], m, S = W, 0 * W, 0 * W
    for t in range(steps):
        path[t + 1], m, S = adam_plain(path[t], c * path[t], m, S, t + 1, lr, beta1, beta2, eps)
    return path


def descent_generator(W, c, lr, beta1, beta2, eps, steps):
    m = S = t = 0
    yield W
    while t < steps:
        t += 1
        W, m, S = adam_plain(W, c * W, m, S, t, lr, beta1, beta2, eps)
        yield W


def descent_columns(W, c, lr, beta1, beta2, eps, steps):
    columns = [descent_array(W[k : k + 1], c[k : k + 1], lr, beta1, beta2, eps, steps) for k in range(len(W))]
    return np.hstack(columns).tolist()


RIGHT = {
    "bias_correct": [correct_loop, correct_sum, correct_power],
    "adam_step": [adam_plain, adam_lists, adam_rate, adam_copies, adam_single, adam_generator],
    "adam_descent": [descent_array, descent_generator, descent_columns],
    "answer_share_of_m": [1 - 0.9**5, 0.40951, np.float32(0.40951)],
    "answer_steps_until": [230, 230.0, np.int64(230)],
    "answer_too_long": [0.1 / 0.001**0.5, 10**0.5, 3.16227766],
}


def adam_in_place(W, g, m, S, t, lr, beta1, beta2, eps):
    m *= beta1
    m += (1 - beta1) * g
    S *= beta2
    S += (1 - beta2) * g**2
    W -= lr * m / (1 - beta1**t) / np.sqrt(S / (1 - beta2**t) + eps)
    return W, m, S


def adam_two_mistakes(W, g, m, S, t, lr, beta1, beta2, eps):
    m = beta1 * m + g
    S = beta2 * S + (1 - beta2) * g**2
    return W - lr * m / (np.sqrt(S) + eps), m, S


def adam_default_eps(W, g, m, S, t, lr, beta1, beta2, eps):
    return adam_plain(W, g, m, S, t, lr, beta1, beta2, 1e-3)


def adam_schedule(W, g, m, S, t, lr, beta1, beta2, eps):
    return adam_plain(W, g, m, S, t, lr / t**0.5, beta1, beta2, eps)


def adam_max(W, g, m, S, t, lr, beta1, beta2, eps):
    return adam_plain(W, g, m, np.maximum(S, g**2), t, lr, beta1, beta2, eps)


class OwnCount:
    """Counts t for itself, from the first call on."""

    __name__ = "adam_step"

    def __init__(self):
        self.t = 0

    def __call__(self, W, g, m, S, t, lr, beta1, beta2, eps):
        self.t += 1
        return adam_plain(W, g, m, S, self.t, lr, beta1, beta2, eps)


WRONG = {
    "bias_correct": [
        lambda m, beta, t: m + 0.1,
        lambda m, beta, t: None,
        lambda m, beta, t: m / (1 - beta**t) + 1e-3,
        lambda m, beta, t: m.sum() / (1 - beta**t),
        lambda beta, m, t: m / (1 - beta**t),
        lambda m, beta, t: [str(x) for x in m],
        lambda m, beta: m / (1 - beta),
    ],
    "adam_step": [
        adam_in_place,
        adam_two_mistakes,
        adam_default_eps,
        adam_schedule,
        adam_max,
        OwnCount(),
        lambda W, g, m, S, t, lr, b1, b2, e: W - lr * np.sign(g),
        lambda W, g, m, S, t, lr, b1, b2, e: (W - lr * g, m, S),
        lambda *a: None,
        lambda W, g, m, S, t, lr, b1, b2, e: adam_plain(W, g, m, S, t, lr, b1, b2, e)[:2],
        lambda W, g, m, S, t, lr, b1, b2, e: adam_plain(W, g, m, S, 3, lr, b1, b2, e),
        lambda W, g, m, S, t, lr, b1, b2, e: adam_plain(W, g, 0 * m, 0 * S, t, lr, b1, b2, e),
        lambda W, g, m, S, t, lr, b1, b2, e: adam_plain(W * (1 - lr * 0.01), g, m, S, t, lr, b1, b2, e),
    ],
    "adam_descent": [
        lambda W, c, lr, b1, b2, e, n: descent_array(W, c, lr, b2, b1, e, n)[::-1],
        lambda *a: None,
        lambda W, c, lr, b1, b2, e, n: descent_array(W, c, lr, 0.9, 0.999, e, n),
        lambda W, c, lr, b1, b2, e, n: descent_array(W, c**2, lr, b1, b2, e, n),
        lambda W, c, lr, b1, b2, e, n: descent_array(W, c, lr, b1, b2, e, 5),
        lambda W, c, lr, b1, b2, e, n: descent_array(W, c, lr, b1, b2, e, n).T,
    ],
    "answer_share_of_m": [0.41, "0.4", None, 40.951],
    "answer_steps_until": [231, 230.5, [230]],
    "answer_too_long": [3.16, -(10**0.5), True],
}
