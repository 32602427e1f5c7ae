"""What is graded in 01_gradient_descent: the gradient, the step, the batches of an epoch and the whole descent."""

import numpy as np

from course_lib.homework.spec import Exercise


def regression(rng, n, d):
    """W, X and y of a small regression in which no target is fitted by chance."""
    W, X = rng.uniform(-2, 2, d).round(2), rng.uniform(-2, 2, (n, d)).round(2)
    return W, X, (X @ W + rng.choice([-1, 1], n) * rng.uniform(1, 3, n)).round(2)


# ---- mse_gradient ----

mse_gradient = Exercise("mse_gradient", points=3, returns="array")


@mse_gradient.draw
def gradient_cases(rng):
    """Many samples and a single one, one to five columns, more columns than samples; one with a column of ones."""
    for n, d in ((5, 2), (1, 3), (8, 1), (3, 5), (1, 1)):
        W, X, y = regression(rng, n, d)
        yield dict(W=W, X=X, y=y)
    W, X, y = regression(rng, 6, 4)
    X[:, -1] = 1
    yield dict(W=W, X=X, y=y)
    yield dict(W=np.zeros(3), X=rng.integers(-4, 5, (7, 3)) + 0.5, y=rng.integers(2, 9, 7) + 0.0)


@mse_gradient.mistake
def factor_two_missing(W, X, y):
    """These numbers are half of the gradient: what becomes of the square when you differentiate it?"""
    return X.T @ (X @ W - y) / len(y)


@mse_gradient.mistake
def summed_not_averaged(W, X, y):
    """These are sums over the samples. The loss is a mean, so with twice as many patients it should not double."""
    return 2 * X.T @ (X @ W - y)


@mse_gradient.mistake
def neither_two_nor_mean(W, X, y):
    """Two factors are missing: the one from the square, and the one that makes a mean of the sum."""
    return X.T @ (X @ W - y)


@mse_gradient.mistake
def divided_by_the_columns(W, X, y):
    """The sum is divided by d, the number of columns. The mean goes over the samples."""
    return 2 * X.T @ (X @ W - y) / len(W)


@mse_gradient.mistake
def divided_twice(W, X, y):
    """The sum is divided by n twice: a mean, and then once more by the number of samples."""
    return 2 * X.T @ (X @ W - y) / len(y) ** 2


@mse_gradient.mistake
def points_downhill(W, X, y):
    """This vector points downhill, the gradient points uphill: which of x·W and y is subtracted from the other?"""
    return 2 * X.T @ (y - X @ W) / len(y)


@mse_gradient.mistake
def loss_itself(W, X, y):
    """That is the loss L(W), one number. Asked for is its slope along each weight."""
    return np.mean((X @ W - y) ** 2)


@mse_gradient.mistake
def targets_forgotten(W, X, y):
    """The targets y have no influence on these numbers."""
    return 2 * X.T @ (X @ W) / len(y)


@mse_gradient.mistake
def residuals_still_squared(W, X, y):
    """The differences x·W - y are still squared in here. Differentiate the square by the chain rule."""
    return 2 * X.T @ (X @ W - y) ** 2 / len(y)


@mse_gradient.mistake
def inner_derivative_forgotten(W, X, y):
    """That is one number, 2 times the mean of x·W - y. The chain rule gives one more factor, another for each W."""
    return 2 * np.mean(X @ W - y)


@mse_gradient.mistake
def signs_of_the_residuals(W, X, y):
    """That belongs to the mean of |x·W - y|: only the signs of the differences count here, not their sizes."""
    return X.T @ np.sign(X @ W - y) / len(y)


@mse_gradient.mistake
def means_multiplied(W, X, y):
    """The mean difference times the mean of X: multiply sample by sample first, then take the mean."""
    return 2 * np.mean(X @ W - y) * X.mean(axis=0)


