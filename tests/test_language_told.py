"""What whoever uses a command reads: handed to the language, and in Chinese when that is asked for."""

import re
from pathlib import Path

import pytest
import typst

from course_lib import cli, language
from course_lib.exams import paper, typeset
from course_lib.exams.topics import TASKS
from course_lib.questions import bank, gift, moodle, qti, table
from course_lib.translation import library
from course_lib.worksheets import topics as worksheets
from course_lib.worksheets import typeset as worksheet

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = ROOT / "course_lib"
HAN = re.compile("[\u4e00-\u9fff]")
# Three English words in a row that are no command, path or list of names.
ENGLISH = re.compile(r"(?<![\w./`'-])[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}(?![\w/-])")
# {file: (why no language says it, how each such text begins)}
NOT_SAID = {
    "grading/charts.py": ("a template, whose words are said", ["\n{% macro svg"]),
    "grading/extensions.py": ("what a column may be called", ["new due date"]),
    "grading/feedback.py": ("a template, whose words are said", ["\n{% extends"]),
    "grading/for_nbgrader.py": (
        "nbgrader's own settings, whose help is English",
        ["the course's folder", "of the hidden cases", "bwrap or process", '"""nbgrader\'s settings'],
    ),
    "grading/late.py": ("months, in the languages of platforms", ["januar februar", "janvier février"]),
    "grading/lms.py": ("Moodle's name of a column, and words in it", ["Grade can be changed", "yes, ja", "no, nein"]),
    "grading/pages.py": ("a template, whose words are said", ["<!DOCTYPE html>"]),
    "grading/people.py": (
        "what a column may be called",
        ["id, student", "identifier, ", "login, logins", "name, student", "first name", "last name", "section, sec"],
    ),
    "grading/platforms.py": ("scripts", ["#!/usr/bin/env bash", "#!/usr/bin/env bash"]),
    "grading/shell.py": ("code", ["import numpy"]),
    "grading/similar.py": ("a template, whose words are said", ["\n{% extends"]),
    "grading/standins.py": ("names of methods", ["call getattr", "add sub", "index neg"]),
    "grading/summary.py": ("a template, whose words are said", ["\n{% extends"]),
    "grading/worker.py": ("for the process that asked; code", ["ready", "no user namespace", "import numpy"]),
    "handing_in.py": ("keys, for the button in the notebook", ["done", "said", "done", "said"]),
    "media/formulas.py": ("Typst", ["#set page"]),
    "media/listing.py": ("HTML", ["<li id="]),
    "media/pictures.py": ("code", ["from course_lib.media"]),
    "questions/markup.py": ("HTML", ["<img src"]),
    "worksheets/tasks.py": ("an author's mistake, a ValueError", ["kind must be one of"]),
}


def test_what_a_person_is_told_is_handed_to_the_language():
    """Errors and printed lines of the whole library, and every sentence of grading, exams, questions and media."""
    found = library.untold(LIBRARY)
    assert set(found) == set(NOT_SAID)
    for path, (_, begin) in NOT_SAID.items():
        assert len(found[path]) == len(begin), path
        assert all(text.startswith(start) for text, start in zip(found[path], begin)), path


def test_what_nobody_hands_to_the_language_is_found(tmp_path):
    (tmp_path / "grading").mkdir()
    said = 'from course_lib.language import say as told\n\ndef f():\n    raise CourseError(told("It is not there."))\n'
    (tmp_path / "grading" / "said.py").write_text(said)
    (tmp_path / "grading" / "kept.py").write_text(
        'def f(x):\n    """Of all that is."""\n    return "It is not there."\n'
    )
    (tmp_path / "one.py").write_text('def f(x):\n    raise CourseError(f"{x} is not there.")\n')
    (tmp_path / "two.py").write_text('def f(x):\n    print("\\n".join([x, "Written."]))\n')
    assert library.untold(tmp_path) == {
        "grading/kept.py": ["It is not there."],
        "one.py": ["{x} is not there."],
        "two.py": ["Written."],
    }


MISTAKES = [
    ["exam", "--seed", "1", "--variants", "A,A"],
    ["exam", "--seed", "-1"],
    ["exam", "--seed", "1", "--points", "2"],
    ["exam"],
    ["questions", "--qti", "nope"],
    ["questions"],
    ["worksheets", "nope"],
    ["media", "nope"],
    ["grade", "nope", "{there}", "--out", "{new}", "--sandbox", "process"],
    ["grade", "03_momentum", "{gone}", "--out", "{new}", "--sandbox", "process"],
    ["grade", "03_momentum", "{there}", "--out", "{new}", "--jobs", "0"],
    ["export", "{gone}", "--sheet", "x.xlsx"],
    ["export", "{gone}"],
    ["feedback", "{there}", "moodle"],
    ["regrade", "{there}"],
    ["similar", "03_momentum", "{there}"],
    ["review-deck", "{there}"],
    ["gradescope", "nope", "{new}"],
    ["nbgrader", "{full}"],
    ["release", "--secret", "x"],
    ["publish", "{full}"],
    ["slides", "--lecture", "{gone}"],
    ["lite", "--zip", "--cdn"],
    ["build", "nope"],
    ["translate", "nope"],
    ["export-html", "{gone}", "{new}"],
    ["reset", "nope"],
    ["nope"],
]


