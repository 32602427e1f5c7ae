"""Exams: keys computed by other means, drawn numbers that suit paper, papers that add up, and their typesetting."""

import itertools
import re
from fractions import Fraction
from math import e, exp, log, sqrt
from pathlib import Path

import numpy as np
import pytest

from course_lib import surfaces, training
from course_lib.cli import main
from course_lib.errors import CourseError
from course_lib.exams import paper, typeset
from course_lib.exams.tasks import about, equals, exact, num
from course_lib.exams.topics import TASKS
from course_lib.exams.typst_math import formula
from course_lib.optimizers import AdaGrad, RMSProp
from course_lib.questions import bank

ROOT = Path(__file__).resolve().parents[1]
SEEDS = range(40)
EACH = pytest.mark.parametrize("task", TASKS, ids=[f"{task.chapter[3:]}-{task.name}" for task in TASKS])


def draws(task):
    return [task.draw(np.random.default_rng(seed)) for seed in SEEDS]


# ---- the key, by other means than the question's own: closed forms for runs, runs for closed forms ----


def ends(rate, curvature, beta=0.0, steps=4000):
    """How far from the minimum Momentum ends, by a loop of our own."""
    w, v = 1.0, 0.0
    for _ in range(steps):
        v = beta * v + (1 - beta) * curvature * w
        w -= rate * v
        if abs(w) > 1e9:
            break
    return abs(w)


def limit_is(limit, curvature, beta=0.0):
    return ends(0.99 * limit, curvature, beta) < 1 < ends(1.01 * limit, curvature, beta)


def averaged(x, beta, steps):
    """v after so many steps, in whole fractions."""
    v, beta = Fraction(0), Fraction(str(beta))
    for value in x[:steps]:
        v = beta * v + (1 - beta) * value
    return v


def updates(n, key):
    whole, rest = divmod(n["samples"], n["batch"])
    return {"updates": whole + (rest > 0), "last batch": rest or n["batch"]}


def stable_rate(n, key):
    flat, _, steep = n["curvatures"]
    assert limit_is(key["limit"].value, steep) and steep == max(n["curvatures"]) and flat == min(n["curvatures"])
    return {"limit": key["limit"].value, "factor": ends(key["limit"].value / 2, flat, steps=1)}


def sum_for_mean(n, key):
    """The step along the sum at the new rate is the step along the mean at the old one."""
    gradients = np.random.default_rng(0).normal(size=n["batch"])
    return {"rate": n["rate"] * gradients.mean() / gradients.sum()}


def sums(n, key):
    squares = [g * g for g in n["gradients"]]
    found = {f"sum {t}": sum(squares[: t + 1]) for t in range(3)}
    return found | {f"σ{t}": sqrt(np.mean(squares[: t + 1])) for t in range(3)}


def another_unit(n, key):
    """The whole path of AdaGrad is the same, so each of its steps is."""
    paths = [
        training.descend(surface, AdaGrad(0.5, eps=0.0), (3.0, 1.0), 50).W
        for surface in (surfaces.quadratic((1, 9)), surfaces.scaled(surfaces.quadratic((1, 9)), n["factor"]))
    ]
    np.testing.assert_allclose(*paths, rtol=1e-9)
    return {"SGD's steps": n["factor"], "AdaGrad's steps": 1}


def by_hand(n, key):
    return {f"v{t}": float(averaged(n["x"], n["beta"], t)) for t in (1, 2, 3)}


def window(n, key):
    N = 1 / (1 - Fraction(str(n["beta"])))
    assert N.denominator == 1 and exp(-1.1) < n["beta"] ** float(N) < 1 / e  # about 1/e, as the answer says
    return {"N": float(N)}


def stable_rates(n, key):
    assert limit_is(key["SGD"].value, n["curvature"]) and limit_is(key["Momentum"].value, n["curvature"], n["beta"])
    return {name: one.value for name, one in key.items()}


def long_valley(n, key):
    """The best β makes the two eigenvalues of the steepest and of the flattest direction equally large, √β."""
    kappa, beta = n["kappa"], key["beta"].value

    def radius(rate, curvature):
        step = [[1 - rate * (1 - beta) * curvature, -rate * beta], [(1 - beta) * curvature, beta]]
        return max(abs(np.linalg.eigvals(np.array(step, dtype=complex))))

    radii = [radius(kappa**-0.5, curvature) for curvature in (1, kappa)]
    assert radii == pytest.approx([sqrt(beta)] * 2, rel=1e-3)
    sgd = (kappa - 1) / (kappa + 1)
    assert sqrt(beta) < sqrt(0.9) < sgd  # what the answer says of β = 0.9
    return {"factor": log(sqrt(beta)) / log(sgd), "beta": beta}


