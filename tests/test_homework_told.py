"""What is said is true of the code it is said of, also where other code is likelier to lead to these numbers."""

import numpy as np
import pytest

from course_lib.homework.examine import examine
from tests.test_homework_answers import EXERCISES, key_of
from tests.test_homework_slips import PLACE, function

pytestmark = pytest.mark.slow  # together; each exercise's slips are worked out anew

ADAM = "m = beta1 * m + (1 - beta1) * g;;S = beta2 * S + (1 - beta2) * g**2;;"
STEP = "return W - lr * m / (1 - beta1**t) / np.sqrt(S / (1 - beta2**t) + eps), m, S"
MISSING = "does not change here: is its line missing?"
TOLD = [
    ("updates_per_epoch", "return int(n / batch_size + 0.9)", "A few samples that are left over are not counted."),
    ("updates_per_epoch", "return n // batch_size + (n % batch_size > 2)", "A few samples that are left over are not"),
    ("updates_per_epoch", "return round(n / batch_size - 0.5)", "One half is subtracted and the rest rounded."),
    ("bias_correct", "return m / (1 - beta**t) if t < 100 else m", "Late steps are not corrected."),
    ("adam_step", f"{ADAM}return W - lr * np.sign(m), m, S", "Every coordinate moves by exactly lr: only the sign of"),
    ("adam_step", f"{ADAM}return W - lr * np.sign(g), m, S", "Only the sign of the gradient is left of the step."),
    ("adam_step", f"S = beta2 * S + (1 - beta2) * g**2;;{STEP}", "m " + MISSING),
    ("adam_step", f"m = beta1 * m + (1 - beta1) * g;;{STEP}", "S " + MISSING),
    ("momentum_step", "return W - lr * v, v", "v " + MISSING),
    ("adagrad_step", "return W - lr * g / np.sqrt(total + eps), total", "total " + MISSING),
    *((path, "return np.tile(W, (steps + 1, 1))", "W " + MISSING)
      for path in ("adagrad_descent", "rmsprop_descent", "adam_descent", "nesterov_descent")),
    ("mse_gradient", "return 2 * X.T @ (X @ W - y) / (len(y) - 1)", "The sum is divided by n - 1, which is 0 for a"),
    ("mse_gradient", "return 2 / len(y) * X.T @ X @ W - X.T @ y", "The part with y has lost its 2/n: brackets"),
    ("mse_gradient", "return 0 * W", "The result is 0, in every case."),
    ("travel", "t = 0;;for i in range(1, len(path)):;;t = np.abs(path[i] - path[i - 1]) - t;;return t",
     "In the total, the total is subtracted; it should be added."),
    ("beta_for_window", "return N / (N - 1) if N > 1 else 0", "That is N/(N-1), which is larger than 1."),
    ("beta_for_window", "return (N - 1) // N", "It is right where N is 1, and only there: which part of your code makes"
     " no difference there? The result is 0, in every case."),
    ("ewma_weights", "w = [];;for k in range(n):;;w.append((1 - beta) * beta**k);;break;;return w",
     "That is the newest weight alone"),
    ("ewma_weights", "return 1 - beta", "The result has shape (); (5,) is expected here."),
    ("rms_gradients", "return np.cumsum(G**2, axis=0) / np.sqrt(np.arange(1, len(G) + 1))[:, None]",
     "The root is taken of the number of gradients alone"),
    ("minibatch_descent",
     "for e, o in enumerate(orders):;;for i in range(0, len(o), batch_size):;;b = o[i : i + batch_size];;"
     "W = W - lr / (e + 1) * 2 * X[b].T @ (X[b] @ W - y[b]) / len(b);;return W",
     "In W, the rate falls from each pass of the outer loop to the next."),
    ("mse_gradient", "e = X @ W - y;;return np.mean(e**2), 2 * X.T @ e / len(y)",
     "It returns 2 results; number 2 alone would be right."),
    ("ewma", "v, out = 0 * x[0], [];;for a in x:;;v = beta * v + (1 - beta) * a;;out.append(v);;return out, v",
     "It returns 2 results; number 1 alone would be right."),
    ("minibatches", "return [order[i : i + batch_size] + 1 for i in range(0, len(order), batch_size)]",
     "It returns numbers that are not among those that came in."),
    ("minibatches", "o = order;;return [o[i : min(i + batch_size, len(o) - 1)] for i in range(0, len(o), batch_size)]",
     "Batch 3 has shape (0,); (1,) is expected here. Some samples are left out"),
    ("ewma_weights", "return np.exp(np.arange(n) * np.log(beta)) * (1 - beta)",
     "Its result contains NaN or infinite numbers: do you divide by zero, take the root of a negative number,"),
    ("effective_rates", "return np.full(G.shape, lr)", "Every rate is lr itself: no gradient has an influence."),
    ("adam_descent", "return np.zeros((steps + 1, len(W)))", "All numbers are 0 where it is wrong: is an array"),
    ("window", "n = 0;;for k in range(round(1 / (1 - beta))):;;n = n + 1;;return n",
     "Your N is a whole number, the nearest one"),
    ("adam_step", "return W, m, S + g", "The m that comes back is the one that came in, in every case."),
]  # fmt: skip


@pytest.mark.parametrize(("exercise", "text", "said"), TOLD)
def test_what_is_said_is_true_of_the_code(exercise, text, said):
    key = key_of(*PLACE[exercise])
    assert examine(key, function(text, key.arguments)).message.startswith(said)


def test_the_order_of_the_parameters_is_named_before_what_follows_from_it():
    def other(W, v, g, lr, beta):
        return W - lr * (beta * v + (1 - beta) * g), beta * v + (1 - beta) * g

    verdict = examine(key_of(*PLACE["momentum_step"]), other)
    assert verdict.diagnosis == "names_in_another_order" and "called with (W, g, v, lr, beta)" in verdict.message


def test_an_output_that_a_formula_cannot_tell_from_the_right_one_is_not_called_the_right_one():
    key = key_of(*PLACE["adadelta_step"])
    text = (
        "S1 = rho * S + (1 - rho) * g**2;;move = np.sqrt((D + eps) / (S1 + eps)) * g;;"
        "return W - move * (1 + 3e-6), S1 + g**4, rho * D + (1 - rho) * move**2"
    )
    assert "the right one, " not in examine(key, function(text, key.arguments)).message


@pytest.mark.parametrize(
    ("answer", "said"),
    [(None, "The answer is None, not a number."), ("0.95", "The answer is text; numbers are expected.")],
)
def test_of_a_value_nothing_is_said_that_is_meant_for_functions(answer, said):
    name = next(one for one, exercise in EXERCISES.items() if exercise.kind == "value")
    assert examine(key_of(*name), answer).message.startswith(said)
    assert examine(key_of(*name), np.nan).message
