"""04_rmsprop, as students write it. RIGHT: {exercise: [answers]}, each another way. WRONG: mistakes of no list."""

import itertools
import math

import numpy as np

# ---- rmsprop_step ----


def rmsprop_list(W, g, S, lr, beta, eps):
    S = [beta * s + (1 - beta) * x * x for s, x in zip(S, g)]
    return [[w - lr * x / math.sqrt(s + eps) for w, x, s in zip(W, g, S)], S]


def rmsprop_stacked(W, g, S, lr, beta, eps):
    new = S - (1 - beta) * (S - np.einsum("i,i->i", g, g))
    return np.stack([W - lr * g * (new + eps) ** -0.5, new])


def rmsprop_named(weights, gradient, moment, rate, decay, epsilon):
    print("second moment", moment)
    moment = moment.copy()
    moment *= decay
    moment += (1 - decay) * np.square(gradient)
    scaled = gradient / np.sqrt(moment + epsilon)
    return weights - rate * scaled, moment


def rmsprop_single(W, g, S, lr, beta, eps):
    new = (beta * S + (1 - beta) * g**2).astype(np.float32)
    return (W - lr * g / np.sqrt(new + np.float32(eps))).astype(np.float32), new


def rmsprop_by_numbers(W, g, S, lr, beta, eps):
    new_W, new_S = W.copy(), S.copy()
    for i, slope in enumerate(g):
        new_S[i] = beta * S[i] + (1 - beta) * slope**2
        new_W[i] -= lr / np.sqrt(new_S[i] + eps) * slope
    return iter((new_W, new_S))


# ---- rmsprop_descent ----


def descent_filled(W, c, lr, beta, eps, steps):
    path, S = np.empty((steps + 1, len(W)), dtype=W.dtype), np.zeros_like(W)
    path[0] = W
    for t in range(steps):
        g = c * path[t]
        S = beta * S + (1 - beta) * g**2
        path[t + 1] = path[t] - lr * g / np.sqrt(S + eps)
    return path


def descent_generator(W, c, lr, beta, eps, steps):
    S = 0 * W
    yield W
    for _ in itertools.repeat(None, steps):
        W, S = rmsprop_list(W, c * np.array(W), S, lr, beta, eps)
        yield W


def descent_recursive(W, c, lr, beta, eps, steps, S=0):
    if steps == 0:
        return [W]
    S = S + (1 - beta) * ((c * W) ** 2 - S)
    return [W, *descent_recursive(W - lr * c * W / np.sqrt(S + eps), c, lr, beta, eps, steps - 1, S)]


def descent_by_columns(start, curvatures, rate, decay, epsilon, count):
    columns = []
    for w, c in zip(start.tolist(), curvatures.tolist()):
        column, moment = [w], 0.0
        for _ in range(count):
            moment = decay * moment + (1 - decay) * (c * w) ** 2
            w -= rate * c * w / math.sqrt(moment + epsilon)
            column.append(w)
        columns.append(column)
    return list(zip(*columns))


def descent_from_all_squares(W, c, lr, beta, eps, steps):
    """S as the weighted sum of all squares so far."""
    path, squares = [W], []
    for t in range(steps):
        squares.append((c * path[-1]) ** 2)
        S = sum((1 - beta) * beta ** (t - i) * square for i, square in enumerate(squares))
        path.append(path[-1] - lr * c * path[-1] / np.sqrt(S + eps))
    return path


def descent_single(W, c, lr, beta, eps, steps):
    return descent_filled(W.astype(np.float32), c.astype(np.float32), lr, beta, eps, steps)


# ---- travel ----


def travel_loop(path):
    way = np.zeros(path.shape[1])
    for before, after in itertools.pairwise(path):
        way = way + np.abs(after - before)
    return way


def travel_generator(path):
    for column in path.T:
        yield sum(abs(b - a) for a, b in itertools.pairwise(column.tolist()))


def travel_norm(path):
    return [np.linalg.norm(np.diff(column), ord=1) for column in path.T]


def travel_backwards(points):
    return tuple(np.abs(points[:-1][::-1] - points[1:][::-1]).sum(axis=0).tolist())


def travel_single(path):
    return np.sum(np.abs(np.diff(path.astype(np.float32), axis=0)), axis=0)


RIGHT = {
    "rmsprop_step": [rmsprop_list, rmsprop_stacked, rmsprop_named, rmsprop_single, rmsprop_by_numbers],
    "rmsprop_descent": [
        descent_filled,
        descent_generator,
        descent_recursive,
        descent_by_columns,
        descent_from_all_squares,
        descent_single,
    ],
    "travel": [travel_loop, travel_generator, travel_norm, travel_backwards, travel_single],
    "answer_four": [0.9375, 15 / 16, np.float32(0.9375), np.array(1 - 1 / 16)],
    "answer_growth": [90, 90.0, np.int64(90)],
    "answer_hover": [2, 2.0, 50 * 0.04, np.float64(2.0000001)],
}


def rmsprop_sign(W, g, S, lr, beta, eps):
    return W - lr * np.sign(g), beta * S + (1 - beta) * g**2


def rmsprop_two_mistakes(W, g, S, lr, beta, eps):
    S = beta * S + g**2
    return W - lr * g / (np.sqrt(S) + eps), S


def rmsprop_fixed_eps(W, g, S, lr, beta, eps):
    S = beta * S + (1 - beta) * g**2
    return W - lr * g / np.sqrt(S + 1e-3), S


