"""Pairs of submissions that are alike: copies are found, also renamed ones, and honest classes are left in peace."""

import json
import random
import re

import pytest

from course_lib import cli
from course_lib.grading import similar, similarity
from tests.test_grading import ROOT

EMPTY = json.loads((ROOT / "exercises" / "03_momentum.ipynb").read_text(encoding="utf-8"))
TEMPLATES = similar.templates(ROOT, "03_momentum")
STEP = TEMPLATES["momentum_step"]


def a_student(seed):
    """The bodies of the answers of somebody with habits: {exercise: lines below the docstring}."""
    pick = random.Random(seed).choice
    out, x, v = pick(["out", "result", "values", "ys"]), pick(["value", "item", "obs", "a"]), pick(["v", "m", "ema"])

    def mean(old, new):
        return pick(
            [
                f"beta * {old} + (1 - beta) * {new}",
                f"(1 - beta) * {new} + beta * {old}",
                f"{old} + (1 - beta) * ({new} - {old})",
                f"{old}*beta+{new}*(1-beta)",
            ]
        )

    loops = [
        f"{v} = np.zeros_like(x[0])\n{out} = []\nfor {x} in x:\n    {v} = {mean(v, x)}\n    {out}.append({v})",
        f"{out} = np.zeros_like(x)\n{v} = 0\nfor i in range(len(x)):\n    {v} = {mean(v, 'x[i]')}\n    {out}[i] = {v}",
        f"{out} = np.empty(x.shape)\nfor i, {x} in enumerate(x):\n    {out}[i] = {mean(f'{out}[i - 1]', x)}",
    ]
    loops = [f"{loop}\nreturn {out}" for loop in loops]
    weights = [
        "return (1 - beta) * beta ** np.arange(n)",
        f"{out} = []\nfor i in range(n):\n    {out}.append((1 - beta) * beta ** i)\nreturn {out}",
        "return [(1 - beta) * beta**k for k in range(n)]",
        "k = np.arange(0, n)\nreturn np.power(beta, k) * (1 - beta)",
    ]
    steps = [
        f"v = {mean('v', 'g')}\nW = W - lr * v\nreturn W, v",
        f"v = {mean('v', 'g')}\nreturn W - lr * v, v",
        f"v_new = {mean('v', 'g')}\nW_new = W - lr * v_new\nreturn W_new, v_new",
    ]
    windows = ["return 1 / (1 - beta)", "N = 1 / (1 - beta)\nreturn N", "return (1 - beta) ** -1"]
    betas = ["return 1 - 1 / N", "b = 1 - 1 / N\nreturn b", "return (N - 1) / N"]
    kinds = {
        "ewma": loops,
        "ewma_weights": weights,
        "window": windows,
        "beta_for_window": betas,
        "momentum_step": steps,
    }
    return {name: pick(bodies) for name, bodies in kinds.items()}


def cell(name, body):
    """The cell of an answer."""
    head = TEMPLATES[name].split("    raise")[0]
    return head + "".join(f"    {line}\n" for line in body.splitlines())


def cells(student):
    return {name: cell(name, body) for name, body in student.items()}


def renamed(student):
    """Somebody else's answers under other names, with another layout and a comment."""
    swapped = student
    for old, new in (("out|result|values|ys", "mine"), ("value|item|obs|a", "each"), ("ema|m", "mean")):
        swapped = {name: re.sub(rf"\b({old})\b", new, body) for name, body in swapped.items()}
    return {name: "# thought of it myself\n\n" + body.replace(" * ", "*") for name, body in swapped.items()}


def a_class(seed, size=40):
    return {f"s{number:02}": cells(a_student(1000 * seed + number)) for number in range(size)}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_copy_is_listed_first_and_a_renamed_one_too(seed):
    everybody = a_class(seed)
    everybody["copy"] = dict(everybody["s05"])
    everybody["renamed"] = cells(renamed(a_student(1000 * seed + 7)))
    first, *others = similarity.pairs(everybody, TEMPLATES)
    assert (first.one, first.other) == ("copy", "s05") and first.chance <= 0.1
    assert set(first.verbatim) == set(first.likeness) and len(first.likeness) == 5
    (second,) = [pair for pair in others if (pair.one, pair.other) == ("renamed", "s07")]
    assert second.verbatim == [] and len(second.likeness) == 5 and len(others) <= 3


