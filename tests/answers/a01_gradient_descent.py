"""01_gradient_descent, as students write it. RIGHT: {exercise: [answers]}, each another way. WRONG: of no list."""

import itertools
import math

import numpy as np

# ---- mse_gradient ----


def gradient_by_samples(W, X, y):
    total = np.zeros(len(W))
    for x_i, y_i in zip(X, y):
        total += 2 * (np.dot(x_i, W) - y_i) * x_i
    return total / X.shape[0]


def gradient_by_numbers(W, X, y):
    errors = [sum(x * w for x, w in zip(row, W)) - target for row, target in zip(X.tolist(), y.tolist())]
    return [2 * sum(e * row[j] for e, row in zip(errors, X)) / len(X) for j in range(len(W))]


def gradient_by_columns(W, X, y):
    errors = X.dot(W) - y
    return (2 * np.mean(errors * column) for column in X.T)


def gradient_einsum(weights, samples, targets):
    errors = np.einsum("ij,j->i", samples, weights) - targets
    return np.einsum("i,ij->j", errors, samples) * 2 / len(samples)


def gradient_multiplied_out(W, X, y):
    return 2 * (X.T @ X @ W - X.T @ y) / y.size


def gradient_as_mean_of_rows(W, X, y):
    return np.mean(2 * (X @ W - y).reshape(-1, 1) * X, axis=0)


def gradient_single(W, X, y):
    W, X, y = W.astype(np.float32), X.astype(np.float32), y.astype(np.float32)
    return np.float32(2 / len(y)) * (X.T @ (X @ W - y))


def gradient_in_columns(W, X, y):
    W, y = W.reshape(-1, 1), y.reshape(-1, 1)
    g = X.T @ (X @ W - y) * 2 / len(y)
    return g.ravel()


# ---- sgd_step ----


def step_list(W, g, lr):
    return [w - lr * slope for w, slope in zip(W, g)]


def step_on_a_copy(weights, gradient, rate):
    print("step of", rate * gradient)
    weights = weights.copy()
    weights -= rate * gradient
    return weights


def step_generator(W, g, lr):
    for i in range(len(W)):
        yield W[i] - g[i] * lr


def step_single(W, g, lr):
    return W.astype(np.float32) - np.float32(lr) * g.astype(np.float32)


# ---- minibatches ----


def batches_generator(order, batch_size):
    for start in range(0, len(order), batch_size):
        yield order[start : start + batch_size]


def batches_of_lists(order, batch_size):
    batches, batch = [], []
    for sample in order.tolist():
        batch.append(sample)
        if len(batch) == batch_size:
            batches.append(batch)
            batch = []
    return [*batches, batch] if batch else batches


def batches_by_split(order, batch_size):
    return np.split(order, range(batch_size, len(order), batch_size))


def batches_by_islice(order, batch_size):
    samples = iter(order)
    return tuple(iter(lambda: tuple(itertools.islice(samples, batch_size)), ()))


def batches_full_and_rest(order, batch_size):
    full = len(order) // batch_size
    batches = [part.copy() for part in order[: full * batch_size].reshape(full, batch_size)]
    rest = order[full * batch_size :]
    if rest.size:
        batches.append(rest)
    return batches


def batches_by_number(order, batch_size):
    number = np.arange(len(order)) // batch_size
    return [order[number == k] for k in range(number[-1] + 1)]


def batches_recursive(order, size):
    return [order[:size], *batches_recursive(order[size:], size)] if len(order) else []


def batches_as_floats(order, batch_size):
    return [np.array(batch, dtype=float) for batch in batches_generator(order, batch_size)]


# ---- updates_per_epoch ----


def updates_counted(n, batch_size):
    updates = 0
    while n > 0:
        n -= batch_size
        updates += 1
    return updates


def updates_with_if(n, batch_size):
    full, rest = divmod(n, batch_size)
    return full + 1 if rest else full


# ---- minibatch_descent ----


def descent_by_loops(W, X, y, lr, batch_size, orders):
    for order in orders:
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            W = W - lr * gradient_by_samples(W, X[batch], y[batch])
    return W


def descent_on_shuffled_data(W, X, y, lr, batch_size, orders):
    W = W.copy()
    for epoch in range(orders.shape[0]):
        X_, y_ = X[orders[epoch]], y[orders[epoch]]
        for start in range(0, X.shape[0], batch_size):
            rows = slice(start, start + batch_size)
            errors = X_[rows] @ W - y_[rows]
            W -= lr * 2 / len(errors) * errors @ X_[rows]
    return W


