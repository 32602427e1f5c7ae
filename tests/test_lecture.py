"""A lecturer's own lecture.toml: names, colours, decks of picked slides and slides of one's own."""

import itertools
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from course_lib.authoring import AuthoringError, decks, lecture
from course_lib.authoring.lecture import Deck, Lecture
from course_lib.authoring.source import slide_type
from tests.tours import tours

ROOT = Path(__file__).resolve().parents[1]
TOML = """
[lecture]
title = "Optimizers"
lecturer = "Li Hua <3"
institution = "Institute"
accent = "#7a1f3d"
logo = "logo.svg"

[[deck]]
name = "one"
title = "First lesson"
slides = ["welcome.md", "03_momentum 2 4-5", "01_gradient_descent 1"]

[[deck]]
name = "two"
slides = ["04_rmsprop 1"]
"""
WELCOME = "# Welcome\n\nTo all\n\nNote:\nSmile.\n\n---\n\n## Exam\n\nOn $x^2$\n\n![the room](room.png)\n"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    home = tmp_path_factory.mktemp("lecture")
    (home / "lecture.toml").write_text(TOML, encoding="utf-8")
    (home / "welcome.md").write_text(WELCOME, encoding="utf-8")
    (home / "logo.svg").write_text("<svg/>", encoding="utf-8")
    (home / "room.png").write_bytes(b"png")
    assert decks.main(ROOT, home / "out", home / "lecture.toml") == 0
    return home / "out"


def slides(page):
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select(".slides > section > section")


def headings(page):
    return [slide.select_one("h1, h2").get_text().rstrip("¶") for slide in slides(page)]


def test_a_deck_holds_the_slides_that_were_picked_in_their_order(written):
    chapter = slides_of_momentum(written.parent)
    found = headings(written / "one" / "index.html")
    assert found == ["Welcome", "Exam", *(chapter[number - 1] for number in (2, 4, 5)), "1 Gradient descent 梯度下降"]


def slides_of_momentum(folder):
    whole = Deck("whole", "3", (("03_momentum", None),))
    decks.write(ROOT, Lecture(), whole, folder / "whole")
    return headings(folder / "whole" / "index.html")


def test_notes_and_pictures_of_ones_own_slides_come_along(written):
    first = slides(written / "one" / "index.html")[0]
    assert first.select_one("aside.notes").get_text().strip() == "Smile."
    assert (written / "one" / "room.png").read_bytes() == b"png"
    exam = slides(written / "one" / "index.html")[1]
    assert exam.select_one("figure > img[src='room.png']")["alt"] == "the room" and exam.select_one("math")
    assert first["data-background-image"] == "cover-03.svg" and first.select_one(".names")


