"""What is graded in 03_momentum: the moving average, its weights and its window, and the step of Momentum."""

import numpy as np

from course_lib.homework.spec import Exercise

# ---- ewma ----

ewma = Exercise("ewma", points=3, returns="array")


@ewma.draw
def cases(rng):
    """Series of numbers and of vectors, short and long, that do not start at 0, with a β of every size."""
    for shape in ((4,), (1,), (12,), (5, 3), (6, 1), (30,)):
        yield dict(x=rng.normal(2, 3, shape).round(2), beta=round(rng.uniform(0.15, 0.95), 2))
    yield dict(x=rng.normal(-4, 1, 6).round(2), beta=0.0)


@ewma.mistake
def new_value_unweighted(x, beta):
    """These are the numbers of v = βv + x: how much weight does the new value get, so that both weights add up to 1?"""
    return run(x, lambda v, x_t: beta * v + x_t)


@ewma.mistake
def weights_exchanged(x, beta):
    """Old average and new value have exchanged their weights: with β near 1 the average should change slowly."""
    return run(x, lambda v, x_t: (1 - beta) * v + beta * x_t)


@ewma.mistake
def starts_at_the_first_value(x, beta):
    """This average starts at the first value. Ours starts at v₀ = 0, so the first value is mixed into 0."""
    v, values = x[0], [x[0]]
    for x_t in x[1:]:
        v = beta * v + (1 - beta) * x_t
        values.append(v)
    return values


@ewma.mistake
def bias_corrected(x, beta):
    """These values are divided by 1 - βᵗ: that is chapter 5's correction, and here the plain average is asked for."""
    t = np.arange(1, len(x) + 1).reshape(-1, *[1] * (x.ndim - 1))
    return run(x, lambda v, x_t: beta * v + (1 - beta) * x_t) / (1 - beta**t)


@ewma.mistake
def one_value_late(x, beta):
    """The series is one place late: v₁ already contains x₁, and v₀ = 0 is not part of the answer."""
    return np.concatenate([np.zeros_like(x[:1]), run(x, lambda v, x_t: beta * v + (1 - beta) * x_t)[:-1]])


@ewma.mistake
def v0_included(x, beta):
    """There is one value too many: v₀ = 0 is only the start, the answer begins with v₁."""
    return np.concatenate([np.zeros_like(x[:1]), run(x, lambda v, x_t: beta * v + (1 - beta) * x_t)])


@ewma.mistake
def only_the_last_value(x, beta):
    """That is v_T alone. All of v₁ … v_T are asked for: collect them on the way."""
    return run(x, lambda v, x_t: beta * v + (1 - beta) * x_t)[-1]


@ewma.mistake
def beta_always_09(x, beta):
    """These are the numbers for β = 0.9, whatever β comes in."""
    return run(x, lambda v, x_t: 0.9 * v + 0.1 * x_t)


@ewma.mistake
def plain_mean(x, beta):
    """That is the plain mean of all values so far, in which every one counts the same; here older ones count less."""
    return np.cumsum(x, axis=0) / np.arange(1, len(x) + 1).reshape(-1, *[1] * (x.ndim - 1))


@ewma.mistake
def corrected_value_kept(x, beta):
    """Each value is divided by 1 - βᵗ, and the divided one is carried on. No correction is asked for here."""
    v, out = 0 * x[0], []
    for t, value in enumerate(x, start=1):
        v = (beta * v + (1 - beta) * value) / (1 - beta**t)
        out.append(v)
    return np.array(out)


@ewma.mistake
def of_two_observations(x, beta):
    """Each value is an average of two observations. It should be one of the new one and the last average."""
    before = np.concatenate([0 * x[:1], x[:-1]])
    return beta * before + (1 - beta) * x


@ewma.mistake
def plain_sum(x, beta):
    """The observations are only added up: where are the weights β and 1 - β?"""
    return np.cumsum(x, axis=0)


def run(x, mix):
    """v₁ … v_T for a rule that mixes the next value into v, from 0."""
    v, values = np.zeros(x.shape[1:]), []
    for x_t in x:
        v = mix(v, x_t)
        values.append(v)
    return np.array(values)


