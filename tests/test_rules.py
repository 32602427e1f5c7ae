"""What an instructor adds, by `course grade` and `course export` on a class of twelve: roster, due dates, points."""

import csv
import json
import os
import subprocess
import time
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from course_lib import cli
from course_lib.grading import batch, command
from tests.hostile.notebooks import NAMES, ROOT, STEP, instead, notebook, right_step
from tests.stub_sandbox import StubSandbox

RIGHT, UPHILL = notebook(), instead(STEP, right_step(after="return W + lr * v, v"))  # 14 points, and 10: v is right
DUE = datetime(2026, 11, 20, 23, 59)
STUDENTS = [(f"2026{n:03}", f"Given{n:02} Family{n:02}", "AB"[n % 2]) for n in range(12)]
HOURS_LATE = {5: 1, 6: 23, 7: 25, 8: 71, 9: 100}  # the others are in time
LATE = ("--due", DUE.isoformat(" "), "--late", "10%/day, max 3 days, grace 10 minutes")

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def stub(monkeypatch):
    monkeypatch.setattr(batch, "Sandbox", StubSandbox)
    monkeypatch.setattr(command, "probed", lambda: (None, []))


def handed_in(number):
    """When this student handed in: days before, or late."""
    return DUE + timedelta(hours=HOURS_LATE.get(number, -3 * number - 1))


@pytest.fixture
def place(tmp_path):
    """A zip of 11 notebooks; 10 has handed nothing in, every fifth steps uphill. Beside it the roster."""
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as file:
        file.writestr("hw3/2026010-Given10/answer.docx", "x")
        for number, (identity, name, _) in enumerate(STUDENTS):
            if number != 10:
                path = f"hw3/{identity}-{name}/hw.ipynb" if number % 2 else f"hw3/{name.replace(' ', '_')}/hw.ipynb"
                entry = zipfile.ZipInfo(path, handed_in(number).timetuple()[:6])
                file.writestr(entry, UPHILL if number % 5 == 0 else RIGHT)
    (tmp_path / "roster.csv").write_text("学号,姓名,班级\n" + "".join(",".join(one) + "\n" for one in STUDENTS))
    return tmp_path / "in.zip"


def run(place, *options, out="out"):
    arguments = ["grade", "03_momentum", place, "--out", place.parent / out, "--course", ROOT, *options]
    return cli.main([*map(str, arguments)])


