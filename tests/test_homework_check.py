"""`check`: what it accepts, what it refuses and with which words; it changes nothing and costs nobody points."""

import itertools
import json
import math
import re
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import numpy as np
import pytest

from course_lib import files
from course_lib.homework import answers, case, check, checking, keys
from course_lib.homework.compare import agree
from course_lib.homework.examine import IN_PLACE, examine
from course_lib.homework.key import Key, from_json, to_json
from course_lib.homework.spec import Exercise, exercises, key

ROOT = Path(__file__).resolve().parents[1]


def half(x):
    """The right answer of the exercise that most tests here use."""
    return x / 2


def exercise(reference, returns="array", starts=(), kind="function", **draw):
    """The key of an exercise with three cases: one argument x of two or three numbers unless `draw` says otherwise."""
    one = Exercise("half", points=1, returns=returns, starts=starts, kind=kind)
    drawn = draw or {"x": [[3.0, 5.0], [2.0, -7.0, 4.0], [1.0]]}

    @one.draw
    def cases(rng):
        for values in zip(*drawn.values()):
            yield dict(zip(drawn, values))

    return key(one, "00_test", reference, np.random.default_rng(0))


HALF = exercise(half)


def said(answer, one=HALF):
    """What is said of a wrong answer."""
    verdict = examine(one, answer)
    assert not verdict.passed
    return verdict.message


# ---- forms of an answer ----


@pytest.mark.parametrize(
    "form",
    [
        list,
        tuple,
        iter,
        lambda a: (float(v) for v in a),
        lambda a: a.astype(np.float32),
        lambda a: a.astype(">f8"),
        lambda a: np.array(list(a), dtype=np.longdouble),
        lambda a: [np.array(v) for v in a],
        lambda a: map(float, a),
        lambda a: np.stack([a, a])[0, ::1],
        lambda a: dict(enumerate(a)).values(),
    ],
    ids=[
        "list",
        "tuple",
        "iterator",
        "generator",
        "float32",
        "big-endian",
        "longdouble",
        "0-d arrays",
        "map",
        "view",
        "values",
    ],
)
def test_any_form_of_the_right_numbers_is_accepted(form):
    assert examine(HALF, lambda x: form(x / 2)).passed


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (None, "It returns nothing: the last line of the function should be a return."),
        ("0.5", "It returns text; numbers are expected."),
        (["1", "2"], "It returns text; numbers are expected."),
        ({1.0, 2.0}, "It returns a set, which has no first and second; return an array or a list."),
        ({"W": 1.0}, "It returns a dict, which has no first and second; return an array or a list."),
        (np.array([1, 2j]), "It returns complex numbers; real numbers are expected."),
        (np.array([1, None]), "It returns objects; real numbers are expected."),
        ([True, False], "It returns True or False; real numbers are expected."),
        (np.ma.masked_array([1.0, 2.0], [True, False]), "It returns a masked array; fill in its values first."),
        ([[1.0, 2.0], [3.0]], "It returns parts of different shapes, which make no array."),
        (itertools.repeat(1.0), "What it returns does not end."),
        (half, "It returns something of type function; real numbers are expected."),
        (object(), "It returns something of type object; real numbers are expected."),
        (10**400, "It returns something of type int; real numbers are expected."),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(result, sentence):
    with pytest.raises(answers.Refused) as refused:
        answers.plain(result, "array")
    assert str(refused.value) == sentence
    assert sentence == said(lambda x: result)


def test_a_mask_deep_inside_is_seen():
    assert "masked" in said(lambda x: [np.ma.masked_array([1.0]), 2.0])


@pytest.mark.parametrize("size", [1, 1000])
def test_the_tolerance_is_a_millionth_of_the_largest_number(size):
    expected = [np.array([1.0, -4.0 * size])]
    limit = 1e-6 * 4 * size
    assert agree([expected[0] + [0.99 * limit, 0]], expected)
    assert not agree([expected[0] + [1.01 * limit, 0]], expected)


