"""02_adagrad, as students write it. RIGHT: {exercise: [answers]}, each another way. WRONG: mistakes of no list."""

import itertools
import math

import numpy as np

# ---- rms_gradients ----


def rms_rows(G):
    return [np.sqrt(np.mean(np.square(G[: t + 1]), axis=0)) for t in range(len(G))]


def rms_generator(G):
    total = np.zeros(G.shape[1])
    for t, g in enumerate(G):
        total = total + g * g
        yield np.sqrt(total / (t + 1))


def rms_by_columns(G):
    columns = [[math.sqrt(sum(x * x for x in column[: t + 1]) / (t + 1)) for t in range(len(G))] for column in G.T]
    return np.array(columns).T


def rms_matrix(G):
    T = len(G)
    return np.sqrt(np.tril(np.ones((T, T))) @ G**2 / np.arange(1, T + 1).reshape(T, 1))


def rms_single(gradients):
    square = gradients.astype(np.float32) ** 2
    return np.sqrt(square.cumsum(axis=0) / np.arange(1, len(square) + 1, dtype=np.float32)[:, None])


def rms_running_mean(G):
    mean, rows = 0, []
    for t, g in enumerate(G, start=1):
        mean = mean + (g**2 - mean) / t
        rows.append(mean**0.5)
    return tuple(rows)


# ---- adagrad_step ----


def adagrad_list(W, g, total, lr, eps):
    total = [a + b * b for a, b in zip(total, g)]
    return [[w - lr * b / math.sqrt(a + eps) for w, a, b in zip(W, total, g)], total]


def adagrad_stacked(W, g, total, lr, eps):
    new = np.einsum("i,i->i", g, g) + total
    return np.stack([W - lr * g * (new + eps) ** -0.5, new])


def adagrad_named(weights, gradient, squares, rate, epsilon):
    print("rate left", rate / np.sqrt(squares + epsilon))
    squares = squares.copy()
    squares += np.power(gradient, 2)
    weights = weights.copy()
    weights -= rate / np.sqrt(squares + epsilon) * gradient
    return weights, squares


def adagrad_single(W, g, total, lr, eps):
    new = (total + g**2).astype(np.float32)
    return (W - lr * g / np.sqrt(new + np.float32(eps))).astype(np.float32), new


def adagrad_by_numbers(W, g, total, lr, eps):
    new_W, new_total = np.empty_like(W), np.empty_like(W)
    for i in range(len(W)):
        new_total[i] = total[i] + g[i] ** 2
        new_W[i] = W[i] - lr * g[i] / np.sqrt(new_total[i] + eps)
    return new_W, new_total


# ---- effective_rates ----


def rates_generator(G, lr, eps):
    total = 0
    for g in G:
        total = total + g**2
        yield lr * (total + eps) ** -0.5


def rates_by_accumulate(G, lr, eps):
    return [lr / np.sqrt(total) for total in itertools.accumulate(G**2, initial=eps + 0 * G[0])][1:]


def rates_from_sigma(G, lr, eps):
    count = np.arange(1, len(G) + 1)[:, None]
    return lr / np.sqrt(np.array(rms_rows(G)) ** 2 * count + eps)


def rates_single(G, lr, eps):
    return (lr / np.sqrt(np.cumsum(G.astype(np.float32) ** 2, axis=0) + np.float32(eps))).astype(np.float32)


# ---- adagrad_descent ----


def descent_filled(W, c, lr, eps, steps):
    path, total = np.zeros((steps + 1, len(W))), np.zeros_like(W)
    path[0] = W
    for t in range(steps):
        g = c * path[t]
        total += g**2
        path[t + 1] = path[t] - lr * g / np.sqrt(total + eps)
    return path


def descent_generator(W, c, lr, eps, steps):
    total = 0
    yield W
    while steps:
        W, total = adagrad_by_numbers(W, c * W, total + 0 * W, lr, eps)
        steps -= 1
        yield W


def descent_recursive(W, c, lr, eps, steps, total=0):
    if steps == 0:
        return [W]
    new, total = W - lr * c * W / np.sqrt(total + (c * W) ** 2 + eps), total + (c * W) ** 2
    return [W, *descent_recursive(new, c, lr, eps, steps - 1, total)]


def descent_by_columns(start, curvatures, rate, epsilon, count):
    columns = []
    for w, c in zip(start.tolist(), curvatures.tolist()):
        column, total = [w], 0.0
        for _ in range(count):
            total += (c * w) ** 2
            w -= rate * c * w / math.sqrt(total + epsilon)
            column.append(w)
        columns.append(column)
    return list(zip(*columns))


def descent_single(W, c, lr, eps, steps):
    return descent_filled(W.astype(np.float32), c.astype(np.float32), lr, eps, steps).astype(np.float32)


RIGHT = {
    "rms_gradients": [rms_rows, rms_generator, rms_by_columns, rms_matrix, rms_single, rms_running_mean],
    "adagrad_step": [adagrad_list, adagrad_stacked, adagrad_named, adagrad_single, adagrad_by_numbers],
    "effective_rates": [rates_generator, rates_by_accumulate, rates_from_sigma, rates_single],
    "adagrad_descent": [descent_filled, descent_generator, descent_recursive, descent_by_columns, descent_single],
    "answer_after": [0.14, 0.5 * 7 / 25, np.float32(0.14), np.array(0.14)],
    "answer_rare": [2, 2.0, np.float64(2), math.sqrt(9 / 2.25)],
    "answer_steps": [95, 95.0, np.int64(95)],
    "answer_ratio": [1, 1.0, np.array(1.0)],
}


def rms_of_last_ten_per_cent(G):
    return np.sqrt(np.cumsum(G**2, axis=0)[::-1] / np.arange(1, len(G) + 1)[:, None])