@mse_gradient.mistake
def one_gradient_a_sample(W, X, y):
    """That is a row for each sample: their own gradients. The mean over the samples is still to come."""
    return 2 * (X @ W - y)[:, None] * X


@mse_gradient.mistake
def averaged_along_the_columns(W, X, y):
    """The mean is taken along the wrong axis: there should be a number for each weight, not for each sample."""
    return np.mean(2 * (X @ W - y)[:, None] * X, axis=1)


@mse_gradient.mistake
def targets_added(W, X, y):
    """Here y is added to x·W. What counts is how far x·W is from y."""
    return 2 / len(y) * X.T @ (X @ W + y)


@mse_gradient.mistake
def divided_by_all_entries(W, X, y):
    """The sum is divided by the number of entries of X. The mean goes over the samples: how many rows are there?"""
    return 2 / X.size * X.T @ (X @ W - y)


@mse_gradient.mistake
def divided_by_the_root_of_n(W, X, y):
    """The sum is divided by √n. A mean divides by n; the root belongs to the law of the noise."""
    return 2 / np.sqrt(len(y)) * X.T @ (X @ W - y)


# ---- sgd_step ----

sgd_step = Exercise("sgd_step", points=1, returns="array")


@sgd_step.draw
def step_cases(rng):
    """One to five coordinates, small and large rates, once a whole one."""
    for d in (3, 1, 5, 2, 4):
        yield dict(
            W=rng.normal(0, 2, d).round(2),
            g=(rng.choice([-1, 1], d) * rng.uniform(1.2, 5, d)).round(2),
            lr=round(rng.uniform(0.05, 0.6), 3),
        )
    yield dict(W=rng.normal(0, 2, 2).round(2), g=rng.integers(2, 6, 2) + 0.0, lr=2)


@sgd_step.mistake
def goes_uphill(W, g, lr):
    """W goes uphill: g points to where the loss grows."""
    return W + lr * g


@sgd_step.mistake
def rate_forgotten(W, g, lr):
    """W moves by the whole gradient: where is the learning rate?"""
    return W - g


@sgd_step.mistake
def change_alone(W, g, lr):
    """That is the change of W alone. Asked for is where W is after it."""
    return -lr * g


@sgd_step.mistake
def length_alone(W, g, lr):
    """That is lr·g alone. Asked for is W after the step."""
    return lr * g


@sgd_step.mistake
def divided_by_the_rate(W, g, lr):
    """The gradient is divided by lr: a larger rate would give a smaller step."""
    return W - g / lr


@sgd_step.mistake
def rate_times_everything(W, g, lr):
    """The rate multiplies W as well: mind the brackets. With g = 0, W should stay where it is."""
    return lr * (W - g)


@sgd_step.mistake
def always_the_same_rate(W, g, lr):
    """These are the numbers for a rate of 0.1, whatever lr comes in."""
    return W - 0.1 * g


@sgd_step.mistake
def same_step_for_all(W, g, lr):
    """Every coordinate makes the same step, by the mean of g. Each one has its own entry of the gradient."""
    return W - lr * np.mean(g)


@sgd_step.mistake
def divided_by_the_size(W, g, lr):
    """The step is divided by the number of coordinates. The mean over the samples is in g already."""
    return W - lr * g / len(g)


@sgd_step.mistake
def made_one_long(W, g, lr):
    """The gradient is brought to length 1 here. On a steep slope the step should be longer than on a flat one."""
    return W - lr * g / np.sqrt(np.sum(g**2))


@sgd_step.mistake
def rate_is_subtracted(W, g, lr):
    """The rate stands between W and g as one more term: it is a factor."""
    return W - lr - g


@sgd_step.mistake
def sign_only(W, g, lr):
    """Only the sign of the gradient counts here. On a steep slope the step should be longer than on a flat one."""
    return W - lr * np.sign(g)


@sgd_step.mistake
def gradient_squared(W, g, lr):
    """The gradient is squared, so W always moves down, whichever way g points."""
    return W - lr * g**2


