"""Grades into workbooks, and into any table with the students' IDs; what else is in the file stays."""

import itertools
import json
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from course_lib import cli
from course_lib.errors import CourseError
from course_lib.grading import comments, lms, people, sheets, tables

CLASS = [("作业3/2023001-张三/hw", 14), ("作业3/2023002-李四/hw", 7), ("作业3/2023003-王五/hw", 0)]


def results(folder, grades, status="ok", **more):
    """A grades.json of these (submission, score), of 14 points."""
    made = [
        dict(submission=name, status=status, score=score, max_score=14, exercises={}) | more for name, score in grades
    ]
    (folder / "grades.json").write_text(json.dumps({"submissions": made}))


def book(path, rows, title="成绩", above=()):
    """A workbook with these rows, and titles above them."""
    made = Workbook()
    made.active.title = title
    for row in (*above, *rows):
        made.active.append(row)
    made.save(path)
    return path


def export(folder, path, *options):
    """(exit code, the rows of the workbook that came out, below its titles)."""
    code = cli.main(["export", str(folder), "--sheet", str(path), *options])
    out = folder / "sheet.xlsx"
    return code, sheets.read(out, [*people.KNOWN, "号"]).rows if out.exists() else None


# What platforms export: the head with the columns of ID and grade, the IDs, and options.
PLATFORMS = {
    "学习通": (["学生姓名", "学号/工号", "院系", "作业三"], ["2023001", "2023002", "2023003"], ()),
    "雨课堂": (["学号", "姓名", "作业三"], [2023001, 2023002, 2023003.0], ()),
    "named": (["号", "作业三"], ["2023001", "2023002", "2023003"], ("--id", "号")),
}


@pytest.mark.parametrize("kind", PLATFORMS)
@pytest.mark.parametrize("above", [(), (["课程：深度学习"], [], ["导出时间", "2026-11-27"])], ids=["plain", "titles"])
def test_a_workbook_with_ids_is_filled(kind, above, tmp_path):
    head, ids, options = PLATFORMS[kind]
    where, wanted = next(place for place, name in enumerate(head) if "号" in name), head.index("作业三")
    rows = [[ids[i] if column == where else None for column in range(len(head))] for i in range(3)]
    path = book(tmp_path / "in.xlsx", [head, *rows], above=above)
    results(tmp_path, CLASS)
    code, out = export(tmp_path, path, "--column", "作业三", "--points", "100", *options)
    assert code == 0
    assert [row[wanted] for row in out] == ["作业三", "100", "50", "0"]
    assert [row[where] for row in out[1:]] == ["2023001", "2023002", "2023003"]


def test_everything_else_in_a_workbook_stays(tmp_path):
    path = book(
        tmp_path / "in.xlsx", [["学号", "姓名", "作业三", "总分"], ["2023001", "张三", None, "=C3*2"]], above=[["课程"]]
    )
    made = load_workbook(path)
    page = made.active
    page.merge_cells("A1:D1")
    page["A2"].fill, page["B3"].font = PatternFill("solid", fgColor="FFFF00"), Font(bold=True)
    page["C3"].number_format, page["B3"].comment = "0.0", Comment("班长", "老师")
    page.column_dimensions["B"].width = 33
    made.create_sheet("说明")["A1"] = date(2026, 11, 27)
    made.save(path)
    results(tmp_path, CLASS[:1])
    assert export(tmp_path, path, "--column", "作业三", "--points", "10")[0] == 0
    page = (out := load_workbook(tmp_path / "sheet.xlsx")).active
    assert (page["C3"].value, page["C3"].number_format) == (10, "0.0")
    assert page["D3"].value == "=C3*2" and str(page.merged_cells) == "A1:D1" and page["B3"].comment.text == "班长"
    assert (
        page["A2"].fill.fgColor.rgb == "00FFFF00" and page["B3"].font.bold and page.column_dimensions["B"].width == 33
    )
    assert out.sheetnames == ["成绩", "说明"] and out["说明"]["A1"].value.date() == date(2026, 11, 27)
    assert load_workbook(path).active["C3"].value is None  # the platform's own file is not touched


def test_text_stays_text_and_nothing_becomes_a_formula(tmp_path):
    path = book(tmp_path / "in.xlsx", [["学号", "作业", "评语"], ["2023001", None, None], ["2023002", None, "好"]])
    made = load_workbook(path)
    made.active["B2"].number_format = "@"
    made.save(path)
    results(tmp_path, CLASS[:2])
    assert export(tmp_path, path, "--column", "作业", "--points", "14", "--comments", "评语")[0] == 0
    page = load_workbook(tmp_path / "sheet.xlsx").active
    assert page["B2"].value == "14" and page["B3"].value == 7
    assert page["C2"].value == "14 of 14 points." and page["C3"].value == "好"
    sheets.fill(page["D2"], "=1+1")
    assert (page["D2"].value, page["D2"].data_type) == ("=1+1", "s")


