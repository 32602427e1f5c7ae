"""What is graded in 02_adagrad: the size of the gradients so far, AdaGrad's step, the rates it leaves, its way down."""

import numpy as np

from course_lib.homework.spec import Exercise


def sized(rng, shape, low, high):
    """Numbers of either sign whose size lies between low and high: none is 0 by chance."""
    return (rng.choice([-1, 1], shape) * rng.uniform(low, high, shape)).round(2)


def positive(rng, d, low=0.3, high=6):
    return rng.uniform(low, high, d).round(2)


def counts(G):
    """1 … T as a column."""
    return np.arange(1, len(G) + 1)[:, None]


def shifted(rows):
    """Each row one place later, the first one 0."""
    return np.concatenate([np.zeros_like(rows[:1]), rows[:-1]])


# ---- rms_gradients ----

rms_gradients = Exercise("rms_gradients", points=2, returns="array")


@rms_gradients.draw
def gradient_series_cases(rng):
    """Short and long series in one to five coordinates, one of them sparse, one of whole numbers."""
    for T, d in ((4, 2), (1, 3), (7, 1), (3, 5), (12, 2)):
        yield dict(G=sized(rng, (T, d), 0.2, 6))
    yield dict(G=np.where(rng.random((6, 4)) < 0.4, sized(rng, (6, 4), 1, 5), 0.0))
    yield dict(G=rng.integers(-9, 10, (5, 1)).astype(float))


@rms_gradients.mistake
def root_of_the_sum(G):
    """These are the roots of the sums of squares. A mean is asked for: by how many gradients so far do you divide?"""
    return np.sqrt(np.cumsum(G**2, axis=0))


@rms_gradients.mistake
def always_divided_by_T(G):
    """Every sum is divided by the number of all gradients. In row t only t + 1 of them have been seen."""
    return np.sqrt(np.cumsum(G**2, axis=0) / len(G))


@rms_gradients.mistake
def divided_by_t(G):
    """From the second row on the sum is divided by t, one less than there are squares in it. Rows count from 0."""
    return np.sqrt(np.cumsum(G**2, axis=0) / np.maximum(counts(G) - 1, 1))


@rms_gradients.mistake
def divided_by_one_too_many(G):
    """In each row you divide by one more than there are squares in the sum: σ⁰ should be |g⁰|."""
    return np.sqrt(np.cumsum(G**2, axis=0) / (counts(G) + 1))


@rms_gradients.mistake
def count_outside_the_root(G):
    """The root is taken of the sum, and its result is divided by t + 1: first the mean, then the root."""
    return np.sqrt(np.cumsum(G**2, axis=0)) / counts(G)


@rms_gradients.mistake
def mean_square_without_root(G):
    """These are the means of the squares. The R of RMS is missing."""
    return np.cumsum(G**2, axis=0) / counts(G)


@rms_gradients.mistake
def mean_of_sizes(G):
    """That is the mean of |g|. The squares come first, then their mean, then the root: large gradients count more."""
    return np.cumsum(np.abs(G), axis=0) / counts(G)


@rms_gradients.mistake
def mean_of_gradients(G):
    """That is the mean of the gradients themselves, in which signs cancel. σ measures how large they are: no sign."""
    return np.cumsum(G, axis=0) / counts(G)


@rms_gradients.mistake
def spread_about_the_mean(G):
    """That is the standard deviation: the mean has been taken away first. A steady gradient of 3 should give σ = 3."""
    mean = np.cumsum(G, axis=0) / counts(G)
    return np.sqrt(np.maximum(np.cumsum(G**2, axis=0) / counts(G) - mean**2, 0))


@rms_gradients.mistake
def same_sigma_in_every_row(G):
    """Every row is the σ of the whole series. Row t may only know the gradients up to t."""
    return np.tile(np.sqrt(np.mean(G**2, axis=0)), (len(G), 1))


@rms_gradients.mistake
def one_sigma_for_all_coordinates(G):
    """All coordinates share one σ here. Each parameter should have its own: that is the point of the chapter."""
    return np.sqrt(np.cumsum(np.mean(G**2, axis=1, keepdims=True), axis=0) / counts(G)) * np.ones_like(G)