@sgd_step.mistake
def weights_times_gradient(W, g, lr):
    """The step is multiplied by W as well. Where W is does not matter, only which way g points."""
    return W - lr * g * W


@sgd_step.mistake
def weights_for_gradient(W, g, lr):
    """The step leads along W itself: W shrinks. Which way should it go?"""
    return W - lr * W


# ---- minibatches ----

minibatches = Exercise("minibatches", points=3, returns="sequence")


@minibatches.draw
def batch_cases(rng):
    """Lengths that batch_size divides and others, batches of 1, of all and of more than half; any sample numbers."""
    for n, batch_size in ((7, 3), (8, 4), (5, 1), (9, 6), (6, 6), (10, 4), (14, 3)):
        yield dict(order=rng.choice(60, n, replace=False), batch_size=batch_size)


def cut(order, size):
    """The right batches."""
    return [order[start : start + size] for start in range(0, len(order), size)]


@minibatches.mistake
def last_batch_dropped(order, batch_size):
    """The samples of the last, shorter batch are missing. In an epoch everyone is asked once."""
    return [batch for batch in cut(order, batch_size) if len(batch) == batch_size]


@minibatches.mistake
def last_batch_too_long(order, batch_size):
    """What is left over has been added to the last full batch. It should be a batch of its own, a shorter one."""
    full = len(order) // batch_size - 1
    return [*cut(order[: full * batch_size], batch_size), order[full * batch_size :]]


@minibatches.mistake
def last_batch_filled_up(order, batch_size):
    """The last batch is filled up with samples from the beginning: these would be asked twice in one epoch."""
    missing = -len(order) % batch_size
    return cut(np.concatenate([order, order[:missing]]), batch_size)


@minibatches.mistake
def a_batch_at_every_sample(order, batch_size):
    """The batches overlap: a new one begins at every sample. By how much should the start move on each time?"""
    return [order[start : start + batch_size] for start in range(len(order))]


@minibatches.mistake
def sliding_window(order, batch_size):
    """A window slides along one by one, so that the batches overlap. Each should begin where the last one ended."""
    return [order[start : start + batch_size] for start in range(len(order) - batch_size + 1)]


@minibatches.mistake
def in_sorted_order(order, batch_size):
    """The batches are sorted: the order that comes in has been shuffled for a reason, take it as it is."""
    return cut(np.sort(order), batch_size)


@minibatches.mistake
def places_in_place_of_entries(order, batch_size):
    """These are the places 0, 1, 2, … in `order`, not the sample numbers that stand there."""
    return cut(np.arange(len(order)), batch_size)


