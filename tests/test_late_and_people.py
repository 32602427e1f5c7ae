"""Due dates as people write them, what lateness costs, and which student a row of a CSV file means."""

from datetime import datetime, timedelta

import pytest

from course_lib.errors import CourseError
from course_lib.grading import late, people, roster
from course_lib.grading.people import Person

# As on platforms and in files: Moodle in English and Chinese, Canvas, German, ISO.
TIMES = {
    "2026-11-20 23:58": (20, 23, 58, 0),
    "2026-11-20T23:58:00": (20, 23, 58, 0),
    "Friday, 20 November 2026, 11:58 PM": (20, 23, 58, 0),
    "20 November 2026, 23:58": (20, 23, 58, 0),
    "Nov 20, 2026 at 11:58pm": (20, 23, 58, 0),
    "2026年11月20日 星期五 下午11:58": (20, 23, 58, 0),
    "2026年11月20日 上午 9:05": (20, 9, 5, 0),
    "20.11.2026 23:58": (20, 23, 58, 0),
    "Freitag, 20. November 2026, 23:58": (20, 23, 58, 0),
    "vendredi 20 novembre 2026, 23:58": (20, 23, 58, 0),
    "20/11/2026 23:58": (20, 23, 58, 0),
    "11/20/2026 23:58": (20, 23, 58, 0),
    "2026-11-20": (20, 23, 59, 59),
    "2026年11月20日": (20, 23, 59, 59),
}


@pytest.mark.parametrize("text", TIMES)
def test_a_time_is_read_in_the_form_in_which_it_is_written(text):
    day, *clock = TIMES[text]
    assert late.due(text) == datetime(2026, 11, day, *clock)


def test_a_day_before_its_month_in_german():
    assert late.due("Mittwoch, 4. März 2026, 10:00") == datetime(2026, 3, 4, 10)
    assert late.due("04.03.2026 10:00") == datetime(2026, 3, 4, 10)


def test_another_zone_is_turned_into_this_machines():
    assert late.due("2026-11-20 23:58+08:00") - late.due("2026-11-20 23:58+00:00") == -timedelta(hours=8)


@pytest.mark.parametrize(
    "text", ["", "12", "2026", "23:59", "tomorrow", "Nov 20", "03/04/2026", "2026-13-01", "x" * 500]
)
def test_a_time_is_never_guessed(text):
    with pytest.raises(CourseError, match="write it like 2026-11-20 23:59"):
        late.due(text)


RULE = "10%/day, max 3 days, grace 15 minutes"
PENALTIES = [  # rule, hours late, penalty of 20 points
    (RULE, 0, 0),
    (RULE, 0.25, 0),
    (RULE, 0.26, 2),
    (RULE, 24, 2),
    (RULE, 24.1, 4),
    (RULE, 72, 6),
    (RULE, 73, 20),
    ("5 % per hour, at most 50%", 3, 3),
    ("5 % per hour, at most 50%", 300, 10),
    ("5%/hour", 300, 20),
    ("2.5%/week", 1, 0.5),
    ("20%/day, max 30%", 48, 6),
]


@pytest.mark.parametrize(("text", "hours", "penalty"), PENALTIES)
def test_what_lateness_costs(text, hours, penalty):
    assert late.rule(text).penalty(timedelta(hours=hours), 20) == penalty


@pytest.mark.parametrize("text", ["", "10", "10%", "10/day", "110%/day", "10%/year", "10%/day, never", "-1%/day"])
def test_a_rule_that_cannot_be_read_is_one_sentence(text):
    with pytest.raises(CourseError, match=r'write it like "10%/day, max 3 days'):
        late.rule(text)


# ---- whose row it is ----