def test_single_precision_is_given_its_seven_digits_and_nothing_else_is():
    expected = [np.array([1.0, -4.0])]
    near = expected[0] + [3e-4, 0]
    assert agree([near.astype(np.float32)], expected) and not agree([near], expected)
    assert not agree([(expected[0] + [5e-4, 0]).astype(np.float32)], expected)


def test_an_expected_zero_leaves_room_for_rounding_only():
    assert agree([np.array([1e-17])], [np.zeros(1)]) and not agree([np.array([1e-9])], [np.zeros(1)])


def test_whole_numbers_may_be_whole_floats():
    count = exercise(lambda n: n // 3, "number", n=[7, 30, 100])
    assert examine(count, lambda n: float(n // 3)).passed
    assert examine(count, lambda n: np.array(n // 3)).passed
    assert not examine(count, lambda n: n / 3).passed


# ---- remarks ----

PAIR = exercise(
    lambda W, g: (W - g, g / 2),
    ("W", "v"),
    kind="step",
    W=[[1.0, 2.0], [3.0], [5.0, 1.0, 0.5]],
    g=[[0.5, 7.0], [2.0], [1.0, 4.0, -3.0]],
)
STATE = exercise(
    lambda W, v: (W - v, v / 2 + W), ("W", "v"), ("v",), "step", W=[[1.0], [2.0], [3.0]], v=[[0.0], [4.0], [7.0]]
)
SLOW = exercise(
    lambda W, g: (W - 1e-4 * g, g / 2), ("W", "v"), kind="step", W=[[1.0, 2.0], [3.0]], g=[[0.5, 7.0], [2.0]]
)
COUNTED = exercise(
    lambda W, v, t: (W - v, v / 2 + W),
    ("W", "v"),
    ("v",),
    "step",
    W=[[1.0], [2.0], [3.0]],
    v=[[0.0], [4.0], [7.0]],
    t=[1, 5, 3],
)
TABLE = exercise(lambda x: np.outer(x, [1, 2, 3]), x=[[1.0, 2.0], [3.0], [4.0, 5.0]])
SERIES = exercise(np.cumsum, x=[[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 9.0]])


@pytest.mark.parametrize(
    ("one", "answer", "sentence"),
    [
        (HALF, lambda x: x, "The result is 2 times the right value, in every case."),
        (HALF, lambda x: -x / 2, "The result is minus the right value, in every case."),
        (HALF, lambda x: x / 6, "The result is 1/3 of the right value, in every case."),
        (HALF, lambda x: np.round(x / 2 + 0.004, 3), "All numbers are right to within one per cent"),
        (HALF, lambda x: x / 2 * np.nan, "Its result contains NaN or infinite numbers"),
        (HALF, lambda x: x / 2 if len(x) == 1 else x**2, "It is right for a single entry only"),
        (HALF, lambda x: np.append(x[:1], x[1:] / 2), "In this case 1 of 2 entries is right"),
        (HALF, lambda x: x[:, None] / 2, "The result has shape (2, 1); (2,) is expected here."),
        (HALF, lambda x: (x / 2, x), "It returns 2 results; number 1 alone would be right."),
        (HALF, lambda x: np.append(x / 2, 1), "The result has shape (3,); (2,) is expected here."),
        (HALF, lambda: 1, "It takes (); it is called with (x), in this order."),
        (HALF, lambda x: np.cos(x) + 1, "The numbers differ and fit none of the usual mistakes"),
        (HALF, lambda x: 1 / 0, "It raises ZeroDivisionError: division by zero, in line"),
        (HALF, lambda x: sys.exit(3), "It raises SystemExit: 3"),
        (SERIES, lambda x: np.cumsum(x)[1:], "(4,) is expected here: the first is missing."),
        (SERIES, lambda x: np.cumsum(x)[:-2], "(4,) is expected here: the last 2 are missing."),
        (SERIES, lambda x: np.append(np.cumsum(x)[:2], [7, 0]), "The first 2 entries are right in every case"),
        (
            SERIES,
            lambda x: [np.sum(x)] * len(x),
            "Every row is the last one: is one array collected again and again and changed in place (then",
        ),
        (SERIES, lambda x: [x[0], *[np.sum(x)] * (len(x) - 1)], "Every row is the last one"),
        (TABLE, lambda x: np.outer([1, 2, 3], x), "(2, 3) is expected here: rows and columns are swapped."),
        (
            PAIR,
            lambda W, g: (W - 3 * g, g / 2),
            "The step, from W to the new W, is 3 times the right one, in every case.",
        ),
        (PAIR, lambda W, g: (W - g**2, g / 2), "v is right in every case, W is not."),
        (PAIR, lambda W, g: W - g, "It returns one array; 2 results are expected: W, v."),
        (PAIR, lambda W, g: (W, g, g), "It returns 3 results; 2 are expected: W, v."),
        (PAIR, lambda W, g: 4.0, "It returns one float; several results are expected."),
        (PAIR, lambda g, W: (g * W, g**3), "Your parameters are in another order: the function is called with (W, g)."),
        (PAIR, lambda W, g: (-g, g / 2), "You return the change of W."),
        (PAIR, lambda W, g: (g, g / 2), "You return the change of W."),
        (PAIR, lambda W, g: (W - 1.009 * g, g / 2), "All numbers are right to within one per cent"),
        (SLOW, lambda W, g: (W - 0.001 * g, g / 2), "The step, from W to the new W, is 10 times the right one"),
        (SERIES, lambda x: np.cumsum(x)[::-1], "These are the right numbers in reverse order"),
        (STATE, lambda W, v: (W, W), "It is right only for the first step, when v is still zero: do you"),
        (
            COUNTED,
            lambda W, v, t: (W, W),
            "when v is still zero and t is 1: do you use what comes in as v, with the right weight, and t",
        ),
    ],
)
def test_the_most_useful_remark_is_made(one, answer, sentence):
    assert sentence in said(answer, one)


def test_a_function_that_changes_its_arguments_is_told_which():
    def changes(W, g):
        W -= g
        return W, g / 2

    verdict = examine(PAIR, changes)
    assert not verdict.passed and verdict.diagnosis == IN_PLACE
    assert "It changes its argument W:" in verdict.message


def test_a_view_of_an_argument_is_no_change():
    assert examine(exercise(lambda x: x[:1]), lambda x: x[:1]).passed


def test_a_function_that_remembers_is_told_so():
    calls = []

    def counts(x):
        calls.append(1)
        return x / 2 * len(calls)

    assert "it keeps something between calls" in said(counts)


def test_a_function_that_draws_at_random_is_told_so():
    assert "draws at random" in said(lambda x: x / 2 + np.random.default_rng().normal(size=x.shape))


def test_two_mistakes_at_once_get_no_name():
    pair = exercise(lambda W, g: (W - g, g / 2), ("W", "v"), W=[[1.0, 2.0], [3.0]], g=[[0.5, 7.0], [2.0]])
    assert examine(pair, lambda W, g: (g / 2, W - g)).diagnosis == "returns_v_W"
    assert examine(pair, lambda W, g: (g - W, W / 2)).diagnosis == "W_and_g_swapped"
    assert examine(pair, lambda W, g: (W / 2, g - W)).diagnosis is None


def test_the_error_names_the_students_own_line():
    def student(x):
        return np.linalg.inv(x)  # an error deep inside NumPy

    assert "return np.linalg.inv(x)" in said(student)


def caret(x):
    return x ^ 2


def root(x):
    return math.sqrt(x)


def other(x):
    return x + {}


@pytest.mark.parametrize(
    ("answer", "help"),
    [
        (caret, r"\^ 2 \(A power is written \*\* in Python: x\*\*2\.\)"),
        (root, r"math\.sqrt\(x\) \(The functions of math take one number; those of NumPy take arrays: np\.sqrt\.\)"),
        (other, "{}"),
    ],
)
def test_an_error_that_python_does_not_explain_is_explained(answer, help):
    assert re.search(rf"It raises TypeError: .* of its cell: return .*{help}$", said(answer))


def test_a_value_is_not_told_how_far_off_it_is():
    value = key(Exercise("answer_x", points=1, kind="value"), "00_test", 0.65, np.random.default_rng(0))
    for wrong in (0.651, 0.3, -0.65, 65, 1.3, 0.325):
        message = examine(value, wrong).message
        assert message and not re.search(r"\d times|1/2|0\.65", message)


def test_where_a_whole_number_is_asked_for_that_is_said():
    count = key(Exercise("answer_n", points=1, kind="value"), "00_test", 229, np.random.default_rng(0))
    assert examine(count, 228.9).message == "It is close but not exact: the answer is a whole number."


def spec_of(tmp_path, text):
    (tmp_path / "00_test").mkdir()
    (tmp_path / "shared.py").write_text("POINTS = 2")
    start = "from course_lib.homework.spec import Exercise\nfrom ..shared import POINTS\n"
    (tmp_path / "00_test" / "twice.py").write_text(start + text)
    return exercises(tmp_path / "00_test")


def test_a_spec_is_a_file_of_the_exercises_name(tmp_path):
    (found,) = spec_of(tmp_path, 'twice = Exercise("twice", POINTS, kind="value")')
    assert (found.name, found.points) == ("twice", 2) and "specs" not in sys.modules


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('other = Exercise("other", 1, kind="value")', r"00_test/twice\.py must define twice = Exercise\(.twice., …\)"),
        ('twice = Exercise("other", 1, kind="value")', r"00_test/twice\.py must define twice"),
        ('twice = Exercise("twice", 1)', 'twice: an exercise draws cases, or is of kind="value" and draws none'),
        ('twice = Exercise("twice", 1, kind="stop")', "kind must be one of function, step, path, value, got 'stop'"),
    ],
)
def test_a_spec_that_is_none_is_one_sentence(tmp_path, text, sentence):
    with pytest.raises(ValueError, match=sentence):
        spec_of(tmp_path, text)


# ---- the panel and the text ----


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder like exercises/, with one key in checks/, in which the test runs; progress in a file of its own."""
    folder = tmp_path / "exercises" / "checks" / "00_test"
    folder.mkdir(parents=True)
    (folder / "half.json").write_text(to_json(HALF), encoding="utf-8")
    value = key(Exercise("answer_x", points=1, kind="value"), "00_test", 0.5, np.random.default_rng(0))
    (folder / "answer_x.json").write_text(to_json(value), encoding="utf-8")
    (folder.parent / "00_test.json").write_text('["half", "answer_x"]')
    monkeypatch.chdir(tmp_path / "exercises")
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return tmp_path


def test_a_pass_never_says_that_all_is_correct(place, capsys):
    check(half)
    text = capsys.readouterr().out
    assert text == (
        "✓ half: 3 of 3 cases passed; a course that grades uses others of the same kinds. Learning alone, you are done"
        " here.\n"
    )


def test_a_failure_shows_the_case_and_the_value_of_yours_but_not_the_expected_one(place, capsys):
    check("half", lambda x: x * 3)
    text = capsys.readouterr().out
    assert "✗ half: 0 of 3 cases passed" in text and "x = [3, 5]" in text
    assert "[9, 15]" in text and "1.5" not in text
    check("half", lambda x: x * 3, expected=True)
    assert "expected result: [1.5, 2.5]" in capsys.readouterr().out


def panel(answer):
    return checking.tried("half", answer, expected=False, keep=False).html()


def test_the_panel_folds_the_expected_value_and_escapes_what_is_the_students():
    one = panel_of(lambda x: print("<script>alert(1)</script>") or x * 3)
    assert "<script" not in one and "&lt;script&gt;" in one
    assert re.search(r"<details><summary>show the expected value</summary>.*1\.5", one, re.DOTALL)
    assert "<details open" not in one


def panel_of(answer):
    from course_lib.homework.report import Report

    return Report(HALF, examine(HALF, answer)).html()


def test_an_unwritten_answer_is_no_mistake(place, capsys):
    def half(x):
        raise NotImplementedError("write your answer here")

    check(half)
    assert capsys.readouterr().out.startswith("○ half is not written yet")


@pytest.mark.parametrize("how", ["strict", "nbgrader"])
def test_strict_raises_the_same_text(place, capsys, monkeypatch, how):
    check("half", lambda x: x)
    text = capsys.readouterr().out.rstrip("\n")
    if how == "nbgrader":
        monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(AssertionError) as error:
        check("half", lambda x: x, **({"strict": True} if how == "strict" else {}))
    assert str(error.value) == text
    check("half", half, **({"strict": True} if how == "strict" else {}))


def test_strict_also_raises_for_what_is_not_written_and_for_what_is_unknown(place):
    def half(x):
        raise NotImplementedError("write your answer here")

    with pytest.raises(AssertionError, match="not written yet"):
        check(half, strict=True)
    with pytest.raises(AssertionError, match="No exercise"):
        check("nothing", half, strict=True)


def test_print_and_warnings_and_strict_settings_of_numpy_cost_nothing(place, capsys):
    def noisy(x):
        print("x is", x)
        sys.stderr.write("")
        warnings.warn("careful", stacklevel=2)
        np.array([1.0]) / np.array([0.0])
        return x / 2

    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        check("half", noisy)
    assert capsys.readouterr().out.startswith("✓ half")
    assert capsys.readouterr().err == ""


def test_what_is_printed_is_shown_with_the_case_that_failed(place, capsys):
    check("half", lambda x: print("here", len(x)) or x)
    assert "it printed: here 2" in capsys.readouterr().out


def test_the_students_data_stay_as_they_are(place):
    def greedy(x):
        x[:] = 0
        return x

    given = case("half", 1)
    check("half", greedy)
    assert np.array_equal(case("half", 1)[0], given[0]) and given[0].tolist() == [3.0, 5.0]
    given[0][:] = 9
    assert case("half", 1)[0].tolist() == [3.0, 5.0]


def test_a_loop_without_end_is_told_of_and_may_be_stopped(place, capsys, monkeypatch):
    said_so = threading.Event()
    monkeypatch.setattr(checking, "PATIENCE", 0.01)
    monkeypatch.setattr(checking, "print", lambda *text, **where: (print(*text, **where), said_so.set()), raising=False)

    def endless(x):
        assert said_so.wait(60)
        raise KeyboardInterrupt  # ■ was pressed

    check("half", endless)
    text = capsys.readouterr().out
    assert text.startswith("still running: does a loop never end? ■ (Interrupt) stops it.\n")
    assert (
        "Stopped, in line" in text and "raise KeyboardInterrupt" in text and text.endswith("Does a loop never end?\n")
    )


def test_where_no_thread_can_start_an_answer_is_checked_all_the_same(place, capsys, monkeypatch):
    def refused(timer):
        raise RuntimeError("can't start new thread")  # as in a browser

    monkeypatch.setattr(threading.Timer, "start", refused)
    check("half", lambda x: x / 2)
    assert capsys.readouterr().out.startswith("✓ half")


def test_a_cell_that_could_not_be_read_is_told_of(place, capsys, monkeypatch):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    try:
        shell.run_cell("from course_lib.homework import check\ndef half(x):\n    return x / 2", store_history=True)
        shell.run_cell("check(half)", store_history=True)
        assert "SyntaxError" not in capsys.readouterr().out
        shell.run_cell("def half(x):\n    return x / / 2", store_history=True)
        capsys.readouterr()
        note = checking.older_version("half")
        assert note == "The last cell that defines half has a SyntaxError: this is about the version before it."
        assert note in checking.tried("half", half, expected=False, keep=False).html()
        shell.run_cell("def half(x):\n    return x", store_history=True)
        assert checking.older_version("half") is None
    finally:
        InteractiveShell.clear_instance()


@pytest.mark.parametrize(
    ("first", "cell", "sentence"),
    [
        ("from course_lib.homework import check", "check(half)", "half is not defined yet: run the cell above"),
        ("from course_lib.homework import check", 'check("answer_x", answer_x)', "answer_x is not defined yet"),
        ("import course_lib.homework", "check(half)", "check is not known yet: run the first cell of this notebook"),
        ("from course_lib.homework import check", "half(3)", None),
    ],
)
def test_a_check_before_its_answer_was_run_is_an_error_that_says_what_to_do(place, first, cell, sentence):
    """In a kernel of its own: IPython's handler is set when the module is imported."""
    code = (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance(colors='nocolor')\n"
        f"shell.run_cell({first!r}, store_history=True)\n"
        f"print(shell.run_cell({cell!r}, store_history=True).success)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "NameError" in run.stdout and run.stdout.endswith("False\n")
    assert ("run the " in run.stdout) == bool(sentence) and (sentence or "") in run.stdout


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: check("hafl", half), "No exercise is called hafl: do you mean half?"),
        (lambda: check("../half", half), "No exercise is called ../half: do you mean half?"),
        (
            lambda: check(3),
            'Pass the function itself, check(ewma), or the name and a value, check("answer_beta", 0.9).',
        ),
        (
            lambda: check(lambda x: x),
            'This function has no name: write check("ewma", …) with the name of the exercise.',
        ),
        (lambda: check("half"), 'Give the answer, too: check("half", half).'),
        (lambda: check("half", 3), "half is a function: pass it without calling it, check(half)."),
        (lambda: check("answer_x", half), 'answer_x is a value: write check("answer_x", answer_x).'),
        (lambda: check("half", keys.find), "This half is the library's: the exercise is to write your own."),
    ],
)
def test_a_wrong_call_is_one_sentence(place, capsys, call, sentence):
    call()
    assert capsys.readouterr().out == sentence + "\n"


def test_missing_and_damaged_data_are_one_sentence(place, capsys, monkeypatch):
    path = place / "exercises" / "checks" / "00_test" / "half.json"
    path.write_text("{")
    check("half", half)
    text = capsys.readouterr().out
    assert re.fullmatch(r"checks/00_test/half\.json cannot be read \(.*\): get a fresh copy .*\.\n", text)
    path.write_text('{"name": "half"}')
    check("half", half)
    assert "cannot be read" in capsys.readouterr().out
    monkeypatch.setattr(files, "ROOT", place / "elsewhere")
    monkeypatch.chdir(place.parent)
    check("half", half)
    assert capsys.readouterr().out.startswith("The data of the checks is missing")


def test_a_browser_that_cannot_read_the_course_s_files_sends_to_its_first_page(place, capsys, monkeypatch):
    monkeypatch.setattr(files, "ROOT", place / "elsewhere")
    monkeypatch.chdir(place.parent)
    monkeypatch.setattr("sys.platform", "emscripten")
    monkeypatch.setattr(keys, "DRIVE", place / "drive")
    check("half", half)
    assert capsys.readouterr().out.startswith("Homework cannot be checked here: the course's first page says why")
    keys.DRIVE.mkdir()
    check("half", half)
    assert capsys.readouterr().out.startswith("The data of the checks is missing")


def test_case_gives_the_arguments(place):
    assert half(*case(half, 2)).tolist() == [1.0, -3.5, 2.0]
    with pytest.raises(ValueError, match="half has 3 cases, got number 4"):
        case("half", 4)


def test_a_key_survives_its_file():
    again = from_json(to_json(PAIR))
    assert to_json(again) == to_json(PAIR) and isinstance(again, Key)
    assert again.arguments == ["W", "g"] and again.returns == ("W", "v")
    json.loads(to_json(PAIR))


def test_numbers_in_a_key_have_ten_digits():
    text = to_json(exercise(lambda x: x / 3))
    assert "0.3333333333" in text and "0.33333333333" not in text


def test_in_a_terminal_python_it_prints(place):
    code = "from course_lib.homework import check\ndef half(x): return x / 2\ncheck(half)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("✓ half") and run.stderr == ""