@minibatches.mistake
def empty_batch_at_the_end(order, batch_size):
    """Where batch_size divides the length, there is an empty batch too many at the end."""
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(len(order) // batch_size + 1)]


@minibatches.mistake
def size_taken_as_number(order, batch_size):
    """There are batch_size batches here. It says how many samples a batch has, not how many batches there are."""
    return np.array_split(order, batch_size)


@minibatches.mistake
def evened_out(order, batch_size):
    """The number of batches is right, but they are made about equal. All but the last should be full."""
    return np.array_split(order, -(-len(order) // batch_size))


@minibatches.mistake
def dealt_like_cards(order, batch_size):
    """The samples are dealt out in turn, like cards. A batch is a piece of `order` without gaps."""
    number = -(-len(order) // batch_size)
    return [order[first::number] for first in range(number)]


@minibatches.mistake
def one_sample_short(order, batch_size):
    """The last sample of each batch is missing: a slice a:b ends before b."""
    return [order[start : start + batch_size - 1] for start in range(0, len(order), batch_size)]


@minibatches.mistake
def only_the_first_batch(order, batch_size):
    """Only the first batch comes back: does the return stand inside the loop?"""
    return order[:batch_size]


# ---- updates_per_epoch ----

updates_per_epoch = Exercise("updates_per_epoch", points=1)


@updates_per_epoch.draw
def update_cases(rng):
    """Batch sizes that divide n, that leave a little over or nearly a whole batch; 1, n and more than half of n."""
    size = int(rng.integers(12, 40))
    yield dict(n=int(rng.integers(3, 9)) * size + 2, batch_size=size)
    yield dict(n=int(rng.integers(3, 9)) * (size + 1), batch_size=size + 1)
    yield dict(n=int(rng.integers(10, 20)) * 10 + 9, batch_size=10)
    yield dict(n=int(rng.integers(50, 500)), batch_size=1)
    yield dict(n=size, batch_size=size)
    yield dict(n=2 * size - 3, batch_size=size)


@updates_per_epoch.mistake
def last_batch_not_counted(n, batch_size):
    """The last, shorter batch is not counted. It makes an update, too."""
    return n // batch_size


@updates_per_epoch.mistake
def always_one_more(n, batch_size):
    """Where batch_size divides n this is one too many: then no shorter batch is left over."""
    return n // batch_size + 1


@updates_per_epoch.mistake
def fraction_of_an_update(n, batch_size):
    """There are no fractions of an update. What does the shorter batch at the end count?"""
    return n / batch_size


@updates_per_epoch.mistake
def rounded_to_nearest(n, batch_size):
    """The quotient is rounded to the nearest whole number. A shorter batch counts, however short it is."""
    return round(n / batch_size)


@updates_per_epoch.mistake
def one_update_a_sample(n, batch_size):
    """That is the number of samples, n: right for batches of 1 only."""
    return n


@updates_per_epoch.mistake
def counted_from_zero(n, batch_size):
    """That is one too few: the number of the last update when you count from 0."""
    return (n - 1) // batch_size


@updates_per_epoch.mistake
def remainder_added(n, batch_size):
    """The samples that are left over are added one by one. Together they make one more batch."""
    return n // batch_size + n % batch_size


@updates_per_epoch.mistake
def one_batch_too_many(n, batch_size):
    """That is one batch more than it takes."""
    return -(-n // batch_size) + 1


@updates_per_epoch.mistake
def sliding_batches(n, batch_size):
    """So many batches there would be if a new one began at every sample."""
    return n - batch_size + 1


@updates_per_epoch.mistake
def batch_size_itself(n, batch_size):
    """That is the size of a batch. How many of them does it take?"""
    return batch_size


# ---- minibatch_descent ----

minibatch_descent = Exercise("minibatch_descent", points=4, returns="array")


@minibatch_descent.draw
def descent_cases(rng):
    """One epoch and several, a shorter last batch and none, batches of 1 and of all, one to five weights."""
    for n, d, batch_size, epochs in (
        (7, 2, 3, 2),
        (5, 1, 2, 3),
        (8, 3, 4, 2),
        (7, 5, 4, 1),
        (6, 1, 1, 2),
        (5, 2, 5, 3),
    ):
        W, X, y = regression(rng, n, d)
        stable = 1 / np.max(np.sum(X**2, axis=1))  # of a batch of one sample, the worst
        yield dict(
            W=(W + 1).round(2),
            X=X,
            y=y,
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
    """Every step uses the gradient of all the data. The number of steps is right, but each may ask its batch only."""
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
    """Every epoch goes by the first row of `orders`. Each epoch has a row of its own."""
    return after(W, lr, dealt(orders[[0] * len(orders)], batch_size), lambda W, b: slope(W, X[b], y[b]))


@minibatch_descent.mistake
def order_ignored(W, X, y, lr, batch_size, orders):
    """The samples come as they stand in X. `orders` says in which order to visit them."""
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
    """Every step uses the gradient at the W that came in. After a step, the next gradient belongs to the new W."""
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
    """The shorter batch at the end of an epoch makes no step here. It counts as a step like any other."""
    full = [b for b in dealt(orders, batch_size) if len(b) == batch_size]
    return after(W, lr, full, lambda W, b: slope(W, X[b], y[b]))


@minibatch_descent.mistake
def one_batch_an_epoch(W, X, y, lr, batch_size, orders):
    """Only the first batch of each epoch makes a step. An epoch goes through all of them."""
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
    """That is the whole path, a row for each step and the start. Only the last W is asked for."""
    path = [W]
    for b in dealt(orders, batch_size):
        path.append(path[-1] - lr * slope(path[-1], X[b], y[b]))
    return np.array(path)


# ---- questions answered by a value ----

answer_limit_rate = Exercise("answer_limit_rate", points=1)


@answer_limit_rate.mistake
def lands_in_one_step():
    """At this rate a single step lands in the minimum. How much further may a step go before it leads away?"""
    return 1 / 50


@answer_limit_rate.mistake
def curvature_without_two():
    """That takes x² as the curvature. There is one more factor in the gradient of (x·W - y)²."""
    return 2 / 25


@answer_limit_rate.mistake
def curvature_without_square():
    """That takes 2x as the curvature. Look at the gradient 2(x·W - y)x: how much does it grow when W grows by 1?"""
    return 2 / 10


@answer_limit_rate.mistake
def curvature_itself():
    """That is λ, the curvature. Which rate belongs to it?"""
    return 50


@answer_limit_rate.mistake
def x_for_curvature():
    """That takes x itself as the curvature. The x enters the gradient twice, and the square brings a 2."""
    return 2 / 5


answer_quieter = Exercise("answer_quieter", points=1)


@answer_quieter.mistake
def three_times_the_batch():
    """With so many samples the noise falls by √3 only."""
    return 24


@answer_quieter.mistake
def root_of_three_times():
    """The root goes the other way: the noise falls more slowly than B grows, so B has to grow by more than 3."""
    return 8 * np.sqrt(3)


@answer_quieter.mistake
def factor_alone():
    """That is the factor by which the batch grows. Asked for is its new size."""
    return 9


@answer_quieter.mistake
def smaller_batch():
    """A smaller batch is noisier: the noise falls as B grows."""
    return 8 / 9


@answer_quieter.mistake
def cubed():
    """That is 8 times 3³. The noise falls like 1/√B: by which power of 3 does B grow?"""
    return 8 * 27


answer_updates = Exercise("answer_updates", points=1)


@answer_updates.mistake
def short_batches_dropped():
    """The shorter batch at the end of each epoch is not counted."""
    return 20 * 13


@answer_updates.mistake
def whole_quotient():
    """That is 20·442/32, as if a batch could reach over into the next epoch. Each epoch ends with a shorter one."""
    return 20 * 442 / 32


@answer_updates.mistake
def rounded_at_the_end():
    """That rounds 20·442/32 up once, at the end. Each epoch has a shorter batch of its own."""
    return 277


@answer_updates.mistake
def updates_of_one_epoch():
    """That is one epoch's number. There are 20 epochs."""
    return 14


@answer_updates.mistake
def samples_seen():
    """That is the number of sample gradients. An update takes 32 of them."""
    return 20 * 442


answer_sum_rate = Exercise("answer_sum_rate", points=1)


@answer_sum_rate.mistake
def rate_enlarged():
    """The sum is longer than the mean already, and this rate would make the step still longer."""
    return 0.03 * 32


@answer_sum_rate.mistake
def rate_kept():
    """At the same rate the step is as many times too long as a batch has samples."""
    return 0.03


@answer_sum_rate.mistake
def divided_by_all_samples():
    """That is divided by n, all samples. The sum goes over one batch."""
    return 0.03 / 448


@answer_sum_rate.mistake
def divided_by_the_updates():
    """That is divided by the number of updates in an epoch. How many samples does one sum have?"""
    return 0.03 / 14


@answer_sum_rate.mistake
def divided_by_the_root():
    """That is divided by √B, the law of the noise. The sum of B gradients is B times their mean."""
    return 0.03 / np.sqrt(32)
