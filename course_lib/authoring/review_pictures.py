"""What shows why a mistake matters: for each exercise an explorer at a setting, and what to do there."""

from typing import NamedTuple

from course_lib import explorers
from course_lib.experiments.momentum import gradient_series
from course_lib.language import later, say
from course_lib.optimizers import SGD, AdaGrad, Adam, Momentum, Nesterov, RMSProp

VALLEY = ["quadratic", [1, 25]]


class Shown(NamedTuple):
    """title: of its slide. make: what makes the explorer."""

    title: str
    make: object


def two_rates():
    return explorers.path(
        VALLEY, [SGD(0.039), SGD(0.078)], 60, alt=say("SGD in a valley at a rate and at twice the rate.")
    )


def sums():
    rules = [AdaGrad(1.2), RMSProp(0.15)]
    return explorers.path(VALLEY, rules, 100, memory=True, alt=say("AdaGrad and RMSProp in a valley, with their sums."))


def average():
    return explorers.average(*gradient_series(), alt=say("What an average remembers of a series of gradients."))


def velocity():
    rules = [SGD(0.0785), Momentum(0.0785)]
    return explorers.path(VALLEY, rules, 60, memory=True, alt=say("SGD and Momentum in a valley, with Momentum's v."))


def swings():
    rules = [Momentum(0.12), RMSProp(0.15)]
    return explorers.path(VALLEY, rules, 60, memory=True, alt=say("Momentum and RMSProp in a valley."))


def start():
    return explorers.bias(alt=say("The size of Adam's first steps without correction."))


def adam():
    return explorers.path(
        VALLEY, [Momentum(0.12), RMSProp(0.15), Adam(0.5)], 100, memory=True, alt=say("Adam in a valley.")
    )


def ahead():
    return explorers.path(VALLEY, [Momentum(0.12), Nesterov(0.12)], 60, memory=True, alt=say("Momentum and Nesterov."))


RATES = Shown(later("A gradient twice as long acts as twice the rate"), two_rates)
SUMS = Shown(later("Watch what each rule keeps: a sum, an average"), sums)
AVERAGE = Shown(later("Move β: how much does the newest count?"), average)
VELOCITY = Shown(later("Step: v turns slowly, W follows v"), velocity)
SWINGS = Shown(later("Step across the valley: who swings, who does not?"), swings)
START = Shown(later("Without correction: how long is the first step?"), start)
# {exercise: what fits it}; an exercise about counting or cutting has no picture.
PICTURES = {
    "mse_gradient": RATES,
    "sgd_step": RATES,
    "minibatch_descent": RATES,
    "answer_limit_rate": RATES,
    "answer_sum_rate": RATES,
    "rms_gradients": SUMS,
    "adagrad_step": SUMS,
    "effective_rates": SUMS,
    "adagrad_descent": SUMS,
    "answer_after": SUMS,
    "ewma": AVERAGE,
    "ewma_weights": AVERAGE,
    "window": AVERAGE,
    "beta_for_window": AVERAGE,
    "answer_beta": AVERAGE,
    "answer_share": AVERAGE,
    "momentum_step": VELOCITY,
    "answer_first_step": VELOCITY,
    "rmsprop_step": SUMS,
    "rmsprop_descent": SUMS,
    "travel": SWINGS,
    "bias_correct": START,
    "adam_step": Shown(later("Step: m leads, the root of S sets the length"), adam),
    "adam_descent": START,
    "answer_share_of_m": START,
    "answer_too_long": START,
    "answer_steps_until": START,
    "nesterov_descent": Shown(later("Step: Nesterov looks ahead along v"), ahead),
}
