"""A Chinese student works through 00, 03 and homework 3 without an English sentence; the Latin words left are listed.

`tests/latin.py` counts. By it tests/test_site.py also reads the website's pages, tests/test_grading_stub.py a student's
feedback, and tests/test_explorers_words.py what explorers say.
"""

import json
from pathlib import Path

import nbformat
import pytest

from course_lib.authoring import languages, slides
from course_lib.homework import hints
from course_lib.homework.examine import examine
from course_lib.homework.report import Report
from course_lib.language import speaking
from tests import latin
from tests.test_homework_answers import EXERCISES, IDS, committed, written
from tests.tours import tours

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = [f"notebooks/{name}" for name in languages.chapters(ROOT)]
HOMEWORK = sorted({name.replace("solutions", "exercises") for name, _ in EXERCISES})
QUIZZES = sorted(path.name for path in (ROOT / "notebooks" / "src").glob("*.quiz.json"))


def stored(name):
    """A notebook of the Chinese edition, as it is stored."""
    folder, chapter = name.split("/")
    return nbformat.read(str(ROOT / folder / "zh" / f"{chapter}.ipynb"), as_version=4)


@pytest.mark.parametrize("name", [*CHAPTERS, *HOMEWORK])
def test_a_notebook_is_chinese(name):
    """Its text, comments, results, descriptions of pictures, and questions."""
    latin.assert_chinese(latin.notebook_said(stored(name)), *IDS)


@pytest.mark.parametrize("name", QUIZZES)
def test_so_is_all_that_is_said_of_an_answer_to_a_question(name):
    asked = json.loads((ROOT / "notebooks" / "zh" / "src" / name).read_text(encoding="utf-8"))
    texts = [one["question"] for one in asked]
    texts += [answer.get(part) for one in asked for answer in one["answers"] for part in ("answer", "feedback")]
    latin.assert_chinese(text for text in texts if isinstance(text, str))


@pytest.mark.slow
@pytest.mark.parametrize("name", tours(CHAPTERS[1:], "notebooks/03_momentum"))
def test_so_are_its_slides_and_what_the_lecturer_says_to_them(name):
    text = languages.text_of(ROOT, name, "zh")
    latin.assert_chinese(latin.page_said(slides.page(slides.deck(text, stored(name), name))), *IDS)


@pytest.mark.parametrize(("name", "exercise"), EXERCISES, ids=IDS)
def test_so_is_what_check_shows_of_wrong_answers_as_text_and_as_a_panel(name, exercise):
    key = committed(exercise)
    own = {exercise, *(key.cases[0] if key.cases else ()), *(key.returns if isinstance(key.returns, tuple) else ())}
    with speaking("zh"):
        reports = [Report(key, examine(key, answer)) for answer in written(name, exercise, "WRONG")]
        shown = [text for report in reports for text in (str(report), *latin.page_said(report.html()))]
        latin.assert_chinese([*shown, *map(hints.said, said_of(key))], *own)


def said_of(key):
    """All hints of a key."""
    return [text for text in [*(one.hint for one in key.mistakes), *key.slips.hints.values()] if text]


def test_an_english_sentence_is_found_wherever_it_stands():
    chinese = "学习率越大，步子越长。" * 100
    for html in ("<p>The rate is lr.</p>", "<img alt='A map of SGD'>", "<th>rule</th>", "<button>Play</button>"):
        with pytest.raises(AssertionError):
            latin.assert_chinese(latin.page_said(f"<p>{chinese}</p>{html}"))
    latin.assert_chinese(
        latin.page_said(f"<p>{chinese}用 PyTorch 写 <code>rule = 1</code>，取 $\\text{{level}}$。</p>")
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1  # one step")])
    assert latin.left(latin.notebook_said(notebook)) == ["one", "step"]
    with pytest.raises(AssertionError):
        latin.assert_chinese([chinese, "epoch " * 50])
