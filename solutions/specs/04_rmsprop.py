"""What is graded in 04_rmsprop: RMSProp's step, its way down a bowl, and how far each coordinate travels."""

import numpy as np

from course_lib.homework.spec import Exercise


def sized(rng, shape, low, high):
    """Numbers of either sign whose size lies between low and high: none is 0 by chance."""
    return (rng.choice([-1, 1], shape) * rng.uniform(low, high, shape)).round(2)


# ---- rmsprop_step ----

rmsprop_step = Exercise("rmsprop_step", points=4, returns=("W", "S"), starts=("S",))


@rmsprop_step.draw
def rmsprop_cases(rng):
    """The first step and later ones, large gradients and small ones beside which ε counts, one coordinate at rest."""
    for d, first, small in (
        (3, False, False),
        (1, True, True),
        (4, True, True),
        (2, False, True),
        (5, False, False),
        (1, False, False),
    ):
        low, high = (0.05, 0.4) if small else (0.5, 4)
        g = sized(rng, d, low, high)
        g[1 : d - 2] = 0.0 if first else g[1 : d - 2]
        yield dict(
            W=sized(rng, d, 0.2, 0.9 if small else 4),
            g=g,
            S=np.zeros(d) if first else rng.uniform(low, 3 * high, d).round(2),
            lr=round(rng.uniform(0.2 if small else 0.05, 0.6), 3),
            beta=round(rng.uniform(0.2, 0.8), 2),
            eps=round(rng.uniform(0.03, 0.05) if small else rng.uniform(0.005, 0.02), 3),
        )
    S = rng.uniform(1, 6, 2).round(2)
    yield dict(W=np.array([2.0, -1.0]), g=sized(rng, 2, 1, 3), S=S, lr=1, beta=0.25, eps=0.005)


@rmsprop_step.mistake
def new_square_unweighted(W, g, S, lr, beta, eps):
    """These are the numbers of S = βS + g²: which weight does the new square get, so that both weights add up to 1?"""
    S = beta * S + g**2
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def old_S_unweighted(W, g, S, lr, beta, eps):
    """Old S keeps its full weight here: it never forgets. By which factor does it fall in each step?"""
    S = S + (1 - beta) * g**2
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def sum_as_in_adagrad(W, g, S, lr, beta, eps):
    """This S is AdaGrad's sum. RMSProp has an average in its place, with weights for the old S and the new square."""
    S = S + g**2
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def weights_exchanged(W, g, S, lr, beta, eps):
    """Old S and new square have exchanged their weights: with β near 1 the average should change slowly."""
    S = (1 - beta) * S + beta * g**2
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def gradient_not_squared(W, g, S, lr, beta, eps):
    """S averages the gradients themselves, as Momentum does. Then S can be negative, and it has to have a root."""
    S = beta * S + (1 - beta) * g
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def size_not_squared(W, g, S, lr, beta, eps):
    """S averages |g|. The root belongs to an average of the squares."""
    S = beta * S + (1 - beta) * np.abs(g)
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def weight_squared_too(W, g, S, lr, beta, eps):
    """The weight 1-β of the new gradient is squared along with it. First square g, then weight the square."""
    S = beta * S + ((1 - beta) * g) ** 2
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def no_root(W, g, S, lr, beta, eps):
    """W is divided by S itself: where is the R of RMS?"""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g / (S + eps), S


@rmsprop_step.mistake
def root_stored(W, g, S, lr, beta, eps):
    """W is right, but the S that comes back is a root already. What is kept is the average of the squares."""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g / np.sqrt(S + eps), np.sqrt(S)


@rmsprop_step.mistake
def eps_outside_the_root(W, g, S, lr, beta, eps):
    """These are the numbers you get when ε stands outside the root, as in PyTorch. Here it is under the root."""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g / (np.sqrt(S) + eps), S


