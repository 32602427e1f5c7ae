"""What is graded in 01_gradient_descent: the gradient, the step, the batches, and the whole descent."""

import numpy as np

from course_lib.homework.spec import Exercise


def problem(rng, n, d):
    """X (n, d), y (n,) and W (d,), with numbers that can be read."""
    return rng.normal(0, 1.5, (n, d)).round(1), rng.normal(0, 3, n).round(1), rng.normal(0, 1.5, d).round(1)


# ---- mse_gradient ----

mse_gradient = Exercise("mse_gradient", points=3, returns="array")


@mse_gradient.draw
def gradient_cases(rng):
    """More samples than weights and fewer, a single sample, a single weight."""
    for n, d in ((4, 2), (1, 3), (7, 1), (3, 5), (10, 3)):
        X, y, W = problem(rng, n, d)
        yield dict(W=W, X=X, y=y)


@mse_gradient.mistake
def factor_2_missing(W, X, y):
    """Half of what it should be: what does the square leave behind when you derive it?"""
    return X.T @ (X @ W - y) / len(X)


@mse_gradient.mistake
def sum_in_place_of_mean(W, X, y):
    """That is the gradient of the sum over the samples. The loss is their mean."""
    return 2 * X.T @ (X @ W - y)


@mse_gradient.mistake
def divided_by_the_weights(W, X, y):
    """You divide by the number of weights d in place of the number of samples n."""
    return 2 * X.T @ (X @ W - y) / X.shape[1]


@mse_gradient.mistake
def wrong_sign(W, X, y):
    """It points the other way: the error is prediction minus target, so the gradient points uphill."""
    return 2 * X.T @ (y - X @ W) / len(X)


@mse_gradient.mistake
def target_forgotten(W, X, y):
    """The targets y have no influence: the error is how far the prediction is from them."""
    return 2 * X.T @ (X @ W) / len(X)


@mse_gradient.mistake
def loss_in_place_of_gradient(W, X, y):
    """That is the loss, one number. Asked for is its slope along each weight, shape (d,)."""
    return np.mean((X @ W - y) ** 2)


@mse_gradient.mistake
def only_the_first_sample(W, X, y):
    """Only the first sample is in it. Take the mean over all of them."""
    return 2 * (X[0] @ W - y[0]) * X[0]


@mse_gradient.mistake
def absolute_error(W, X, y):
    """Only the sign of the error is in it: that is the slope of |error|, not of its square."""
    return 2 * X.T @ np.sign(X @ W - y) / len(X)


@mse_gradient.mistake
def a_row_for_each_sample(W, X, y):
    """That is one gradient a sample, shape (n, d). Take their mean over the samples."""
    return 2 * (X @ W - y)[:, None] * X


# ---- sgd_step ----

sgd_step = Exercise("sgd_step", points=1, returns="array")


@sgd_step.draw
def step_cases(rng):
    for d in (3, 1, 5, 2):
        yield dict(W=rng.normal(0, 2, d).round(2), g=rng.normal(0, 3, d).round(2), lr=round(rng.uniform(0.05, 0.6), 3))


@sgd_step.mistake
def uphill(W, g, lr):
    """W goes uphill: the gradient points to where the loss grows."""
    return W + lr * g


@sgd_step.mistake
def lr_forgotten(W, g, lr):
    """W moves by the whole gradient: where is the learning rate?"""
    return W - g


@sgd_step.mistake
def the_change_alone(W, g, lr):
    """That is the change of W. The new W is asked for."""
    return -lr * g


@sgd_step.mistake
def lr_outside(W, g, lr):
    """The learning rate multiplies W as well. It belongs to the gradient alone."""
    return lr * (W - g)


@sgd_step.mistake
def divided_by_lr(W, g, lr):
    """The gradient is divided by the learning rate: a smaller rate should give a smaller step."""
    return W - g / lr


@sgd_step.mistake
def sign_of_the_gradient(W, g, lr):
    """Every coordinate moves by the same length: only the sign of the gradient is in it."""
    return W - lr * np.sign(g)


@sgd_step.mistake
def gradient_of_length_one(W, g, lr):
    """The gradient was made one long, so the step does not become smaller when the slope does."""
    return W - lr * g / np.linalg.norm(g)


# ---- minibatches ----

minibatches = Exercise("minibatches", points=3, returns="sequence")


@minibatches.draw
def batch_cases(rng):
    """Orders that batch_size divides and that it does not; single samples, all at once, and more than half."""
    for n, size in ((7, 3), (6, 2), (5, 1), (8, 8), (10, 7), (13, 4)):
        yield dict(order=rng.permutation(n) + 2, batch_size=size)


def cut(order, size):
    return [order[i : i + size] for i in range(0, len(order), size)]


