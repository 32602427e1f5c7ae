import numpy as np

from course_lib.homework.spec import Exercise

from .. import slips
from ..shared import cut, regression

minibatch_descent = Exercise("minibatch_descent", points=4, returns="array", kind="step")


@minibatch_descent.draw
def descent_cases(rng):
    """One epoch and several, a shorter last batch and none, batches of 1, of all and of more, one to nine weights.

    Once everything but X is so small that the first gradient is as good as 0: nobody said to stop there. Once it is
    so large that a gradient is some hundred.
    """
    for n, d, batch_size, epochs, size in (
        (7, 2, 3, 2, 1),
        (5, 1, 2, 3, 1),
        (8, 3, 4, 2, 1),
        (7, int(rng.integers(6, 10)), 4, 1, 1),
        (6, 1, 1, 2, 1),
        (5, 2, 5, 3, 1),
        (4, 2, 9, 2, 1),
        (6, 2, 4, 2, 1e-11),
        (5, 2, 3, 2, 100),
    ):
        W, X, y = regression(rng, n, d)
        stable = 1 / np.max(np.sum(X**2, axis=1))  # of a batch of one sample, the worst
        yield dict(
            W=(W + 1).round(2) * size,
            X=X,
            y=y * size,
            lr=round(stable * rng.uniform(0.2, 0.6), 3),
            batch_size=batch_size,
            orders=rng.permuted(np.tile(np.arange(n), (epochs, 1)), axis=1),
        )


def slope(W, X, y):
    return 2 * X.T @ (X @ W - y) / len(y)


def after(W, lr, batches, gradient):
    """W after a step for each batch."""
    for batch in batches:
        W = W - lr * gradient(W, batch)
    return W


def dealt(orders, size):
    """The batches of all epochs."""
    return [batch for order in orders for batch in cut(order, size)]


@minibatch_descent.mistake
def summed_over_the_batch(W, X, y, lr, batch_size, orders):
    """The gradients of a batch are summed, not averaged: the rate is as many times too large as a batch has samples."""
    return after(W, lr, dealt(orders, batch_size), lambda W, b: len(b) * slope(W, X[b], y[b]))


@minibatch_descent.mistake
def short_batch_divided_by_batch_size(W, X, y, lr, batch_size, orders):
    """The last batch is divided by batch_size, though it has fewer samples. A mean divides by how many there are."""
    return after(W, lr, dealt(orders, batch_size), lambda W, b: len(b) / batch_size * slope(W, X[b], y[b]))


@minibatch_descent.mistake
def divided_by_all_n(W, X, y, lr, batch_size, orders):
    """The sum over a batch is divided by n, the number of all samples. Only those of the batch are in it."""
    return after(W, lr, dealt(orders, batch_size), lambda W, b: len(b) / len(y) * slope(W, X[b], y[b]))


@minibatch_descent.mistake
def gradient_of_all_the_data(W, X, y, lr, batch_size, orders):
    """Every step uses the gradient of all the data. The number of steps is right, but each may use only its batch."""
    return after(W, lr, dealt(orders, batch_size), lambda W, b: slope(W, X, y))


@minibatch_descent.mistake
def one_step_an_epoch(W, X, y, lr, batch_size, orders):
    """There is one step an epoch here, with all the data: batch_size has no influence."""
    return after(W, lr, orders, lambda W, b: slope(W, X, y))


@minibatch_descent.mistake
def only_the_first_epoch(W, X, y, lr, batch_size, orders):
    """That is W after the first epoch. There is a pass through the data for each row of `orders`."""
    return after(W, lr, dealt(orders[:1], batch_size), lambda W, b: slope(W, X[b], y[b]))


@minibatch_descent.mistake
def first_order_again_and_again(W, X, y, lr, batch_size, orders):
    """Every epoch uses the first row of `orders`. Each epoch has a row of its own."""
    return after(W, lr, dealt(orders[[0] * len(orders)], batch_size), lambda W, b: slope(W, X[b], y[b]))