@rms_gradients.mistake
def sigma_one_row_late(G):
    """The rows are one place late: σ⁰ already contains g⁰."""
    return shifted(np.sqrt(np.cumsum(G**2, axis=0) / counts(G)))


@rms_gradients.mistake
def only_the_last_sigma(G):
    """That is the last σ alone. One row for each gradient is asked for."""
    return np.sqrt(np.mean(G**2, axis=0))


@rms_gradients.mistake
def along_the_coordinates(G):
    """The squares are summed from coordinate to coordinate. They should be summed from step to step, down the rows."""
    return np.sqrt(np.cumsum(G**2, axis=1) / counts(G))


@rms_gradients.mistake
def one_over_sigma(G):
    """That is 1/σ. Asked for is σ itself."""
    return 1 / np.sqrt(np.cumsum(G**2, axis=0) / counts(G))


# ---- adagrad_step ----

adagrad_step = Exercise("adagrad_step", points=4, returns=("W", "total"), starts=("total",))


@adagrad_step.draw
def adagrad_cases(rng):
    """The first step and later ones, large gradients and small ones beside which ε counts, one coordinate at rest."""
    for d, first, small in (
        (3, False, False),
        (1, True, True),
        (4, True, True),
        (2, False, True),
        (5, False, False),
        (1, False, False),
    ):
        low, high = (0.05, 0.25) if small else (0.5, 4)
        g = sized(rng, d, low, high)
        g[1 : d - 2] = 0.0 if first else g[1 : d - 2]  # never a gradient, as a pixel that is never on
        yield dict(
            W=sized(rng, d, 0.2, 0.9 if small else 4),
            g=g,
            total=np.zeros(d) if first else positive(rng, d, low, high),
            lr=round(rng.uniform(0.2 if small else 0.05, 0.6), 3),
            eps=round(rng.uniform(0.03, 0.05) if small else rng.uniform(0.005, 0.02), 3),
        )
    yield dict(W=np.array([2.0, -1.0]), g=sized(rng, 2, 1, 3), total=positive(rng, 2), lr=1, eps=0.005)


@adagrad_step.mistake
def eps_outside_the_root(W, g, total, lr, eps):
    """These are the numbers you get when ε stands outside the root, as in PyTorch. Here it is under the root."""
    total = total + g**2
    return W - lr * g / (np.sqrt(total) + eps), total


@adagrad_step.mistake
def eps_forgotten(W, g, total, lr, eps):
    """There is no ε in these numbers. What happens where all gradients have been 0?"""
    total = total + g**2
    return W - lr * g / np.sqrt(total), total


@adagrad_step.mistake
def eps_squared(W, g, total, lr, eps):
    """ε is squared here before it is added. It stands in the sum as it is."""
    total = total + g**2
    return W - lr * g / np.sqrt(total + eps**2), total


@adagrad_step.mistake
def eps_kept_in_total(W, g, total, lr, eps):
    """W is right, but the total that comes back has ε in it, and would get another one in every step."""
    total = total + g**2 + eps
    return W - lr * g / np.sqrt(total), total


@adagrad_step.mistake
def no_root(W, g, total, lr, eps):
    """The step is divided by the sum of squares itself. A gradient over its square: which unit would lr have?"""
    total = total + g**2
    return W - lr * g / (total + eps), total


@adagrad_step.mistake
def gradient_added_not_its_square(W, g, total, lr, eps):
    """The total has g added to it, so that positive and negative gradients cancel. What is summed is something else."""
    total = total + g
    return W - lr * g / np.sqrt(total + eps), total


@adagrad_step.mistake
def size_added_not_the_square(W, g, total, lr, eps):
    """The total has |g| added to it. The root belongs to a sum of squares."""
    total = total + np.abs(g)
    return W - lr * g / np.sqrt(total + eps), total


