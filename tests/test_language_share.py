"""A Chinese student works through 00, 03 and homework 3 without an English sentence; what Latin words are left, is listed.

`tests/latin.py` counts. By it tests/test_site.py reads the website's pages, tests/test_grading_stub.py a student's
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
NOTEBOOKS = [f"notebooks/{name}" for name in languages.chapters(ROOT)]
NOTEBOOKS += [f"exercises/{name}" for _, _, name in (path.partition("solutions/") for path in sorted({n for n, _ in EXERCISES}))]
QUIZZES = sorted(path.name for path in (ROOT / "notebooks" / "src").glob("*.quiz.json"))


def stored(name):
    """A notebook of the Chinese edition, as it is stored."""
    folder, chapter = name.split("/")
    return nbformat.read(ROOT / folder / "zh" / f"{chapter}.ipynb", as_version=4)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_chinese(name):
    """Its text, comments, results, descriptions of pictures, and questions."""
    latin.assert_chinese(latin.notebook_said(stored(name)), *CITED.get(name.split("/")[1], ()))


@pytest.mark.parametrize("name", QUIZZES)
def test_so_is_all_that_is_said_of_an_answer_to_a_question(name):
    asked = json.loads((ROOT / "notebooks" / "zh" / "src" / name).read_text(encoding="utf-8"))
    texts = [one["question"] for one in asked]
    texts += [text for one in asked for answer in one["answers"] for text in (answer.get("answer"), answer.get("feedback"))]
    latin.assert_chinese([text for text in texts if isinstance(text, str)])


@pytest.mark.slow
@pytest.mark.parametrize("name", tours(NOTEBOOKS[1:8], "notebooks/03_momentum"))
def test_so_are_its_slides_and_what_the_lecturer_says_to_them(name):
    text = languages.text_of(ROOT, name, "zh")
    latin.assert_chinese(latin.page_said(slides.page(slides.deck(text, stored(name), name))))


@pytest.mark.parametrize(("name", "exercise"), EXERCISES, ids=IDS)
def test_so_is_what_check_shows_of_wrong_answers_as_text_and_as_a_panel(name, exercise):
    key = committed(exercise)
    own = {exercise, *(key.cases[0] if key.cases else ()), *(key.returns if isinstance(key.returns, tuple) else ())}
    with speaking("zh"):
        reports = [Report(key, examine(key, answer)) for answer in written(name, exercise, "WRONG")]
        texts = [text for report in reports for text in (str(report), *latin.page_said(report.html()))]
        latin.assert_chinese([*texts, *map(hints.said, said_of(key))], *own, *GIVEN)


def said_of(key):
    """All hints of a key."""
    return [text for text in [*(one.hint for one in key.mistakes), *key.slips.hints.values()] if text]