def rms_over_coordinates(G):
    return np.sqrt(np.mean(G**2, axis=1))


def rms_two_mistakes(G):
    return np.cumsum(np.abs(G), axis=0) / len(G)


def rms_transposed(G):
    return np.array(rms_rows(G)).T


def rms_max(G):
    return np.maximum.accumulate(np.abs(G), axis=0)


def rms_in_place(G):
    G **= 2
    return np.sqrt(np.cumsum(G, axis=0) / np.arange(1, len(G) + 1)[:, None])


def adagrad_sign(W, g, total, lr, eps):
    return W - lr * np.sign(g), total + g**2


def adagrad_two_mistakes(W, g, total, lr, eps):
    total = total + g**2
    return W + lr * g / (np.sqrt(total) + eps), total


def adagrad_cube_root(W, g, total, lr, eps):
    total = total + g**2
    return W - lr * g / np.cbrt(total + eps), total


def adagrad_fixed_eps(W, g, total, lr, eps):
    total = total + g**2
    return W - lr * g / np.sqrt(total + 1e-3), total


def adagrad_first_entry(W, g, total, lr, eps):
    total = total + g[0] ** 2
    return W - lr * g / np.sqrt(total + eps), total


def adagrad_in_place(W, g, total, lr, eps):
    total += g**2
    W -= lr * g / np.sqrt(total + eps)
    return W, total


def adagrad_in_place_total(W, g, total, lr, eps):
    total += g**2
    return W - lr * g / np.sqrt(total + eps), total


def adagrad_guarded(W, g, total, lr, eps):
    """Moves only where the total is not 0 yet: every first step is lost."""
    new = total + g**2
    return np.where(total > 0, W - lr * g / np.sqrt(new + eps), W), new


class Keeps:
    """Keeps its own total between calls."""

    __name__ = "adagrad_step"

    def __init__(self):
        self.total = 0.0

    def __call__(self, W, g, total, lr, eps):
        self.total = self.total + np.sum(g**2)
        return W - lr * g / np.sqrt(self.total + eps), total + g**2


def rates_two_mistakes(G, lr, eps):
    return 1 / (np.sqrt(np.cumsum(G**2, axis=0)) + eps)


def rates_reversed(G, lr, eps):
    return lr / np.sqrt(np.cumsum(G[::-1] ** 2, axis=0) + eps)


def rates_of_rates(G, lr, eps):
    return np.cumsum(lr / np.sqrt(G**2 + eps), axis=0)


def rates_with_start(G, lr, eps):
    return [lr / np.sqrt(eps + 0 * G[0]), *rates_generator(G, lr, eps)]


def descent_uphill(W, c, lr, eps, steps):
    return descent_filled(W, c, -lr, eps, steps)


def descent_sgd(W, c, lr, eps, steps):
    return [W * (1 - lr * c) ** t for t in range(steps + 1)]


def descent_late(W, c, lr, eps, steps):
    """Divides by the total before this step's gradient."""
    path, total = [W], 0 * W
    for _ in range(steps):
        path.append(path[-1] - lr * c * path[-1] / np.sqrt(total + eps))
        total = total + (c * path[-2]) ** 2
    return path


def descent_in_place(W, c, lr, eps, steps):
    path, total = [W.copy()], 0
    for _ in range(steps):
        total = total + (c * W) ** 2
        W -= lr * c * W / np.sqrt(total + eps)
        path.append(W.copy())
    return path


def descent_transposed(W, c, lr, eps, steps):
    return descent_filled(W, c, lr, eps, steps).T


WRONG = {
    "rms_gradients": [
        rms_of_last_ten_per_cent,
        rms_over_coordinates,
        rms_two_mistakes,
        rms_transposed,
        rms_max,
        rms_in_place,
        lambda G: np.array(rms_rows(G)) * (1 + 1e-4),
        lambda G: None,
        lambda G: G,
        lambda G: np.array(rms_rows(G)) + 0j,
        lambda G: str(rms_rows(G)),
        lambda G, axis: G,
    ],
    "adagrad_step": [
        adagrad_sign,
        adagrad_two_mistakes,
        adagrad_cube_root,
        adagrad_fixed_eps,
        adagrad_first_entry,
        adagrad_in_place,
        adagrad_in_place_total,
        adagrad_guarded,
        Keeps(),
        lambda W, g, total, lr, eps: adagrad_list(W, g, total, lr, eps)[0],
        lambda W, g, total, lr, eps: (W * np.nan, total + g**2),
        lambda W, g, total, eps, lr: adagrad_list(W, g, total, lr, eps),
    ],
    "effective_rates": [
        rates_two_mistakes,
        rates_reversed,
        rates_of_rates,
        rates_with_start,
        lambda G, lr, eps: [lr] * len(G),
        lambda G, lr, eps: print(lr / np.sqrt(eps)),
        lambda G, lr, eps: np.array(list(rates_generator(G, lr, 1e-8))),
        lambda G, lr, eps: -np.array(list(rates_generator(G, lr, eps))),
    ],
    "adagrad_descent": [
        descent_uphill,
        descent_sgd,
        descent_late,
        descent_in_place,
        descent_transposed,
        lambda W, c, lr, eps, steps: descent_filled(W, c, lr, 1e-8, steps),
        lambda W, c, lr, eps, steps: descent_filled(W, c, lr, eps, 5),
        lambda W, c, lr, eps: W,
        lambda W, c, lr, eps, steps: iter(int, 1),
    ],
    "answer_after": [0.139, "0.14", None, [0.14], -0.14, float("nan")],
    "answer_rare": [2.5, "2", 2j, (2,), True],
    "answer_steps": [90, 95.5, [95], "95", float("inf")],
    "answer_ratio": [0.99, 1.01, -1, True, None],
}