@adagrad_step.mistake
def divides_by_the_old_total(W, g, total, lr, eps):
    """The total is right, but W is divided by the root of the old one: this step's g belongs to it already."""
    return W - lr * g / np.sqrt(total + eps), total + g**2


@adagrad_step.mistake
def old_total_returned(W, g, total, lr, eps):
    """W is right, but the total that comes back is the old one: the next step would know nothing of this gradient."""
    return W - lr * g / np.sqrt(total + g**2 + eps), total


@adagrad_step.mistake
def total_forgets(W, g, total, lr, eps):
    """The total that comes in has no influence: only this gradient's square is in these numbers."""
    total = g**2
    return W - lr * g / np.sqrt(total + eps), total


@adagrad_step.mistake
def average_in_place_of_sum(W, g, total, lr, eps):
    """Old total and new square are averaged with the weights 0.9 and 0.1, as in chapter 4. AdaGrad sums."""
    total = 0.9 * total + 0.1 * g**2
    return W - lr * g / np.sqrt(total + eps), total


@adagrad_step.mistake
def mean_of_old_and_new(W, g, total, lr, eps):
    """Old total and new square are added and halved. The mean has gone with the other root: what is left is a sum."""
    total = (total + g**2) / 2
    return W - lr * g / np.sqrt(total + eps), total


@adagrad_step.mistake
def steps_up(W, g, total, lr, eps):
    """W goes uphill: the step leads against the gradient."""
    total = total + g**2
    return W + lr * g / np.sqrt(total + eps), total


@adagrad_step.mistake
def rate_without_lr(W, g, total, lr, eps):
    """Where is the learning rate? These steps are the same for every lr."""
    total = total + g**2
    return W - g / np.sqrt(total + eps), total


@adagrad_step.mistake
def rate_without_gradient(W, g, total, lr, eps):
    """W moves by the rate alone, always downwards. The rate has to be multiplied by something with a sign."""
    total = total + g**2
    return W - lr / np.sqrt(total + eps), total


@adagrad_step.mistake
def multiplied_by_the_root(W, g, total, lr, eps):
    """The step is multiplied by the root: large gradients so far would give a larger rate, not a smaller one."""
    total = total + g**2
    return W - lr * g * np.sqrt(total + eps), total


@adagrad_step.mistake
def one_rate_for_all(W, g, total, lr, eps):
    """W is divided by one number, the root of all totals together. Each coordinate should have a rate of its own."""
    total = total + g**2
    return W - lr * g / np.sqrt(total.sum() + eps), total


@adagrad_step.mistake
def whole_square_added_to_each(W, g, total, lr, eps):
    """Every coordinate's total gets the squares of all coordinates, |g|². Each should get its own only."""
    total = total + np.sum(g**2)
    return W - lr * g / np.sqrt(total + eps), total


@adagrad_step.mistake
def gradient_squared_above(W, g, total, lr, eps):
    """The gradient above the root is squared, so W always moves down. Only in the total stands the square."""
    total = total + g**2
    return W - lr * g**2 / np.sqrt(total + eps), total


@adagrad_step.mistake
def never_divided(W, g, total, lr, eps):
    """The total is right, but the step is SGD's: it is not divided by anything."""
    return W - lr * g, total + g**2


# ---- effective_rates ----

effective_rates = Exercise("effective_rates", points=2, returns="array")


@effective_rates.draw
def rate_cases(rng):
    """Large and small gradients, short and long series, sparse ones and a coordinate that never has a gradient."""
    for T, d, high in ((4, 2, 3), (1, 3, 0.5), (9, 1, 0.4), (3, 5, 1), (6, 2, 0.3)):
        lr, eps = round(rng.uniform(0.05, 0.6), 3), round(rng.uniform(0.01, 0.05), 3)
        yield dict(G=sized(rng, (T, d), high / 5, high), lr=lr, eps=eps)
    sparse = np.where(rng.random((8, 3)) < 0.4, sized(rng, (8, 3), 0.5, 2), 0.0)
    sparse[:, 1] = 0.0
    yield dict(G=sparse, lr=1, eps=0.005)


