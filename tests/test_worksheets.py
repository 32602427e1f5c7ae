"""Worksheets for class: one page a chapter, whose numbers the library computes, and a key."""

import re

import pytest
import typst

from course_lib import cli
from course_lib.worksheets import topics, typeset
from course_lib.worksheets.tasks import Table, Task

SHEETS = {sheet.chapter: sheet for sheet in topics.sheets()}
# Worked by hand: (chapter, number of the task): its table as the key shows it.
BY_HAND = {
    ("01_gradient_descent", 1): "0 (4, 2) (4, 8) (4, 2) | 1 (3.2, 0.4) (3.2, 1.6) (2.4, -1.2)"
    " | 2 (2.56, 0.08) (2.56, 0.32) (1.44, 0.72)",
    ("02_adagrad", 1): "3 9 3 1 | 4 25 5 0.8 | 12 169 13 0.923",
    ("03_momentum", 1): "1 4 2 | 2 2 2 | 3 6 4 | 4 0 2",
    ("04_rmsprop", 1): "4, 4 4 0.2 7 0.151 | 0.04, 0.04 0.0004 0.2 0.0007 0.151",
    ("05_adam", 1): "1 4 2 4 4 16 1 | 2 2 2 4 2.67 9.14 0.882",
    ("06_comparison", 1): "runs 360 | epochs in all 2880",
    ("07_beyond", 1): "1 2 8 4 1.2 | 2 0.8 3.2 3.6 0.48",
    ("07_beyond", 3): "SGD 0 0 8 | Momentum 1 4 12 | Adam 2 8 16",
}
# The numbers in an answer that a closed form gives.
CLOSED = {
    ("01_gradient_descent", 2): ["$\\sqrt{16} = 4$ times"],  # √16
    ("01_gradient_descent", 3): ["2/25 = 0.08"],
    ("02_adagrad", 2): ["(7.52, -0.75)", "(7, 0.5)"],  # 1.5·(1 - 0.06·25); one rate in each coordinate
    ("02_adagrad", 3): ["0.1 and 1", "10 times"],
    ("02_adagrad", 4): ["In step 100"],
    ("03_momentum", 1): ["0.0625"],  # 1/16
    ("03_momentum", 2): ["N = 5", "67.2 %"],  # 1 - 0.8⁵ = 0.67232
    ("03_momentum", 4): ["0.05263"],  # 1/19
    ("04_rmsprop", 3): ["Both 1:"],
    # S = 100·0.9ⁿ + 0.01·(1 - 0.9ⁿ) ≤ 1 from n = 44 on; ≤ 0.01/0.99² from n = 125 on
    ("04_rmsprop", 4): ["step 44", "step 125", "43.7"],
    ("05_adam", 2): ["3.16"],
    ("06_comparison", 2): ["10.9 %", "5.5 %"],  # 112/1024, 56/1024
    ("07_beyond", 2): ["= 1.81$"],  # 2·e^-0.1 = 1.8097
    ("07_beyond", 4): ["step 5,", "step 51", "0.0437"],  # 0.1·(1 + cos 0.54π)/2
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sheets")
    assert cli.main(["worksheets", "--out", str(folder)]) == 0
    return folder


def pages(source):
    """How many pages Typst makes of a file."""
    made = typst.compile(source, format="svg", ignore_system_fonts=True)
    return 1 if isinstance(made, bytes) else len(made)


def test_there_is_one_for_each_chapter_with_three_to_five_tasks():
    assert [name[:2] for name in SHEETS] == [f"{number:02}" for number in range(1, 8)]
    for sheet in SHEETS.values():
        assert 3 <= len(sheet.tasks) <= 5 and any(task.picture is not None for task in sheet.tasks), sheet.chapter


@pytest.mark.parametrize("place", BY_HAND, ids=lambda place: f"{place[0]}-{place[1]}")
def test_a_table_is_what_a_hand_computes(place):
    table = SHEETS[place[0]].tasks[place[1] - 1].table
    assert " | ".join(" ".join(row) for row in table.rows) == BY_HAND[place]


@pytest.mark.parametrize("place", CLOSED, ids=lambda place: f"{place[0]}-{place[1]}")
def test_an_answer_is_what_a_closed_form_gives(place):
    for number in CLOSED[place]:
        assert number in SHEETS[place[0]].tasks[place[1] - 1].answer


def test_the_rate_to_be_drawn_is_said_by_a_formula():
    """Nobody may take the cosine to begin after the rise: then step 55 would be half."""
    text = SHEETS["07_beyond"].tasks[3].text
    assert r"0.1 \cdot (1 + \cos \pi s)/2" in text and r"multiplied by $t/10$" in text and "$0.54$ in step 55" in text


@pytest.mark.slow
def test_each_sheet_and_each_key_is_one_page(written):
    made = sorted(path.name for path in written.glob("*.pdf"))
    assert made == sorted(f"{kind}-{name}.pdf" for name in SHEETS for kind in ("worksheet", "key"))
    for name in made:
        assert (written / name).read_bytes().startswith(b"%PDF")
        assert pages((written / "source" / name).with_suffix(".typ")) == 1, name


@pytest.mark.slow
def test_a_second_page_would_be_seen(written):
    (written / "source" / "long.typ").write_text("one #pagebreak() two", encoding="utf-8")
    assert pages(written / "source" / "long.typ") == 2


@pytest.mark.slow
def test_no_answer_stands_on_the_sheet(written):
    for name, sheet in SHEETS.items():
        text = (written / "source" / f"worksheet-{name}.typ").read_text(encoding="utf-8")
        calls = text[text.index("#show: page.with([") :]
        for task in sheet.tasks:
            assert typeset.paragraph(task.answer) not in calls
        assert "text(key" not in calls and "none, " in calls
    blank = Table(["a", "b"], [["1", "2"], ["3", "4"]], example=True)
    assert blank.blank() == [["1", "2"], ["3", ""]]


@pytest.mark.slow
def test_what_students_mark_or_draw_differs_from_the_key(written):
    """A picture that the key completes is another file than the sheet's."""
    compared = 0
    for name, sheet in SHEETS.items():
        for number, task in enumerate(sheet.tasks, start=1):
            if task.solved is not None:
                compared += 1
                files = [written / "source" / f"{kind}-{name}-{number}.svg" for kind in ("worksheet", "key")]
                bare, solved = (re.sub(r'id="[^"]*"|#\w+', "", file.read_text(encoding="utf-8")) for file in files)
                assert len(solved) > len(bare) + 100, (name, number)
    assert compared >= 6


def test_unknown_names_are_one_sentence(capsys, tmp_path):
    assert cli.main(["worksheets", "08_more", "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("There is no chapter '08_more' with a worksheet; there are 01_")
    with pytest.raises(ValueError, match="kind must be one of Compute"):
        Task("Sing", "", "")