CLASS = [
    Person("2026001", ("2026001",), "张三"),
    Person("2026002", ("2026002", "b.smith@uni.edu"), "Bob Smith"),
    Person("0042", ("0042",), "Ada King"),
    Person("7", ("7",), "Ada"),
    Person("2026005", ("2026005",), "José Núñez"),
    Person("2026006", ("2026006",), "Wei Li"),
    Person("2026007", ("2026007",), "Li Wei"),
    Person("123", ("123",), "Lovelace, Augusta"),
]
WHOSE = {  # the student's part of a path: the place of its row, or None where it is nobody's or could be several
    "2026001-张三": 0,
    "张三_作业3": 0,
    "2026001张三作业3": 0,
    "张三丰": None,
    "Smith, Bob": 1,
    "smithbob_88": 1,
    "b.smith_hw": 1,
    "B-Smith": 1,
    "bob": None,
    "42_hw": 2,
    "Ada King_77_assignsubmission_file": 2,
    "ada_homework": 3,
    "Jose Nunez_9": 4,
    "JOSÉ-NÚÑEZ": 4,
    "Wei Li": None,
    "Wei Li 2026006": 5,
    "lovelaceaugusta_123": 7,
    "lovelaceaugusta_999": 7,
    "smithbob_123": None,
    "hw7": None,
    "2026001x": 0,
    "x12026001": None,
    "Smith, Bob / José Núñez": None,
    "": None,
}


@pytest.mark.parametrize("text", WHOSE)
def test_a_row_is_found_or_nobodys_and_never_guessed(text):
    found, notes = people.matched(CLASS, {"a": text})
    assert found == ({} if WHOSE[text] is None else {"a": WHOSE[text]})
    assert bool(notes) == (text in ("Wei Li", "smithbob_123", "Smith, Bob / José Núñez"))


def test_columns_are_known_in_several_languages(tmp_path):
    (tmp_path / "x.csv").write_text("Identifier,Full name\nParticipant 123,Ada\n")
    assert people.read(tmp_path / "x.csv")[1] == [Person("123", ("123",), "Ada")]
    (tmp_path / "x.csv").write_text("ID,Vollständiger Name,Matrikelnummer\nTeilnehmer/in123,Ada,42\n")
    assert people.read(tmp_path / "x.csv")[1] == [Person("42", ("42", "123"), "Ada")]
    for text, keys in (("Ada Lovelace", "Ada Lovelace"), ("ada7@uni.edu", "ada7@uni.edu"), ("Участник 7", "7")):
        (tmp_path / "x.csv").write_text(f"identifier,github_username\n{text},ada-gh\n", encoding="utf-8")
        assert people.read(tmp_path / "x.csv")[1] == [Person(keys, (keys, "ada-gh"))]
    (tmp_path / "x.csv").write_text("id,first_name,last_name,email\nada,Ada,King,\n")  # nbgrader's
    assert people.read(tmp_path / "x.csv")[1] == [Person("ada", ("ada",), "Ada King")]
    heads = {"学号,姓名,班级": ("1", "Ada King", "A"), "Matrikelnummer;Vorname;Nachname;Gruppe": ("1", "Ada King", "A")}
    for head, wanted in heads.items():
        separator = ";" if ";" in head else ","
        cells = ["1", "Ada", "King", "A"] if ";" in head else ["1", "Ada King", "A"]
        (tmp_path / "x.csv").write_bytes(f"{head}\n{separator.join(cells)}\n".encode("gb18030"))
        (one,) = people.read(tmp_path / "x.csv")[1]
        assert (one.id, one.name, one.section) == wanted


def test_teachers_in_a_roster_are_not_missing(tmp_path):
    (tmp_path / "x.csv").write_text("First Name,Last Name,SID,Role\nAda,King,1,Student\nTerry,Tutor,2,TA\n")
    assert [one.name for one in roster.read(tmp_path / "x.csv")] == ["Ada King"]


def test_a_roster_may_be_a_workbook_with_titles_above_its_head(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in [["2026 成绩表"], ["班级", "一班"], ["学号", "姓名", "作业三"], [2023001, "王伟", None], ["平均分"]]:
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    assert roster.read(tmp_path / "x.xlsx") == [Person("2023001", ("2023001",), "王伟")]