@effective_rates.mistake
def rates_before_the_step(G, lr, eps):
    """The rows are one place late: these are the rates before each step. The first rate already knows g₁."""
    return lr / np.sqrt(shifted(np.cumsum(G**2, axis=0)) + eps)


@effective_rates.mistake
def this_gradient_only(G, lr, eps):
    """Each rate knows this step's gradient only. AdaGrad remembers all of them: the rates should never rise."""
    return lr / np.sqrt(G**2 + eps)


@effective_rates.mistake
def divided_by_sigma(G, lr, eps):
    """These are lr/σ: the mean of the squares is under the root. Which factor did it cancel with?"""
    return lr / np.sqrt(np.cumsum(G**2, axis=0) / counts(G) + eps)


@effective_rates.mistake
def falls_twice(G, lr, eps):
    """These rates fall by the sum and by one more √t: the chapter's misunderstanding. The sum contains that root."""
    return lr / np.sqrt(counts(G)) / np.sqrt(np.cumsum(G**2, axis=0) + eps)


@effective_rates.mistake
def eps_beside_the_root(G, lr, eps):
    """ε stands outside the root here. Where no gradient has come yet, lr/√ε should be left."""
    return lr / (np.sqrt(np.cumsum(G**2, axis=0)) + eps)


@effective_rates.mistake
def rates_without_root(G, lr, eps):
    """That is lr over the sum itself, without the root."""
    return lr / (np.cumsum(G**2, axis=0) + eps)


@effective_rates.mistake
def sizes_summed(G, lr, eps):
    """Under the root there is the sum of |g|. It should be the sum of the squares."""
    return lr / np.sqrt(np.cumsum(np.abs(G), axis=0) + eps)


@effective_rates.mistake
def steps_in_place_of_rates(G, lr, eps):
    """These are the steps: the rates, times the gradients. Asked for is what a gradient is multiplied by."""
    return lr * G / np.sqrt(np.cumsum(G**2, axis=0) + eps)


@effective_rates.mistake
def no_lr_in_the_rates(G, lr, eps):
    """That is 1 over the root: the learning rate is missing."""
    return 1 / np.sqrt(np.cumsum(G**2, axis=0) + eps)


@effective_rates.mistake
def no_eps_in_the_rates(G, lr, eps):
    """There is no ε in these numbers: a coordinate that has had no gradient divides by 0."""
    return lr / np.sqrt(np.cumsum(G**2, axis=0))


@effective_rates.mistake
def eps_in_every_row(G, lr, eps):
    """ε is summed along with the squares, t times in row t. It is added once, under the root."""
    return lr / np.sqrt(np.cumsum(G**2 + eps, axis=0))


@effective_rates.mistake
def one_rate_a_row(G, lr, eps):
    """All coordinates of a row have one rate. The rare one should keep a larger rate than the common one."""
    return lr / np.sqrt(np.cumsum(np.sum(G**2, axis=1, keepdims=True), axis=0) + eps) * np.ones_like(G)


@effective_rates.mistake
def only_the_last_rates(G, lr, eps):
    """These are the rates that are left at the end. One row for each step is asked for."""
    return lr / np.sqrt(np.sum(G**2, axis=0) + eps)


@effective_rates.mistake
def summed_along_the_coordinates(G, lr, eps):
    """The squares are summed from coordinate to coordinate. They should be summed from step to step, down the rows."""
    return lr / np.sqrt(np.cumsum(G**2, axis=1) + eps)


@effective_rates.mistake
def root_itself(G, lr, eps):
    """That is the root alone. The rate is lr over it."""
    return np.sqrt(np.cumsum(G**2, axis=0) + eps)


@effective_rates.mistake
def last_rates_in_every_row(G, lr, eps):
    """Every row has the rates of the end. Row t may only know the gradients up to t."""
    return lr / np.sqrt(np.sum(G**2, axis=0) + eps) * np.ones_like(G)