@minibatch_descent.mistake
def order_ignored(W, X, y, lr, batch_size, orders):
    """The samples are taken in the order of X. `orders` says in which order to visit them."""
    same = np.tile(np.arange(len(y)), (len(orders), 1))
    return after(W, lr, dealt(same, batch_size), lambda W, b: slope(W, X[b], y[b]))


@minibatch_descent.mistake
def targets_not_in_order(W, X, y, lr, batch_size, orders):
    """X is taken in the shuffled order, y is not: the rows meet the targets of other samples."""
    unshuffled = np.tile(np.arange(len(y)), (len(orders), 1))
    pairs = zip(dealt(orders, batch_size), dealt(unshuffled, batch_size))
    return after(W, lr, pairs, lambda W, pair: slope(W, X[pair[0]], y[pair[1]]))


@minibatch_descent.mistake
def gradients_of_the_start(W, X, y, lr, batch_size, orders):
    """Every step uses the gradient at the W that came in. After a step, compute the next gradient at the new W."""
    return after(W, lr, dealt(orders, batch_size), lambda _, b: slope(W, X[b], y[b]))


@minibatch_descent.mistake
def gradients_of_the_epochs_start(W, X, y, lr, batch_size, orders):
    """All steps of an epoch use the gradient at its first W. W changes after every batch, not after every epoch."""
    for order in orders:
        W = after(W, lr, cut(order, batch_size), lambda _, b, first=W: slope(first, X[b], y[b]))
    return W


@minibatch_descent.mistake
def starts_anew_each_epoch(W, X, y, lr, batch_size, orders):
    """Every epoch begins at the W that came in, so only the last one counts. Each should go on from the one before."""
    return after(W, lr, dealt(orders[-1:], batch_size), lambda W, b: slope(W, X[b], y[b]))


@minibatch_descent.mistake
def short_batch_left_out(W, X, y, lr, batch_size, orders):
    """The shorter batch at the end of an epoch takes no step here. It is a step like any other."""
    full = [b for b in dealt(orders, batch_size) if len(b) == batch_size]
    return after(W, lr, full, lambda W, b: slope(W, X[b], y[b]))


@minibatch_descent.mistake
def one_batch_an_epoch(W, X, y, lr, batch_size, orders):
    """Only the first batch of each epoch takes a step. An epoch goes through all of them."""
    return after(W, lr, orders[:, :batch_size], lambda W, b: slope(W, X[b], y[b]))


@minibatch_descent.mistake
def batches_across_epochs(W, X, y, lr, batch_size, orders):
    """The rows of `orders` are strung together and then cut: some batches lie in two epochs. Cut row by row."""
    return after(W, lr, cut(orders.ravel(), batch_size), lambda W, b: slope(W, X[b], y[b]))


@minibatch_descent.mistake
def two_missing_in_the_gradient(W, X, y, lr, batch_size, orders):
    """Every gradient is half of what it should be: the 2 from the square is missing."""
    return after(W, lr, dealt(orders, batch_size), lambda W, b: slope(W, X[b], y[b]) / 2)


@minibatch_descent.mistake
def climbs(W, X, y, lr, batch_size, orders):
    """W goes uphill, further with every step: which way does the gradient point?"""
    return after(W, -lr, dealt(orders, batch_size), lambda W, b: slope(W, X[b], y[b]))


@minibatch_descent.mistake
def path_with_all_steps(W, X, y, lr, batch_size, orders):
    """That is the whole path, the start and a row for each step. Return only the last W."""
    path = [W]
    for b in dealt(orders, batch_size):
        path.append(path[-1] - lr * slope(path[-1], X[b], y[b]))
    return np.array(path)


