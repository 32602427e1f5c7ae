"""Grades into gradebooks as platforms, languages and spreadsheets write them."""

import json

import pytest

from course_lib import cli
from course_lib.grading import ending, tables

GRADES = [("lovelace_123_900_hw", 14), ("van_dyke_LATE_124_901_hw", 7), ("anon_5xkQ2_125_03_momentum", 14)]
MOODLE = [("Ada_77_assignsubmission_file_/x", 14), ("all/Bob_78_assignsubmission_file/x", 7)]


def exported(folder, kind, data, grades, *options, status="ok"):
    """(exit code, the bytes of the file that came out or None)."""
    submissions = [dict(submission=name, status=status, score=score, max_score=14) for name, score in grades]
    (folder / "grades.json").write_text(json.dumps({"submissions": submissions}))
    (folder / "in.csv").write_bytes(data)
    code = cli.main(["export", str(folder), f"--{kind}", str(folder / "in.csv"), *options])
    out = folder / f"{kind}.csv"
    return code, out.read_bytes() if out.exists() else None


# What Canvas exports: with which encoding and separator, what stands under Points Possible, and what the grades become.
BOOKS = {
    "as in English": ("utf-8", ",", "28.0", ["28", "14"]),
    "with a mark of UTF-8": ("utf-8-sig", ",", "28.0", ["28", "14"]),
    "a decimal comma": ("utf-8", ";", "28,0", ["28", "14"]),
    "a comma in quotes": ("utf-8", ",", '"10,5"', ["10.5", "5.25"]),
    "semicolons": ("utf-8", ";", "10,5", ["10,5", "5,25"]),
    "GBK": ("gb18030", ",", "100.00", ["100", "50"]),
    "a thousand in English": ("utf-8", ",", '"1,000.00"', ["1000", "500"]),
    "a thousand in German": ("utf-8", ";", "1.000,00", ["1000", "500"]),
    "tabs": ("utf-8", "\t", "28", ["28", "14"]),
    "Excel's Unicode text": ("utf-16", "\t", "28", ["28", "14"]),
    "Western European": ("cp1252", ";", "10,5", ["10,5", "5,25"]),
}


@pytest.mark.parametrize("kind", BOOKS)
def test_a_gradebook_is_filled_and_keeps_its_form(kind, tmp_path):
    encoding, separator, possible, wanted = BOOKS[kind]
    rows = [
        ["Student", "ID", "Übung Drei" if encoding == "cp1252" else "作业三", "Notes"],
        ["Points Possible", "", possible, ""],
        ["Ada", "123", "", "好" if encoding == "gb18030" else "é"],
        ["Dick", "124", "", ""],
    ]
    data = "\r\n".join([*(separator.join(row) for row in rows), "", ""]).encode(encoding)
    code, out = exported(tmp_path, "canvas", data, GRADES, "--column", rows[0][2][:2])
    assert code == 0
    expected = [row[:2] + ([grade] if grade else row[2:3]) + row[3:] for row, grade in zip(rows, [None, None, *wanted])]
    assert out.decode(encoding).splitlines() == [separator.join(row) for row in expected]


def test_excused_locked_and_anonymous_rows_stay_as_they_are(tmp_path, capsys):
    book = "Student,ID,HW\nPoints Possible,,14\nAda,123,EX\nDick,124,\nother,125,3\nshort\n"
    code, out = exported(tmp_path, "canvas", book.encode(), GRADES, "--column", "HW")
    assert code == 0
    assert out.decode().splitlines() == [
        "Student,ID,HW",
        "Points Possible,,14",
        "Ada,123,EX",
        "Dick,124,7",
        "other,125,3",
        "short,,",
    ]
    said = capsys.readouterr().out
    assert "lovelace_123_900_hw: its row is locked or excused" in said
    assert "anon_5xkQ2_125_03_momentum: its file's name is anonymous" in said  # 125 is the attachment's number
    sheet = "Identifier,Grade,Maximum Grade,Grade can be changed\nParticipant 77,,100,No\nParticipant 78,,100,Yes\n"
    assert exported(tmp_path, "moodle", sheet.encode(), MOODLE)[1].decode().splitlines()[1:] == [
        "Participant 77,,100,No",
        "Participant 78,50,100,Yes",
    ]