# ---- ewma_weights ----

ewma_weights = Exercise("ewma_weights", points=2, returns="array")


@ewma_weights.draw
def weights_cases(rng):
    for n in (5, 1, 12, 3, 30):
        yield dict(beta=round(rng.uniform(0.1, 0.98), 2), n=n)


@ewma_weights.mistake
def oldest_first(beta, n):
    """These weights begin with the oldest observation; the newest comes first."""
    return ((1 - beta) * beta ** np.arange(n))[::-1]


@ewma_weights.mistake
def without_the_factor(beta, n):
    """The newest weight is 1 here. In v = βv + (1-β)x the newest value has another one."""
    return beta ** np.arange(n)


@ewma_weights.mistake
def power_one_too_high(beta, n):
    """Every weight is β times too small: with which power of β does the newest value enter?"""
    return (1 - beta) * beta ** np.arange(1, n + 1)


@ewma_weights.mistake
def made_to_sum_to_one(beta, n):
    """These sum to 1. The weights of n observations do not: the rest belongs to still older ones."""
    weights = beta ** np.arange(n)
    return weights / weights.sum()


@ewma_weights.mistake
def powers_of_one_minus_beta(beta, n):
    """β and 1-β have changed places: with β near 1 the weights should fall slowly."""
    return beta * (1 - beta) ** np.arange(n)


@ewma_weights.mistake
def one_weight_too_many(beta, n):
    """There are n + 1 weights; n are asked for."""
    return (1 - beta) * beta ** np.arange(n + 1)


@ewma_weights.mistake
def all_alike(beta, n):
    """All weights are 1/n: those of a plain mean. The older an observation is, the less it should count."""
    return np.full(n, 1 / n)


@ewma_weights.mistake
def what_is_forgotten(beta, n):
    """That is 1 - βᵏ, the weight of all younger observations together. Asked for is each one's own."""
    return 1 - beta ** np.arange(n)


# ---- window and its inverse ----

window = Exercise("window", points=1)


@window.draw
def window_cases(rng):
    yield dict(beta=0.0)
    yield dict(beta=round(1 - 1 / rng.uniform(2.6, 2.9), 3))  # cut to a whole number N is 2, rounded it is 3
    for beta in (0.5, 0.75, 0.99):
        yield dict(beta=round(beta + rng.uniform(-0.2, 0.009), 3))


@window.mistake
def inverse_of_beta(beta):
    """That is 1 over β, or over something as small; what does the newest observation's weight have to do with N?"""
    return 1 / beta if beta else 0.0


@window.mistake
def weight_in_place_of_window(beta):
    """That is the newest observation's weight. N says how many observations of that weight make a whole."""
    return 1 - beta


@window.mistake
def half_life(beta):
    """That is the half-life, after which a weight has halved. N is the age at which it has fallen to about 1/e."""
    return np.log(0.5) / np.log(beta) if beta else 0.0


@window.mistake
def mean_age(beta):
    """That is the mean age of what is averaged, one less than N."""
    return beta / (1 - beta)


@window.mistake
def effective_length(beta):
    """That is (1+β)/(1-β), the length of a plain mean with the same noise. Asked for is the age with weight 1/e."""
    return (1 + beta) / (1 - beta)


@window.mistake
def rounded(beta):
    """N is rounded to a whole number; leave it as it is."""
    return round(1 / (1 - beta))


@window.mistake
def cut_to_a_whole_number(beta):
    """N is cut down to a whole number; leave it as it is."""
    return int(1 / (1 - beta))


@window.mistake
def exact_age(beta):
    """That is -1/ln β, the age at which a weight is 1/e of the newest exactly. The slide's N is simpler."""
    return -1 / np.log(beta) if beta else 0.0


beta_for_window = Exercise("beta_for_window", points=1)


@beta_for_window.draw
def inverse_cases(rng):
    yield dict(N=1.0)
    for N in (2, 12, 120):
        yield dict(N=round(N * rng.uniform(1, 1.8), 1))


@beta_for_window.mistake
def one_over_N(N):
    """That is the newest observation's weight, 1-β. Asked for is β."""
    return 1 / N