@minibatches.mistake
def last_batch_dropped(order, batch_size):
    """The samples at the end are missing when they do not fill a batch: the last batch may be shorter."""
    return cut(order, batch_size)[: len(order) // batch_size]


@minibatches.mistake
def last_batch_filled_up(order, batch_size):
    """The last batch was filled up with samples from the beginning. It may be shorter than the others."""
    return [np.resize(batch, batch_size) if len(batch) < batch_size else batch for batch in cut(order, batch_size)]


@minibatches.mistake
def rest_joined_to_the_last(order, batch_size):
    """The rest was joined to the batch before it. It is a batch of its own, a shorter one."""
    *whole, last = cut(order, batch_size)
    return [*whole[:-1], np.append(whole[-1], last)] if whole and len(last) < batch_size else [*whole, last]


@minibatches.mistake
def empty_batch_at_the_end(order, batch_size):
    """There is an empty batch at the end."""
    return [*cut(order, batch_size), order[:0]]


@minibatches.mistake
def positions_in_place_of_order(order, batch_size):
    """These are the positions 0, 1, 2, …; the batches should hold what stands at them in `order`."""
    return cut(np.arange(len(order)), batch_size)


@minibatches.mistake
def sorted_again(order, batch_size):
    """The samples are sorted: then every epoch would see the same batches. Keep the order that comes in."""
    return cut(np.sort(order), batch_size)


@minibatches.mistake
def batch_size_as_their_number(order, batch_size):
    """batch_size is taken for the number of batches. It says how many samples are in one."""
    return np.array_split(order, batch_size)


@minibatches.mistake
def overlapping(order, batch_size):
    """The batches overlap: each begins one sample after the last one. It should begin where the last one ended."""
    return [order[i : i + batch_size] for i in range(0, len(order) - batch_size + 1)] + [order[-1:]]


@minibatches.mistake
def every_kth_sample(order, batch_size):
    """Each batch takes every k-th sample. Consecutive slices of `order` are asked for."""
    count = -(-len(order) // batch_size)
    return [order[k::count] for k in range(count)]


# ---- updates_per_epoch ----

updates_per_epoch = Exercise("updates_per_epoch", points=1)


@updates_per_epoch.draw
def update_cases(rng):
    for n, size in ((442, 32), (60, 12), (7, 1), (50, 50), (1000, 33), (90, 64)):
        extra = int(rng.integers(0, 9)) * size
        yield dict(n=n + extra, batch_size=size)


@updates_per_epoch.mistake
def rounded_down(n, batch_size):
    """The last, shorter batch also makes an update."""
    return n // batch_size


@updates_per_epoch.mistake
def not_rounded(n, batch_size):
    """A number of updates is whole: the rest that fills no batch makes one update more."""
    return n / batch_size


@updates_per_epoch.mistake
def rounded_to_the_nearest(n, batch_size):
    """Rounded to the nearest whole number: but however small the rest is, it makes an update."""
    return round(n / batch_size)


@updates_per_epoch.mistake
def one_more_always(n, batch_size):
    """One more even when the batches divide the samples without rest."""
    return n // batch_size + 1


@updates_per_epoch.mistake
def number_of_samples(n, batch_size):
    """That is the number of samples: with batches there is one update a batch."""
    return n


# ---- minibatch_descent ----

minibatch_descent = Exercise("minibatch_descent", points=4, returns="array")


@minibatch_descent.draw
def descent_cases(rng):
    """One to three epochs, batches that divide the samples and that do not, SGD and BGD among them."""
    for n, d, size, epochs in ((5, 2, 2, 2), (4, 1, 4, 3), (6, 3, 1, 1), (7, 2, 3, 3), (8, 4, 5, 2)):
        X, y, W = problem(rng, n, d)
        orders = np.array([rng.permutation(n) for _ in range(epochs)])
        lr = round(rng.uniform(0.01, 0.04), 3)
        yield dict(W=W, X=X, y=y, lr=lr, batch_size=size, orders=orders)


def descend(W, X, y, lr, batches, gradient=None):
    """W after a step for each batch."""
    gradient = gradient or (lambda W, X, y: 2 * X.T @ (X @ W - y) / len(X))
    for batch in batches:
        W = W - lr * gradient(W, X[batch], y[batch])
    return W


def all_batches(orders, size):
    return [batch for order in orders for batch in cut(order, size)]


@minibatch_descent.mistake
def only_the_first_epoch(W, X, y, lr, batch_size, orders):
    """Only the first row of `orders` is used. Each row is an epoch."""
    return descend(W, X, y, lr, cut(orders[0], batch_size))


@minibatch_descent.mistake
def orders_ignored(W, X, y, lr, batch_size, orders):
    """The samples are taken as they stand in X. `orders` says in which order each epoch visits them."""
    return descend(W, X, y, lr, all_batches([np.arange(len(X))] * len(orders), batch_size))


@minibatch_descent.mistake
def always_the_first_order(W, X, y, lr, batch_size, orders):
    """Every epoch uses the first row of `orders`. Each has a row of its own."""
    return descend(W, X, y, lr, all_batches([orders[0]] * len(orders), batch_size))


@minibatch_descent.mistake
def divided_by_batch_size(W, X, y, lr, batch_size, orders):
    """The last batch is shorter, and yet you divide by batch_size. Take the mean over the samples that are in it."""
    mean = lambda W, X, y: 2 * X.T @ (X @ W - y) / batch_size  # noqa: E731
    return descend(W, X, y, lr, all_batches(orders, batch_size), mean)


@minibatch_descent.mistake
def divided_by_all_samples(W, X, y, lr, batch_size, orders):
    """You divide by the number of all samples, so every step is too short. The mean is over the batch."""
    mean = lambda W, b, z: 2 * b.T @ (b @ W - z) / len(X)  # noqa: E731
    return descend(W, X, y, lr, all_batches(orders, batch_size), mean)


@minibatch_descent.mistake
def sum_over_the_batch(W, X, y, lr, batch_size, orders):
    """The gradients of a batch are added up. Their mean is asked for, or the step grows with the batch."""
    return descend(W, X, y, lr, all_batches(orders, batch_size), lambda W, X, y: 2 * X.T @ (X @ W - y))


@minibatch_descent.mistake
def whole_data_in_every_step(W, X, y, lr, batch_size, orders):
    """Every step uses all samples. It should see its batch only."""
    return descend(W, X, y, lr, all_batches([np.arange(len(X))] * 1, len(X)) * len(all_batches(orders, batch_size)))


@minibatch_descent.mistake
def gradient_at_the_start(W, X, y, lr, batch_size, orders):
    """Every gradient is taken at the W that came in. Each step begins where the last one ended."""
    start = W
    return descend(W, X, y, lr, all_batches(orders, batch_size), lambda W, X, y: 2 * X.T @ (X @ start - y) / len(X))


@minibatch_descent.mistake
def last_batch_left_out(W, X, y, lr, batch_size, orders):
    """The shorter batch at the end of an epoch is left out. It makes a step, too."""
    return descend(W, X, y, lr, [b for b in all_batches(orders, batch_size) if len(b) == batch_size])


@minibatch_descent.mistake
def one_step_an_epoch(W, X, y, lr, batch_size, orders):
    """There is one step an epoch. There should be one for every batch of it."""
    return descend(W, X, y, lr, [cut(order, batch_size)[0] for order in orders])


@minibatch_descent.mistake
def goes_uphill(W, X, y, lr, batch_size, orders):
    """W goes uphill: each step leads against the gradient."""
    return descend(W, X, y, -lr, all_batches(orders, batch_size))


@minibatch_descent.mistake
def half_the_gradient(W, X, y, lr, batch_size, orders):
    """Every gradient is half as large as it should be: what does the square leave behind when you derive it?"""
    return descend(W, X, y, lr / 2, all_batches(orders, batch_size))


# ---- questions answered by a value ----

answer_updates = Exercise("answer_updates", points=1)


@answer_updates.mistake
def one_epoch_only():
    """That is for one epoch; the question is about ten."""
    return 29


@answer_updates.mistake
def rest_forgotten():
    """The last batch of each epoch is shorter, but it makes an update, too."""
    return 280


@answer_updates.mistake
def rest_carried_over():
    """The rest of an epoch is not carried over into the next: each epoch ends with a shorter batch."""
    return 282


@answer_updates.mistake
def samples_seen():
    """That is how many samples are seen. How many updates are made?"""
    return 9000


answer_evaluations = Exercise("answer_evaluations", points=1)


@answer_evaluations.mistake
def steps_of_bgd():
    """That is the number of BGD's steps. How many gradients of single samples does each of them cost?"""
    return 12


@answer_evaluations.mistake
def steps_of_sgd():
    """That is what one epoch costs. BGD needs more than one step."""
    return 442


@answer_evaluations.mistake
def ratio_of_steps():
    """That is a number of steps in place of a number of gradients: a step of BGD costs 442 of them."""
    return 12 / 442


@answer_evaluations.mistake
def with_batches_of_32():
    """That would be so with batches of 32. A step of BGD looks at all 442 patients."""
    return 12 * 32


answer_noise = Exercise("answer_noise", points=1)


@answer_noise.mistake
def noise_like_one_over_n():
    """That would be so if the noise fell like 1/B. The spread of a mean falls more slowly than that."""
    return 4


@answer_noise.mistake
def root_of_four():
    """The noise falls with the root of the batch, so the batch has to grow with a square, not with a root."""
    return 2


@answer_noise.mistake
def size_of_a_batch():
    """That is a batch size. Asked for is how many times the batch has to grow, whatever it was."""
    return 32 * 16


@answer_noise.mistake
def the_wrong_way_round():
    """That would make the batch smaller, and the noise larger."""
    return 1 / 16


@answer_noise.mistake
def squared_twice():
    """That would make the noise sixteen times smaller; a quarter is asked for."""
    return 256