@pytest.mark.parametrize("arguments", MISTAKES, ids=" ".join)
def test_a_mistake_is_told_in_chinese(arguments, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COURSE_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setenv("COURSE_WORK", str(tmp_path / "work"))
    for name in ("there", "full"):
        (tmp_path / name).mkdir()
    (tmp_path / "full" / "file").write_text("")
    places = {name: tmp_path / name for name in ("there", "full", "gone", "new")}
    given = [part.format(**places) for part in arguments]
    try:
        code = cli.main(["--course", str(ROOT), *given, "--language", "zh"])
    except SystemExit as stop:
        code = stop.code
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert code == 2 and HAN.search(said) and not ENGLISH.search(said), said


def test_the_language_stands_before_the_command_or_behind_it(monkeypatch, capsys):
    monkeypatch.setenv("COURSE_LANGUAGE", "en")
    for arguments in (["--language", "zh", "progress"], ["progress", "--language", "zh"]):
        assert cli.main(["--course", str(ROOT), *arguments]) == 0
        assert HAN.search(capsys.readouterr().out)
    assert cli.main(["--course", str(ROOT), "progress"]) == 0
    assert not HAN.search(capsys.readouterr().out)
    monkeypatch.setenv("COURSE_LANGUAGE", "zh")
    assert cli.main(["--course", str(ROOT), "progress", "--language", "en"]) == 0
    assert not HAN.search(capsys.readouterr().out)


# ---- papers and exported questions ----


def words(typst):
    """The words of Typst's markup: without calls, formulas, code and escapes."""
    plain = re.sub(r"\$[^$]*\$|#raw\([^)]*\)|#\w+(?:\([^)]*\))?|\\u\{\w+\}", " ", typst)
    return re.sub(r"\\(.)", r"\1", plain)


@pytest.mark.parametrize("task", TASKS, ids=[f"{task.chapter[3:]}-{task.name}" for task in TASKS])
def test_a_drawn_question_is_the_same_in_chinese(task):
    """The same numbers and key, formula by formula; all words are Chinese."""
    place = paper.Place(task.chapter, "1 x", task.points, task=task)
    english = paper.drawn(place, 3, ["A"])[0]
    with language.speaking("zh"):
        chinese = paper.drawn(place, 3, ["A"])[0]
        told = typeset.accepted(chinese)
    assert english.key == chinese.key
    for part in ("text", "answer", "marking"):
        one, other = getattr(english, part), getattr(chinese, part)
        assert sorted(re.findall(r"\$[^$]+\$", one)) == sorted(re.findall(r"\$[^$]+\$", other)), part
        phrase = re.search("[a-z]{2,} [a-z]{2,}", re.sub(r"\$[^$]+\$", "", one))
        assert not ENGLISH.search(other) and (HAN.search(other) or not phrase), other
    assert not re.search(r"\b(?:sum|steps|rate|factor|limit|length|percent|batch size)\b", told), told


def test_a_chinese_paper_and_its_key_hold_no_english(tmp_path):
    with language.speaking("zh"):
        one = paper.papers(ROOT, 4, ["A"], 100)[0]
        sheet, key = typeset.sheet(one, language.say("Deep-learning optimizers")), typeset.key(one, "试卷")
        assert all(path.read_bytes().startswith(b"%PDF") for path in typeset.write(tmp_path, [one], "试卷"))
    assert "A 卷" in sheet and "深度学习优化器" in sheet and "学号" in sheet and "参考答案：" in key
    for text in (sheet, key):
        body = text.partition("#show: page.with")[2]
        assert not ENGLISH.search(words(body)), ENGLISH.search(words(body))
        assert len(HAN.findall(body)) > 300


@pytest.mark.slow
def test_chinese_worksheets_hold_no_english_and_fit_a_page(tmp_path):
    with language.speaking("zh"):
        for sheet in worksheets.sheets():
            for solved in (False, True):
                text = worksheet.text(sheet, solved, tmp_path / f"{sheet.chapter}-{solved}.typ")
                assert not ENGLISH.search(words(text.partition("#show: page.with")[2])), sheet.chapter
                assert len(HAN.findall(text)) > 100
                (tmp_path / f"{sheet.chapter}-{solved}.typ").write_text(text, encoding="utf-8")
    for source in tmp_path.glob("*.typ"):
        made = typst.compile(source, format="svg", font_paths=[typeset.FONTS], ignore_system_fonts=True)
        assert isinstance(made, bytes), source.name  # of several pages it is a list


def test_chinese_questions_are_the_english_ones_one_by_one():
    english = bank.load(ROOT)
    with language.speaking("zh"):
        chinese = bank.load(ROOT)
        forms = [moodle.export(chinese).decode(), gift.export(chinese).decode()]
        rows = [table.row(one) for one in chinese]
        assert qti.assessment("x", chinese[:1]).decode().count("章末题") == 2
    same = [(one.ident, one.kind, one.points, [(a.right, a.low, a.high) for a in one.answers]) for one in english]
    assert same == [
        (one.ident, one.kind, one.points, [(a.right, a.low, a.high) for a in one.answers]) for one in chinese
    ]
    assert all(HAN.search(one.text) for one in chinese)
    assert all("参考答案：" in form and "Answer:" not in form and "Questions" not in form for form in forms)
    assert {row[2] for row in rows} == {"单选题", "数值题", "简答题"} and rows[0][0] == "1 梯度下降"