@pytest.mark.slow
def test_honest_classes_are_left_in_peace():
    least = [
        min([pair.chance for pair in similarity.pairs(a_class(seed), TEMPLATES)], default=1) for seed in range(10, 34)
    ]
    assert sum(chance < 0.05 for chance in least) <= 4


# Forms that nobody else has in a class in which each answer is one of four.
ODD = {
    "ewma": "age = np.subtract.outer(np.arange(len(x)), np.arange(len(x)))\n"
    "share = np.tril((1 - beta) * beta ** np.abs(age))\nreturn np.tensordot(share, x, axes=1)",
    "ewma_weights": "found = [1 - beta]\nwhile len(found) < n:\n    found.append(found[-1] * beta)\nreturn found[:n]",
    "momentum_step": "both = np.stack([v, g])\nnow = np.array([beta, 1 - beta]) @ both\nreturn W - lr * now, now",
}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_who_shares_what_nobody_else_has_is_listed(seed):
    pick = random.Random(seed).choice
    forms = [a_student(number) for number in range(4)]
    everybody = {
        f"s{place:02}": cells({name: pick(forms)[name] for name in TEMPLATES if name in forms[0]})
        for place in range(30)
    }
    for place, other in enumerate(("eve", "ida")):
        odd = {name: re.sub(r"\b(found|both|now|age|share)\b", r"\1" + "_" * place, body) for name, body in ODD.items()}
        everybody[other] = everybody[f"s0{place}"] | cells(odd)
    first, *others = similarity.pairs(everybody, TEMPLATES)
    assert (first.one, first.other) == ("eve", "ida") and first.chance <= 0.05
    assert not [pair for pair in others if pair.chance <= 0.05]


def test_what_everybody_writes_alike_is_not_listed():
    assert similarity.pairs({f"s{number}": cells(a_student(1)) for number in range(30)}, TEMPLATES) == []


def test_the_empty_notebook_is_like_nobody():
    everybody = a_class(4, 12) | {"one": dict(TEMPLATES), "two": dict(TEMPLATES), "three": {}, "four": {}}
    assert not [pair for pair in similarity.pairs(everybody, TEMPLATES) if not pair.one.startswith("s")]


def test_what_is_short_is_alike_by_chance():
    assert similarity.likeness([["a", "=", "1"]] * 3).max() == 0
    assert similarity.likeness([["a", "=", "1", "+", "2", "b"]] * 3).min() == 1


def test_one_answer_alone_is_not_enough():
    everybody = a_class(5)
    everybody["eve"] = {"ewma": everybody["s03"]["ewma"]}
    assert "eve" not in {name for pair in similarity.pairs(everybody, TEMPLATES) for name in (pair.one, pair.other)}


# ---- how an answer is read ----

SAME = {
    "layout": ("v=beta*v+(1-beta)*g\nreturn W-lr*v,v", "v = beta * v + (1 - beta) * g\n\n\nreturn W - lr * v, v"),
    "names": ("new = g * lr\nreturn W - new, new", "x = g * lr\nreturn W - x, x"),
    "comments": ("return W - lr * v, v  # step", "# the step\nreturn W - lr * v, v"),
    "docstrings": ('"""My answer."""\nreturn W - lr * v, v', "return W - lr * v, v"),
}
DIFFERENT = {
    "arguments are not names of one's own": ("return W - lr * v, v", "return W - lr * g, g"),
    "functions of NumPy": ("return np.add(W, -lr * v), v", "return np.dot(W, -lr * v), v"),
    "numbers": ("return W - 0.1 * v, v", "return W - 0.2 * v, v"),
    "builtins": ("return sum(W), v", "return max(W), v"),
    "strings in expressions": ("return W['a'], v", "return W['b'], v"),
    "other names in another order": ("a = g\nb = v\nreturn a, b", "a = g\nb = v\nreturn b, a"),
}


