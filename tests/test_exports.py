"""Grades into gradebooks as platforms, languages and spreadsheets write them."""

import json

import pytest

from course_lib import cli
from course_lib.grading import tables

GRADES = [("lovelace_123_900_hw", 14), ("van_dyke_LATE_124_901_hw", 7), ("anon_5xkQ2_125_03_momentum", 14)]
MOODLE = [("Ada_77_assignsubmission_file_/x", 14), ("all/Bob_78_assignsubmission_file/x", 7)]


def exported(folder, kind, data, grades, *options):
    """(exit code, the bytes of the file that came out or None)."""
    submissions = [dict(submission=name, status="ok", score=score, max_score=14) for name, score in grades]
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
}


@pytest.mark.parametrize("kind", BOOKS)
def test_a_gradebook_is_filled_and_keeps_its_form(kind, tmp_path):
    encoding, separator, possible, wanted = BOOKS[kind]
    rows = [
        ["Student", "ID", "作业三", "Notes"],
        ["Points Possible", "", possible, ""],
        ["Ada", "123", "", "é" if encoding != "gb18030" else "好"],
        ["Dick", "124", "", ""],
    ]
    data = "\r\n".join(separator.join(row) for row in rows).encode(encoding)
    code, out = exported(tmp_path, "canvas", data + b"\r\n\r\n", GRADES, "--column", "作业")
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
    assert "anon_5xkQ2_125_03_momentum: no row has its id" in said  # 125 is the attachment's number
    sheet = "Identifier,Grade,Maximum Grade,Grade can be changed\nParticipant 77,,100,No\nParticipant 78,,100,Yes\n"
    assert exported(tmp_path, "moodle", sheet.encode(), MOODLE)[1].decode().splitlines()[1:] == [
        "Participant 77,,100,No",
        "Participant 78,50,100,Yes",
    ]


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
        ("1,234", None),
        ("–", None),
        ("", None),
        ("1.2.3", None),
    ],
)
def test_numbers_are_read_in_either_form_or_not_at_all(text, number):
    assert tables.number(text) == number