@pytest.mark.parametrize("excused", ["EX", "ex", "Excused"])
def test_excused_in_any_case_stays(excused, tmp_path):
    book = f"Student,ID,HW\nPoints Possible,,14\nAda,123,{excused}\nDick,124,\n"
    out = exported(tmp_path, "canvas", book.encode(), GRADES, "--column", "HW")[1]
    assert out.decode().splitlines()[2:] == [f"Ada,123,{excused}", "Dick,124,7"]


@pytest.mark.parametrize(("yes", "no"), [("Ja", "Nee"), ("Igen", "Nem"), ("Oui", "Non"), ("是", "否"), ("Ναι", "Όχι")])
def test_a_locked_row_stays_in_any_language(yes, no, tmp_path, capsys):
    sheet = f"Identifier,Grade,Maximum Grade,Grade can be changed\nx 77,,100,{no}\nx 78,,100,{yes}\n"
    out = exported(tmp_path, "moodle", sheet.encode(), MOODLE)[1]
    assert out.decode().splitlines()[1:] == [f"x 77,,100,{no}", f"x 78,50,100,{yes}"]
    assert "which could mean no" not in capsys.readouterr().out


def test_a_row_of_which_nobody_knows_whether_it_is_locked_stays(tmp_path, capsys):
    sheet = "Identifier,Grade,Maximum Grade,Grade can be changed\nx 77,,100,Zyx\nx 78,,100,Yes\n"
    out = exported(tmp_path, "moodle", sheet.encode(), MOODLE)[1]
    assert out.decode().splitlines()[1:] == ["x 77,,100,Zyx", "x 78,50,100,Yes"]
    assert "1 rows say 'zyx' in the column 'Grade can be changed', which could mean no" in capsys.readouterr().out


def test_a_worksheet_in_another_language_is_filled_once_its_columns_are_named(tmp_path, capsys):
    sheet = "编号;成绩;满分\n参与者77;;10,0\n参与者78;;–\n".encode("gb18030")
    assert exported(tmp_path, "moodle", sheet, MOODLE) == (2, None)
    assert "no column 'Identifier'" in (said := capsys.readouterr().err) and "编号, 成绩, 满分" in said
    options = [f"--columns={one}" for one in ("Identifier=编号", "Grade=成绩", "Maximum Grade=满分")]
    code, out = exported(tmp_path, "moodle", sheet, MOODLE, *options)
    assert code == 0 and out.decode("gb18030").splitlines() == ["编号;成绩;满分", "参与者77;10;10,0", "参与者78;;–"]
    assert "Bob_78_assignsubmission_file/x: the highest grade in its row cannot be read" in capsys.readouterr().out


def test_the_points_of_a_gradebook_without_them_can_be_said(tmp_path):
    book = b"Student,ID,HW\nAda,123,\n"
    assert (
        exported(tmp_path, "canvas", book, GRADES, "--column", "HW", "--points", "7")[1].splitlines()[1] == b"Ada,123,7"
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("14", 14),
        (" 14.50 ", 14.5),
        ("14,5", 14.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1 234,5", 1234.5),
        ("1\u202f234,5", 1234.5),  # French
        ("1'234.5", 1234.5),
        ("1’000.00", 1000),
        ("1,234", None),
        ("–", None),
        ("", None),
        ("1.2.3", None),
        ("1.000", None),  # a thousand in German
        ("1.00", 1),
    ],
)
def test_numbers_are_read_in_either_form_or_not_at_all(text, number):
    assert tables.number(text) == number


def test_a_comma_in_a_heading_does_not_part_the_columns(tmp_path):
    book = '"Name, Vorname, Titel";ID;HW\nPoints Possible;;14\nAda;123;\n'
    out = exported(tmp_path, "canvas", book.encode(), GRADES, "--column", "HW")[1]
    assert out.decode().splitlines()[2] == "Ada;123;14"


def test_blank_lines_also_above_the_head_are_left_out(tmp_path):
    book = "\n  \nStudent;ID;HW\n\nPoints Possible;;14\n;;\nAda;123;\n\n"
    out = exported(tmp_path, "canvas", book.encode(), GRADES, "--column", "HW")[1]
    assert out.decode().splitlines() == ["Student;ID;HW", "Points Possible;;14", "Ada;123;14"]


GERMAN = ("Identifier=ID-Nummer", "Grade=Bewertung", "Maximum Grade=Bestwertung")
LOCK, SAID = "Grade can be changed=Änderbar", "Feedback comments=Kommentar"


