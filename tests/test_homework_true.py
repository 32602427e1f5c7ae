"""What is said of one mistake is one thing, and true of the code it is said of; where numbers cannot tell, it asks."""

import ast

import numpy as np
import pytest

from course_lib.homework import places
from course_lib.homework.arithmetic import of_operator
from course_lib.homework.examine import examine
from course_lib.homework.remarks import value_remark
from course_lib.homework.sentences import named, sentence
from tests.test_homework_answers import key_of
from tests.test_homework_remarks import told
from tests.test_homework_slips import PLACE, function

ROWS = [
    ("momentum_step", "v = beta * v + (1 - beta) * g;;return lr * v, v", "That is the step alone. Return W after it."),
    ("adagrad_step", "total = total + g**2;;return lr * g / np.sqrt(total + eps), total", "That is the step alone."),
    ("momentum_step", "v = beta * v + lr * g;;return W + v, v", "lr is inside v, and the sign of v or of the step"),
    ("momentum_step", "v = beta * v - lr * g;;return W - v, v", "lr is inside v, and the sign of v or of the step"),
    ("ewma_weights", "return np.full(n, 1 - beta)", "All weights are the same: older ones should count less."),
    ("updates_per_epoch", "return int(n / batch_size + 0.99)", "A single sample that is left over is not counted."),
    (
        "adamw_step",
        "m = beta1 * m + (1 - beta1) * g;;S = beta2 * S + (1 - beta2) * g**2;;"
        "step = lr * m / (1 - beta1**t) / np.sqrt(S / (1 - beta2**t) + eps);;return step, m, S",
        "That is Adam's step alone, without W and without decay.",
    ),
    ("rms_gradients", "return np.abs(G)", "Each row knows only its own gradient: that is |g|."),
    (
        "adagrad_step",
        "total = total + g**2;;return W - lr * g / np.maximum(np.sqrt(total), eps), total",
        "ε is missing, fixed at a tiny number such as 1e-8, or has no influence here: add eps under the root.",
    ),
    (
        "ewma",
        "v, out = 0, np.empty(x.shape);;for t in range(len(x)):;;v = beta * v + (1 - beta) * x[t];;out[:] = v;;"
        "return out",
        "Every row is the last one: is one array collected",
    ),
    (
        "nesterov_descent",
        "v, path = 0 * W, [W];;for t in range(steps):;;g = c * W;;v = beta * v + g;;W = W - lr * (g + beta * v);;"
        "path.append(W);;return np.array(path)",
        "That is the path of the look point, as in PyTorch and Keras, where the new gradient has no weight 1 - β.",
    ),
    (
        "adagrad_descent",
        "total, path = 0 * W, [W];;for t in range(steps):;;g = c * W;;total = total + g**2;;"
        "W = W - lr * g / np.sqrt(total.max() + eps);;path.append(W);;return np.array(path)",
        "All coordinates are divided by one number, from the largest of total.",
    ),
]


@pytest.mark.parametrize(("exercise", "text", "said"), ROWS)
def test_one_mistake_is_told_as_one_thing_that_is_true_of_its_code(exercise, text, said):
    key = key_of(*PLACE[exercise])
    assert examine(key, function(text, key.arguments)).message.startswith(said)


@pytest.mark.parametrize("text", ["int(n / batch_size + 0.95)", "int(n / batch_size + 0.999)",
                                  "n // batch_size + (n % batch_size > 1)"])  # fmt: skip
@pytest.mark.parametrize("seed", [20, 1])
def test_a_single_sample_over_is_a_batch(text, seed):
    key = key_of(*PLACE["updates_per_epoch"], seed)
    assert not examine(key, function(f"return {text}", key.arguments)).passed


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([[0, 1], [2, 3]], "left out: look at the last batch."),
        ([[0, 1], [3], [4]], "left out: the first batch is right"),
        ([[1], [2, 3], [4]], "left out: look at the first batch."),
    ],
)
def test_the_batch_to_look_at_is_that_of_the_case_shown(found, said):
    """In the second case the first batch is wrong, too."""
    expected = [[np.array([0.0, 1]), np.array([2.0, 3]), np.array([4.0])], [np.array([0.0])]]
    pieces = [[np.array(piece, dtype=float) for piece in found], []]
    assert said in told(places.samples, [{}] * 2, pieces, expected, returns="sequence")