def test_names_colours_and_logo_stand_where_they_belong(written):
    title = slides(written / "one" / "index.html")[-1]
    assert title.select_one(".names").get_text() == "Li Hua <3 · Institute"
    assert title["data-background-image"] == "cover-01.svg" and (written / "one" / "cover-01.svg").exists()
    assert title.select_one("img.logo")["src"] == "logo.svg" and (written / "one" / "logo.svg").exists()
    assert "--course-accent: #7a1f3d;" in (written / "one/reveal/dist/theme/course.css").read_text(encoding="utf-8")
    start = BeautifulSoup((written / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert [card.select_one("b").get_text() for card in start.select(".decks a")] == ["First lesson", "two"]
    assert start.h1.get_text() == "Optimizers"


def test_the_frame_speaks_the_lecture_s_language(monkeypatch):
    monkeypatch.setattr(decks, "say", lambda text, language, **values: f"{language}: {text}")
    page = BeautifulSoup(decks.start_page(Lecture(language="zh"), {"a": decks.Written("A", 1, 2, None)}), "html.parser")
    assert page.html["lang"] == "zh-CN" and page.h1.get_text() == "zh: The lecture"
    assert all(part.get_text().startswith("zh: ") for part in page.select(".decks span, main > p:last-child"))
    assert "zh: next →" in decks.link_to("b", "zh").source


def test_a_phone_shows_a_slide_in_its_width(written):
    page = BeautifulSoup((written / "one" / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert "width=device-width" in page.select_one("meta[name=viewport]")["content"]


def test_a_deck_that_is_printed_as_it_stands_says_how_it_is_printed(written, chrome):
    chrome.goto((written / "one" / "index.html").as_uri())
    chrome.wait_for_function("() => Reveal.isReady()")
    assert len(re.findall(rb"/Type\s*/Page\b", chrome.pdf())) == 1
    chrome.emulate_media(media="print")
    assert "?print-pdf" in chrome.locator(".on-paper").inner_text()
    assert not chrome.locator(".reveal").is_visible()
    chrome.emulate_media(media="screen")
    assert not chrome.locator(".on-paper").is_visible()


def test_one_deck_that_cannot_be_written_stops_no_other(tmp_path, capsys):
    picked = {"first": "01_gradient_descent 1", "a": "03_momentum 99", "b": "01_gradient_descent 2"}
    text = "\n".join(f'[[deck]]\nname = "{name}"\nslides = ["{slides}"]' for name, slides in picked.items())
    (tmp_path / "lecture.toml").write_text(text, encoding="utf-8")
    assert decks.main(ROOT, tmp_path / "out", tmp_path / "lecture.toml") == 1
    assert "03_momentum has 20 slides, and no slide 99." in capsys.readouterr().err
    assert (tmp_path / "out" / "b" / "index.html").exists()
    assert slides(tmp_path / "out" / "first" / "index.html")[-1].select_one(".next a")["href"] == "../b/index.html"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[lecture", "cannot be read as TOML"),
        ("[lecture]\nauthor = 'x'", "'author' is unknown; there are title, lecturer"),
        ("[lecture]\ndate = 2026", "date must be text"),
        ("[lecture]\naccent = 'red'", "accent must be a colour"),
        ("[lecture]\nlogo = 'none.svg'", "there is no file"),
        ("[[deck]]\nslides = ['03_momentum']", "needs name"),
        ("[[deck]]\nname = '../x'\nslides = ['03_momentum']", "a deck's name becomes a folder"),
        ("[[deck]]\nname = 'x'\nslides = ['03_momentum 2 to 5']", "'to' names no slides"),
        ("[[deck]]\nname = 'x'\nslides = ['03_momentum 14-9']", "'14-9' names no slides: they count from 1"),
        ("[[deck]]\nname = 'x'\nslides = ['03_momentum 0']", "'0' names no slides: they count from 1"),
        ("[[deck]]\nname = 'x'\nslides = ['']", "slides are named as"),
        ("[[deck]]\nname = 'x'\nslides = [3]", "slides are named as"),
        ("[[deck]]\nname = 'x'\nslides = '03_momentum'", "slides must be a list"),
    ],
)
def test_what_cannot_be_meant_is_told(tmp_path, text, told):
    (tmp_path / "lecture.toml").write_text(text, encoding="utf-8")
    with pytest.raises(AuthoringError, match=told):
        lecture.read(tmp_path / "lecture.toml")


def test_without_a_file_nobody_is_named(tmp_path):
    assert lecture.read(tmp_path / "lecture.toml").names == ""


# The minutes that each deck of a plan may take.
PLANS = {"three_lessons": 75, "one_lesson": 90, "two_times_40": 40, "one_45": 45}


def test_each_plan_has_its_limit():
    assert {path.stem for path in (ROOT / "docs" / "instructor" / "plans").glob("*.toml")} == set(PLANS)


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_fits_its_lesson(name):
    plan = lecture.read(ROOT / "docs" / "instructor" / "plans" / f"{name}.toml")
    for deck in plan.decks:
        seconds = [timing for chapter, numbers in deck.slides for timing in timings(chapter, numbers)]
        assert 25 <= sum(seconds) / 60 <= PLANS[name], deck.name


def timings(chapter, numbers):
    """The seconds of a chapter's slides, by their numbers or all."""
    text = (ROOT / "notebooks" / "src" / f"{chapter}.md").read_text(encoding="utf-8")
    every = [int(seconds) for seconds in re.findall(r'"slide_type": "slide", "data": {[^}]*"timing": (\d+)', text)]
    return [every[number - 1] for number in numbers or range(1, len(every) + 1)]


def test_the_guide_s_table_is_the_plan_of_one_lesson():
    """The table of docs/instructor.md says which slides one_lesson.toml shows."""
    plan = lecture.read(ROOT / "docs" / "instructor" / "plans" / "one_lesson.toml")
    table = (ROOT / "docs" / "instructor.md").read_text(encoding="utf-8").partition("(`one_lesson.toml`)")[2]
    rows = {row[1]: row[2] for row in re.finditer(r"^\| (\d) \| ([\d, to]+) \| [\d.]+ \|$", table, re.MULTILINE)}
    said = {f"0{chapter}": lecture.picked("", f"x {text.replace(' to ', '-')}")[1] for chapter, text in rows.items()}
    assert said == {chapter[:2]: numbers for chapter, numbers in plan.decks[0].slides}


def test_on_paper_for_students_a_vote_stays_open(written, chrome):
    """The result of a vote is left out, on its own slide and where it is the next one's; the speaker gets both."""
    whole = Deck("votes", "3", (("03_momentum", [4, 5, 12]),))
    decks.write(ROOT, Lecture(), whole, written.parent / "votes")
    address = (written.parent / "votes" / "index.html").as_uri()
    seen = {}
    for query in ("?print-pdf&handout", "?print-pdf"):
        chrome.goto(address + query)
        chrome.wait_for_selector(".pdf-page")
        heading = "slide => slide.querySelector('h2').textContent.replace('¶', '')"
        headings = chrome.evaluate(f"() => [...document.querySelectorAll('.pdf-page')].map({heading})")
        seen[query] = headings, chrome.locator(".right.visible").count(), chrome.locator("div.fragment").count()
    first, result, second = "How many observations count?", "There is no edge", "Is Momentum faster at the same rate?"
    assert seen["?print-pdf&handout"] == ([first, second], 0, 0)
    assert seen["?print-pdf"] == ([first, result, second], 2, 1)


@pytest.mark.slow
def test_a_plan_shows_a_vote_with_its_result():
    """A vote whose result stands on a later slide, and that slide: both or neither."""
    for path in sorted((ROOT / "docs" / "instructor" / "plans").glob("*.toml")):
        for deck in lecture.read(path).decks:
            for chapter, chosen in deck.slides:
                cells = decks.of_chapter(ROOT, chapter).cells
                starts = [cell.metadata.slideshow.data for cell in cells if slide_type(cell) == "slide"]
                for number, about in enumerate(starts, start=1):
                    if "result" in about and number in (chosen or []):
                        vote = max(n for n, one in enumerate(starts[:number], start=1) if "answer" in one)
                        assert vote in chosen, (path.name, chapter, number)


RESULTS = {"01_gradient_descent": {9}, "02_adagrad": {14}, "04_rmsprop": {15}, "05_adam": {10, 11}}


@pytest.mark.slow
def test_what_tells_a_vote_s_result_later_is_marked_too():
    for chapter, numbers_ in RESULTS.items():
        cells = decks.of_chapter(ROOT, chapter).cells
        starts = [cell.metadata.slideshow.data for cell in cells if slide_type(cell) == "slide"]
        assert numbers_ <= {number for number, about in enumerate(starts, start=1) if "result" in about}, chapter


# What paper for students shows right after a vote: each was read, and tells nothing of the answer.
AFTER_VOTES = """A better direction 方向更准
Matrix products 通过矩阵加速运算
The steepest direction dictates
What you take home
A rate for each parameter
A rate for each parameter, not for each direction
Does it pay? Words and digits
Smoothing something real 平滑梯度更新
What it tolerates
Real data: handwritten digits
Why average at all? Hinton's reason
And then it jumps off the floor
With noise it strays further
The digits, with and without correction
How far off may the rate be?
And at the end?
A rule of thumb
Turn the bowl
Does Adam stay at the minimum?
""".splitlines()


@pytest.mark.parametrize("chapter", decks.chapters(ROOT))
def test_on_paper_for_students_the_page_after_a_vote_does_not_answer_it(chapter):
    """A slide that tells the answer has `result`; one that follows a vote on paper was read and stands in the list."""
    starts = [cell for cell in decks.of_chapter(ROOT, chapter).cells if slide_type(cell) == "slide"]
    shown = [cell for cell in starts if "result" not in cell.metadata.slideshow.data]
    for vote, after in itertools.pairwise(shown):
        if "answer" in vote.metadata.slideshow.data and "answer" not in after.metadata.slideshow.data:
            assert re.search("^## (.+)$", after.source, re.MULTILINE)[1] in AFTER_VOTES


@pytest.mark.parametrize("chapter", tours(decks.chapters(ROOT), "01_gradient_descent", "04_rmsprop"))
def test_a_page_for_students_is_whole_and_leaves_no_column_empty(tmp_path, chrome, chapter):
    decks.write(ROOT, Lecture(), Deck(chapter, "1", ((chapter, None),)), tmp_path / chapter)
    chrome.goto((tmp_path / chapter / "index.html").as_uri() + "?print-pdf&handout")
    chrome.wait_for_selector(".pdf-page")
    assert chrome.locator("section.beside:not(:has(figure))").count() == 0
    low = chrome.evaluate("""() => Array.from(document.querySelectorAll('.pdf-page')).filter(page => {
        const foot = page.querySelector('.foot').getBoundingClientRect().top
        return Array.from(page.querySelectorAll('.prose > *, pre')).some(
            part => part.getBoundingClientRect().bottom > foot + 1)
    }).map(page => page.querySelector('h1, h2').textContent)""")
    assert low == [], "runs into the foot"


def test_each_vote_names_its_answer():
    """A list with numbers is a vote, or the conditions of a fair race."""
    for path in sorted((ROOT / "notebooks" / "src").glob("*.md")):
        for slide in re.split(r"^(?=\+\+\+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
            if '"slide_type": "slide"' in slide and "slide-only" in slide:
                options = re.findall(r"^(\d)\. ", slide, re.MULTILINE)
                answer = re.search(r'"answer": (\d)', slide)
                assert bool(options) == bool(answer) or "## A fair race" in slide, slide[:200]
                assert answer is None or answer[1] in options