def descent_with_lists(W, X, y, lr, batch_size, orders):
    for order in orders:
        for batch in batches_of_lists(order, batch_size):
            W = step_list(W, gradient_by_numbers(np.array(W), X[batch], y[batch]), lr)
    return W


def descent_recursive(W, X, y, lr, size, orders):
    if len(orders) == 0:
        return W
    for batch in batches_by_split(orders[0], size):
        W = W - lr * np.fromiter(gradient_by_columns(W, X[batch], y[batch]), float)
    return descent_recursive(W, X, y, lr, size, orders[1:])


def descent_by_counter(start, samples, targets, rate, batch_size, orders):
    w, n = start.astype(float), len(targets)
    for k in range(len(orders) * math.ceil(n / batch_size)):
        epoch, number = divmod(k, math.ceil(n / batch_size))
        b = orders[epoch, number * batch_size : min((number + 1) * batch_size, n)]
        print(epoch, b)
        w = w - rate * gradient_einsum(w, samples[b], targets[b])
    return tuple(w)


def descent_single(W, X, y, lr, batch_size, orders):
    W, X, y = W.astype(np.float32), X.astype(np.float32), y.astype(np.float32)
    for batch in itertools.chain.from_iterable(batches_generator(order, batch_size) for order in orders):
        W = W - np.float32(lr) * gradient_single(W, X[batch], y[batch])
    return W


RIGHT = {
    "mse_gradient": [
        gradient_by_samples,
        gradient_by_numbers,
        gradient_by_columns,
        gradient_einsum,
        gradient_multiplied_out,
        gradient_as_mean_of_rows,
        gradient_single,
        gradient_in_columns,
    ],
    "sgd_step": [
        step_list,
        step_on_a_copy,
        step_generator,
        step_single,
        lambda W, g, lr: np.subtract(W, np.multiply(lr, g)),
        lambda W, g, lr: -(lr * g - W),
        lambda W, lr, g: W - lr * g,  # a product has no order
    ],
    "minibatches": [
        batches_generator,
        batches_of_lists,
        batches_by_split,
        batches_by_islice,
        batches_full_and_rest,
        batches_by_number,
        batches_recursive,
        batches_as_floats,
    ],
    "updates_per_epoch": [
        updates_counted,
        updates_with_if,
        lambda n, batch_size: -(-n // batch_size),
        lambda n, batch_size: math.ceil(n / batch_size),
        lambda n, b: np.ceil(n / b),
        lambda n, b: (n + b - 1) // b,
        lambda n, b: np.array(1 + (n - 1) // b),
        lambda n, b: len(range(0, n, b)),
    ],
    "minibatch_descent": [
        descent_by_loops,
        descent_on_shuffled_data,
        descent_with_lists,
        descent_recursive,
        descent_by_counter,
        descent_single,
    ],
    "answer_limit_rate": [0.04, 2 / 50, np.float32(0.04), np.array(1 / 25)],
    "answer_quieter": [72, 72.0, np.int64(72), 8 * 3**2],
    "answer_updates": [280, 20 * math.ceil(442 / 32), np.float64(280)],
    "answer_sum_rate": [0.03 / 32, 0.0009375, np.array(0.0009375), 9.375e-4],
}


def gradient_two_mistakes(W, X, y):
    return 2 * X.T @ (y - X @ W)


def gradient_of_the_root(W, X, y):
    """Of the root of the mean squared error."""
    g = gradient_by_samples(W, X, y)
    return g / (2 * np.sqrt(np.mean((X @ W - y) ** 2)))


def gradient_first_sample(W, X, y):
    return 2 * (X[0] @ W - y[0]) * X[0]


def gradient_with_bias(W, X, y):
    return np.append(gradient_by_samples(W, X, y), 2 * np.mean(X @ W - y))


def gradient_as_column(W, X, y):
    return gradient_by_samples(W, X, y)[:, None]


def gradient_in_a_matrix_of_errors(W, X, y):
    """(n, 1) less (n,) is (n, n): every prediction meets every target."""
    errors = (X @ W[:, None]) - y
    return 2 * (X.T @ errors).mean(axis=1) / len(y)


def gradient_by_differences(W, X, y):
    loss = np.mean((X @ W - y) ** 2)
    return [(np.mean((X @ (W + move) - y) ** 2) - loss) / 1e-3 for move in 1e-3 * np.eye(len(W))]


def gradient_in_place(W, X, y):
    y -= X @ W
    return -2 * X.T @ y / len(y)


def gradient_of_five(W, X, y):
    return 2 * X.T @ (X @ W - y) / 5


def gradient_with_decay(W, X, y):
    return gradient_by_samples(W, X, y) + 0.01 * W


def step_in_place(W, g, lr):
    W -= lr * g
    return W


def step_two_mistakes(W, g, lr):
    return W + lr * g / len(g)


def step_first_entry(W, g, lr):
    return W - lr * g[0]


class StepRemembers:
    """Goes on from the W of the last call."""

    __name__ = "sgd_step"

    def __init__(self):
        self.W = None

    def __call__(self, W, g, lr):
        self.W = W if self.W is None or self.W.shape != W.shape else self.W
        self.W = self.W - lr * g
        return self.W


def batches_backwards(order, batch_size):
    return list(batches_generator(order, batch_size))[::-1]


def batches_sorted_inside(order, batch_size):
    return [np.sort(batch) for batch in batches_generator(order, batch_size)]


def batches_gap(order, batch_size):
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size + 1)]


