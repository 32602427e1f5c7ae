"""Questions with numbers of a student's own: drawn, written into the notebook, and graded by whose it is."""

import csv
import hashlib
import hmac
import json
import stat
import subprocess
import zipfile
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from distributed import LocalCluster

from course_lib import cli
from course_lib.authoring import handout
from course_lib.grading import batch, cluster, command, own_numbers
from course_lib.homework import keys, marks, variants
from course_lib.homework.examine import examine
from tests.hostile.notebooks import NAMES, ROOT, SOLUTION
from tests.stub_sandbox import StubSandbox

pytestmark = pytest.mark.slow

HOMEWORK = sorted(path.stem for path in (ROOT / "exercises").glob("*.ipynb"))
SECRET = b"0123456789abcdef" * 4
STUDENTS = [f"2026{number:03}" for number in range(200)]
# What each question asks for, worked out by hand.
FORMULAS = {
    "answer_limit_rate": lambda x, y: 1 / x**2,  # (xW - y)² has the curvature 2x²
    "answer_quieter": lambda B: 9 * B,
    "answer_updates": lambda B, epochs: epochs * -(-442 // B),
    "answer_sum_rate": lambda n, B, lr: lr / B,
    "answer_after": lambda a, g, lr: lr * g / (4 * a**2 + g**2) ** 0.5,
    "answer_rare": lambda n, small, k, big, every, times: (n / k) ** 0.5 * small / big,
    "answer_beta": lambda N: 1 - 1 / N,
    "answer_share": lambda beta, n, last: 1 - beta**n,
    "answer_first_step": lambda g, lr, beta: lr * (1 - beta) * g,
    "answer_growth": lambda beta: next(n for n in range(1000) if beta**n < 1 / 100),
    "answer_hover": lambda lr, n, total: n * lr,
    "answer_share_of_m": lambda beta: 1 - beta**5,
    "answer_steps_until": lambda beta: next(n for n in range(1000) if beta**n < 1 / 10),
    "answer_shrunk": lambda lr, decay, n, steps: (1 - lr * decay) ** n,
}
MEASURED = {"answer_steps"}  # there is no formula


@cache
def questions(name):
    return variants.questions(ROOT, name)


def every():
    return [(name, question) for name in HOMEWORK for question in questions(name).exercises]


def grade_id(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def close(a, b):
    return abs(a - b) < 1e-3 * max(abs(a), abs(b))


EACH = pytest.mark.parametrize(("name", "question"), every(), ids=[question for _, question in every()])


def test_every_homework_with_questions_has_one_whose_numbers_vary():
    assert {name for name, _ in every()} == set(HOMEWORK)
    assert {question for _, question in every()} == FORMULAS.keys() | MEASURED


@EACH
def test_two_hundred_students_have_answers_and_mistakes_of_their_own(name, question):
    """Many answers, no degenerate one, each mistake apart from the answer and from every other, hints filled."""
    plain, found = questions(name), []
    for student in STUDENTS:
        numbers = plain.drawn(SECRET, student)[question]
        key = plain.key(question, numbers)
        values = [float(key.expected[0][0]), *(float(mistake.results[0][0]) for mistake in key.mistakes)]
        assert not [pair for pair in combinations(values, 2) if close(*pair)], (numbers, values)
        assert np.isfinite(values).all() and values[0] > 0 and len(values) >= 5
        assert not [mistake.hint for mistake in key.mistakes if "{" in mistake.hint or "}" in mistake.hint]
        if question in FORMULAS:
            assert values[0] == pytest.approx(FORMULAS[question](**numbers), rel=1e-6), numbers
        found.append(values[0])
    assert len(set(found)) >= 40  # of 200
    assert max(found.count(value) for value in found) <= 20


@EACH
def test_every_number_stands_in_the_question_or_in_the_answer(name, question):
    plain = questions(name)
    notebook = json.loads((ROOT / "solutions" / f"{name}.ipynb").read_text())
    place = next(i for i, cell in enumerate(notebook["cells"]) if grade_id(cell) == question)
    text = "".join(notebook["cells"][place - 1]["source"]).rpartition("\n\n")[2]
    code = "".join(notebook["cells"][place]["source"])
    was = plain.exercises[question].numbers
    for number in (one for one in was.values() if not isinstance(one, str)):
        changed = variants.rewritten(f"{text}\n{code}", {"one": number}, {"one": 987654})
        assert "987654" in changed, f"{number} stands nowhere in {question}"
    assert variants.rewritten(text, was, was) == text and variants.rewritten(code, was, was) == code


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("about 20 steps. 20", "about 7 steps. 7"),
        ("W_20 x20 0.20 120 20.5 1e20", "W_20 x20 0.20 120 20.5 1e20"),
        ("f(20.0, 20) 20W 约20步", "f(7.0, 7) 7W 约7步"),
    ],
)
def test_a_number_is_replaced_as_a_whole(text, new):
    assert variants.rewritten(text, {"N": 20}, {"N": 7}) == new


