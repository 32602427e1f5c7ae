"""The chapters as a reader meets them: what is folded, how long they take, what they say of the lecture.

All of it is asked of the texts themselves, notebooks/src, without running anything.
"""

import csv
import re
from html import unescape
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


@EACH
def test_a_chapter_ends_with_sources_to_go_on_with(name):
    section = TEXTS[name].split("\n## Sources\n")[1].split("\n## ")[0]
    listed = re.findall(r"^- .+", section, re.MULTILINE)
    assert 3 <= len(listed) <= 6
    assert [line for line in listed if not re.search("https://|深度学习优化器|deck", line)] == []


def by_its_looks(questions):
    """What lets the right choices of a quiz be guessed: most are the longest by a tenth, or stand in one place."""
    choices = [question["answers"] for question in questions if question["type"] == "multiple_choice"]
    right = [next(i for i, answer in enumerate(answers) if answer["correct"]) for answers in choices]
    sizes = [[len(unescape(answer["answer"])) for answer in answers] for answers in choices]
    longest = sum(size[i] > 1.1 * max(size[:i] + size[i + 1 :]) for i, size in zip(right, sizes))
    most = max(map(right.count, right))
    found = [f"{longest} of {len(right)} right choices are the longest."] if longest > len(right) / 2 else []
    return found + ([f"{most} of {len(right)} right choices stand in one place."] if most > len(right) / 2 else [])


@pytest.mark.parametrize("name", [name for name, text in TEXTS.items() if f'quiz.show("{name}")' in text])
def test_a_right_choice_is_not_found_by_its_looks(name):
    assert by_its_looks(quiz.load(name)) == []


@pytest.mark.parametrize(
    ("places", "words", "problems"), [((0, 1, 2), "ab", 0), ((1, 1, 0), "ab", 1), ((0, 1, 2), "abcd", 1)]
)
def test_a_quiz_that_can_be_guessed_is_seen(places, words, problems):
    answers = [[{"answer": words if i == right else "ab", "correct": i == right} for i in range(3)] for right in places]
    assert len(by_its_looks([{"type": "multiple_choice", "answers": each} for each in answers])) == problems


# ---- the lecture ----

# What the deck says, sentence by sentence: the chapter in which a needle of it stands, a piece of the claim about it.
with (ROOT / "tests" / "deck_sentences.tsv").open(encoding="utf-8", newline="") as file:
    DECK = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def bare(text):
    """Without what may differ between two writings of one sentence or formula: spaces, braces, quotation marks."""
    text = text.replace("\\tfrac", "\\frac").replace("\\dfrac", "\\frac").replace("，", ",").replace("：", ":")
    return re.sub(r"\\[,;!]|\\cdot|\\q?quad|\\left|\\right|[\s{}*“”\"「」]", "", text)


def claims():
    """[(slide, claim)] of the README's table, which the build writes."""
    return re.findall(r"^\| (S\d+) \| ([^|]+) \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_list_of_the_deck_covers_its_slides():
    assert {row["slide"] for row in DECK} == {f"S{number}" for number in range(1, 19)}
    assert len(DECK) > 80 and all(row["the deck says"] and row["needle"] for row in DECK)


@pytest.mark.parametrize("row", DECK, ids=lambda row: row["slide"])
def test_the_chapter_treats_what_the_deck_says(row):
    assert bare(row["needle"]) in bare(TEXTS.get(row["chapter"], "")), (
        f"{row['chapter']} leaves out {row['the deck says']}"
    )


@pytest.mark.parametrize("row", [row for row in DECK if row["claim"]], ids=lambda row: f"{row['slide']} {row['claim']}")
def test_a_claim_tries_what_the_deck_says(row):
    assert any(slide == row["slide"] and row["claim"].lower() in claim.lower() for slide, claim in claims())


# ---- the glossary ----

TERMS = re.findall(
    r"^\| ([^|]+) \| ([^|]+) \| [^|]*\| \[\d\]\((\w+)\.ipynb\) \|$",
    (ROOT / "notebooks" / "glossary.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def test_the_glossary_names_each_term_once():
    assert 50 <= len(TERMS) <= 75
    assert len({english for english, _, _ in TERMS}) == len({chinese for _, chinese, _ in TERMS}) == len(TERMS)


@pytest.mark.parametrize(("english", "chinese", "chapter"), TERMS, ids=[english for english, _, _ in TERMS])
def test_a_term_stands_in_its_chapter_in_both_languages(english, chinese, chapter):
    text = TEXTS.get(chapter, "")
    assert [word for word in (english, chinese) if word.lower() not in text.lower()] == []