def read(body, renamed=True):
    return similarity.tokens(cell("momentum_step", body), STEP, renamed)


@pytest.mark.parametrize("kind", SAME)
def test_alike_but_for(kind):
    assert read(SAME[kind][0]) == read(SAME[kind][1]) != []


@pytest.mark.parametrize("kind", DIFFERENT)
def test_different_in(kind):
    assert read(DIFFERENT[kind][0]) != read(DIFFERENT[kind][1])


def test_names_and_comments_count_in_the_other_reading():
    assert read("new = g  # a b", renamed=False) == ["new", "=", "g", "#", "a", "b"]


def test_what_the_template_holds_is_left_out():
    assert similarity.tokens(STEP, STEP, True) == []
    assert read("return v")[:2] == ["return", "v"]


@pytest.mark.parametrize(
    "source",
    [
        "(" * 10_000,
        "x = " + "-" * 10_000 + "1",
        "'''",
        "\\",
        "def momentum_step(:\n  \x00 = 1\n",
        "\ud800",
        "if 1:\n      a\n   b\n",
    ],
    ids=["brackets", "signs", "open string", "backslash", "NUL", "half a letter", "indents"],
)
def test_what_is_no_python_does_not_stop_it(source):
    assert isinstance(similarity.tokens(source, STEP, True), list)
    assert similarity.pairs({"a": {"momentum_step": source}, "b": {}, "c": {}}, {"momentum_step": STEP}) == []


@pytest.mark.parametrize(
    ("sources", "found"),
    [
        (["window = 3", "def window(beta):\n    return 1"], 1),
        (["def window(beta):\n    return 1", "print(window(0.9))", "window == 3"], 0),
        (["    window = 3", "def windows(): pass"], None),
    ],
)
def test_the_last_cell_that_defines_it_holds_the_answer(sources, found):
    answer = similarity.answer([(None, source) for source in sources], "window")
    assert answer == ("" if found is None else sources[found])


# ---- the page ----


def hand_in(folder, name, student):
    node = json.loads(json.dumps(EMPTY))
    for one in node["cells"]:
        if (marked := one["metadata"].get("nbgrader", {}).get("grade_id")) in student:
            one["source"] = student[marked]
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.ipynb").write_text(json.dumps(node), encoding="utf-8")


def test_the_page_shows_both_side_by_side_and_runs_nothing(tmp_path, capsys):
    trap = tmp_path / "trap"
    for name, student in a_class(1, 20).items():
        hand_in(tmp_path / "in", name, student)
    odd = {name: f"open({str(trap)!r}, 'w')  # <b>mine</b>\n{text}" for name, text in cells(a_student(5)).items()}
    hand_in(tmp_path / "in", "<i>eve", odd)
    hand_in(tmp_path / "in", "mallory", odd)
    out = tmp_path / "page.html"
    assert cli.main(["similar", "03_momentum", str(tmp_path / "in"), "--out", str(out)]) == 0
    page = out.read_text(encoding="utf-8")
    assert "<h2>&lt;i&gt;eve and mallory</h2>" in page and "This page gives no verdict." in page
    assert page.count("# &lt;b&gt;mine&lt;/b&gt;") >= 4 and "<b>mine" not in page and "<script" not in page
    assert "the same to the letter" in page and "of 100 classes" in page
    assert not trap.exists()
    said = capsys.readouterr().out
    assert "22 submissions compared" in said and "It gives no verdict." in said


def test_too_few_or_too_many_are_one_sentence(tmp_path, capsys, monkeypatch):
    for number in range(3):
        hand_in(tmp_path / "in", f"s{number}", cells(a_student(number)))
    arguments = ["similar", "03_momentum", str(tmp_path / "in"), "--out", str(tmp_path / "page.html")]
    assert cli.main(arguments) == 0
    monkeypatch.setattr(similar, "MOST", 2)
    assert cli.main(arguments) == 2 and "has 3 submissions of 03_momentum; 3 to 2" in capsys.readouterr().err
    assert cli.main(["similar", "05_adam", *arguments[2:]]) == 2 and "has 0 submissions" in capsys.readouterr().err
