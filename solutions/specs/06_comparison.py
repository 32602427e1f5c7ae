"""What is graded in 06_comparison: Nesterov's descent, the step of Adadelta and that of AdamW."""

import numpy as np

from course_lib.homework.spec import Exercise

# ---- nesterov_descent ----

nesterov_descent = Exercise("nesterov_descent", points=4, returns="array")


@nesterov_descent.draw
def cases(rng):
    """Bowls of one to four directions, some steps and a single one."""
    for d, steps in ((2, 3), (1, 5), (3, 1), (4, 6), (2, 9)):
        yield dict(
            W=(rng.choice([-1, 1], d) * rng.uniform(2, 6, d)).round(2),
            c=rng.uniform(0.4, 2, d).round(2),
            lr=round(rng.uniform(0.3, 0.7), 3),
            beta=round(rng.uniform(0.35, 0.75), 2),
            steps=steps,
        )


def path(W, c, steps, look, update, move):
    """A path with its start: g at look(W, v), then v from update(v, g), then W from move(W, v, g)."""
    v, found = np.zeros_like(W), [W]
    for _ in range(steps):
        g = c * look(W, v)
        v = update(v, g)
        W = move(W, v, g)
        found.append(W)
    return np.array(found)


def nesterov(W, c, lr, beta, steps, **changes):
    """The right rule, but for what `changes` says."""
    rule = {
        "look": lambda W, v: W - lr * beta * v,
        "update": lambda v, g: beta * v + (1 - beta) * g,
        "move": lambda W, v, g: W - lr * v,
    }
    return path(W, c, steps, **(rule | changes))


@nesterov_descent.mistake
def plain_momentum(W, c, lr, beta, steps):
    """That is plain Momentum: the gradient is taken at W. Nesterov takes it where the old velocity is about to lead."""
    return nesterov(W, c, lr, beta, steps, look=lambda W, v: W)


@nesterov_descent.mistake
def looks_too_far(W, c, lr, beta, steps):
    """It looks ahead by lr·v. Of the old velocity only the part β is left after the step."""
    return nesterov(W, c, lr, beta, steps, look=lambda W, v: W - lr * v)


@nesterov_descent.mistake
def looks_without_lr(W, c, lr, beta, steps):
    """It looks ahead by β·v. The velocity moves W by lr times itself."""
    return nesterov(W, c, lr, beta, steps, look=lambda W, v: W - beta * v)


@nesterov_descent.mistake
def looks_back(W, c, lr, beta, steps):
    """It looks behind: the sign of the look ahead is the wrong way round."""
    return nesterov(W, c, lr, beta, steps, look=lambda W, v: W + lr * beta * v)


@nesterov_descent.mistake
def moves_to_the_look_point(W, c, lr, beta, steps):
    """W moves from the point where you looked. It moves from where it stood; only the gradient is taken there."""

    def move(W, v, g):
        old = (v - (1 - beta) * g) / beta
        return W - lr * beta * old - lr * v

    return nesterov(W, c, lr, beta, steps, move=move)


@nesterov_descent.mistake
def new_gradient_unweighted(W, c, lr, beta, steps):
    """That is v = βv + g: the new gradient's weight is missing."""
    return nesterov(W, c, lr, beta, steps, update=lambda v, g: beta * v + g)


@nesterov_descent.mistake
def weights_exchanged(W, c, lr, beta, steps):
    """The old v and the new gradient have exchanged their weights."""
    return nesterov(W, c, lr, beta, steps, update=lambda v, g: (1 - beta) * v + beta * g)


@nesterov_descent.mistake
def steps_along_the_gradient(W, c, lr, beta, steps):
    """W steps along the gradient in place of along v."""
    return nesterov(W, c, lr, beta, steps, move=lambda W, v, g: W - lr * g)


@nesterov_descent.mistake
def pytorchs_form(W, c, lr, beta, steps):
    """That is PyTorch's form: its W is the look point of ours. Here the path of W itself is asked for."""
    update, look = (lambda v, g: beta * v + (1 - beta) * g), (lambda W, v: W)
    return nesterov(
        W, c, lr, beta, steps, look=look, update=update, move=lambda W, v, g: W - lr * (beta * v + (1 - beta) * g)
    )