def test_ilias_takes_over_the_rows_that_were_filled(tmp_path):
    head = ["update", "usr_id", "login", "lastname", "firstname", "status", "mark", "notice", "comment"]
    rows = [
        [0, 301, "ada_l", "Lovelace", "Ada", "notgraded", "", "", ""],
        [0, 302, "eve", "E", "E", "notgraded", "", "", ""],
    ]
    path = book(tmp_path / "in.xlsx", [head, *rows])
    results(tmp_path, [("multi_feedback_3/Lovelace_Ada_ada_l_301/hw", 7)])
    code, out = export(tmp_path, path, "--column", "mark", "--points", "14", "--comments", "comment")
    assert code == 0
    assert out[1] == ["1", "301", "ada_l", "Lovelace", "Ada", "notgraded", "7", "", "7 of 14 points."]
    assert out[2] == ["0", "302", "eve", "E", "E", "notgraded", "", "", ""]


def test_a_gradebook_saved_as_a_workbook_is_filled_too(tmp_path):
    path = book(tmp_path / "in.xlsx", [["Student", "ID", "HW"], ["Points Possible", None, 28], ["Ada", 123, None]])
    results(tmp_path, [("lovelace_123_900_hw", 7)])
    assert cli.main(["export", str(tmp_path), "--canvas", str(path), "--column", "HW"]) == 0
    assert sheets.read(tmp_path / "canvas.xlsx").rows[2] == ["Ada", "123", "14"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--column", "作业"), "say --points N"),
        (("--column", "作业", "--points", "9", "--id", "x"), "no column 'x': say --id with one of: 学号, 作业"),
        (("--column", "y", "--points", "9"), "0 columns have 'y'"),
        (("--column", "作业", "--points", "9", "--comments", "y"), "0 columns have 'y' in their name; say --comments"),
    ],
)
def test_a_sheet_that_does_not_say_enough_is_one_sentence(options, said, tmp_path, capsys):
    results(tmp_path, CLASS)
    assert export(tmp_path, book(tmp_path / "in.xlsx", [["学号", "作业"], ["1", None]]), *options) == (2, None)
    assert said in capsys.readouterr().err


def test_the_columns_to_choose_from_are_listed_in_chinese_marks(tmp_path, capsys):
    results(tmp_path, CLASS)
    path = book(tmp_path / "in.xlsx", [["学号", "作业"], ["1", None]])
    assert cli.main(["export", str(tmp_path), "--sheet", str(path), "--language", "zh"]) == 2
    assert capsys.readouterr().err == "成绩填进哪一列？请用 --column 指明，可选：学号，作业。\n"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xlsx", b"PK\x03\x04", "cannot be read as a workbook"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0", "cannot be read as a workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "old format: save it as .xlsx"),
    ],
)
def test_a_damaged_workbook_is_one_sentence(name, data, said, tmp_path):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CourseError, match=said):
        tables.read(tmp_path / name)


def test_an_empty_workbook_is_one_sentence(tmp_path):
    with pytest.raises(CourseError, match="has no rows"):
        tables.read(book(tmp_path / "a.xlsx", [["学号"]]))


# ---- whose row it is ----

PATHS = {
    "a folder of number and name": ("作业3/2023001-张三/hw", "2023001"),
    "number and name run together": ("2023001张三", "2023001"),
    "a login with an underscore": ("Lovelace_Ada_ada_l_301/hw", "ada_l"),
    "in another case": ("x/ADA.Byron/hw", "ada.byron"),
    "a part of a longer number": ("x/12023001/hw", None),
    "two IDs": ("2023001-2023002/hw", None),
    "none": ("x/hw", None),
}


def rows_of(ids, paths, names=()):
    """Whose row each path's grade came into, by a table of these IDs (and names)."""
    rows = [[one, name, ""] for one, name in itertools.zip_longest(ids, names, fillvalue="")]
    submissions = [dict(submission=path, status="ok", score=7, max_score=14) for path in paths]
    filled = lms.sheet(tables.Table([["学号", "姓名", "作业"], *rows]), submissions, "作业", highest=10)
    return [rows[filled.places[path] - 1][0] if path in filled.places else None for path in paths]


@pytest.mark.parametrize("kind", PATHS)
def test_an_id_stands_in_the_path_as_a_whole(kind):
    path, owner = PATHS[kind]
    assert rows_of(["2023001", "2023002", "ada", "ada_l", "ada.byron", ""], [path]) == [owner]


def test_what_stands_in_every_path_is_nobodys_id():
    assert rows_of(["3", "11", "12"], ["作业3/11/hw", "作业3/12/hw"]) == ["11", "12"]