def first_step(n, key):
    return dict.fromkeys(key, 1 / sqrt(1 - n["beta"]))


def hovers(n, key):
    path = training.descend(surfaces.quadratic((1, 30)), RMSProp(n["rate"], 0.9, 1e-30), (2.0, 1.0), 6000).W
    return {"distance": np.abs(path[-100:]).mean()}


def signs(n, key):
    rare = n["rounds"] - 1
    assert rare * n["gradients"][0] == pytest.approx(n["gradients"][1])  # so the mean is 0
    return {"moved, in α": rare - 1}


def corrected(n, key):
    beta, x = Fraction(str(n["beta"])), n["gradients"]
    hats = x[0], (beta * x[0] + x[1]) / (beta + 1)  # weighted means: the weights of a mean sum to 1
    plain = [averaged(x, n["beta"], t) for t in (1, 2)]
    return {"m1": plain[0], "m2": plain[1], "m̂1": hats[0], "m̂2": hats[1]}


def uncorrected(n, key):
    length = (1 - n["beta1"]) / sqrt(1 - n["beta2"])
    assert length > 1  # "not shorter than α"
    return {"length, in α": length}


def after_zeros(n, key):
    one, two = ((1 - n["beta1"] ** t) / sqrt(1 - n["beta2"] ** t) for t in (1, 2))
    assert two > one  # "the bound does not hold"
    return {"first, in α": one, "second, in α": two}


def luck(n, key):
    """All the coin's cases, one by one."""
    cases = [sum(case) >= n["wins"] for case in itertools.product((0, 1), repeat=n["seeds"])]
    percent = 100 * sum(cases) / len(cases)
    assert percent > 10  # "luck alone does as well that often"
    return {"percent": percent}


def rare_words(n, key):
    return {"SGD": n["times"], "Adam": 1}


def gigabytes(n, key):
    one = n["billions"] * n["bytes"]
    return {"weights": one, "gradients": one, "state": 2 * one, "sum": 4 * one}


INDEPENDENT = {
    "01_gradient_descent": {"updates": updates, "stable_rate": stable_rate, "sum_for_mean": sum_for_mean},
    "02_adagrad": {"sums": sums, "another_unit": another_unit},
    "03_momentum": {"by_hand": by_hand, "memory": window, "stable_rates": stable_rates, "long_valley": long_valley},
    "04_rmsprop": {"first_step": first_step, "hovers": hovers, "signs": signs},
    "05_adam": {"corrected": corrected, "uncorrected": uncorrected, "after_zeros": after_zeros},
    "06_comparison": {"luck": luck},
    "07_beyond": {"rare_words": rare_words, "memory": gigabytes},
}


@EACH
def test_the_key_is_right(task):
    seen = {}
    for one in draws(task):
        seen.setdefault(str(one.numbers), one)
    for one in seen.values():
        found = INDEPENDENT[task.chapter][task.name](one.numbers, one.key)
        assert set(found) == set(one.key)
        for what, key in one.key.items():
            room = key.tolerance / 2 + 1e-9 * abs(key.value)  # well inside, so that who rounds is inside, too
            assert abs(float(found[what]) - key.value) <= room, (what, one.numbers)


def numbers_in(text):
    """The numbers of an answer as a student would write them."""
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


@EACH
def test_the_answer_prints_what_the_key_accepts(task):
    for one in draws(task):
        shown = numbers_in(one.answer)
        for what, key in one.key.items():
            if what in ("AdaGrad's steps", "Adam", "for the small one, in α"):  # said in words
                continue
            assert min(abs(number - key.value) for number in shown) <= key.tolerance + 1e-12, (what, one.answer)


@EACH
def test_drawn_numbers_suit_paper_and_differ(task):
    found = draws(task)
    for one in found:
        for value in one.numbers.values():
            for number in value if isinstance(value, tuple) else (value,):
                digits = num(number, 12).replace(".", "").strip("-0")
                assert len(digits) <= 3, number
                assert (
                    num(number, 12) in one.text or num(-number, 12) in one.text or number == one.numbers.get("rounds")
                )
    assert len({one.text for one in found}) >= 5
    assert all(one.key for one in found)


