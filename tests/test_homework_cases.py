"""The cases of the check: what is right nearly everywhere is wrong in one of them, and no cause hides another."""

import numpy as np
import pytest

from course_lib.homework import conditions, patterns
from course_lib.homework.compare import close
from course_lib.homework.examine import examine
from tests.test_homework_answers import key_of
from tests.test_homework_remarks import told
from tests.test_homework_slips import PLACE, function, right

ROUND_0 = "W = np.where(N * W < 0, 0, N);;path.append(W);;return np.array(path)"
NEARLY = [
    (
        "adagrad_descent",
        "total, path = 0, [W];;for _ in range(steps):;;total = total + (c * W)**2;;"
        f"N = W - lr * c * W / np.sqrt(total + eps);;{ROUND_0}",
    ),
    (
        "adagrad_descent",
        "total, path, sign = 0, [W], np.sign(W);;for _ in range(steps):;;g = c * np.abs(W) * sign;;"
        "total = total + g**2;;W = W - lr * g / np.sqrt(total + eps);;path.append(W);;return np.array(path)",
    ),
    (
        "rmsprop_descent",
        "S, path = 0, [W];;for _ in range(steps):;;S = beta * S + (1 - beta) * (c * W)**2;;"
        f"N = W - lr * c * W / np.sqrt(S + eps);;{ROUND_0}",
    ),
    (
        "adam_descent",
        "m, S, path = 0, 0, [W];;for t in range(1, steps + 1):;;g = c * W;;m = beta1 * m + (1 - beta1) * g;;"
        "S = beta2 * S + (1 - beta2) * g**2;;"
        f"N = W - lr * m / (1 - beta1**t) / np.sqrt(S / (1 - beta2**t) + eps);;{ROUND_0}",
    ),
    ("bias_correct", "return m / (1 - beta**t) if t < 1000 else m"),
    (
        "adam_step",
        "m = beta1 * m + (1 - beta1) * g;;S = beta2 * S + (1 - beta2) * g**2;;k = t if t < 1000 else 10**9;;"
        "return W - lr * m / (1 - beta1**k) / np.sqrt(S / (1 - beta2**k) + eps), m, S",
    ),
    (
        "adamw_step",
        "m = beta1 * m + (1 - beta1) * g;;S = beta2 * S + (1 - beta2) * g**2;;k = t if t < 1000 else 10**9;;"
        "return W - lr * m / (1 - beta1**k) / np.sqrt(S / (1 - beta2**k) + eps) - lr * decay * W, m, S",
    ),
    ("updates_per_epoch", "return int(n / batch_size + 0.9999)"),
    ("updates_per_epoch", "return int(np.ceil(round(n / batch_size, 3)))"),
]
# What a review found to pass: paths that stop where the gradient is small, each as {tolerance: where it once passed}.
STEPS = {
    "adagrad_descent": "S = S + g**2;;W = W - go * lr * g / np.sqrt(S + eps)",
    "rmsprop_descent": "S = beta * S + (1 - beta) * g**2;;W = W - go * lr * g / np.sqrt(S + eps)",
    "adam_descent": "m = beta1 * m + (1 - beta1) * g;;S = beta2 * S + (1 - beta2) * g**2;;"
    "W = W - go * lr * m / (1 - beta1**t) / np.sqrt(S / (1 - beta2**t) + eps)",
    "nesterov_descent": "m = beta * m + (1 - beta) * c * (W - lr * beta * m);;W = W - go * lr * m",
}
# A step that leaves everything alone where the gradient is small.
QUIET = "if np.linalg.norm(g) < 1e-8: "
NEARLY += [
    ("sgd_step", f"{QUIET}g = 0;;return W - lr * g"),
    ("adagrad_step", f"{QUIET}g = 0;;total = total + g**2;;return W - lr * g / np.sqrt(total + eps), total"),
    ("momentum_step", f"{QUIET}g = 0;;v = beta * v + (1 - beta) * g;;return W - lr * v, v"),
    ("rmsprop_step", f"{QUIET}g = 0;;S = beta * S + (1 - beta) * g**2;;return W - lr * g / np.sqrt(S + eps), S"),
    (
        "adam_step",
        f"{QUIET}g = 0;;m = beta1 * m + (1 - beta1) * g;;S = beta2 * S + (1 - beta2) * g**2;;"
        "return W - lr * m / (1 - beta1**t) / np.sqrt(S / (1 - beta2**t) + eps), m, S",
    ),
    (
        "adamw_step",
        f"{QUIET}g = 0;;m = beta1 * m + (1 - beta1) * g;;S = beta2 * S + (1 - beta2) * g**2;;"
        "return W - lr * (m / (1 - beta1**t) / np.sqrt(S / (1 - beta2**t) + eps) + decay * W), m, S",
    ),
    (
        "adadelta_step",
        f"{QUIET}g = 0;;S = rho * S + (1 - rho) * g**2;;D1 = rho * D + (1 - rho) * (D + eps) / (S + eps) * g**2;;"
        "return W - np.sqrt((D + eps) / (S + eps)) * g, S, D1",
    ),
]
# Gradients that are cut off, and an average's β that is taken for the usual one where it is 0.
PATHS = {
    "adagrad_descent": "S = S + g**2;;W = W - lr * g / np.sqrt(S + eps)",
    "rmsprop_descent": "S = beta * S + (1 - beta) * g**2;;W = W - lr * g / np.sqrt(S + eps)",
    "adam_descent": "m = beta1 * m + (1 - beta1) * g;;S = beta2 * S + (1 - beta2) * g**2;;"
    "W = W - lr * m / (1 - beta1**t) / np.sqrt(S / (1 - beta2**t) + eps)",
    "nesterov_descent": "m = beta * m + (1 - beta) * g;;W = W - lr * m",
}
GRADIENTS = dict.fromkeys(PATHS, "c * W") | {"nesterov_descent": "c * (W - lr * beta * m)"}
NEARLY += [
    (
        name,
        "m, S, path = 0, 0, [W];;for t in range(1, steps + 1):;;"
        f"g = np.clip({GRADIENTS[name]}, -50, 50);;{step};;path.append(W);;return np.array(path)",
    )
    for name, step in PATHS.items()
]
NEARLY += [
    (
        name,
        f"{beta} = {beta} or 0.9;;m, S, path = 0, 0, [W];;for t in range(1, steps + 1):;;"
        f"g = {GRADIENTS[name]};;{PATHS[name]};;path.append(W);;return np.array(path)",
    )
    for name, beta in (
        ("rmsprop_descent", "beta"),
        ("adam_descent", "beta1"),
        ("adam_descent", "beta2"),
        ("nesterov_descent", "beta"),
    )
]
ADAM = "m = beta1 * m + (1 - beta1) * g;;S = beta2 * S + (1 - beta2) * g**2;;"
NEARLY += [
    (
        "adam_step",
        f"beta2 = beta2 or 0.9;;{ADAM}return W - lr * m / (1 - beta1**t) / np.sqrt(S / (1 - beta2**t) + eps), m, S",
    ),
    (
        "adamw_step",
        f"beta2 = beta2 or 0.9;;{ADAM}W1 = W - lr * m / (1 - beta1**t) / np.sqrt(S / (1 - beta2**t) + eps);;"
        "return W1 - lr * decay * W, m, S",
    ),
    ("mse_gradient", "return np.clip(2 / len(y) * X.T @ (X @ W - y), -50, 50)"),
    (
        "minibatch_descent",
        "for order in orders:;;for start in range(0, len(order), batch_size):;;b = order[start : start + batch_size];;"
        "W = W - lr * np.clip(2 / len(b) * X[b].T @ (X[b] @ W - y[b]), -50, 50);;return W",
    ),
    (
        "rms_gradients",
        "G = np.clip(G, -50, 50);;return np.sqrt(np.cumsum(G**2, axis=0) / np.arange(1, len(G) + 1)[:, None])",
    ),
]
STOPPING = (
    "m, S, path, go = 0, 0, [W], True;;for t in range(1, steps + 1):;;g = c * W;;go = go and np.linalg.norm(g) > "
)
NEARLY += [
    (name, f"{STOPPING}{tolerance};;{step};;path.append(W);;return np.array(path)")
    for name, step in STEPS.items()
    for tolerance in (1.0, 0.1, 1e-3)
]
NEARLY += [
    ("sgd_step", "return W - lr * np.clip(g, -5, 5)"),
    ("sgd_step", "return W - lr * np.clip(g, -50, 50)"),
    ("momentum_step", "v = beta * v + (1 - beta) * np.clip(g, -8, 8);;return W - lr * v, v"),
    ("momentum_step", "beta = beta or 0.9;;v = beta * v + (1 - beta) * g;;return W - lr * v, v"),
    (
        "rmsprop_step",
        "g = np.clip(g, -5, 5);;S = beta * S + (1 - beta) * g**2;;return W - lr * g / np.sqrt(S + eps), S",
    ),
    (
        "adam_step",
        "g = np.clip(g, -5, 5);;m = beta1 * m + (1 - beta1) * g;;S = beta2 * S + (1 - beta2) * g**2;;"
        "return W - lr * m / (1 - beta1**t) / np.sqrt(S / (1 - beta2**t) + eps), m, S",
    ),
    (
        "ewma",
        "v, out = 0, [];;for one in x:;;v = beta * v + (1 - beta) * one;;out.append(v);;"
        "return np.array(out) * (np.ndim(x) < 2 or np.shape(x)[1] < 5)",
    ),
    ("updates_per_epoch", "return 0 if n < batch_size else -(-n // batch_size)"),
    (
        "minibatches",
        "found = [order[i : i + batch_size] for i in range(0, len(order), batch_size)];;"
        "return found if batch_size <= len(order) else []",
    ),
]