@rmsprop_step.mistake
def eps_forgotten(W, g, S, lr, beta, eps):
    """There is no ε in these numbers. What happens where all gradients have been 0?"""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g / np.sqrt(S), S


@rmsprop_step.mistake
def eps_squared(W, g, S, lr, beta, eps):
    """ε is squared here before it is added. It stands under the root as it is."""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g / np.sqrt(S + eps**2), S


@rmsprop_step.mistake
def eps_kept_in_S(W, g, S, lr, beta, eps):
    """W is right, but the S that comes back has ε in it: it should average squares only."""
    S = beta * S + (1 - beta) * g**2 + eps
    return W - lr * g / np.sqrt(S), S


@rmsprop_step.mistake
def divides_by_the_old_S(W, g, S, lr, beta, eps):
    """S is right, but W is divided by the root of the old one. First S, then W."""
    return W - lr * g / np.sqrt(S + eps), beta * S + (1 - beta) * g**2


@rmsprop_step.mistake
def old_S_returned(W, g, S, lr, beta, eps):
    """W is right, but the S that comes back is the old one: the next step would know nothing of this gradient."""
    return W - lr * g / np.sqrt(beta * S + (1 - beta) * g**2 + eps), S


@rmsprop_step.mistake
def S_from_zero(W, g, S, lr, beta, eps):
    """The S that comes in has no influence: every step starts anew from S = 0."""
    S = (1 - beta) * g**2
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def beta_always_09(W, g, S, lr, beta, eps):
    """These are the numbers for β = 0.9, whatever β comes in."""
    S = 0.9 * S + 0.1 * g**2
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def corrected_as_in_adam(W, g, S, lr, beta, eps):
    """W is divided by the root of S/(1-β), Adam's correction in its first step. RMSProp takes S as it is."""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g / np.sqrt(S / (1 - beta) + eps), S


@rmsprop_step.mistake
def steps_uphill(W, g, S, lr, beta, eps):
    """W goes uphill: the step leads against the gradient."""
    S = beta * S + (1 - beta) * g**2
    return W + lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def lr_forgotten(W, g, S, lr, beta, eps):
    """Where is the learning rate? These steps are the same for every lr."""
    S = beta * S + (1 - beta) * g**2
    return W - g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def gradient_weighted_in_the_step(W, g, S, lr, beta, eps):
    """The step has (1-β)·g in it. The weight 1-β belongs to S alone; W moves by the whole gradient over the root."""
    S = beta * S + (1 - beta) * g**2
    return W - lr * (1 - beta) * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def multiplied_by_the_root(W, g, S, lr, beta, eps):
    """The step is multiplied by the root: large gradients would become larger still."""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g * np.sqrt(S + eps), S


@rmsprop_step.mistake
def one_rate_for_all(W, g, S, lr, beta, eps):
    """W is divided by one number, the root of the mean of S over all coordinates. Each should have its own."""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g / np.sqrt(S.mean() + eps), S


@rmsprop_step.mistake
def gradient_squared_above(W, g, S, lr, beta, eps):
    """The gradient above the root is squared, so W always moves down. Only in S stands the square."""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g**2 / np.sqrt(S + eps), S


@rmsprop_step.mistake
def never_divided(W, g, S, lr, beta, eps):
    """S is right, but the step is SGD's: it is not divided by anything."""
    return W - lr * g, beta * S + (1 - beta) * g**2


@rmsprop_step.mistake
def averages_the_weights(W, g, S, lr, beta, eps):
    """S averages the squares of W. It should average those of the gradient."""
    S = beta * S + (1 - beta) * W**2
    return W - lr * g / np.sqrt(S + eps), S


# ---- rmsprop_descent ----

rmsprop_descent = Exercise("rmsprop_descent", points=2, returns="array")


