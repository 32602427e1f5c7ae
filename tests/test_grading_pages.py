"""The pages on platforms: every command on them, literally, on files as that platform gives them."""

import csv
import io
import json
import re
import shlex
import zipfile

import openpyxl
import pytest

from course_lib import cli
from course_lib.grading import batch, command
from tests.hostile.notebooks import ROOT, STEP, instead, notebook, right_step
from tests.stub_sandbox import StubSandbox

PAGES = ROOT / "docs" / "grading"
RIGHT, UPHILL = notebook(), instead(STEP, right_step(after="return W + lr * v, v"))  # 14 points, and 10
PEOPLE = {"2023001": ("Ada Lovelace", RIGHT), "2023002": ("Alan Turing", UPHILL), "2023003": ("Emmy Noether", None)}
HANDED_IN = [(number, name, text) for number, (name, text) in PEOPLE.items() if text]
COMMANDS = re.compile(r"^ *\.venv/bin/course (.+)$", re.MULTILINE)


def zipped(path, files):
    with zipfile.ZipFile(path, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)


def table(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def moodle(folder):
    files = {f"{name}_{number}_assignsubmission_file/hw.ipynb": text for number, name, text in HANDED_IN}
    zipped(folder / "submissions.zip", files)
    when = "Friday, 20 November 2026, 10:15 AM"
    head = ["Identifier", "Full name", "Status", "Grade", "Maximum Grade", "Grade can be changed",
            "Last modified (submission)", "Last modified (grade)", "Feedback comments"]  # fmt: skip
    rows = [
        [f"Participant {number}", name, "Submitted" if text else "No submission", "", "20.00", "Yes", when, "-", ""]
        for number, (name, text) in PEOPLE.items()
    ]
    (folder / "worksheet.csv").write_text(table([head, *rows]), encoding="utf-8-sig")


def canvas(folder):
    login = lambda name: "".join(reversed(name.lower().split()))  # noqa: E731
    files = {f"{login(name)}_{number}_99{number}_hw.ipynb": text for number, name, text in HANDED_IN}
    zipped(folder / "submissions.zip", files)
    head = ["Student", "ID", "SIS Login ID", "Section", "Homework 3 (4711)", "Homework 4 (4712)"]
    rows = [[name, number, login(name), "A", "", ""] for number, (name, _) in PEOPLE.items()]
    points = ["    Points Possible", "", "", "", "20.0", "20.0"]
    (folder / "gradebook.csv").write_text(table([head, points, *rows]), encoding="utf-8")


def gradescope(folder):
    top = "assignment_12_export"
    files = {f"{top}/submission_{number}/hw.ipynb": text for number, _, text in HANDED_IN}
    about = "".join(
        f'submission_{number}:\n  :submitters:\n  - :name: {name}\n    :sid: "{number}"\n    :email: a@b.c\n'
        "  :created_at: 2026-11-19 10:00:00.000000000 Z\n"
        for number, name, _ in HANDED_IN
    )
    zipped(folder / "export.zip", files | {f"{top}/submission_metadata.yml": about})
    rows = [[*name.split(), number, "A"] for number, (name, _) in PEOPLE.items()]
    (folder / "roster.csv").write_text(table([["First Name", "Last Name", "SID", "Section"], *rows]), encoding="utf-8")


def chaoxing(folder):
    zipped(folder / "作业3.zip", {f"作业3/{number}-{name}/hw.ipynb": text for number, name, text in HANDED_IN})
    book = openpyxl.Workbook()
    book.active.append(["学号", "姓名", "作业三"])
    for number, (name, _) in PEOPLE.items():
        book.active.append([number, name, None])
    book.save(folder / "成绩.xlsx")


def by_folder(folder):
    for number, _, text in HANDED_IN:
        (folder / "submissions" / number).mkdir(parents=True)
        (folder / "submissions" / number / "hw.ipynb").write_bytes(text)
    rows = [["id", "name", "points"], *([number, name, ""] for number, (name, _) in PEOPLE.items())]
    (folder / "class.csv").write_text(table(rows), encoding="utf-8")


GIVEN = {"moodle": moodle, "canvas": canvas, "gradescope": gradescope, "chaoxing": chaoxing, "folder": by_folder}


@pytest.fixture(params=GIVEN)
def tried(request, tmp_path, monkeypatch):
    """(the platform, the folder in which all commands of its page were run)."""
    monkeypatch.setattr(batch, "Sandbox", StubSandbox)
    monkeypatch.setattr(command, "probed", lambda: (None, []))
    monkeypatch.chdir(tmp_path)
    GIVEN[request.param](tmp_path)
    lines = COMMANDS.findall((PAGES / f"{request.param}.md").read_text(encoding="utf-8"))
    assert len(lines) >= 2
    for line in lines:
        name, *rest = shlex.split(line)
        assert cli.main([name, *rest, "--course", str(ROOT)]) == 0, line
    return request.param, tmp_path


def filled(platform, folder):
    """{ID: what stands in the column of grades afterwards}, None where there is no such table."""
    if platform == "chaoxing":
        _, *rows = openpyxl.load_workbook(folder / "grades" / "sheet.xlsx").active.values
        return {number: None if grade is None else f"{grade:g}" for number, _, grade in rows}
    names = {"moodle": ("moodle", 0, 3), "canvas": ("canvas", 1, 4), "folder": ("sheet", 0, 2)}
    if platform not in names:
        return None
    name, identity, column = names[platform]
    with (folder / "grades" / f"{name}.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    return {row[identity].removeprefix("Participant "): row[column] for row in rows[1:] if row[identity]}


def test_every_command_of_a_page_does_what_it_says(tried):
    platform, folder = tried
    found = json.loads((folder / "grades" / "grades.json").read_text(encoding="utf-8"))
    assert sorted(one["score"] for one in found["submissions"]) == [10, 14]
    grades = filled(platform, folder)
    if grades is not None:
        ada, alan, emmy = (grades[number] or "" for number in PEOPLE)
        highest = 100 if platform == "chaoxing" else 20
        assert [float(ada), float(alan)] == pytest.approx([highest, highest * 10 / 14], abs=1e-3)
        assert emmy == "", "nobody gets a zero for what was not handed in"
    if platform in ("moodle", "canvas"):
        with zipfile.ZipFile(folder / "grades" / f"feedback-{platform}.zip") as package:
            assert len(package.namelist()) == 2
    if platform == "gradescope":
        assert (folder / "autograder.zip").exists()
        assert {one["student"]["id"] for one in found["submissions"]} == {"2023001", "2023002"}


def test_there_is_a_page_for_each_platform_and_the_first_page_leads_to_it():
    first = (ROOT / "docs" / "grading.md").read_text(encoding="utf-8")
    assert {path.stem for path in PAGES.glob("*.md")} == set(GIVEN)
    assert all(f"(grading/{name}.md)" in first for name in GIVEN)