@nesterov_descent.mistake
def start_missing(W, c, lr, beta, steps):
    """The path has no start: W as it came in is its first row."""
    return nesterov(W, c, lr, beta, steps)[1:]


@nesterov_descent.mistake
def only_the_end(W, c, lr, beta, steps):
    """That is where the path ends. All of it is asked for, the start first."""
    return nesterov(W, c, lr, beta, steps)[-1]


@nesterov_descent.mistake
def one_step_too_many(W, c, lr, beta, steps):
    """There is one step too many: `steps` of them, and so steps + 1 points."""
    return nesterov(W, c, lr, beta, steps + 1)


@nesterov_descent.mistake
def velocity_forgotten(W, c, lr, beta, steps):
    """The velocity starts anew in every step. It has to be kept."""
    return nesterov(W, c, lr, beta, steps, look=lambda W, v: W, update=lambda v, g: (1 - beta) * g)


@nesterov_descent.mistake
def curvature_forgotten(W, c, lr, beta, steps):
    """The gradient is W, whatever c is. The derivative of ½cW² has a factor more."""
    return nesterov(W, np.ones_like(c), lr, beta, steps)


# ---- adadelta_step ----

adadelta_step = Exercise("adadelta_step", points=4, returns=("W", "S", "D"), starts=("S", "D"))


@adadelta_step.draw
def adadelta_cases(rng):
    """The first step and later ones, in one to five dimensions."""
    for d, first in ((3, False), (2, True), (1, False), (5, False), (4, True), (2, False)):
        yield dict(
            W=rng.normal(0, 2, d).round(2),
            g=(rng.choice([-1, 1], d) * rng.uniform(0.5, 3, d)).round(2),
            S=np.zeros(d) if first else rng.uniform(0.5, 3, d).round(2),
            D=np.zeros(d) if first else rng.uniform(0.1, 1, d).round(2),
            rho=round(rng.uniform(0.35, 0.8), 2),
            eps=round(rng.uniform(0.02, 0.08), 3),
        )


def adadelta(W, g, S, D, rho, step):
    """(W, S, D) for a step(g, new S, old D)."""
    new_S = rho * S + (1 - rho) * g**2
    move = step(g, new_S, D)
    return W - move, new_S, rho * D + (1 - rho) * move**2


@adadelta_step.mistake
def D_updated_first(W, g, S, D, rho, eps):
    """D is updated before the step, by the gradient. The step uses the old D; then D learns of this step."""
    S = rho * S + (1 - rho) * g**2
    D = rho * D + (1 - rho) * g**2
    return W - np.sqrt((D + eps) / (S + eps)) * g, S, D


@adadelta_step.mistake
def D_of_the_gradient(W, g, S, D, rho, eps):
    """D averages the square of the gradient, as S does. It is the average of the squared steps."""
    new_S = rho * S + (1 - rho) * g**2
    return W - np.sqrt((D + eps) / (new_S + eps)) * g, new_S, rho * D + (1 - rho) * g**2


@adadelta_step.mistake
def old_S_used(W, g, S, D, rho, eps):
    """The step divides by the old S: this gradient's square belongs into it before."""
    move = np.sqrt((D + eps) / (S + eps)) * g
    return W - move, rho * S + (1 - rho) * g**2, rho * D + (1 - rho) * move**2


@adadelta_step.mistake
def roots_forgotten(W, g, S, D, rho, eps):
    """The roots are missing: both averages are of squares."""
    return adadelta(W, g, S, D, rho, lambda g, S, D: (D + eps) / (S + eps) * g)


@adadelta_step.mistake
def epsilon_outside(W, g, S, D, rho, eps):
    """ε stands outside the roots. Here it stands inside both."""
    return adadelta(W, g, S, D, rho, lambda g, S, D: (np.sqrt(D) + eps) / (np.sqrt(S) + eps) * g)


@adadelta_step.mistake
def epsilon_only_below(W, g, S, D, rho, eps):
    """ε is only below. Above it is what makes the very first step possible, when D is 0."""
    return adadelta(W, g, S, D, rho, lambda g, S, D: np.sqrt(D / (S + eps)) * g)