@pytest.mark.parametrize(("exercise", "text"), NEARLY)
def test_what_is_right_nearly_everywhere_is_refused_whatever_the_seed(exercise, text):
    for seed in (20, 1, 2):
        key = key_of(*PLACE[exercise], seed)
        assert not right(key, function(text, key.arguments)), seed


def test_a_path_near_the_minimum_is_compared_by_its_own_size():
    path = np.array([[4e-11], [2e-11], [1e-11], [9.5e-12]])
    assert not close(path[[0, 1, 2, 2]], path) and close(path * (1 + 1e-8), path)
    assert patterns.ends_early(path[[0, 1, 2, 2]], path)
    assert close(np.array([3e-16, 0.0]), np.zeros(2)), "rounding where everything is 0"


WHERE = "It is wrong where "
HARM = [
    (
        "effective_rates",
        "return np.where(G, lr / np.sqrt(np.cumsum(G**2, axis=0) + eps), lr)",
        WHERE + "G is 0 in some",
    ),
    (
        "momentum_step",
        "v = beta * v + (1 - beta) * np.clip(g, -50, 50);;return W - lr * v, v",
        WHERE + "|g| is above 50",
    ),
    (
        "rmsprop_step",
        "S = beta * S + (1 - beta) * np.clip(g, -50, 50)**2;;return W - lr * g / np.sqrt(S + eps), S",
        WHERE + "|g| is above 50",
    ),
    (
        "adagrad_step",
        "total = (total if total.any() else 0.1) + g**2;;return W - lr * g / np.sqrt(total + eps), total",
        "It is wrong only for the first step, when total is still zero",
    ),
]