def test_a_name_is_as_good_as_an_id_unless_they_mean_two_rows():
    ids, names = ["11", "12", "13"], ["张三", "李四", "李四"]
    assert rows_of(ids, ["作业3/张三", "作业3/12-李四", "作业3/12-张三", "作业3/李四"], names) == [
        "11",
        "12",
        None,
        None,
    ]


def test_brightspace_says_it_in_the_columns_name_and_marks_its_ids():
    head = ["OrgDefinedId", "Username", "Last Name", "First Name", "Homework 3 Points Grade <Numeric MaxPoints:20>"]
    table = tables.Table([head, ["#2026001", "#ada", "Lovelace", "Ada", ""], ["#2026002", "#bob", "King", "Bob", ""]])
    path = "{}-67890 - {} - Nov 3, 2026 1020 AM/hw"
    one = dict(submission=path.format(41, "Ada Lovelace"), status="ok", score=7, max_score=14)
    other = dict(submission=path.format(42, "?"), status="ok", score=14, max_score=14, student={"id": "#2026002"})
    assert [row[4] for row in lms.sheet(table, [one, other], "Homework 3").table.rows[1:]] == ["10", "20"]


def test_two_rows_or_two_submissions_with_one_id_are_left_to_a_person(tmp_path, capsys):
    path = book(tmp_path / "in.xlsx", [["学号", "作业"], ["11", None], ["11", None], ["12", None], ["13", None]])
    results(tmp_path, [("a 11", 14), ("b 12", 14), ("c 12", 7), ("d 13", 7)])
    assert [row[1] for row in export(tmp_path, path, "--column", "作业", "--points", "14")[1]] == [
        "作业",
        "",
        "",
        "",
        "7",
    ]
    said = capsys.readouterr().out
    assert "a 11: 2 rows have its id" in said and "b 12: another submission has the same id" in said


def test_a_rosters_id_decides(tmp_path):
    path = book(tmp_path / "in.xlsx", [["学号", "作业"], ["11", None], ["12", None]])
    results(tmp_path, [("zhang 12", 14)], student={"id": "11", "name": "", "section": ""})
    assert [row[1] for row in export(tmp_path, path, "--column", "作业", "--points", "14")[1]] == ["作业", "14", ""]


def test_points_by_hand_of_somebody_who_handed_nothing_in_are_filled_in(tmp_path):
    path = book(tmp_path / "in.xlsx", [["学号", "作业"], ["11", None], ["12", None], ["13", None]])
    results(tmp_path, [("zhang 12", 14)])
    about = json.loads((tmp_path / "grades.json").read_text())
    missing = [("11", 7), ("13", None)]
    about["missing"] = [
        dict(student={"id": i, "name": "", "section": ""}, status="missing", score=s) for i, s in missing
    ]
    (tmp_path / "grades.json").write_text(json.dumps(about))
    options = ["--column", "作业", "--points", "14"]
    assert [row[1] for row in export(tmp_path, path, *options)[1]] == ["作业", "7", "14", ""]


# ---- what is to be said ----


def test_comments_say_what_was_wrong_what_a_person_said_and_why_points_are_missing():
    right = {"passed": True, "message": "", "score": 2}
    wrong = {"passed": False, "message": "It says <b>\n& stops.", "score": 0, "comment": "Close."}
    result = {
        "score": 1.5,
        "max_score": 4,
        "penalty": 0.5,
        "comment": "Well drawn.",
        "exercises": {"a": right, "b": wrong},
    }
    assert comments.lines(result) == [
        "1.5 of 4 points.",
        "0.5 points were taken off because it was late.",
        "Well drawn.",
        "b: It says <b>\n& stops. Close.",
    ]
    assert comments.text(result, html=True).endswith("<br>b: It says &lt;b&gt;\n&amp; stops. Close.")
    assert comments.OURS.match(comments.text(result)) and not comments.OURS.match("3 points: nice")


def test_blackboard_says_in_the_columns_name_what_a_perfect_homework_earns():
    table = tables.Table([["Username", "Homework 3 [Total Pts: 50 Score] |12"], ["ada", ""]])
    filled = lms.sheet(table, [dict(submission="ada", status="ok", score=7, max_score=14)], "Homework 3")
    assert filled.table.rows[1] == ["ada", "25"]


def test_points_by_hand_without_a_notebook_reach_canvas_and_moodle():
    student = {"id": "42", "name": "Ada", "section": ""}
    one = [dict(submission="Ada 42", status="missing", score=7, max_score=14, student=student, comment="On paper.")]
    table = tables.Table([["Student", "ID", "HW"], ["Points Possible", "", "10"], ["Ada", "42", ""]])
    assert lms.canvas(table, one, "HW", {}).table.rows[2] == ["Ada", "42", "5"]
    table = tables.Table([["Identifier", "ID number", "Grade", "Maximum Grade"], ["Participant 7", "42", "", "10"]])
    assert lms.moodle(table, one, {}).table.rows[1] == ["Participant 7", "42", "5", "10"]
