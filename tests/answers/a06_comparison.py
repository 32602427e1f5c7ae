"""06_comparison, as students write it. RIGHT: {exercise: [answers]}, each another way. WRONG: mistakes of no list."""

import numpy as np

# ---- nesterov_descent ----


def nesterov_array(W, c, lr, beta, steps):
    path = np.zeros((steps + 1, W.size))
    path[0], v = W, np.zeros(W.size)
    for t in range(steps):
        g = c * (path[t] - lr * beta * v)
        v = beta * v + (1 - beta) * g
        path[t + 1] = path[t] - lr * v
    return path


def nesterov_generator(W, c, lr, beta, steps):
    yield W
    v = 0
    for _ in range(steps):
        v = v + (1 - beta) * (c * (W - lr * beta * v) - v)
        W = W - lr * v
        yield W


def nesterov_lists(W, c, lr, beta, steps):
    rows, v = [list(W)], [0.0] * len(W)
    for _ in range(steps):
        v = [beta * a + (1 - beta) * k * (w - lr * beta * a) for a, k, w in zip(v, c, rows[-1])]
        rows.append([w - lr * a for w, a in zip(rows[-1], v)])
    return rows


def nesterov_looking(W, c, lr, beta, steps):
    """In PyTorch's variable, the look point, and back."""
    look, v, path = W.copy(), 0 * W, [W]
    for _ in range(steps):
        v = beta * v + (1 - beta) * c * look
        W = W - lr * v
        look = W - lr * beta * v
        path.append(W)
    return np.array(path)


def nesterov_single(W, c, lr, beta, steps):
    return nesterov_array(W.astype(np.float32), c, lr, beta, steps).astype(np.float32)


# ---- adadelta_step ----


def adadelta_plain(W, g, S, D, rho, eps):
    S = rho * S + (1 - rho) * g**2
    step = np.sqrt((D + eps) / (S + eps)) * g
    D = rho * D + (1 - rho) * step**2
    return W - step, S, D


def adadelta_lists(W, g, S, D, rho, eps):
    out = []
    for w, x, s, d in zip(W, g, S, D):
        s = s + (1 - rho) * (x * x - s)
        step = x * (d + eps) ** 0.5 * (s + eps) ** -0.5
        out.append((w - step, s, rho * d + (1 - rho) * step * step))
    return [list(column) for column in zip(*out)]


def adadelta_stacked(W, g, S, D, rho, eps):
    print("S before", S)
    return np.stack(adadelta_plain(np.asarray(W), np.asarray(g), S, D, rho, eps))


def adadelta_single(W, g, S, D, rho, eps):
    return (part.astype(np.float32) for part in adadelta_plain(W, g, S, D, rho, eps))


# ---- adamw_step ----


