"""01_gradient_descent, as students write it. RIGHT: {exercise: [answers]}, each another way. WRONG: of no list."""

import math

import numpy as np

# ---- mse_gradient ----


def gradient_matrix(W, X, y):
    return 2 / len(X) * X.T @ (X @ W - y)


def gradient_loop(W, X, y):
    total = np.zeros(len(W))
    for x_i, y_i in zip(X, y):
        total = total + 2 * (x_i @ W - y_i) * x_i
    return total / len(X)


def gradient_lists(W, X, y):
    n = len(X)
    errors = [sum(x * w for x, w in zip(row, W)) - target for row, target in zip(X, y)]
    return [2 / n * sum(e * row[k] for e, row in zip(errors, X)) for k in range(len(W))]


def gradient_mean(W, X, y):
    print("shapes", X.shape, y.shape)
    return np.mean(2 * (np.einsum("nd,d->n", X, W) - y)[:, np.newaxis] * X, axis=0)


def gradient_expanded(W, X, y):
    return 2 * (X.T.dot(X).dot(W) - X.T.dot(y)) / X.shape[0]


def gradient_single(W, X, y):
    W, X, y = (a.astype(np.float32) for a in (W, X, y))
    return 2 * X.T @ (X @ W - y) / np.float32(len(y))


# ---- sgd_step ----


def step_copy(W, g, lr):
    W = W.copy()
    W -= lr * g
    return W


def step_list(W, g, lr):
    return [w - lr * slope for w, slope in zip(W, g)]


def step_add(weights, gradient, rate):
    return np.add(weights, -rate * np.asarray(gradient))


# ---- minibatches and updates ----


def batches_slices(order, batch_size):
    return [order[i : i + batch_size] for i in range(0, len(order), batch_size)]


def batches_generator(order, batch_size):
    for start in range(0, len(order), batch_size):
        yield order[start : start + batch_size]


def batches_split(order, batch_size):
    return np.split(order, range(batch_size, len(order), batch_size))


def batches_lists(order, batch_size):
    batches = [[]]
    for sample in order:
        if len(batches[-1]) == batch_size:
            batches.append([])
        batches[-1].append(int(sample))
    return tuple(batches)


# ---- minibatch_descent ----


def descent_loops(W, X, y, lr, batch_size, orders):
    for order in orders:
        for b in batches_slices(order, batch_size):
            W = W - lr * gradient_matrix(W, X[b], y[b])
    return W


def descent_shuffled(W, X, y, lr, batch_size, orders):
    W = np.array(W)
    for order in orders:
        Xs, ys = X[order], y[order]
        for i in range(0, len(Xs), batch_size):
            W -= lr * gradient_loop(W, Xs[i : i + batch_size], ys[i : i + batch_size])
    return W


def descent_lists(W, X, y, lr, batch_size, orders):
    for order in orders.tolist():
        for i in range(0, len(order), batch_size):
            rows = order[i : i + batch_size]
            W = step_list(W, gradient_lists(W, [X[r] for r in rows], [y[r] for r in rows]), lr)
    return W


def descent_single(W, X, y, lr, batch_size, orders):
    W, X, y = (a.astype(np.float32) for a in (W, X, y))
    return descent_loops(W, X, y, np.float32(lr), batch_size, orders).astype(np.float32)


RIGHT = {
    "mse_gradient": [gradient_matrix, gradient_loop, gradient_lists, gradient_mean, gradient_expanded, gradient_single],
    "sgd_step": [step_copy, step_list, step_add, lambda W, g, lr: (w - lr * s for w, s in zip(W, g))],
    "minibatches": [batches_slices, batches_generator, batches_split, batches_lists],
    "updates_per_epoch": [lambda n, b: math.ceil(n / b), lambda n, b: -(-n // b), lambda n, b: (n + b - 1) // b,
                          lambda n, b: np.ceil(n / b), lambda n, b: len(range(0, n, b))],
    "minibatch_descent": [descent_loops, descent_shuffled, descent_lists, descent_single],
    "answer_updates": [290, 290.0, np.int64(290)],
    "answer_evaluations": [5304, 12 * 442, np.array(5304)],
    "answer_noise": [16, 16.0, 4**2],
}  # fmt: skip


def gradient_column(W, X, y):
    return gradient_matrix(W, X, y)[:, None]


def step_in_place(W, g, lr):
    W -= lr * g
    return W


def batches_squared(order, batch_size):
    return np.resize(order, (-(-len(order) // batch_size), batch_size))


def descent_in_place(W, X, y, lr, batch_size, orders):
    for order in orders:
        for b in batches_slices(order, batch_size):
            W -= lr * gradient_matrix(W, X[b], y[b])
    return W


def descent_two_mistakes(W, X, y, lr, batch_size, orders):
    for b in batches_slices(orders[0], batch_size):
        W = W + lr * gradient_matrix(W, X[b], y[b])
    return W


def descent_path(W, X, y, lr, batch_size, orders):
    path = [W]
    for order in orders:
        for b in batches_slices(order, batch_size):
            path.append(path[-1] - lr * gradient_matrix(path[-1], X[b], y[b]))
    return path


WRONG = {
    "mse_gradient": [gradient_column, lambda W, X, y: None, lambda W, X, y: W,
                     lambda W, X, y: gradient_matrix(W, X, y) + 0j,
                     lambda W, X, y: gradient_matrix(W, X, y) / 3, lambda W, X: X.T @ X @ W,
                     lambda X, y, W: gradient_matrix(W, X, y), lambda W, X, y: X.T @ (X @ W) - y],
    "sgd_step": [step_in_place, lambda W, g, lr: None, lambda W, g, lr: W - 0.01 * g, lambda W, g, lr: str(W - lr * g),
                 lambda W, g, lr: (W - lr * g).sum(), lambda W, g, lr: W - lr * g**2],
    "minibatches": [batches_squared, lambda order, b: order, lambda order, b: batches_slices(order, b)[::-1],
                    lambda order, b: None, lambda order, b: batches_slices(order[::-1], b),
                    lambda order, b: [set(x.tolist()) for x in batches_slices(order, b)]],
    "updates_per_epoch": [lambda n, b: b, lambda n, b: -(-n // b) - 1, lambda n, b: [-(-n // b)], lambda n, b: 14,
                          lambda n, b: n % b],
    "minibatch_descent": [descent_in_place, descent_two_mistakes, descent_path, lambda *a: a[0],
                          lambda W, X, y, lr, b, orders: descent_loops(W, X, y, 0.01, b, orders),
                          lambda W, X, y, lr, b, orders: descent_loops(W, X, y, lr, 2, orders),
                          lambda W, X, y, lr, b, orders: None],
    "answer_updates": [291, "290", None, 281],
    "answer_evaluations": [5305, 442 * 12.5, [5304]],
    "answer_noise": [15.9, True, float("inf")],
}  # fmt: skip
