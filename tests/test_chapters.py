"""The chapters as a reader meets them: what is folded, how long they take, what they say of the lecture.

All of it is asked of the texts themselves, notebooks/src, without running anything.
"""

from pathlib import Path

import pytest

from course_lib import quiz
from course_lib.authoring import reading
from course_lib.authoring.source import generate

ROOT = Path(__file__).resolve().parents[1]
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "notebooks" / "src").glob("*.md"))}
NOTEBOOKS = {name: generate(text, name) for name, text in TEXTS.items()}
EACH = pytest.mark.parametrize("name", TEXTS)


@EACH
@pytest.mark.parametrize("check", [reading.answers_in_the_open, reading.telling_code, reading.late_picture])
def test_a_chapter_reads_well(check, name):
    assert check(NOTEBOOKS[name]) == []


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "00_start_here"])
def test_the_stated_time_is_the_estimate(name):
    asked = quiz.load(name) if f'quiz.show("{name}")' in TEXTS[name] else []
    assert reading.wrong_time(NOTEBOOKS[name], len(asked)) == []