def way(W, c, lr, beta, eps, steps, S=0.0, slope=lambda W, c: c * W, old=None, new=None, lasting=lambda S, t: S):
    """RMSProp's path with its start. S: where it begins; slope: the gradient; old, new: the weights of S and of g²;
    lasting: what of S in step t stands under the root."""
    path = [W]
    for t in range(1, steps + 1):
        g = slope(path[-1], c)
        S = (beta if old is None else old) * S + (1 - beta if new is None else new) * g**2
        path.append(path[-1] - lr * g / np.sqrt(lasting(S, t) + eps))
    return np.array(path)


@rmsprop_descent.draw
def descent_cases(rng):
    """One step and many, steep coordinates and such as are so flat that ε counts; none comes near the minimum."""
    for d, steps in ((2, 4), (1, 7), (3, 1), (5, 3), (2, 12), (4, 5), (3, 2)):
        c = rng.uniform(0.3, 4, d).round(2)
        c[0] = round(rng.uniform(0.05, 0.12), 2)
        longest = min(0.6, 1.2 / steps)
        yield dict(
            W=sized(rng, d, 2.4, 4),
            c=c,
            lr=round(rng.uniform((0.85 if steps == 2 else 0.5) * longest, longest), 3),
            beta=round(rng.uniform(0.6 if steps == 2 else 0.25, 0.8), 2),  # two long steps tell two starts of S apart
            eps=round(rng.uniform(0.02, 0.05), 3),
            steps=steps,
        )


@rmsprop_descent.mistake
def start_missing(W, c, lr, beta, eps, steps):
    """The path begins after the first step. Its first row should be the start."""
    return way(W, c, lr, beta, eps, steps)[1:]


@rmsprop_descent.mistake
def one_step_too_few(W, c, lr, beta, eps, steps):
    """The path has one step too few: with the start in it there are steps + 1 rows."""
    return way(W, c, lr, beta, eps, steps)[:-1]


@rmsprop_descent.mistake
def one_step_too_many(W, c, lr, beta, eps, steps):
    """The path has one step too many: with the start in it there are steps + 1 rows."""
    return way(W, c, lr, beta, eps, steps + 1)


@rmsprop_descent.mistake
def only_the_end(W, c, lr, beta, eps, steps):
    """That is where it ends. All points on the way are asked for, the start among them."""
    return way(W, c, lr, beta, eps, steps)[-1]


@rmsprop_descent.mistake
def end_in_every_row(W, c, lr, beta, eps, steps):
    """Every row is the end: the same array stands in the path again and again, and was changed afterwards."""
    return np.tile(way(W, c, lr, beta, eps, steps)[-1], (steps + 1, 1))


@rmsprop_descent.mistake
def gradient_of_the_start(W, c, lr, beta, eps, steps):
    """Every step uses the gradient at the start. The gradient belongs to the place where the point is now."""
    return way(W, c, lr, beta, eps, steps, slope=lambda _, c: c * W)


@rmsprop_descent.mistake
def curvature_forgotten(W, c, lr, beta, eps, steps):
    """The gradient is W here, without c. What is the derivative of ½cW²?"""
    return way(W, c, lr, beta, eps, steps, slope=lambda W, c: W)


@rmsprop_descent.mistake
def gradient_doubled(W, c, lr, beta, eps, steps):
    """The gradient is 2cW here: mind the ½ in f."""
    return way(W, c, lr, beta, eps, steps, slope=lambda W, c: 2 * c * W)


@rmsprop_descent.mistake
def gradient_halved(W, c, lr, beta, eps, steps):
    """The gradient is ½cW here: what becomes of the ½ when W² is differentiated?"""
    return way(W, c, lr, beta, eps, steps, slope=lambda W, c: c * W / 2)


@rmsprop_descent.mistake
def value_for_gradient(W, c, lr, beta, eps, steps):
    """The step uses ½cW², the value of f along each coordinate, where the slope belongs."""
    return way(W, c, lr, beta, eps, steps, slope=lambda W, c: c * W**2 / 2)