def test_two_numbers_may_exchange_their_places():
    assert variants.rewritten("2 of 3, 0.5", {"a": 2, "b": 3, "c": 0.5}, {"a": 3, "b": 2, "c": 1.25}) == "3 of 2, 1.25"


def test_numbers_come_from_secret_student_and_question_by_hmac():
    words = json.dumps(["03_momentum", "answer_beta", "2026001"]).encode()
    seed = int.from_bytes(hmac.new(SECRET, words, hashlib.sha256).digest(), "big")
    plain = questions("03_momentum")
    expected = plain.exercises["answer_beta"].own(np.random.default_rng(seed))
    assert plain.drawn(SECRET, "2026001")["answer_beta"] == expected
    others = [plain.drawn(SECRET, student) for student in STUDENTS]
    assert len({json.dumps(one) for one in others}) == len(STUDENTS)
    assert plain.drawn(SECRET, STUDENTS[0]) != plain.drawn(SECRET + b"x", STUDENTS[0])
    drawn = json.dumps(plain.drawn(SECRET, "2026001"), sort_keys=True)
    words = json.dumps(["mark", "03_momentum", "2026001", drawn]).encode()
    assert plain.mark(SECRET, "2026001") == f"numbers-{hmac.new(SECRET, words, hashlib.sha256).hexdigest()[:12]}"
    found = {plain.mark(secret, student) for secret in (SECRET, SECRET + b"x") for student in STUDENTS}
    assert len(found) == 2 * len(STUDENTS)


# ---- the packages ----

ROSTER = """学号,姓名,班级
2026001,Ada Lovelace,A
2026002,张三,B
2026003,Bob / O'Neill,B
2026004,Dan Day,A
2026005,Eve Ek,A
"""


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """The folder with roster.csv, course.secret and the packages."""
    folder = tmp_path_factory.mktemp("release")
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (folder / "my.secret").write_bytes(SECRET)  # not a random one, by which somebody may draw the plain numbers
    arguments = ["release", folder / "out", "--students", folder / "roster.csv", "--secret", folder / "my.secret"]
    assert cli.main([*map(str, arguments), "--course", str(ROOT)]) == 0
    return folder


def entries(file):
    with zipfile.ZipFile(file) as package:
        return {name.partition("/")[2]: package.read(name) for name in package.namelist()}


@pytest.mark.slow
def test_a_package_for_each_student_named_as_the_roster_says(released):
    there = {path.name for path in (released / "out").iterdir()}
    called = ["2026001 Ada Lovelace", "2026002 张三", "2026003 Bob _ O'Neill", "2026004 Dan Day", "2026005 Eve Ek"]
    assert there == {f"{name}.zip" for name in called}


def test_a_new_secret_is_for_its_owner(tmp_path):
    path = tmp_path / "deep" / "my.secret"
    made = own_numbers.secret(path, make=True)
    assert len(made) >= 32 and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert own_numbers.secret(path, make=True) == made != own_numbers.secret(tmp_path / "other.secret", make=True)