@effective_rates.mistake
def rates_grow_with_the_root(G, lr, eps):
    """lr is multiplied by the root: large gradients so far would give a larger rate, not a smaller one."""
    return lr * np.sqrt(np.cumsum(G**2, axis=0) + eps)


# ---- adagrad_descent ----

adagrad_descent = Exercise("adagrad_descent", points=2, returns="array")


def way(W, c, lr, eps, steps, total=0.0, slope=lambda W, c, t: c * W, rate=lambda lr, t: lr):
    """AdaGrad's path with its start; `slope` gives the gradient of step t, `rate` its lr; `total`: where it begins."""
    path = [W]
    for t in range(1, steps + 1):
        g = slope(path[-1], c, t)
        total = total + g**2
        path.append(path[-1] - rate(lr, t) * g / np.sqrt(total + eps))
    return np.array(path)


@adagrad_descent.draw
def descent_cases(rng):
    """One step and many, steep coordinates and such as are so flat that ε counts; none comes near the minimum."""
    for d, steps in ((2, 4), (1, 7), (3, 1), (5, 3), (2, 12), (4, 6)):
        c = rng.uniform(0.3, 4, d).round(2)
        c[0] = round(rng.uniform(0.06, 0.15), 2)
        yield dict(
            W=sized(rng, d, 1.8, 3),
            c=c,
            lr=round(rng.uniform(0.3, 1) * min(0.6, 0.8 / np.sqrt(steps)), 3),
            eps=round(rng.uniform(0.02, 0.05), 3),
            steps=steps,
        )


@adagrad_descent.mistake
def start_missing(W, c, lr, eps, steps):
    """The path begins after the first step. Its first row should be the start."""
    return way(W, c, lr, eps, steps)[1:]


@adagrad_descent.mistake
def one_step_too_few(W, c, lr, eps, steps):
    """The path has one step too few: with the start in it there are steps + 1 rows."""
    return way(W, c, lr, eps, steps)[:-1]


@adagrad_descent.mistake
def one_step_too_many(W, c, lr, eps, steps):
    """The path has one step too many: with the start in it there are steps + 1 rows."""
    return way(W, c, lr, eps, steps + 1)


@adagrad_descent.mistake
def only_the_end(W, c, lr, eps, steps):
    """That is where it ends. All points on the way are asked for, the start among them."""
    return way(W, c, lr, eps, steps)[-1]


@adagrad_descent.mistake
def end_in_every_row(W, c, lr, eps, steps):
    """Every row is the end: the same array stands in the path again and again, and was changed afterwards."""
    return np.tile(way(W, c, lr, eps, steps)[-1], (steps + 1, 1))


@adagrad_descent.mistake
def gradient_of_the_start(W, c, lr, eps, steps):
    """Every step uses the gradient at the start. The gradient belongs to the place where the point is now."""
    return way(W, c, lr, eps, steps, slope=lambda _, c, t: c * W)


@adagrad_descent.mistake
def curvature_forgotten(W, c, lr, eps, steps):
    """The gradient is W here, without c. What is the derivative of ½cW²?"""
    return way(W, c, lr, eps, steps, slope=lambda W, c, t: W)


@adagrad_descent.mistake
def gradient_doubled(W, c, lr, eps, steps):
    """The gradient is 2cW here: mind the ½ in f."""
    return way(W, c, lr, eps, steps, slope=lambda W, c, t: 2 * c * W)


@adagrad_descent.mistake
def gradient_halved(W, c, lr, eps, steps):
    """The gradient is ½cW here: what becomes of the ½ when W² is differentiated?"""
    return way(W, c, lr, eps, steps, slope=lambda W, c, t: c * W / 2)


@adagrad_descent.mistake
def value_for_gradient(W, c, lr, eps, steps):
    """The step uses ½cW², the value of f along each coordinate, where the slope belongs."""
    return way(W, c, lr, eps, steps, slope=lambda W, c, t: c * W**2 / 2)


@adagrad_descent.mistake
def total_forgotten(W, c, lr, eps, steps):
    """Every step begins with a total of 0: the total of one step has to be handed on to the next."""
    path = [W]
    for _ in range(steps):
        path.append(way(path[-1], c, lr, eps, 1)[1])
    return np.array(path)