@EACH
def test_a_question_takes_the_place_of_the_guides(task):
    guide = {(one.chapter, one.number): one for one in bank.load(ROOT) if one.kind == "essay"}
    if task.exam:
        assert guide[task.chapter, task.exam].points == task.points
    assert (task.chapter, task.exam) not in {(one.chapter, one.fixed.number) for one in paper.pool(ROOT) if one.fixed}


def test_all_chapters_have_drawn_questions():
    assert len(TASKS) >= 12 and {task.chapter for task in TASKS} == set(INDEPENDENT)
    assert len({(task.chapter, task.name) for task in TASKS}) == len(TASKS)


def test_numbers_as_on_paper():
    assert [num(number) for number in (0.04, 2.0, 1e-5, 3.5355339, -0.9, 10000)] == [
        *("0.04", "2", "0.00001", "3.536", "-0.9", "10000")
    ]
    assert equals(0.5) == "= 0.5" and equals(2 / 3) == r"\approx 0.6667"
    assert exact(3).tolerance == 0 and about(-200).tolerance == pytest.approx(2)


# ---- papers ----


def test_variants_ask_the_same_with_other_numbers():
    for seed in range(8):
        a, b = paper.papers(ROOT, seed, ["A", "B"], 100)
        assert a.points == b.points == 100 and len(a.questions) == len(b.questions)
        pairs = list(zip(a.questions, b.questions))
        assert all(one.points == other.points and one.title == other.title for one, other in pairs)
        drawn = [(one, other) for one, other in pairs if one.key]
        assert len(drawn) >= 12
        assert all(one.text != other.text and one.answer != other.answer for one, other in drawn)
        assert all(one == other for one, other in pairs if not one.key)


def test_the_same_seed_is_the_same_paper():
    first, again, other = (paper.papers(ROOT, seed, ["A"], 60)[0] for seed in (5, 5, 6))
    assert first == again and [one.text for one in first.questions] != [one.text for one in other.questions]
    # A variant's name says its numbers, and the first depends on no other.
    assert paper.papers(ROOT, 5, ["A", "B", "C"], 60)[0] == first
    alone = paper.papers(ROOT, 5, ["B"], 60)[0]
    assert sum(one.text != another.text for one, another in zip(first.questions, alone.questions)) >= 5


def test_many_variants_all_differ_where_there_are_numbers_enough():
    rows = zip(*(one.questions for one in paper.papers(ROOT, 2, list("ABCDE"), 85)))
    assert all(len({one.text for one in row}) == 5 for row in rows if row[0].key)


@pytest.mark.parametrize("points", [20, 40, 100, 150])
def test_points_add_up(points):
    assert paper.papers(ROOT, 3, ["A"], points)[0].points == points


def test_chapters_are_chosen():
    one = paper.papers(ROOT, 3, ["A"], 20, ["03_momentum", "05_adam"])[0]
    assert {asked.title for asked in one.questions} == {"3 Momentum", "5 Adam"}
    titles = {asked.title for asked in paper.papers(ROOT, 3, ["A"], 100)[0].questions}
    assert len(titles) == 7


def test_what_no_choice_makes_is_said():
    with pytest.raises(CourseError, match="makes 500 points; all together make 30"):
        paper.papers(ROOT, 3, ["A"], 500, ["03_momentum"])
    with pytest.raises(CourseError, match="makes 3 points"):
        paper.papers(ROOT, 3, ["A"], 3, ["03_momentum"])
    with pytest.raises(CourseError, match="There is no chapter 'x'"):
        paper.papers(ROOT, 3, ["A"], 100, ["x"])


# ---- on the page ----


@pytest.mark.parametrize(
    ("tex", "typst"),
    [
        (r"\sqrt{2}", "$sqrt(2)$"),
        (r"\frac1n", "$frac(1, n)$"),
        (r"x^2", "$attach(x, t: 2)$"),
        (r"x_i^2", "$attach(x, b: i, t: 2)$"),
        (r"\hat m", "$hat(m)$"),
        (r"(a, b)", r"$\( a \, b \)$"),
        (r"-\alpha", "$− α$"),
        (r"\text{total}", '$"total"$'),
    ],
)
def test_formulas_for_typst(tex, typst):
    assert formula(tex) == typst