def test_the_secret_is_in_no_package(released):
    secret = (released / "my.secret").read_bytes().strip()
    for package in (released / "out").iterdir():
        for name, data in entries(package).items():
            assert secret not in data and "secret" not in name.lower()


def test_the_plain_package_has_todays_numbers_and_nothing_of_variants(released):
    package = entries(next((released / "out").iterdir()))
    assert "course_lib/homework/variants.py" not in package and "course_lib/homework/spec.py" not in package
    for name in HOMEWORK:
        assert not marks.marks((ROOT / "exercises" / f"{name}.ipynb").read_text())


@pytest.mark.slow
def test_a_second_release_draws_the_same(released, tmp_path):
    handout.main(ROOT, tmp_path, released / "roster.csv", released / "my.secret")
    for package in (released / "out").iterdir():
        assert (tmp_path / package.name).read_bytes() == package.read_bytes()


def test_a_students_notebook_differs_in_the_questions_and_says_whose_numbers_it_has(released):
    package = entries(released / "out" / "2026001 Ada Lovelace.zip")
    own = json.loads(package["exercises/03_momentum.ipynb"])
    plain = json.loads((ROOT / "exercises" / "03_momentum.ipynb").read_bytes())
    (mark,) = marks.marks(json.dumps(own))
    assert own["metadata"]["course"]["numbers"] == mark and mark in "".join(own["cells"][0]["source"])
    changed = [i for i, (a, b) in enumerate(zip(own["cells"], plain["cells"], strict=True)) if a != b]
    answers = [i for i, cell in enumerate(plain["cells"]) if grade_id(cell).startswith("answer_")]
    assert changed == sorted([0, *answers, *(i - 1 for i in answers)])
    assert all(mark in "".join(own["cells"][i]["source"]) for i in answers)
    assert [cell["id"] for cell in own["cells"]] == [cell["id"] for cell in plain["cells"]]


def test_check_knows_the_students_own_answer(released, tmp_path):
    with zipfile.ZipFile(released / "out" / "2026001 Ada Lovelace.zip") as package:
        package.extractall(tmp_path)
    place = tmp_path / "optimizers-course" / "exercises"
    secret = (released / "my.secret").read_bytes().strip()
    N = questions("03_momentum").drawn(secret, "2026001")["answer_beta"]["N"]
    key = keys.find("answer_beta", place)
    assert examine(key, 1 - 1 / N).passed
    assert not examine(key, 1 - 1 / 20).passed or N == 20
    wrong = examine(key, 1 / N)
    assert wrong.diagnosis == "the_weight"
    assert f"{N} steps" in key.hint("by_half_life")


def test_a_secret_that_could_be_published_is_refused(tmp_path, capsys):
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    secret = ROOT / "secret.txt"
    arguments = ["release", tmp_path / "out", "--students", tmp_path / "roster.csv", "--secret", secret]
    assert cli.main([*map(str, arguments), "--course", str(ROOT)]) != 0
    assert "call it secret.secret" in capsys.readouterr().err and not secret.exists()
    ignored = subprocess.run(["git", "check-ignore", "-q", "course.secret"], cwd=ROOT, check=False)
    assert ignored.returncode == 0


def test_students_who_cannot_be_told_apart_are_refused(tmp_path, capsys):
    (tmp_path / "roster.csv").write_text("name,section\nAda King,A\nada king,B\n", encoding="utf-8")
    arguments = ["release", tmp_path / "out", "--students", tmp_path / "roster.csv", "--secret", tmp_path / "my.secret"]
    assert cli.main([*map(str, arguments), "--course", str(ROOT)]) != 0
    assert "give each an ID" in capsys.readouterr().err and not list((tmp_path / "out").glob("*"))


# ---- grading ----


@pytest.fixture(autouse=True)
def stub(monkeypatch):
    monkeypatch.setattr(batch, "Sandbox", StubSandbox)
    monkeypatch.setattr(cluster, "Sandbox", StubSandbox)
    monkeypatch.setattr(command, "probed", lambda: (None, []))