def test_a_german_worksheet_keeps_locked_rows_and_takes_comments(tmp_path, capsys):
    head = "ID-Nummer;Bewertung;Bestwertung;Änderbar;Kommentar"
    rows = ["Teilnehmer/in77;;10,0;Nein;", "Teilnehmer/in78;;10,0;Ja;"]
    named = [f"--columns={one}" for one in (*GERMAN, LOCK, SAID)]
    data = "\n".join([head, *rows]).encode("cp1252")
    code, out = exported(tmp_path, "moodle", data, MOODLE, *named)
    assert code == 0 and out.decode("cp1252").splitlines() == [
        head,
        rows[0],
        "Teilnehmer/in78;5;10,0;Ja;7 of 14 points.",
    ]
    assert "locked" in capsys.readouterr().out
    exported(tmp_path, "moodle", data, MOODLE, *named[:3])
    assert "no column is called 'Grade can be changed'" in capsys.readouterr().out


def test_a_comment_of_a_person_stays_and_an_older_one_of_ours_is_replaced(tmp_path):
    sheet = "Identifier,Grade,Maximum Grade,Feedback comments\n77,,14,Well done\n78,,14,2 of 14 points.<br>x\n"
    out = exported(tmp_path, "moodle", sheet.encode(), MOODLE)[1].decode().splitlines()
    assert out[1:] == ["77,14,14,Well done", "78,7,14,7 of 14 points."]


def test_the_highest_grade_of_a_worksheet_that_cannot_be_read_can_be_said(tmp_path, capsys):
    sheet = b"Identifier,Grade,Maximum Grade\n77,,1.000\n78,,Scale: good\n"
    assert exported(tmp_path, "moodle", sheet, MOODLE) == (1, None)
    assert capsys.readouterr().err.count("the highest grade in its row cannot be read") == 2
    out = exported(tmp_path, "moodle", sheet, MOODLE, "--points", "1000")[1]
    assert out.splitlines()[1:] == [b"77,1000,1.000", b"78,500,Scale: good"]


def test_two_files_of_one_student_are_left_to_a_person(tmp_path, capsys):
    sheet = b"Identifier,Grade,Maximum Grade\n77,,14\n"
    both = [("Ada_77_assignsubmission_file_a", 14), ("Ada_77_assignsubmission_file_b", 7)]
    assert exported(tmp_path, "moodle", sheet, both) == (1, None)
    assert capsys.readouterr().err.count("another submission has the same id") == 2


BOOK = b"Student,ID,HW\nPoints Possible,,14\nAda,123,\n"


@pytest.mark.parametrize("status", ["timeout", "crashed", "memory", "unavailable"])
def test_grades_that_a_person_should_look_at_are_filled_in_and_named(status, tmp_path, capsys):
    code, out = exported(tmp_path, "canvas", BOOK, GRADES[:1], "--column", "HW", status=status)
    said = capsys.readouterr().out
    assert code == 0 and b"123,14" in out
    assert f"a person should look at:\n  lovelace_123_900_hw: {status}\n" in said
    exported(tmp_path, "canvas", BOOK, GRADES[:1], "--column", "HW")
    assert "a person" not in capsys.readouterr().out


def test_where_no_grade_can_be_filled_in_that_is_said_and_nothing_is_written(tmp_path, capsys):
    code, out = exported(tmp_path, "canvas", BOOK, [("who_999_1_hw", 14)], "--column", "HW")
    assert code == 1 and out is None
    assert (
        "No grade could be filled in" in (said := capsys.readouterr().err) and "who_999_1_hw: no row has its id" in said
    )


@pytest.mark.parametrize("command", [["export", "--canvas", "in.csv", "--column", "HW"], ["feedback", "canvas"]])
def test_grades_are_not_taken_while_they_are_written(tmp_path, capsys, command):
    exported(tmp_path, "canvas", BOOK, GRADES[:1], "--column", "HW")
    command = [command[0], str(tmp_path), *(str(tmp_path / one) if one == "in.csv" else one for one in command[1:])]
    with ending.alone_in(tmp_path):
        assert cli.main(command) == 2
    assert "Another run of the grader is writing into" in capsys.readouterr().err
    assert cli.main(["export", str(tmp_path / "none"), *command[2:]] if command[0] == "export" else command) != 0
    assert not (tmp_path / "none").exists()