@pytest.mark.parametrize(
    ("found", "wanted", "said"),
    [
        (279, 280, "It is close but not exact: count again."),
        (0.9512, 0.95, "It is close but not exact: is it rounded, or from an approximate formula?"),
        (2.0, 0.02, "If it is a share:"),
    ],
)
def test_a_value_that_is_nearly_right_is_asked_about(found, wanted, said):
    assert said in value_remark(np.array(found), np.array(wanted))


def test_an_array_that_is_not_filled_is_named_among_what_changes_between_calls():
    key, filled = key_of(*PLACE["ewma"]), iter(range(100))
    verdict = examine(key, lambda x, beta: x + next(filled))
    assert verdict.remembers and "reads an np.empty array before it is filled" in verdict.message


def test_a_step_that_is_wrong_beside_right_states_is_not_asked_for_what_comes_in():
    key = key_of(*PLACE["adagrad_step"])
    text = "return W - lr * g / np.sqrt(g**2 + total * abs(g) + eps), total + g**2"
    said = examine(key, function(text, key.arguments)).message
    assert said.startswith("total is right in every case, W only for the first step, when total is still zero.")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "subtracted(return, n, batch_size)",
            "In what comes back, batch_size is subtracted from n; n should be divided by batch_size.",
        ),
        (
            "brackets(v1, 1-beta*new)",
            "In the new v, the numbers are those of a formula with 1-β*x_t: mind the brackets.",
        ),
        ("mean_of_all(errors, y)", "In the error, one number takes the place of y: its mean."),
        ("not_divided(changes, len(y))", "In the array of changes, the division by len(y) is missing."),
        ("power_turned(weights, beta, age)", "In the array of weights, base β and exponent age have swapped places."),
        (
            "power_is_a_root(weights, beta, age)",
            "In the array of weights, β should be raised to the power age; its root is taken.",
        ),
        ("alone(return, beta)", "In what comes back, β should be subtracted from something, and stands alone."),
        ("added_below(m_used, (1-beta1**t))", "In the m that the step uses, it is divided by 1 + (1-β₁^t)."),
        ("compared(return, rest>0)", "In what comes back, the comparison is the wrong one."),
        (
            "root_missing(append, np.mean(so_far**2,axis=0))",
            "In what is collected, the root of mean(G[:t+1]^2,axis=0) is missing.",
        ),
        ("line_missing(total)", "The total does not change here: is its line missing?"),
        (
            "before_the_loop(weight)",
            "The weight is the same in every pass, as if it were computed once, before the loop: compute it anew.",
        ),
        ("eps_below(W1, root)", "In the new W, ε is also added to the root, where it does not belong."),
        (
            "into_the_loop(/len(y))",
            "The division by len(y) comes in every pass of the loop: it belongs after the loop.",
        ),
        ("order_turned(return, W, lr*along)", "In what comes back, W and lr*g are subtracted the wrong way round."),
        ("factor_missing(move, above*g/root)", "In the step, the factor √(D+ε)*g/root is missing."),
        ("compared(return, rest==0)", "In what comes back, the comparison is the wrong one."),
        ("first_pass_missing(G)", "The first of G is left out."),
    ],
)
def test_a_sentence_asks_of_code_that_may_be_written_in_another_way(name, said):
    assert sentence(name) == said


def test_a_quotient_that_is_rounded_keeps_its_brackets_and_our_counting_is_not_named():
    def names(line):
        node = ast.parse(line, mode="eval").body
        return [named(kind, *what) for kind, _, _, what in of_operator(node)]

    assert "rounded_up((n+B-1), B)" in names("(n + B - 1) // B") and "rounded_up(n, B)" in names("n // B")
    assert not any(name.startswith(("larger", "mean_of_two")) for name in names("t + 1"))
    assert any(name.startswith("larger") for name in names("a + b"))