QUESTIONS = [name for name in NAMES if name.startswith("answer_")]


def solved(released, student=None, mark=True):
    """The bytes of a notebook with the right answers to this student's numbers, or to the plain notebook's."""
    plain = questions("03_momentum")
    node = json.loads(json.dumps(SOLUTION))
    if student:
        secret = (released / "my.secret").read_bytes().strip()
        node = variants.own_notebook(node, plain, plain.drawn(secret, student), plain.mark(secret, student))
    text = json.dumps(node, ensure_ascii=False)
    return (text if mark else marks.MARK.sub("", text)).encode()


@pytest.fixture
def place(released, tmp_path):
    """A class: Ada has her own numbers; 张三 answers Ada's in the plain notebook; Bob has the plain ones; Dan worked in
    Ada's notebook with his own numbers' answers; Eve's mark is gone; and somebody is not in the roster."""
    handed_in = {
        "2026001-Ada": solved(released, "2026001"),
        "2026002-张三": solved(released, "2026001", mark=False),
        "2026003-Bob": solved(released),
        "2026004-Dan": solved(released, "2026004").replace(
            *(sorted(marks.marks(solved(released, who).decode()))[0].encode() for who in ("2026004", "2026001"))
        ),
        "2026005-Eve": solved(released, "2026005", mark=False),
        "guest": solved(released),
    }
    for name, data in handed_in.items():
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "hw.ipynb").write_bytes(data)
    return tmp_path


def grade(place, released, *options):
    arguments = ["grade", "03_momentum", place / "in", "--out", place / "out", "--course", ROOT, "--seed", 3, *options]
    return cli.main([*map(str, arguments)])


def by(released):
    return "--roster", released / "roster.csv", "--secret", released / "my.secret"


def results(place):
    return {
        one["submission"].split("/")[0]: one
        for one in json.loads((place / "out" / "grades.json").read_text(encoding="utf-8"))["submissions"]
    }


def lost(one):
    return [name for name in QUESTIONS if not one["exercises"][name]["passed"]]


def test_a_class_is_graded_by_each_students_own_numbers(place, released, capsys):
    assert grade(place, released, *by(released)) == 0
    found = results(place)
    assert {name: lost(one) for name, one in found.items()} == {
        "2026001-Ada": [],
        "2026002-张三": QUESTIONS,
        "2026003-Bob": QUESTIONS,
        "2026004-Dan": [],
        "2026005-Eve": [],
        "guest": [],
    }
    assert all(found["2026002-张三"]["exercises"][name]["diagnosis"] == "other_numbers" for name in QUESTIONS)
    notes = {name: " ".join(one["numbers"]["notes"]) for name, one in found.items()}
    assert notes["2026001-Ada"] == notes["2026005-Eve"] == ""
    assert "answer_beta is the answer to the numbers of Ada Lovelace (2026001)" in notes["2026002-张三"]
    assert "answer_beta is the answer to the numbers of the plain notebook" in notes["2026003-Bob"]
    assert notes["2026004-Dan"] == "The notebook is that of Ada Lovelace (2026001)."
    assert "nobody's in the roster" in notes["guest"]
    summary = (place / "out" / "summary.html").read_text(encoding="utf-8")
    assert "Numbers to look at" in summary and notes["2026004-Dan"] in summary
    page = (place / "out" / "feedback" / "2026002-张三" / "hw.html").read_text(encoding="utf-8")
    assert "right answer to other numbers than yours" in page and "Ada" not in page
    own = questions("03_momentum").drawn((released / "my.secret").read_bytes().strip(), "2026002")
    assert str(own["answer_beta"]["N"]) not in page.partition("answer_beta")[2].partition("</tr>")[0]
    assert "1.5" not in capsys.readouterr().err


def test_without_a_secret_everything_is_as_before(place, released):
    assert grade(place, released, "--roster", released / "roster.csv") == 0
    found = results(place)
    assert lost(found["2026003-Bob"]) == lost(found["guest"]) == []
    assert lost(found["2026001-Ada"]) == QUESTIONS
    assert not any("numbers" in one for one in found.values())