def batches_drawn(order, batch_size):
    """With replacement, always from the same seed."""
    rng = np.random.default_rng(0)
    return [rng.choice(order, len(batch)) for batch in batches_generator(order, batch_size)]


def batches_padded(order, batch_size):
    return [np.pad(batch, (0, batch_size - len(batch))) for batch in batches_generator(order, batch_size)]


def batches_of_three(order, batch_size):
    return list(batches_generator(order, 3))


def batches_as_ranges(order, batch_size):
    return [(start, min(start + batch_size, len(order))) for start in range(0, len(order), batch_size)]


def batches_that_shift(order, batch_size):
    found = [batch.copy() for batch in batches_generator(order, batch_size)]
    order[:] = np.roll(order, 1)
    return found


def batches_in_rows(order, batch_size):
    """Works only where batch_size divides the length."""
    return order.reshape(-1, batch_size)


def batches_nested(order, batch_size):
    return [[batch] for batch in batches_generator(order, batch_size)]


def descent_two_mistakes(W, X, y, lr, batch_size, orders):
    return descent_by_loops(W, X, y, -lr, batch_size, orders[:1])


def descent_signs(W, X, y, lr, batch_size, orders):
    for order in orders:
        for batch in batches_generator(order, batch_size):
            W = W - lr * np.sign(gradient_by_samples(W, X[batch], y[batch]))
    return W


def descent_fixed_size(W, X, y, lr, batch_size, orders):
    return descent_by_loops(W, X, y, lr, 2, orders)


def descent_single_samples(W, X, y, lr, batch_size, orders):
    return descent_by_loops(W, X, y, lr, 1, orders)


def descent_mean_of_path(W, X, y, lr, batch_size, orders):
    path = []
    for order in orders:
        W = descent_by_loops(W, X, y, lr, batch_size, order[None])
        path.append(W)
    return np.mean(path, axis=0) * 1.01


def descent_epoch_ends(W, X, y, lr, batch_size, orders):
    return [descent_by_loops(W, X, y, lr, batch_size, orders[: k + 1]) for k in range(len(orders))]


def descent_falling_rate(W, X, y, lr, batch_size, orders):
    for epoch, order in enumerate(orders):
        W = descent_by_loops(W, X, y, lr / (epoch + 1), batch_size, order[None])
    return W + 0.01


def descent_in_place(W, X, y, lr, batch_size, orders):
    for order in orders:
        for batch in batches_generator(order, batch_size):
            W -= lr * gradient_by_samples(W, X[batch], y[batch])
    return W


def descent_shuffles_in_place(W, X, y, lr, batch_size, orders):
    """Right numbers, but the data are left in another order."""
    new = descent_by_loops(W, X, y, lr, batch_size, orders)
    X[:], y[:] = X[orders[0]], y[orders[0]]
    return new


def descent_own_order(W, X, y, lr, batch_size, orders):
    rng = np.random.default_rng(1)
    return descent_by_loops(W, X, y, lr, batch_size, np.stack([rng.permutation(len(y)) for _ in orders]))


def descent_from_zero(W, X, y, lr, batch_size, orders):
    return descent_by_loops(0 * W, X, y, lr, batch_size, orders)