@adagrad_descent.mistake
def total_starts_at_one(W, c, lr, eps, steps):
    """The first step is too short: at which total does the sum begin?"""
    return way(W, c, lr, eps, steps, total=1.0)


@adagrad_descent.mistake
def rate_falls_twice(W, c, lr, eps, steps):
    """The rate is divided by √t on top of the root of the total. That root is already in the sum."""
    return way(W, c, lr, eps, steps, rate=lambda lr, t: lr / np.sqrt(t))


# ---- questions answered by a value ----

answer_rare = Exercise("answer_rare", points=1)


@answer_rare.mistake
def counted_only():
    """That would be right if both had gradients of one size. The rare one's are five times as large."""
    return 10


@answer_rare.mistake
def ratio_of_the_sums():
    """That is the ratio of the two sums of squares. The rate divides by their root."""
    return 4


@answer_rare.mistake
def other_way_round():
    """That is the common weight's rate over the rare one's. Which of them has the smaller sum?"""
    return 0.5


@answer_rare.mistake
def gradients_summed():
    """That is the ratio of the sums of the gradients. AdaGrad sums their squares, and takes the root."""
    return 20


@answer_rare.mistake
def root_of_gradients_summed():
    """That is the root of the ratio of the summed gradients. What AdaGrad sums are squares."""
    return np.sqrt(20)


answer_after = Exercise("answer_after", points=1)


@answer_after.mistake
def past_forgotten():
    """That is the step of a fresh AdaGrad, or of the first one. Here the four steep gradients are in the total."""
    return 0.5


@answer_after.mistake
def new_square_left_out():
    """The gradient of 7 is missing in the total: its square is added before the step."""
    return 0.5 * 7 / 24


@answer_after.mistake
def by_the_mean():
    """That divides by σ, the root of the mean. Without the falling η of the slide it is the sum that counts."""
    return 0.5 * 7 / np.sqrt(125)


@answer_after.mistake
def root_and_count():
    """That divides by √5 once more: the number of steps is already in the sum."""
    return 0.5 * 7 / 25 / np.sqrt(5)


@answer_after.mistake
def without_the_root():
    """That divides by the total, not by its root."""
    return 0.5 * 7 / 625


@answer_after.mistake
def as_sgd():
    """That is SGD's step, lr times the gradient."""
    return 0.5 * 7


@answer_after.mistake
def steep_square_once():
    """The gradient of 12 is in this total once. It came in four steps."""
    return 0.5 * 7 / np.sqrt(144 + 49)


answer_steps = Exercise("answer_steps", points=1)


@answer_steps.mistake
def constant_rate():
    """That would be so if every step were as long as the first. The second one is already shorter."""
    return 19


@answer_steps.mistake
def reached_exactly_at_constant_rate():
    """That is 9 over 0.5, as if every step were as long as the first."""
    return 18


@answer_steps.mistake
def one_short():
    """After so many steps W has not quite moved by 9: one more."""
    return 94


@answer_steps.mistake
def one_over():
    """One too many: count again from which step on the way is longer than 9. Is the start among your points?"""
    return 96


@answer_steps.mistake
def by_the_integral():
    """That comes from Σ 1/√t ≈ 2√n, which is too rough here: add up the steps."""
    return 81


answer_ratio = Exercise("answer_ratio", points=1)


@answer_ratio.mistake
def ratio_of_curvatures():
    """So it would be if curvature decided. Put c into g and into the root of the total: what is left of it?"""
    return 100


@answer_ratio.mistake
def root_of_the_ratio():
    """That is √100. Write out the first step for both coordinates: how often does c stand above and below?"""
    return 10


@answer_ratio.mistake
def inverse_of_the_ratio():
    """That is 1/100, as if the steep coordinate were that much slower. Compare the first steps of the two."""
    return 0.01


@answer_ratio.mistake
def difference():
    """That is the difference of the two. Asked for is their ratio."""
    return 0