@adadelta_step.mistake
def epsilon_only_above(W, g, S, D, rho, eps):
    """ε is only above. It stands below as well, beside S."""
    return adadelta(W, g, S, D, rho, lambda g, S, D: np.sqrt((D + eps) / S) * g)


@adadelta_step.mistake
def upside_down(W, g, S, D, rho, eps):
    """S and D have changed places in the quotient: the usual step stands above, the usual gradient below."""
    return adadelta(W, g, S, D, rho, lambda g, S, D: np.sqrt((S + eps) / (D + eps)) * g)


@adadelta_step.mistake
def step_not_squared_in_D(W, g, S, D, rho, eps):
    """D averages the step's size. It is the average of its square."""
    W, S, _ = (parts := adadelta(W, g, S, D, rho, lambda g, S, D: np.sqrt((D + eps) / (S + eps)) * g))
    move = np.sqrt((D + eps) / (parts[1] + eps)) * g
    return W, S, rho * D + (1 - rho) * np.abs(move)


@adadelta_step.mistake
def weights_exchanged_in_both(W, g, S, D, rho, eps):
    """In both averages old and new have exchanged their weights: with ρ near 1 they should change slowly."""
    return adadelta(W, g, S, D, 1 - rho, lambda g, S, D: np.sqrt((D + eps) / (S + eps)) * g)


@adadelta_step.mistake
def new_squares_unweighted(W, g, S, D, rho, eps):
    """In both averages the new square has the weight 1. Both weights of an average add up to 1."""
    S = rho * S + g**2
    move = np.sqrt((D + eps) / (S + eps)) * g
    return W - move, S, rho * D + move**2


@adadelta_step.mistake
def rmsprop_in_disguise(W, g, S, D, rho, eps):
    """D has no influence on the step: that is RMSProp at rate 1."""
    return adadelta(W, g, S, D, rho, lambda g, S, D: g / np.sqrt(S + eps))


@adadelta_step.mistake
def uphill(W, g, S, D, rho, eps):
    """W goes uphill: the step leads against the gradient."""
    _, S, new_D = adadelta(W, g, S, D, rho, lambda g, S, D: np.sqrt((D + eps) / (S + eps)) * g)
    return W + np.sqrt((D + eps) / (S + eps)) * g, S, new_D


@adadelta_step.mistake
def old_D_returned(W, g, S, D, rho, eps):
    """W and S are right, but the D that comes back is the old one: it has to learn of this step."""
    W, S, _ = adadelta(W, g, S, D, rho, lambda g, S, D: np.sqrt((D + eps) / (S + eps)) * g)
    return W, S, D


@adadelta_step.mistake
def weights_exchanged_in_S(W, g, S, D, rho, eps):
    """In S old and new have exchanged their weights: with ρ near 1 it should change slowly."""
    S = (1 - rho) * S + rho * g**2
    move = np.sqrt(D + eps) / np.sqrt(S + eps) * g
    return W - move, S, rho * D + (1 - rho) * move**2


@adadelta_step.mistake
def S_summed_as_in_adagrad(W, g, S, D, rho, eps):
    """S is a sum of squares, as in AdaGrad. Here it is an average: it forgets."""
    S = S + g**2
    move = np.sqrt(D + eps) / np.sqrt(S + eps) * g
    return W - move, S, rho * D + (1 - rho) * move**2


@adadelta_step.mistake
def D_of_the_weights(W, g, S, D, rho, eps):
    """D averages the squares of W. It should average those of the steps."""
    S = rho * S + (1 - rho) * g**2
    move = np.sqrt(D + eps) / np.sqrt(S + eps) * g
    return W - move, S, rho * D + (1 - rho) * W**2


# ---- adamw_step ----

adamw_step = Exercise("adamw_step", points=4, returns=("W", "m", "S"), starts=("m", "S"))