@rmsprop_descent.mistake
def S_forgotten(W, c, lr, beta, eps, steps):
    """Every step begins with S = 0: the S of one step has to be handed on to the next."""
    return way(W, c, lr, beta, eps, steps, old=0)


@rmsprop_descent.mistake
def S_starts_at_one(W, c, lr, beta, eps, steps):
    """The first step is that of S₀ = 1. The average starts at 0."""
    return way(W, c, lr, beta, eps, steps, S=1.0)


@rmsprop_descent.mistake
def S_starts_at_the_first_square(W, c, lr, beta, eps, steps):
    """S begins at the first g² here, so that the first step is about lr long. Ours begins at 0, and is longer."""
    return way(W, c, lr, beta, eps, steps, S=(c * W) ** 2)


@rmsprop_descent.mistake
def sum_in_place_of_average(W, c, lr, beta, eps, steps):
    """That is AdaGrad's path: the squares are summed, not averaged."""
    return way(W, c, lr, beta, eps, steps, old=1, new=1)


@rmsprop_descent.mistake
def corrected_for_the_start(W, c, lr, beta, eps, steps):
    """S is divided by 1 - βᵗ, as in Adam. RMSProp takes it as it is, though its first steps are long."""
    return way(W, c, lr, beta, eps, steps, lasting=lambda S, t: S / (1 - beta**t))


# ---- travel ----

travel = Exercise("travel", points=2, returns="array")


@travel.draw
def path_cases(rng):
    """Paths that turn round, cross 0 and return, in one to five coordinates; one of a single step, one that rests."""
    for rows, d in ((5, 2), (2, 3), (8, 1), (4, 5), (13, 2)):
        yield dict(path=rng.normal(0, 2, (rows, d)).round(2))
    resting = np.repeat(rng.normal(0, 1.5, (4, 4)).round(2), 2, axis=0)
    yield dict(path=resting)


@travel.mistake
def only_from_start_to_end(path):
    """That is the distance from start to end. A swing there and back does not change it, but costs steps."""
    return np.abs(path[-1] - path[0])


@travel.mistake
def signs_cancel(path):
    """The changes are added with their signs, so that there and back cancel: what remains is end minus start."""
    return path[-1] - path[0]


@travel.mistake
def from_edge_to_edge(path):
    """That is the width of the region it passes, largest minus smallest. Who crosses it twice travels twice as far."""
    return path.max(axis=0) - path.min(axis=0)


@travel.mistake
def length_of_the_way(path):
    """That is one number, the length of the path. Asked for is each coordinate's way on its own."""
    return np.sum(np.sqrt(np.sum(np.diff(path, axis=0) ** 2, axis=1)))


@travel.mistake
def all_coordinates_together(path):
    """The ways of all coordinates are added up. One number for each coordinate is asked for."""
    return np.sum(np.abs(np.diff(path, axis=0)))


@travel.mistake
def one_number_a_step(path):
    """There is one number for each step here, summed over the coordinates. Sum over the steps instead."""
    return np.sum(np.abs(np.diff(path, axis=0)), axis=1)


@travel.mistake
def difference_along_the_wrong_axis(path):
    """These are differences between neighbouring coordinates. A step leads from one row to the next."""
    return np.sum(np.abs(np.diff(path, axis=1)), axis=0)


@travel.mistake
def not_summed(path):
    """These are the lengths of the single steps. They still have to be summed, for each coordinate."""
    return np.abs(np.diff(path, axis=0))


@travel.mistake
def squares_summed(path):
    """The squares of the changes are summed. A way is a sum of lengths: the sizes themselves."""
    return np.sum(np.diff(path, axis=0) ** 2, axis=0)


@travel.mistake
def root_of_summed_squares(path):
    """That is the root of the summed squares. Two steps of 1 make a way of 2, not of √2."""
    return np.sqrt(np.sum(np.diff(path, axis=0) ** 2, axis=0))