def adamw_plain(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    m = beta1 * m + (1 - beta1) * g
    S = beta2 * S + (1 - beta2) * g**2
    m_hat, S_hat = m / (1 - beta1**t), S / (1 - beta2**t)
    return W - lr * m_hat / np.sqrt(S_hat + eps) - lr * decay * W, m, S


def adamw_shrunk_first(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    m, S = m + (1 - beta1) * (g - m), S + (1 - beta2) * (g * g - S)
    W = (1 - lr * decay) * W
    W = W - lr * m / ((1 - beta1**t) * np.sqrt(S / (1 - beta2**t) + eps))
    return [W, m, S]


def adamw_lists(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    rows = []
    for w, x, a, b in zip(W, g, m, S):
        a, b = beta1 * a + (1 - beta1) * x, beta2 * b + (1 - beta2) * x**2
        rows.append((w - lr * (a / (1 - beta1**t) * (b / (1 - beta2**t) + eps) ** -0.5 + decay * w), a, b))
    return tuple(zip(*rows))


def adamw_copies(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    W, m, S = W.copy(), m.copy(), S.copy()
    m *= beta1
    m += (1 - beta1) * g
    S *= beta2
    S += (1 - beta2) * g**2
    W *= 1 - lr * decay
    W -= lr * (m / (1 - beta1**t)) / np.sqrt(S / (1 - beta2**t) + eps)
    return W, m, S


RIGHT = {
    "nesterov_descent": [nesterov_array, nesterov_generator, nesterov_lists, nesterov_looking, nesterov_single],
    "adadelta_step": [adadelta_plain, adadelta_lists, adadelta_stacked, adadelta_single],
    "adamw_step": [adamw_plain, adamw_shrunk_first, adamw_lists, adamw_copies],
    "answer_budget": [2880, 2880.0, np.int64(4 * 9 * 80)],
    "answer_shrunk": [0.999**500, np.exp(500 * np.log(0.999)), 0.6063789448611847],
    "answer_wins": [0.7, 7 / 10, np.array(0.7)],
}


def adadelta_in_place(W, g, S, D, rho, eps):
    S *= rho
    S += (1 - rho) * g**2
    step = np.sqrt((D + eps) / (S + eps)) * g
    D *= rho
    D += (1 - rho) * step**2
    W -= step
    return W, S, D


def adamw_in_place(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    W *= 1 - lr * decay
    return adamw_plain(W, g, m, S, t, lr, beta1, beta2, eps, 0)


WRONG = {
    "nesterov_descent": [
        lambda W, c, lr, b, n: nesterov_array(W, c, lr, 0.9, n),
        lambda *a: None,
        lambda W, c, lr, b, n: nesterov_array(W, c, 0.1, b, n),
        lambda W, c, lr, b, n: nesterov_array(W, c**2, lr, b, n),
        lambda W, c, lr, b, n: nesterov_array(W, c, lr, b, n).T,
        lambda W, c, lr, b, n: nesterov_array(W, c, lr, b, n)[::-1],
        lambda W, c, lr, b, n: nesterov_array(W, c / 2, -lr, b, n),
    ],
    "adadelta_step": [
        adadelta_in_place,
        lambda W, g, S, D, rho, eps: (W - np.sign(g), S, D),
        lambda *a: None,
        lambda W, g, S, D, rho, eps: adadelta_plain(W, g, S, D, 0.95, eps),
        lambda W, g, S, D, rho, eps: adadelta_plain(W, g, S, D, rho, 1e-6),
        lambda W, g, S, D, rho, eps: adadelta_plain(W, 0.5 * g, S, D, rho, eps),
        lambda W, g, S, D, rho, eps: adadelta_plain(W, g, S, D, rho, eps)[:2],
        lambda W, g, S, D, rho, eps: adadelta_plain(W, g, 0 * S, 0 * D, rho, eps),
    ],
    "adamw_step": [
        adamw_in_place,
        lambda W, *rest: W - np.sign(rest[0]),
        lambda *a: None,
        lambda W, g, m, S, t, lr, b1, b2, e, d: adamw_plain(W, g, m, S, t, lr, 0.9, 0.999, e, d),
        lambda W, g, m, S, t, lr, b1, b2, e, d: adamw_plain(W, g, m, S, t, lr, b1, b2, 1e-8, d),
        lambda W, g, m, S, t, lr, b1, b2, e, d: adamw_plain(W, g, m, S, t, lr, b1, b2, e, d**2),
        lambda W, g, m, S, t, lr, b1, b2, e, d: adamw_plain(W, g, m, S, t, lr, b1, b2, e, 3 * d),
        lambda W, g, m, S, t, lr, b1, b2, e, d: adamw_plain(W, g, 0 * m, 0 * S, 1, lr, b1, b2, e, d),
    ],
    "answer_budget": [2881, "2880", None, 28],
    "answer_shrunk": [0.6, 0.607, [0.6064], 0.60637j],
    "answer_wins": [0.8, True, "7/10", 0.71],
}