minibatch_descent.slipping(
    """
    path = [W]
    for order in orders:
        first = W
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            A, b = X[batch], y[batch]
            errors = A @ W - b
            g = 2 * A.T @ errors / len(b)
            W = W - lr * g
            path.append(W)
    return W
    """,
    *slips.LR,
    slips.often(slips.edit("two_missing", "The 2 from the square is missing in the gradient.", ("2 * A.T", "A.T"))),
    slips.often(
        slips.edit("summed_over_the_batch", "The gradients of a batch are summed, not averaged.", (" / len(b)", ""))
    ),
    slips.edit("divided_by_batch_size", "The shorter batch is divided by batch_size, too.", ("len(b)", "batch_size")),
    slips.edit("divided_by_all_n", "The sum over a batch is divided by n.", ("len(b)", "len(y)")),
    slips.edit("first_epoch_only", "There is only one epoch.", ("in orders", "in orders[:1]")),
    slips.edit("last_epoch_only", "Only the last epoch counts.", ("in orders", "in orders[-1:]")),
    slips.edit(
        "first_batch_only", "Each epoch takes only its first batch.", ("range(0, len(order), batch_size)", "[0]")
    ),
    slips.often(
        slips.edit(
            "short_batch_left_out",
            "The shorter batch at the end of an epoch is left out.",
            ("range(0, len(order), batch_size)", "range(0, len(order) - batch_size + 1, batch_size)"),
        )
    ),
    slips.edit(
        "a_batch_at_every_sample",
        "A batch begins at every sample.",
        ("range(0, len(order), batch_size)", "range(len(order))"),
    ),
    slips.edit("order_ignored", "The samples are taken in the order of X.", ("order[start", "np.arange(len(y))[start")),
    slips.edit(
        "targets_not_in_order", "y is not taken in the shuffled order.", ("y[batch]", "y[start : start + batch_size]")
    ),
    slips.edit(
        "shuffled_again",
        "Each epoch shuffles what the epoch before has shuffled: `order` means the rows of `X` as it came in.",
        ("first = W", "first = W; X, y = X[order], y[order]; order = np.arange(len(order))"),
    ),
    slips.edit("all_the_data", "Every step uses all the data.", ("X[batch], y[batch]", "X, y")),
    slips.edit(
        "gradients_of_the_start", "Every step uses the gradient at the W that came in.", ("A @ W", "A @ path[0]")
    ),
    slips.edit(
        "gradients_of_the_epochs_start", "Every step uses the gradient at the epoch's first W.", ("A @ W", "A @ first")
    ),
    slips.edit("path_returned", "That is the whole path, not its end.", ("return W", "return np.array(path)")),
    slips.edit("targets_added", "y is added to x·W.", ("A @ W - b", "A @ W + b")),
    slips.edit(
        "stops_early",
        "It makes no step where the gradient is small.",
        ("lr * g", "lr * g * (np.linalg.norm(g) > 1e-8)"),
    ),
    slips.edit("falling_rate", "The rate falls from step to step.", ("lr * g", "lr / len(path) * g")),
    slips.edit(
        "falls_each_epoch",
        "The rate is halved from epoch to epoch.",
        ("first = W", "first = W; lr = lr / (1 if len(path) == 1 else 2)"),
    ),
    slips.edit(
        "divided_by_the_columns", "The sum over a batch is divided by the number of weights.", ("len(b)", "len(W)")
    ),
    slips.edit("last_gradient_returned", "That is the last gradient.", ("return W", "return g")),
    slips.edit(
        "mean_of_all", "That is the mean of all W on the way.", ("return W", "return np.mean(path[1:], axis=0)")
    ),
    slips.edit(
        "last_batch_left_out",
        "The last batch of each epoch is left out.",
        ("range(0, len(order), batch_size)", "range(0, len(order) - batch_size, batch_size)"),
    ),
)

minibatch_descent.slipping(
    """
    for epoch in range(len(orders)):
        order = orders[epoch]
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            g = 2 * X[batch].T @ (X[batch] @ W - y[batch]) / len(batch)
            W = W - lr * g
    return W
    """
)