@travel.mistake
def mean_step(path):
    """That is the mean length of a step. Asked for is the whole way."""
    return np.mean(np.abs(np.diff(path, axis=0)), axis=0)


@travel.mistake
def places_summed(path):
    """The places |W| are summed, not the changes from each to the next."""
    return np.sum(np.abs(path), axis=0)


@travel.mistake
def changes_of_the_size(path):
    """These are changes of |W|: a step from -1 to 1 counts as nothing. The bars belong around the difference."""
    return np.sum(np.abs(np.diff(np.abs(path), axis=0)), axis=0)


@travel.mistake
def last_step_missing(path):
    """The last step is missing in the sum."""
    return np.sum(np.abs(np.diff(path[:-1], axis=0)), axis=0)


@travel.mistake
def first_step_missing(path):
    """The first step is missing in the sum: it leads from row 0 to row 1."""
    return np.sum(np.abs(np.diff(path[1:], axis=0)), axis=0)


@travel.mistake
def way_from_zero_to_the_start(path):
    """The way from 0 to the start has been counted, too. The path begins at its first row."""
    return np.sum(np.abs(np.diff(path, axis=0, prepend=0)), axis=0)


@travel.mistake
def longest_step(path):
    """That is the longest step of each coordinate. Asked for is the way of all steps together."""
    return np.max(np.abs(np.diff(path, axis=0)), axis=0)


@travel.mistake
def measured_from_the_start(path):
    """Each point's distance from the start is summed. The way goes from each point to the next."""
    return np.sum(np.abs(path - path[0]), axis=0)


# ---- questions answered by a value ----

answer_four = Exercise("answer_four", points=1)


@answer_four.mistake
def by_the_window():
    """With this β, 1/(1-β) is 4. The first step is longer than α by the root of that."""
    return 0.75


@answer_four.mistake
def weight_of_the_square():
    """That is 1-β, the weight of the first square. Asked for is β."""
    return 1 / 16


@answer_four.mistake
def root_drawn_twice():
    """That solves √√(1-β) = 1/4: one root too many."""
    return 1 - 4**-4


@answer_four.mistake
def default_beta():
    """With β = 0.9 the first step is 3.16 times α. Which β makes it 4?"""
    return 0.9


answer_hover = Exercise("answer_hover", points=1)


@answer_hover.mistake
def distance_at_each_step():
    """That is 50 times the distance from the minimum. How far is it from one side to the other?"""
    return 1


@answer_hover.mistake
def net_way():
    """After an even number of steps it is back where it was. But it has travelled: count every step."""
    return 0


@answer_hover.mistake
def twice_the_rate():
    """That would be steps of twice the rate. It jumps between +α/2 and -α/2: how long is one jump?"""
    return 4


@answer_hover.mistake
def a_single_jump():
    """That is one jump. There are 50 of them."""
    return 0.04


@answer_hover.mistake
def first_step_lasting():
    """That would be 50 steps as long as the first, α/√(1-β). In the end S has filled."""
    return 50 * 0.04 / np.sqrt(0.1)


answer_growth = Exercise("answer_growth", points=1)


@answer_growth.mistake
def root_left_out():
    """After so many steps S has fallen to a tenth. The rate goes by its root: how far has S to fall?"""
    return 45


@answer_growth.mistake
def one_step_short():
    """After so many steps the rate is still a little below ten times: one more."""
    return 89


@answer_growth.mistake
def one_step_over():
    """One too many: after one step without a gradient S has been multiplied by β once."""
    return 91


@answer_growth.mistake
def window_of_beta():
    """That is N = 1/(1-β), the steps until a weight has fallen to 1/e. S has to fall much further."""
    return 20


@answer_growth.mistake
def beta_of_09():
    """That is the number for β = 0.9. Here β is 0.95 and forgets more slowly."""
    return 44


@answer_growth.mistake
def S_compared_with_one_of_thousand():
    """After so many steps S has fallen to a thousandth. A rate ten times as large needs less."""
    return 135