@adamw_step.draw
def adamw_cases(rng):
    """The first step and later ones, with a decay that can be felt."""
    for d, t in ((3, 3), (1, 1), (4, 6), (2, 2), (5, 1), (2, 9)):
        first = t == 1
        yield dict(
            W=(rng.choice([-1, 1], d) * rng.uniform(1, 4, d)).round(2),
            g=rng.normal(0, 2, d).round(2),
            m=np.zeros(d) if first else rng.normal(0, 1, d).round(2),
            S=np.zeros(d) if first else rng.uniform(0.2, 2, d).round(2),
            t=t,
            lr=round(rng.uniform(0.1, 0.5), 3),
            beta1=round(rng.uniform(0.3, 0.55), 2),
            beta2=round(rng.uniform(0.65, 0.9), 2),
            eps=round(rng.uniform(0.02, 0.06), 3),
            decay=round(rng.uniform(0.1, 0.4), 2),
        )


def adam(g, m, S, t, beta1, beta2, eps, lr):
    """(Adam's step, m, S)."""
    m, S = beta1 * m + (1 - beta1) * g, beta2 * S + (1 - beta2) * g**2
    return lr * (m / (1 - beta1**t)) / np.sqrt(S / (1 - beta2**t) + eps), m, S


@adamw_step.mistake
def penalty_in_the_gradient(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """The decay is added to the gradient, as an L2 penalty would be: so it passes through both averages."""
    move, m, S = adam(g + decay * W, m, S, t, beta1, beta2, eps, lr)
    return W - move, m, S


@adamw_step.mistake
def decay_forgotten(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """That is plain Adam: the weights do not decay."""
    move, m, S = adam(g, m, S, t, beta1, beta2, eps, lr)
    return W - move, m, S


@adamw_step.mistake
def decay_of_the_new_W(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """The W that decays is the one after Adam's step. It is the one that came in."""
    move, m, S = adam(g, m, S, t, beta1, beta2, eps, lr)
    return (W - move) * (1 - lr * decay), m, S


@adamw_step.mistake
def decay_without_lr(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """The decay is not multiplied by the learning rate."""
    move, m, S = adam(g, m, S, t, beta1, beta2, eps, lr)
    return W - move - decay * W, m, S


@adamw_step.mistake
def decay_over_the_root(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """The decay is divided by the root as well. It should shrink every weight by the same share."""
    move, m, S = adam(g, m, S, t, beta1, beta2, eps, lr)
    return W - move - lr * decay * W / np.sqrt(S / (1 - beta2**t) + eps), m, S


@adamw_step.mistake
def growth_in_place_of_decay(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """The weights grow: the decay has the wrong sign."""
    move, m, S = adam(g, m, S, t, beta1, beta2, eps, lr)
    return W - move + lr * decay * W, m, S


@adamw_step.mistake
def decay_by_the_sign(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """Every weight shrinks by the same length: that is what an L1 penalty does. Here it is the same share of each."""
    move, m, S = adam(g, m, S, t, beta1, beta2, eps, lr)
    return W - move - lr * decay * np.sign(W), m, S


@adamw_step.mistake
def epsilon_outside_the_root(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """ε stands outside the root. In this course it stands inside."""
    _, m, S = adam(g, m, S, t, beta1, beta2, eps, lr)
    return W - lr * (m / (1 - beta1**t)) / (np.sqrt(S / (1 - beta2**t)) + eps) - lr * decay * W, m, S


@adamw_step.mistake
def not_corrected(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """The averages are not corrected for their start at 0."""
    _, m, S = adam(g, m, S, t, beta1, beta2, eps, lr)
    return W - lr * m / np.sqrt(S + eps) - lr * decay * W, m, S


@adamw_step.mistake
def corrected_values_stored(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """W is right, but the corrected averages come back. The next step needs the plain ones."""
    move, m, S = adam(g, m, S, t, beta1, beta2, eps, lr)
    return W - move - lr * decay * W, m / (1 - beta1**t), S / (1 - beta2**t)


@adamw_step.mistake
def t_counted_twice(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """t is increased once more. It comes in as the number of this step."""
    _, m, S = adam(g, m, S, t, beta1, beta2, eps, lr)
    move = lr * (m / (1 - beta1 ** (t + 1))) / np.sqrt(S / (1 - beta2 ** (t + 1)) + eps)
    return W - move - lr * decay * W, m, S


@adamw_step.mistake
def betas_exchanged(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """β₁ and β₂ have exchanged their places: β₁ belongs to m, β₂ to S."""
    move, m, S = adam(g, m, S, t, beta2, beta1, eps, lr)
    return W - move - lr * decay * W, m, S


@adamw_step.mistake
def everything_uphill(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """W goes uphill: Adam's part of the step has the wrong sign."""
    move, m, S = adam(g, m, S, t, beta1, beta2, eps, lr)
    return W + move - lr * decay * W, m, S


@adamw_step.mistake
def decay_of_one_hundredth(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """These are the numbers for a decay of 0.01, whatever decay comes in."""
    move, m, S = adam(g, m, S, t, beta1, beta2, eps, lr)
    return W - move - lr * 0.01 * W, m, S


@adamw_step.mistake
def weights_exchanged_in_m_and_S(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """In both averages old and new have exchanged their weights: with β near 1 an average should change slowly."""
    m, S = (1 - beta1) * m + beta1 * g, (1 - beta2) * S + beta2 * g**2
    move = lr * (m / (1 - beta1**t)) / np.sqrt(S / (1 - beta2**t) + eps)
    return W - move - lr * decay * W, m, S


@adamw_step.mistake
def penalty_in_m(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """The decay is added to the gradient in m: so it is averaged and divided by the root. It should act on W alone."""
    _, _, S = adam(g, m, S, t, beta1, beta2, eps, lr)
    m = beta1 * m + (1 - beta1) * (g + decay * W)
    return W - lr * (m / (1 - beta1**t)) / np.sqrt(S / (1 - beta2**t) + eps), m, S


@adamw_step.mistake
def decay_twice(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """The weights decay twice as much as they should: where does the 2 come from?"""
    move, m, S = adam(g, m, S, t, beta1, beta2, eps, lr)
    return W - move - 2 * lr * decay * W, m, S


@adamw_step.mistake
def decay_of_the_squares(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """The square of W is subtracted. Every weight should shrink by the same share of itself."""
    move, m, S = adam(g, m, S, t, beta1, beta2, eps, lr)
    return W - move - lr * decay * W**2, m, S


@adamw_step.mistake
def old_averages_returned(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """W is right, but the m and S that come back are the old ones: the next step knows nothing of this gradient."""
    move, _, _ = adam(g, m, S, t, beta1, beta2, eps, lr)
    return W - move - lr * decay * W, m, S


# ---- questions answered by a value ----

answer_budget = Exercise("answer_budget", points=1)


@answer_budget.mistake
def one_rule():
    """That is for one rule; four are compared."""
    return 9 * 10 * 8


@answer_budget.mistake
def one_seed():
    """That is with one seed. Each rate is tried with ten."""
    return 4 * 9 * 8


@answer_budget.mistake
def runs():
    """That is the number of runs. Each of them goes eight times through the data."""
    return 4 * 9 * 10


@answer_budget.mistake
def one_rate():
    """That is at one rate a rule. The grid has nine."""
    return 4 * 10 * 8


answer_shrunk = Exercise("answer_shrunk", points=1)


@answer_shrunk.mistake
def linear():
    """That would be so if the same length was taken away every time. It is the same share of what is left."""
    return 1 - 0.01 * 0.1 * 500


@answer_shrunk.mistake
def without_lr():
    """The decay is multiplied by the learning rate in every step."""
    return (1 - 0.1) ** 500


@answer_shrunk.mistake
def what_is_lost():
    """That share is lost. Asked for is what is left."""
    return 1 - (1 - 0.001) ** 500


@answer_shrunk.mistake
def one_step_only():
    """That is what one step leaves. The question is about five hundred of them."""
    return 1 - 0.01 * 0.1


answer_wins = Exercise("answer_wins", points=1)


@answer_wins.mistake
def as_a_number_of_seeds():
    """That is a number of seeds. As a share of all ten it is a number between 0 and 1."""
    return 7


@answer_wins.mistake
def the_other_rule():
    """That is the other rule's share."""
    return 0.3


@answer_wins.mistake
def by_the_means():
    """The means say who is lower on the whole, not how often. Compare seed by seed."""
    return 1.0


@answer_wins.mistake
def half():
    """Count: in how many of the ten pairs is A's loss the lower one?"""
    return 0.5