@beta_for_window.mistake
def window_again(N):
    """That is 1/(1-N): the formula of `window` with N put in for β. Solve N = 1/(1-β) for β."""
    return 1 / (1 - N) if N != 1 else 0.0


@beta_for_window.mistake
def off_by_one(N):
    """That is N/(N+1), which is right for the mean age, not for N = 1/(1-β)."""
    return N / (N + 1)


@beta_for_window.mistake
def sign_lost(N):
    """That is 1/N - 1, the right number with the wrong sign."""
    return 1 / N - 1


@beta_for_window.mistake
def exact_beta(N):
    """That is exp(-1/N), which belongs to the exact age -1/ln β. Solve the slide's N = 1/(1-β)."""
    return np.exp(-1 / N)


@beta_for_window.mistake
def span(N):
    """That is 1 - 2/(N+1), which belongs to the length of a plain mean. Solve N = 1/(1-β)."""
    return 1 - 2 / (N + 1)


@beta_for_window.mistake
def one_minus_N(N):
    """That is 1 - N, the other way up: in N = 1/(1-β) the bracket stands below."""
    return 1 - N


# ---- momentum_step ----

momentum_step = Exercise("momentum_step", points=4, returns=("W", "v"), starts=("v",))


@momentum_step.draw
def momentum_cases(rng):
    """The first step and later ones, in one to five dimensions, with β far from 0.9."""
    for d, first in ((3, False), (1, True), (4, True), (1, False), (5, False), (2, False)):
        yield dict(
            W=rng.normal(0, 2, d).round(2),
            g=rng.normal(0, 3, d).round(2),
            v=np.zeros(d) if first else rng.normal(0, 2, d).round(2),
            lr=round(rng.uniform(0.05, 0.6), 3),
            beta=round(rng.uniform(0.2, 0.8), 2),
        )


@momentum_step.mistake
def new_gradient_unweighted(W, g, v, lr, beta):
    """These are the numbers of v = βv + g, PyTorch's form. On the slide the new gradient has a weight of its own."""
    v = beta * v + g
    return W - lr * v, v


@momentum_step.mistake
def weights_exchanged_in_v(W, g, v, lr, beta):
    """The old v and the new gradient have exchanged their weights: which of them should count more when β is near 1?"""
    v = (1 - beta) * v + beta * g
    return W - lr * v, v


@momentum_step.mistake
def steps_along_the_old_v(W, g, v, lr, beta):
    """The v is right, but W steps along the old one. First v, then W."""
    return W - lr * v, beta * v + (1 - beta) * g


@momentum_step.mistake
def steps_along_the_gradient(W, g, v, lr, beta):
    """The v is right, but W still steps along the gradient, as in SGD."""
    return W - lr * g, beta * v + (1 - beta) * g


@momentum_step.mistake
def steps_uphill(W, g, v, lr, beta):
    """W goes uphill: the step leads against the averaged gradient."""
    v = beta * v + (1 - beta) * g
    return W + lr * v, v


@momentum_step.mistake
def old_v_returned(W, g, v, lr, beta):
    """W is right, but the v that comes back is the old one: the next step would know nothing of this gradient."""
    return W - lr * (beta * v + (1 - beta) * g), v


@momentum_step.mistake
def lr_inside_v(W, g, v, lr, beta):
    """The learning rate stands inside v here. W may come out the same at first; v should be an average of gradients."""
    step = beta * v + lr * (1 - beta) * g
    return W - step, step


@momentum_step.mistake
def lr_forgotten(W, g, v, lr, beta):
    """W steps by the whole v: where is the learning rate?"""
    v = beta * v + (1 - beta) * g
    return W - v, v


@momentum_step.mistake
def beta_always_09_in_v(W, g, v, lr, beta):
    """These are the numbers for β = 0.9, whatever β comes in."""
    v = 0.9 * v + 0.1 * g
    return W - lr * v, v


@momentum_step.mistake
def v_from_zero(W, g, v, lr, beta):
    """The v that comes in has no influence: every step starts anew from v = 0."""
    v = (1 - beta) * g
    return W - lr * v, v