def rmsprop_with_momentum(W, g, S, lr, beta, eps):
    """Averages the gradient in the numerator as well, with S in the place of v."""
    S = beta * S + (1 - beta) * g**2
    return W - lr * (beta * S + (1 - beta) * g) / np.sqrt(S + eps), S


def rmsprop_first_entry(W, g, S, lr, beta, eps):
    S = beta * S + (1 - beta) * g[0] ** 2
    return W - lr * g / np.sqrt(S + eps), S


def rmsprop_centred(W, g, S, lr, beta, eps):
    """Takes the square of the mean gradient away, as PyTorch's centered=True does."""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g / np.sqrt(np.abs(S - ((1 - beta) * g) ** 2) + eps), S


def rmsprop_in_place(W, g, S, lr, beta, eps):
    S *= beta
    S += (1 - beta) * g**2
    W -= lr * g / np.sqrt(S + eps)
    return W, S


def rmsprop_in_place_S(W, g, S, lr, beta, eps):
    S *= beta
    S += (1 - beta) * g**2
    return W - lr * g / np.sqrt(S + eps), S


def rmsprop_skips_first(W, g, S, lr, beta, eps):
    """Takes the first square whole, as if S had begun there."""
    S = np.where(S == 0, g**2, beta * S + (1 - beta) * g**2)
    return W - lr * g / np.sqrt(S + eps), S


class Keeps:
    """Keeps its own S between calls."""

    __name__ = "rmsprop_step"

    def __init__(self):
        self.S = 0.0

    def __call__(self, W, g, S, lr, beta, eps):
        self.S = beta * self.S + (1 - beta) * np.mean(g**2)
        return W - lr * g / np.sqrt(self.S + eps), beta * S + (1 - beta) * g**2


def descent_uphill(W, c, lr, beta, eps, steps):
    return descent_filled(W, c, -lr, beta, eps, steps)


def descent_sgd(W, c, lr, beta, eps, steps):
    return [W * (1 - lr * c) ** t for t in range(steps + 1)]


def descent_late(W, c, lr, beta, eps, steps):
    """Divides by the S before this step's gradient."""
    path, S = [W], 0 * W
    for _ in range(steps):
        g = c * path[-1]
        path.append(path[-1] - lr * g / np.sqrt(S + eps))
        S = beta * S + (1 - beta) * g**2
    return path


def descent_two_mistakes(W, c, lr, beta, eps, steps):
    return descent_filled(W, 2 * c, lr, beta, eps, steps)[1:]


def descent_in_place(W, c, lr, beta, eps, steps):
    path, S = [W.copy()], 0
    for _ in range(steps):
        S = beta * S + (1 - beta) * (c * W) ** 2
        W -= lr * c * W / np.sqrt(S + eps)
        path.append(W.copy())
    return path


def travel_in_place(path):
    path[1:] -= path[:-1].copy()
    return np.abs(path[1:]).sum(axis=0)


def travel_two_mistakes(path):
    return np.mean(np.diff(path, axis=0) ** 2, axis=0)


def travel_turns(path):
    moves = np.diff(path, axis=0)
    return np.sum(moves[1:] * moves[:-1] < 0, axis=0)


def travel_from_the_end(path):
    return np.abs(path - path[-1]).sum(axis=0)


def travel_so_far(path):
    return np.cumsum(np.abs(np.diff(path, axis=0)), axis=0)


WRONG = {
    "rmsprop_step": [
        rmsprop_sign,
        rmsprop_two_mistakes,
        rmsprop_fixed_eps,
        rmsprop_with_momentum,
        rmsprop_first_entry,
        rmsprop_centred,
        rmsprop_in_place,
        rmsprop_in_place_S,
        rmsprop_skips_first,
        Keeps(),
        lambda W, g, S, lr, beta, eps: rmsprop_list(W, g, S, lr, beta, eps)[0],
        lambda W, g, S, lr, beta, eps: rmsprop_list(W, g, S, lr, 0.9, eps) * 2,
        lambda W, g, S, lr, beta, eps: None,
        lambda W, g, S, beta, lr, eps: rmsprop_list(W, g, S, lr, beta, eps),
    ],
    "rmsprop_descent": [
        descent_uphill,
        descent_sgd,
        descent_late,
        descent_two_mistakes,
        descent_in_place,
        lambda W, c, lr, beta, eps, steps: descent_filled(W, c, lr, 0.9, eps, steps),
        lambda W, c, lr, beta, eps, steps: descent_filled(W, c, lr, beta, 1e-8, steps),
        lambda W, c, lr, beta, eps, steps: descent_filled(W, c, lr, beta, eps, 5),
        lambda W, c, lr, beta, eps, steps: descent_filled(W, c, lr, beta, eps, steps).T,
        lambda W, c, lr, beta, eps: W,
        lambda W, c, lr, beta, eps, steps: itertools.count(),
    ],
    "travel": [
        travel_in_place,
        travel_two_mistakes,
        travel_turns,
        travel_from_the_end,
        travel_so_far,
        lambda path: -travel_loop(path),
        lambda path: travel_loop(path)[::-1] if path.shape[1] > 1 else None,
        lambda path: travel_loop(path) + 1e-3,
        lambda path: {"way": travel_loop(path)},
        lambda path: "far",
        lambda path: travel_loop(path).reshape(1, -1),
        lambda path: print(travel_loop(path)),
    ],
    "answer_four": [0.94, "0.9375", None, [0.9375], 15, float("nan")],
    "answer_growth": [88, 90.5, "90", [90], True],
    "answer_hover": [2.01, -2, "2", 2j, (2,), None],
}