def test_a_formula_that_cannot_be_said_is_an_error():
    with pytest.raises(CourseError, match=r"which typst_math\.py does not know: "):
        formula(r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}")


def test_no_sign_of_a_text_means_anything_to_typst():
    assert typeset.words("#let a = *b* _c_ `d` @e [f] ~g // h \\ i $x$") == (
        r"\#let a \= \*b\* \_c\_ \`d\` \@e \[f\] \~g \/\/ h \\ i $x$"
    )
    assert typeset.words('<em>so</em> &lt;b&gt; <code>W["a"] &lt; 1</code>') == (
        r'#emph[so] \<b\> #raw("W[\"a\"] < 1")'
    )
    assert [typeset.sentence(text) for text in ("no: it", "m, $S$", "$m$", "0.2; so")] == [
        "No: it",
        "m, $S$",
        "$m$",
        "0.2; so",
    ]
    with pytest.raises(CourseError, match=r"An exam cannot show <img"):
        typeset.words('<img src="x.png">')


def test_every_question_of_the_guide_can_be_set(tmp_path):
    """All fixed ones and one draw of each other, paper and key; Typst refuses what is not its language."""
    everything = [paper.drawn(place, 1, ["A"])[0] for place in paper.pool(ROOT)]
    assert len(everything) >= 39
    made = typeset.write(tmp_path, [paper.Paper("A", 1, everything)], "All: *of* #them")
    assert [path.name for path in made] == ["exam-A.pdf", "key-A.pdf"]
    assert all(path.read_bytes().startswith(b"%PDF") and path.with_suffix(".typ").is_file() for path in made)


def test_the_paper_gives_nothing_away():
    one = paper.papers(ROOT, 123456, ["A"], 100)[0]
    sheet, key = typeset.sheet(one, "Exam"), typeset.key(one, "Exam")
    assert "123456" not in sheet and "Seed 123456" in key
    for asked in one.questions:
        assert typeset.words(asked.text) in sheet and typeset.words(asked.text) in key
        assert typeset.words(typeset.sentence(asked.answer)) in key
        assert typeset.words(asked.answer) not in sheet and typeset.words(asked.marking) not in sheet
    assert f"({', '.join(str(asked.points) for asked in one.questions)},)" in sheet


def test_the_command_writes_the_same_files_again(tmp_path, capsys):
    for folder in ("one", "two"):
        assert main(["exam", "--seed", "4", "--variants", "A", "--points", "30", "--out", str(tmp_path / folder)]) == 0
    assert "30 points" in capsys.readouterr().out
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == ["exam-A.pdf", "exam-A.typ", "key-A.pdf", "key-A.typ"]
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in names)
    assert b"CreationDate" not in (tmp_path / "one" / "exam-A.pdf").read_bytes()  # else only runs of one second agree


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--variants", "A,A"], "--variants wants different names, such as A,B, got 'A,A'."),
        (["--variants", "../x"], "--variants wants different names"),
        (["--seed", "-1"], "--seed must be a whole number of at least 0, got -1."),
        (["--points", "2"], "No choice of these chapters' questions makes 2 points; all together make "),
    ],
)
def test_the_command_says_what_is_wrong(tmp_path, capsys, arguments, said):
    assert main(["exam", "--seed", "1", *arguments, "--out", str(tmp_path / "x")]) == 2
    assert said in capsys.readouterr().err and not (tmp_path / "x").exists()


def test_the_lecturers_page_is_right(tmp_path, monkeypatch, capsys):
    """Its commands run, and what it counts is counted."""
    page = (ROOT / "docs" / "instructor" / "questions_and_exams.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith(".venv/bin/course ")]
    assert len(lines) == 3
    monkeypatch.chdir(tmp_path)
    for line in lines:
        arguments = line.split()[1:]
        arguments += [] if "--out" in arguments else ["--out", "all.xml"]
        assert main([*arguments, "--course", str(ROOT)]) == 0, line
    assert "60 points" in capsys.readouterr().out
    assert {path.name for path in tmp_path.iterdir()} == {"all.xml", "momentum.zip", "exam"}
    assert f"{['Seventeen', 'Eighteen', 'Nineteen'][len(TASKS) - 17]} questions have drawn numbers" in page