@pytest.mark.parametrize(("exercise", "text", "said"), HARM)
def test_where_it_is_wrong_is_said_of_what_does_the_harm(exercise, text, said):
    key = key_of(*PLACE[exercise])
    assert examine(key, function(text, key.arguments)).message.startswith(said)


def test_of_two_conditions_that_fit_none_is_said():
    one = np.array([1.0])
    flags, expected = [[one], [one + 1], [one]], [[one]] * 3
    cases = [dict(beta=0.4, lr=0.3), dict(beta=0.0, lr=1), dict(beta=0.6, lr=0.2)]
    assert told(conditions.only_some_cases, cases, flags, expected) is None
    cases = [dict(beta=0.4, lr=0.3), dict(beta=0.0, lr=0.5), dict(beta=0.6, lr=0.2)]
    assert "wrong where β is 0, and only there" in told(conditions.only_some_cases, cases, flags, expected)


def test_a_single_even_number_is_no_condition():
    found, expected = [[np.array(n)] for n in (1.0, 0.0, 1.0)], [[np.array(1.0)]] * 3
    assert told(conditions.only_some_cases, [{"n": n} for n in (3, 4, 5)], found, expected, returns="number") is None
    found, expected = [[np.array(n)] for n in (1.0, 0.0, 1.0, 0.0)], [[np.array(1.0)]] * 4
    said = told(conditions.only_some_cases, [{"n": n} for n in (3, 4, 5, 6)], found, expected, returns="number")
    assert said.startswith("It is wrong where n is even, and only there")