def rows(place, out="out"):
    """{ID in the roster: row of grades.csv}."""
    with (place.parent / out / "grades.csv").open(newline="", encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def roster(place):
    return "--roster", place.parent / "roster.csv"


def test_a_class_of_twelve_with_roster_due_date_and_extensions(place, capsys):
    (place.parent / "longer.csv").write_text("name,days\nFamily07 Given07,1\n")
    assert run(place, *roster(place), *LATE, "--extensions", place.parent / "longer.csv") == 0
    said = capsys.readouterr().out
    assert "Students of the roster without a notebook: 1." in said and "11 submissions: 11 ok" in said
    found = rows(place)
    assert len(found) == len(STUDENTS)
    assert [one for one, row in found.items() if row["status"] == "missing"] == ["2026010"]
    assert {(one, row["name"], row["section"]) for one, row in found.items()} == set(STUDENTS)
    assert found["2026010"]["score"] == ""
    penalties = {one: row["penalty"] for one, row in found.items() if row["penalty"] not in ("0", "")}
    # A tenth of 14 for each day begun; 7 has a day more; 9 came after the third day.
    assert penalties == {"2026005": "1.4", "2026006": "1.4", "2026007": "1.4", "2026008": "4.2", "2026009": "14"}
    assert [found[f"202600{n}"]["score"] for n in range(4, 10)] == ["14", "8.6", "12.6", "12.6", "9.8", "0"]
    assert (found["2026005"]["late"], found["2026005"]["handed_in"]) == ("1", "2026-11-21 00:59:00")
    page = next((place.parent / "out" / "feedback").rglob("2026005*/hw.html")).read_text()
    assert "8.6 of 14 points" in page and "1.4 points are taken off because it was handed in late" in page
    summary = (place.parent / "out" / "summary.html").read_text()
    assert "Given10 Family10 (2026010) handed in no notebook, but hw3/2026010-Given10/answer.docx." in summary
    assert "<li>2026010 Given10 Family10 A</li>" in summary and "1.4 points less" in summary


def test_rules_are_kept_for_the_next_run(place):
    assert run(place, *roster(place), *LATE, "--partial", "parts") == 0
    before = rows(place)
    assert before["2026000"]["score"] == "12" and before["2026005"]["score"] == "10.6"  # v alone: half of 4
    assert run(place, "--only", before["2026005"]["submission"]) == 0
    assert rows(place) == before
    assert run(place, "--resume") == 0
    assert rows(place) == before
    assert run(place, "--resume", "--late", "50%/day") == 0
    assert rows(place)["2026005"]["score"] == "5"


def test_a_rule_is_forgotten_by_none(place):
    assert run(place, *roster(place), *LATE) == 0
    assert run(place, "--resume", "--late", "none") == 0
    assert rows(place)["2026005"]["penalty"] == "0"
    assert run(place, "--resume", "--roster", "none", "--due", "none") == 0
    with (place.parent / "out" / "grades.csv").open() as file:
        assert next(csv.reader(file)) == ["submission", "status", "score", "max_score", *NAMES]


def test_grades_are_exported_also_without_the_roster_that_they_hold(place):
    assert run(place, *roster(place)) == 0
    (place.parent / "roster.csv").unlink()
    (place.parent / "sheet.csv").write_text("Identifier,Grade,Maximum Grade\nParticipant 1,,100\n")
    export = ["export", str(place.parent / "out"), "--moodle", str(place.parent / "sheet.csv"), "--course", str(ROOT)]
    assert cli.main(export) == 1  # nobody here is Participant 1, and that is all that is wrong


def test_the_due_date_alone_takes_nothing_off(place):
    assert run(place, *roster(place), "--due", "2026-11-20") == 0
    found = rows(place)
    assert found["2026006"]["score"] == "14" and found["2026006"]["late"] == "1" and found["2026004"]["late"] == "0"


# ---- points and comments by hand ----


def test_points_by_hand_reach_grades_feedback_and_exports_and_survive_reruns(place, capsys):
    assert run(place, *roster(place), *LATE) == 0
    manual = place.parent / "out" / "manual.csv"
    assert manual.read_text() == "submission,exercise,points,comment\n"
    said = (
        "submission,exercise,points,comment\n"
        f'2026005,{STEP},3,"The sign, <b>only</b>."\n'  # in place of 0: 13 - 1.4
        "Given06 Family06,,1.5,Excused.\n"  # 14 - 1.4 + 1.5
        "hw3/Given08_Family08/hw,,,A fine drawing\n"
        "2026010,,7,On paper.\n"
    )
    manual.write_text(said)
    (place.parent / "book.csv").write_text("Student,ID,HW\nPoints Possible,,14\nx,1,\n")
    book = ["--canvas", str(place.parent / "book.csv"), "--column", "HW"]
    assert cli.main(["export", str(place.parent / "out"), *book, "--course", str(ROOT)]) == 1
    first = capsys.readouterr()
    assert "manual.csv, or another file of yours, has changed" in first.out
    assert "Given10 Family10 2026010: no row has its id" in first.err
    scores = {one: (row["score"], row["manual"], row["comment"]) for one, row in rows(place).items()}
    assert scores["2026005"] == ("11.6", "0", f"{STEP}: The sign, <b>only</b>.")
    assert scores["2026006"] == ("14.1", "1.5", "Excused.") and scores["2026008"][2] == "A fine drawing"
    assert scores["2026010"] == ("7", "", "On paper.") and scores["2026004"] == ("14", "0", "")
    page = next((place.parent / "out" / "feedback").rglob("2026005*/hw.html")).read_text()
    assert (
        "3 of 4" in page
        and "W goes uphill" in page
        and "The sign, &lt;b&gt;only&lt;/b&gt;." in page
        and "11.6 of 14 points" in page
    )
    assert cli.main(["export", str(place.parent / "out"), *book, "--course", str(ROOT)]) == 1
    assert "has changed" not in capsys.readouterr().out
    for again in (["--resume"], ["--only", "hw3/2026005-Given05 Family05/hw"]):
        assert run(place, *again) == 0
        assert manual.read_text() == said
        assert {one: (r["score"], r["manual"], r["comment"]) for one, r in rows(place).items()} == scores
    assert cli.main(["regrade", str(place.parent / "out"), "--yes", "--course", str(ROOT)]) == 0
    assert {one: (r["score"], r["manual"], r["comment"]) for one, r in rows(place).items()} == scores


def test_what_the_grader_cannot_read_a_person_can_grade(tmp_path):
    (tmp_path / "in.zip").mkdir()
    (tmp_path / "in.zip" / "Ada_77_assignsubmission_file_hw.ipynb").write_bytes(b"no notebook")
    (tmp_path / "sheet.csv").write_text("Identifier,Grade,Maximum Grade\nParticipant 77,,14\n")
    place, export = tmp_path / "in.zip", ["export", str(tmp_path / "out"), "--moodle", str(tmp_path / "sheet.csv")]
    assert run(place) == 3
    with (tmp_path / "out" / "manual.csv").open("a") as file:
        file.write("Ada_77_assignsubmission_file_hw,ewma,2,By eye.\nAda_77_assignsubmission_file_hw,window,1,\n")
    assert run(place, "--resume") == 0
    (found,) = json.loads((tmp_path / "out" / "grades.json").read_text())["submissions"]
    assert (found["status"], found["score"], found["max_score"]) == ("manual", 3, 14)
    page = (tmp_path / "out" / "feedback" / "Ada_77_assignsubmission_file_hw.html").read_text()
    assert "It was graded by hand." in page and "By eye." in page and "2 of 3" in page
    assert cli.main([*export, "--course", str(ROOT)]) == 0
    assert "Participant 77,3,14" in (tmp_path / "out" / "moodle.csv").read_text()


BY_HAND = {
    "nobody": ("ada,,1,", "nobody is called 'ada'"),
    "no exercise": ("2026005,adam,1,", "points for 'adam'; exercises are "),
    "no number": ("2026005,ewma,many,", "has 'many' as points, which is no number"),
    "not finite": ("2026005,ewma,nan,", "has 'nan' as points, which is no number"),
    "too many": ("2026005,ewma,3.5,", "has 3.5 points for ewma, which has 3 at most"),
    "twice": ("2026005,ewma,1,\n2026005,ewma,2,", "points for ewma twice"),
    "two people": ("Same Name,,1,", "'Same Name' could be Same Name (2) or Same Name (3); write one of these"),
}


def test_what_cannot_be_meant_is_one_sentence_and_nothing_is_lost(place, capsys):
    with (place.parent / "roster.csv").open("a") as file:
        file.write("2,Same Name,A\n3,Same Name,B\n")
    assert run(place, *roster(place)) == 0
    folder = place.parent / "out"  # graded once for all kinds, since each leaves it as it was
    export = ["export", str(folder), "--moodle", "x", "--course", str(ROOT)]
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for kind, (row, sentence) in BY_HAND.items():
        (folder / "manual.csv").write_text(written := f"submission,exercise,points,comment\n{row}\n")
        before[folder / "manual.csv"] = written.encode()
        for attempt in (lambda: run(place, "--resume"), lambda: cli.main(export)):
            capsys.readouterr()
            assert attempt() == 2, kind
            error = capsys.readouterr().err
            assert sentence in error and error.count("\n") == 1, kind
            assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before, kind


FILES = {  # option, what stands in its file or None for no file, the sentence
    "no roster": ("--roster", None, "cannot be read as a CSV file"),
    "a roster without rows": ("--roster", "id,name\n", "has no rows"),
    "a roster of nobody": ("--roster", "a,b\n1,2\n", "says nowhere who is meant"),
    "one ID twice": ("--roster", "id,name\n1,Ada\n1,Bob\n", "two rows with the ID 1"),
    "IDs that a spreadsheet rounded": ("--roster", "id,name\n2.02601E+11,Ada\n", "has rounded it"),
    "extensions without an end": ("--extensions", "id\n1\n", "has no column until or days"),
    "an extension that is no number": ("--extensions", "id,days\n1,some\n", "'some' is no number of days"),
    "an extension that is no date": ("--extensions", "id,until\n1,3/4/2026\n", "day and month could be either"),
    "an extension of two": (
        "--extensions",
        "name,days\nAda King,1\n",
        "Ada King could be Ada King 1/hw or Ada King 2/hw; write",
    ),
    "times without a time": ("--times", "id,x\n1,2\n", "has no column of times"),
    "a time that is none": ("--times", "id,submitted\n2026001,yesterday\n", "'yesterday' is no date and time"),
    "another rule": ("--late", "10", "cannot be read: write it like"),
    "another date": ("--due", "next week", "'next week' is no date and time"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_or_rule_that_cannot_be_read_stops_before_anything_is_written(kind, place, capsys):
    option, text, sentence = FILES[kind]
    value = text if option in ("--late", "--due") else place.parent / "file.csv"
    if text and option not in ("--late", "--due"):
        value.write_text(text)
    if kind == "an extension of two":
        with zipfile.ZipFile(place, "w") as file:
            for path in ("Ada King 1", "Ada King 2", "Bob"):
                file.writestr(f"{path}/hw.ipynb", RIGHT)
    due = [] if option == "--due" else ["--due", "2026-11-20"]
    assert run(place, *due, option, value) == 2
    error = capsys.readouterr().err
    assert sentence in error and error.count("\n") == 1 and not (place.parent / "out").exists()


# ---- when it was handed in ----


def test_dates_of_a_download_are_not_taken_for_those_of_handing_in(place, capsys):
    place.unlink()
    for number, (identity, _, _) in enumerate(STUDENTS):
        path = place.parent / "in.zip" / identity / "hw.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(RIGHT)
        os.utime(path, ((DUE + timedelta(days=1, seconds=number)).timestamp(),) * 2)
    assert run(place, *LATE) == 2
    assert "which is that of a download or a copy" in capsys.readouterr().err
    lines = [f"{i},{handed_in(n):%d %B %Y, %I:%M %p}" for n, (i, _, _) in enumerate(STUDENTS)]
    sheet = "ID number,Last modified (submission)\n" + "".join(f'{x[:7]},"{x[8:]}"\n' for x in lines)
    (place.parent / "sheet.csv").write_text(sheet)
    assert run(place, *LATE, *roster(place), "--times", place.parent / "sheet.csv") == 0
    assert {one: row["penalty"] for one, row in rows(place).items() if row["penalty"] != "0"} == {
        f"202600{n}": penalty for n, penalty in {5: "1.4", 6: "1.4", 7: "2.8", 8: "4.2", 9: "14"}.items()
    }


def test_moodles_worksheet_is_roster_times_and_gradebook(tmp_path):
    place, sheet = tmp_path / "in.zip", "Identifier,Full name,ID number,Status,Grade,Maximum Grade,"
    sheet += "Last modified (submission),Feedback comments\n"
    with zipfile.ZipFile(place, "w") as file:  # packed by Moodle now, long after it was due
        for number, (identity, name, _) in enumerate(STUDENTS):
            when = "-"
            if number != 10:
                file.writestr(f"{name}_{700 + number}_assignsubmission_file/hw.ipynb", RIGHT)
                when = f'"{handed_in(number):%A, %d %B %Y, %I:%M %p}"'
            sheet += f"Participant {700 + number},{name},{identity},,,100,{when},\n"
    (tmp_path / "sheet.csv").write_text(sheet, encoding="utf-8-sig")
    both = ("--roster", tmp_path / "sheet.csv", "--times", tmp_path / "sheet.csv")
    assert run(place, *LATE) == 2  # without the worksheet nobody can tell
    assert run(place, *LATE, *both) == 0
    found = rows(place)
    assert len(found) == len(STUDENTS) and found["2026010"]["status"] == "missing"
    assert {one for one, row in found.items() if row["penalty"] not in ("0", "")} == {f"202600{n}" for n in HOURS_LATE}
    (tmp_path / "out" / "manual.csv").write_text("submission,exercise,points,comment\n2026003,,-1,No name on it\n")
    options = ["--moodle", str(tmp_path / "sheet.csv"), "--course", str(ROOT)]
    assert cli.main(["export", str(tmp_path / "out"), *options]) == 0
    with (tmp_path / "out" / "moodle.csv").open(newline="", encoding="utf-8-sig") as file:
        filled = {row["ID number"]: (row["Grade"], row["Feedback comments"]) for row in csv.DictReader(file)}
    assert filled["2026003"] == ("92.8571", "13 of 14 points.<br>No name on it")
    late = [
        f"{said} of 14 points.<br>{lost} points were taken off because it was late."
        for said, lost in ((12.6, 1.4), (0, 14))
    ]
    assert filled["2026004"] == ("100", "14 of 14 points.") and filled["2026010"] == ("", "")
    assert filled["2026005"] == ("90", late[0]) and filled["2026009"] == ("0", late[1])
    with (tmp_path / "out" / "manual.csv").open("a") as file:
        file.write("2026004,,1,A fine drawing\n")
    assert cli.main(["feedback", str(tmp_path / "out"), "moodle", "--course", str(ROOT)]) == 0
    with zipfile.ZipFile(tmp_path / "out" / "feedback-moodle.zip") as package:
        pages = {name: package.read(name).decode() for name in package.namelist()}
    assert [name.split("_")[1] for name, page in pages.items() if "A fine drawing" in page] == ["704"]


def test_canvas_says_late_and_not_by_how_much(tmp_path):
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as file:
        for number in range(len(STUDENTS)):
            mark = "_LATE" if number in (3, 4) else ""
            file.writestr(f"family{number:02}given{number:02}{mark}_{100 + number}_{900 + number}_hw.ipynb", RIGHT)
    book = "Student,ID,SIS Login ID,Section,HW\nPoints Possible,,,,28\n"
    book += "".join(f'"Family{n:02}, Given{n:02}",{100 + n},u{n},S1,\n' for n in range(len(STUDENTS)))
    (tmp_path / "book.csv").write_text(book)
    (tmp_path / "longer.csv").write_text("id,until\nu4,2026-12-24\n")
    place = tmp_path / "in.zip"
    options = ("--roster", tmp_path / "book.csv", "--extensions", tmp_path / "longer.csv")
    assert run(place, *options, "--due", "2026-11-20", "--late", "10%/day") == 0
    found = rows(place)
    assert {one: row["penalty"] for one, row in found.items() if row["late"] != "0"} == {"103": "1.4"}
    assert found["104"]["name"] == "Family04, Given04" and found["104"]["score"] == "14"
    notes = (tmp_path / "out" / "summary.html").read_text()
    assert "does not say by how much" in notes and "has an extension: it counts as in time" in notes
    column = ["--canvas", str(tmp_path / "book.csv"), "--column", "HW"]
    assert cli.main(["export", str(tmp_path / "out"), *column, "--course", str(ROOT)]) == 0
    with (tmp_path / "out" / "canvas.csv").open(newline="") as file:
        grades = {row["ID"]: row["HW"] for row in csv.DictReader(file)}
    assert grades["103"] == "25.2" and grades["104"] == "28"


def test_a_students_clone_says_when_it_was_committed_and_runs_nothing(tmp_path):
    harm = tmp_path / "harm"
    for number in range(4):
        clone = tmp_path / "in.zip" / f"momentum-{STUDENTS[number][0]}"
        clone.mkdir(parents=True)
        (clone / "hw.ipynb").write_bytes(RIGHT)
        made = (DUE + timedelta(hours=30 if number == 2 else -5 - number)).astimezone().isoformat()
        env = os.environ | {"GIT_COMMITTER_DATE": made, "GIT_AUTHOR_DATE": "2020-01-01T00:00:00Z"}
        for words in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a", "commit", "-qm", "x"]):
            subprocess.run(["git", *words], cwd=clone, env=env, check=True)
        with (clone / ".git" / "config").open("a") as file:
            file.write(
                f"[log]\n showSignature = true\n[gpg]\n program = touch {harm}\n[core]\n fsmonitor = touch {harm}\n"
            )
    assert run(tmp_path / "in.zip", *LATE) == 0
    found = json.loads((tmp_path / "out" / "grades.json").read_text())["submissions"]
    assert [one["late"] for one in found] == [0, 0, 2, 0] and found[2]["handed_in"] == "2026-11-22 05:59:00"
    assert not harm.exists()


def test_a_commit_of_the_instructors_own_is_no_time(tmp_path):
    place = tmp_path / "in.zip"
    place.mkdir()
    for name in ("ada", "bob"):
        (place / f"{name}.ipynb").write_bytes(RIGHT)
        os.utime(place / f"{name}.ipynb", ((DUE - timedelta(hours=9)).timestamp(),) * 2)
    env = os.environ | {"GIT_COMMITTER_DATE": "2026-12-01T00:00:00Z"}
    for words in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a", "commit", "-qm", "x"]):
        subprocess.run(["git", *words], cwd=tmp_path, env=env, check=True)
    assert run(place, *LATE) == 0
    assert [one["late"] for one in json.loads((tmp_path / "out" / "grades.json").read_text())["submissions"]] == [0, 0]


GRADESCOPE = """\
submission_{number}:
  :submitters:
  - :name: {name}
    :sid: '{identity}'
  :created_at: {time}
"""


@pytest.fixture
def shanghai(monkeypatch):
    """A machine that is eight hours ahead of the platform's clock."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_gradescope_export_says_who_and_when(tmp_path, capsys, shanghai):
    metadata = ""
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as file:
        for number, (identity, name, _) in enumerate(STUDENTS):
            when = f"{handed_in(number).astimezone(UTC):%Y-%m-%d %H:%M:%S.123456000} Z"
            if number == 6:  # as Ruby also writes it
                when = f"!ruby/object:ActiveSupport::TimeWithZone\n    utc: {when}\n    zone: UTC"
            metadata += GRADESCOPE.format(number=number, name=name, identity=identity, time=when)
            file.writestr(f"assignment_1_export/submission_{number}/hw.ipynb", RIGHT)
        file.writestr("assignment_1_export/submission_metadata.yml", metadata)
        file.writestr("assignment_1_export/submission_9/submission_metadata.yml", metadata.replace("11-2", "10-2"))
    (tmp_path / "roster.csv").write_text("id,name,section\n" + "".join(",".join(one) + "\n" for one in STUDENTS))
    place = tmp_path / "in.zip"
    assert run(place, *roster(place), *LATE) == 0
    found = rows(place)
    assert {one: row["penalty"] for one, row in found.items() if row["penalty"] != "0"} == {
        f"202600{n}": penalty for n, penalty in {5: "1.4", 6: "1.4", 7: "2.8", 8: "4.2", 9: "14"}.items()
    }
    assert found["2026011"]["name"] == "Given11 Family11" and "" not in found
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as file:
        file.writestr("a/submission_1/hw.ipynb", RIGHT)
        file.writestr("a/submission_metadata.yml", "submission_1: [")
    capsys.readouterr()
    assert run(tmp_path / "bad.zip", *LATE, out="bad") == 2
    assert "submission_metadata.yml in" in (said := capsys.readouterr().err) and said.count("\n") == 1


def test_blackboards_names_say_when(tmp_path):
    (tmp_path / "in.zip").mkdir()
    for name in ("bob_attempt_2026-11-21-10-00-00", "eve_attempt_2026-11-19-10-00-00"):
        (tmp_path / "in.zip" / f"HW3_{name}_hw.ipynb").write_bytes(RIGHT)
    assert run(tmp_path / "in.zip", *LATE) == 0
    found = json.loads((tmp_path / "out" / "grades.json").read_text())["submissions"]
    assert [one["penalty"] for one in found] == [1.4, 0]


def test_what_a_later_notebook_replaces_leaves_the_results(tmp_path, capsys):
    for number, data in enumerate([UPHILL, RIGHT]):
        for student in ("ada", "bob")[number:]:
            path = tmp_path / "in.zip" / student / f"try{number}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            os.utime(path, (10**9 + number,) * 2)
        assert run(tmp_path / "in.zip", *(["--resume"] if number else ["--seed", 1])) == 0
    wanted = [("ada/try0", 10), ("bob/try1", 14)]
    for again in ([], ["--yes"], []):
        found = json.loads((tmp_path / "out" / "grades.json").read_text())["submissions"]
        assert [(one["submission"], one["score"]) for one in found] == wanted
        assert cli.main(["regrade", str(tmp_path / "out"), "--course", str(ROOT), *again]) == 0
    assert "2 submissions: no change." in capsys.readouterr().out


def test_nothing_said_changes_nothing(place):
    assert run(place) == 0
    one = json.loads((place.parent / "out" / "grades.json").read_text())["submissions"][0]
    assert set(one) == {"submission", "status", "score", "max_score", "seconds", "exercises"}
    with (place.parent / "out" / "grades.csv").open() as file:
        assert next(csv.reader(file)) == ["submission", "status", "score", "max_score", *NAMES]