@momentum_step.mistake
def corrected_as_in_adam(W, g, v, lr, beta):
    """This v is divided by 1-β, as Adam does in its first step. Momentum does not correct."""
    v = beta * v + (1 - beta) * g
    return W - lr * v / (1 - beta), v


@momentum_step.mistake
def looks_ahead(W, g, v, lr, beta):
    """That is Nesterov's step with the velocity applied twice; plain Momentum steps by lr times the new v."""
    v = beta * v + (1 - beta) * g
    return W - lr * (beta * v + (1 - beta) * g), v


@momentum_step.mistake
def classical_form(W, g, v, lr, beta):
    """These are the numbers of v = βv + lr·g and W - v, as in many textbooks. On the slide v averages gradients."""
    v = beta * v + lr * g
    return W - v, v


@momentum_step.mistake
def kerass_form(W, g, v, lr, beta):
    """These are the numbers of v = βv - lr·g and W + v, Keras's form. On the slide v averages gradients."""
    v = beta * v - lr * g
    return W + v, v


@momentum_step.mistake
def v_points_downhill(W, g, v, lr, beta):
    """Your v averages -g and is added to W. On the slide v averages g itself."""
    v = beta * v - (1 - beta) * g
    return W + lr * v, v


@momentum_step.mistake
def gradient_subtracted_in_v(W, g, v, lr, beta):
    """The new gradient is subtracted in v. An average adds both of its parts."""
    v = beta * v - (1 - beta) * g
    return W - lr * v, v


@momentum_step.mistake
def gradient_squared(W, g, v, lr, beta):
    """v averages the squares, which forget the direction. Momentum averages the gradients themselves."""
    v = beta * v + (1 - beta) * g**2
    return W - lr * v, v


@momentum_step.mistake
def never_forgets(W, g, v, lr, beta):
    """v is the sum of all gradients: the old v has no weight, so nothing is ever forgotten."""
    v = v + g
    return W - lr * v, v


@momentum_step.mistake
def plain_mean_of_both(W, g, v, lr, beta):
    """v is the mean of the old v and the new gradient, whatever β is."""
    v = (v + g) / 2
    return W - lr * v, v


# ---- questions answered by a value ----

answer_beta = Exercise("answer_beta", points=1)


@answer_beta.mistake
def the_weight():
    """That is 1-β, the weight of the newest gradient."""
    return 1 / 20


@answer_beta.mistake
def of_ten():
    """That β looks back about 10 steps; the question is about 20."""
    return 0.9


@answer_beta.mistake
def by_half_life():
    """With this β a weight has halved after 20 steps. N = 1/(1-β) is about the fall to 1/e."""
    return 0.5 ** (1 / 20)


@answer_beta.mistake
def twenty_itself():
    """That is N. Asked for is the β that belongs to it."""
    return 20


answer_share = Exercise("answer_share", points=1)


@answer_share.mistake
def share_of_the_older():
    """That is the share of all older gradients together; asked for is the last ten's."""
    return 0.9**10


@answer_share.mistake
def everything():
    """The window has no hard edge: the last N hold a part of the weight, not all of it."""
    return 1.0


@answer_share.mistake
def limit():
    """That is the limit for large N, 1 - 1/e. For β = 0.9 there is an exact number."""
    return 1 - np.exp(-1)


@answer_share.mistake
def in_per_cent():
    """Per cent: as a share it is a number between 0 and 1."""
    return 100 * (1 - 0.9**10)


answer_first_step = Exercise("answer_first_step", points=1)


@answer_first_step.mistake
def as_sgd():
    """That is SGD's first step. Momentum starts at v₀ = 0: how much of g is in v₁?"""
    return 0.5 * 4


@answer_first_step.mistake
def all_of_beta():
    """That is lr·β·g: which of the two weights belongs to the new gradient?"""
    return 0.5 * 0.9 * 4


@answer_first_step.mistake
def v1_alone():
    """That is v₁. The step is lr times as long."""
    return 0.1 * 4


@answer_first_step.mistake
def minus():
    """That is the change of W, with its sign. Asked for is how far it moves, a length."""
    return -0.5 * 0.1 * 4