@pytest.mark.slow
def test_the_secret_and_the_roster_are_kept_and_whoever_is_found_later_is_graded_again(place, released):
    roster = place / "roster.csv"
    roster.write_text(ROSTER.replace("2026002,张三,B\n", ""), encoding="utf-8")
    assert grade(place, released, "--roster", roster, "--secret", released / "my.secret") == 0
    before = results(place)
    assert before["2026002-张三"]["numbers"]["by"] == "plain"
    roster.write_text(ROSTER, encoding="utf-8")
    assert grade(place, released, "--resume") == 0
    after = results(place)
    assert after["2026002-张三"]["numbers"]["by"] != "plain"
    assert {name: one for name, one in after.items() if "张三" not in name} == {
        name: one for name, one in before.items() if "张三" not in name
    }
    assert grade(place, released, "--resume", "--secret", "none") == 0
    assert lost(results(place)["2026001-Ada"]) == QUESTIONS


@pytest.mark.slow
def test_only_and_regrade_know_the_numbers(place, released, capsys):
    assert grade(place, released, *by(released)) == 0
    before = results(place)
    assert grade(place, released, "--only", "2026001-Ada/hw") == 0
    assert {name: lost(one) for name, one in results(place).items()} == {
        name: lost(one) for name, one in before.items()
    }
    for more in ([], ["--exercise", "answer_beta"]):
        capsys.readouterr()
        assert cli.main(["regrade", str(place / "out"), "--course", str(ROOT), *more]) == 0
        assert "6 submissions: no change." in capsys.readouterr().out


def test_numbers_of_another_secret_roster_or_version_stop_the_run(place, released, tmp_path, capsys):
    (tmp_path / "other.secret").write_text("z" * 64)
    assert grade(place, released, "--roster", released / "roster.csv", "--secret", tmp_path / "other.secret") == 2
    assert "The numbers in the notebooks are nobody's" in capsys.readouterr().err
    assert grade(place, released, "--secret", released / "my.secret") == 2
    assert "--secret needs --roster" in capsys.readouterr().err
    assert grade(place, released, "--roster", released / "roster.csv", "--secret", tmp_path / "none.secret") == 2
    assert "cannot be read" in capsys.readouterr().err and not (tmp_path / "none.secret").exists()


def test_plain_notebooks_are_noticed_before_all_lose_their_points(released, tmp_path, capsys):
    (tmp_path / "in" / "2026001-Ada").mkdir(parents=True)
    (tmp_path / "in" / "2026001-Ada" / "hw.ipynb").write_bytes(solved(released))
    assert grade(tmp_path, released, *by(released)) == 0
    assert "are these the plain ones?" in capsys.readouterr().err


def test_a_spreadsheet_may_change_an_id_and_the_roster_its_order(place, released):
    lines = ROSTER.splitlines()
    (place / "again.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]), encoding="utf-8-sig")
    assert grade(place, released, "--roster", place / "again.csv", "--secret", released / "my.secret") == 0
    assert lost(results(place)["2026001-Ada"]) == []


@pytest.mark.slow
def test_a_cluster_grades_by_the_same_numbers(place, released):
    assert grade(place, released, *by(released)) == 0
    here = {name: lost(one) for name, one in results(place).items()}
    with LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as machines:
        arguments = ["--out", place / "far", "--scheduler", machines.scheduler_address]
        assert grade(place, released, *by(released), *arguments) == 0
    (place / "out").rename(place / "here")
    (place / "far").rename(place / "out")
    assert {name: lost(one) for name, one in results(place).items()} == here


def test_grades_csv_has_no_column_more(place, released):
    assert grade(place, released, *by(released)) == 0
    with (place / "out" / "grades.csv").open(newline="", encoding="utf-8") as file:
        head = next(csv.reader(file))
    assert head == ["submission", "id", "name", "section", "status", "score", "max_score", *NAMES]