def descent_least_squares(W, X, y, lr, batch_size, orders):
    return np.linalg.lstsq(X, y, rcond=None)[0]


def descent_stops_early(W, X, y, lr, batch_size, orders):
    """The return stands in the loop over the batches."""
    for order in orders:
        for batch in batches_generator(order, batch_size):
            return W - lr * gradient_by_samples(W, X[batch], y[batch])


WRONG = {
    "mse_gradient": [
        gradient_two_mistakes,
        gradient_of_the_root,
        gradient_first_sample,
        gradient_with_bias,
        gradient_as_column,
        gradient_in_a_matrix_of_errors,
        gradient_by_differences,
        gradient_in_place,
        gradient_of_five,
        gradient_with_decay,
        lambda W, X, y: None,
        lambda W, X, y: gradient_by_samples(W, X, y) + 0j,
        lambda W, X, y: str(gradient_by_samples(W, X, y)),
        lambda W, X, y: X @ W - y,
        lambda W, X, y: W * np.nan,
        lambda X, y, W: gradient_by_samples(W, X, y),
        lambda W, X, y: np.sum(gradient_by_samples(W, X, y)),
        lambda W, X: W,
    ],
    "sgd_step": [
        step_in_place,
        step_two_mistakes,
        step_first_entry,
        StepRemembers(),
        lambda W, g, lr: W - lr**2 * g,
        lambda W, g, lr: (W - lr * g, g),
        lambda W, g, lr: None,
        lambda W, g, lr: W - lr / g,
        lambda W, g, lr: (W - lr * g)[:1],
        lambda W, g, lr: [str(w) for w in W - lr * g],
        lambda W, g, lr: W - lr * g + 0j,
        lambda W, g, lr: W,
        lambda W, g: W - g,
        lambda W, g, lr: np.ma.masked_array(W - lr * g),
        lambda W, g, lr: W - lr * g * 1.0001,
    ],
    "minibatches": [
        batches_backwards,
        batches_sorted_inside,
        batches_gap,
        batches_drawn,
        batches_padded,
        batches_of_three,
        batches_as_ranges,
        batches_that_shift,
        batches_in_rows,
        batches_nested,
        lambda order, batch_size: order,
        lambda order, batch_size: None,
        lambda order, batch_size: len(order) // batch_size,
        lambda order, batch_size: {k: b for k, b in enumerate(batches_generator(order, batch_size))},
        lambda order, batch_size: [str(b) for b in batches_generator(order, batch_size)],
        lambda order, batch_size: [set(b.tolist()) for b in batches_generator(order, batch_size)],
        lambda order, batch_size: itertools.cycle(batches_generator(order, batch_size)),
        lambda batch_size, order: list(batches_generator(order, batch_size)),
    ],
    "updates_per_epoch": [
        lambda n, batch_size: 14,
        lambda n, batch_size: str(-(-n // batch_size)),
        lambda n, batch_size: [-(-n // batch_size)],
        lambda n, batch_size: None,
        lambda n, batch_size: batch_size / n,
        lambda n, batch_size: n > batch_size,
        lambda n, batch_size: 0.001 - (-n // batch_size),
    ],
    "minibatch_descent": [
        descent_two_mistakes,
        descent_signs,
        descent_fixed_size,
        descent_single_samples,
        descent_mean_of_path,
        descent_epoch_ends,
        descent_falling_rate,
        descent_in_place,
        descent_shuffles_in_place,
        descent_own_order,
        descent_from_zero,
        descent_least_squares,
        descent_stops_early,
        lambda W, X, y, lr, batch_size, orders: None,
        lambda W, X, y, lr, batch_size, orders: W,
        lambda W, X, y, lr, batch_size: W,
        lambda W, X, y, lr, batch_size, orders: descent_by_loops(W, X, y, 0.03, batch_size, orders),
        lambda W, X, y, lr, batch_size, orders: (descent_by_loops(W, X, y, lr, batch_size, orders), orders),
        lambda W, X, y, lr, batch_size, orders: descent_by_loops(W, X, y, lr, batch_size, orders)[None],
    ],
    "answer_limit_rate": [0.0399, "0.04", None, [0.04], -0.04, 4],
    "answer_quieter": [71, 73, "72", [72], 72j, float("nan")],
    "answer_updates": [279, 281, 276, "280", (280,), True],
    "answer_sum_rate": [0.00094, 0.0009, 9.375e-2, -0.0009375, None],
}
