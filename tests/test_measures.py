"""What the page on the class says of its questions, compared with NumPy's correlation and with counts by hand."""

import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from course_lib.grading import assignment, charts, measures
from course_lib.grading.collecting import HandedIn
from course_lib.grading.summary import Summary
from tests.test_grading import ROOT

KEYS = assignment.load(ROOT, "03_momentum", 3)
NAMES = [key.name for key in KEYS.keys]


def result(passed, seconds=0.5, cases=None, diagnosis=None):
    """A result in which these exercises are right. cases: {exercise: [bool]}."""
    grades = {
        key.name: dict(
            score=key.points * (key.name in passed),
            max_score=key.points,
            passed=key.name in passed,
            diagnosis=None if key.name in passed else diagnosis,
            message="",
            cases=(cases or {}).get(key.name, [key.name in passed] * len(key.cases)),
        )
        for key in KEYS.keys
    }
    score = sum(grade["score"] for grade in grades.values())
    return dict(submission="x", status="ok", score=score, seconds=seconds, max_score=14, exercises=grades, problems=[])


def counted(*results):
    made = measures.Measures(KEYS)
    for one in results:
        made.add(one)
    return made


def a_class(size, seed=0):
    """Which exercises each of `size` students has right: the able ones more."""
    rng = np.random.default_rng(seed)
    skill, noise = rng.normal(size=size), rng.normal(size=(size, len(NAMES)))
    return [[name for name, x in zip(NAMES, row) if x + able > 0] for row, able in zip(noise, skill)]


def test_discrimination_is_the_correlation_with_the_rest():
    students = a_class(50)
    made = counted(*(result(passed) for passed in students))
    points = np.array([[key.points * (key.name in passed) for key in KEYS.keys] for passed in students])
    for place, key in enumerate(KEYS.keys):
        rest = points.sum(axis=1) - points[:, place]
        assert made.questions[key.name].discrimination == pytest.approx(np.corrcoef(points[:, place], rest)[0, 1])


@pytest.mark.parametrize("students", [a_class(9), [NAMES] * 30, [[]] * 30], ids=["few", "all right", "all wrong"])
def test_where_it_says_nothing_there_is_no_number(students):
    made = counted(*(result(passed) for passed in students))
    assert {one.discrimination for one in made.questions.values()} == {None}


def test_shares_and_cases_are_counted():
    name, count = "ewma", len(next(key for key in KEYS.keys if key.name == "ewma").cases)
    half = [True] + [False] * (count - 1)
    one = counted(result(NAMES), result([], cases={name: half}), result([]), result(NAMES)).questions[name]
    assert one.share == 0.5 and one.cases == [3] + [2] * (count - 1)


def test_what_was_not_graded_counts_nowhere():
    lost = {"submission": "x", "status": "empty", "exercises": {}, "score": 0, "seconds": 0.0, "problems": []}
    made = counted(lost)
    assert sum(made.seconds) == 0 and made.questions["ewma"].graded == 0
    assert made.questions["ewma"].share == 0 and made.questions["ewma"].discrimination is None


def test_seconds_fall_between_the_edges():
    assert counted(*(result([], seconds=s) for s in (0.05, 0.1, 2, 250))).seconds == [1, 1, 0, 1, 0, 0, 0, 1]
    assert charts.spans((0.1, 1, 100)) == ["< 0.1", "0.1–1", "1–100", "> 100"]


def test_a_case_is_described_without_its_numbers():
    assert measures.described({"W": np.zeros((3, 2)), "x": np.zeros(4), "beta": 0.5, "t": 7}) == (
        "W 3 × 2, x 4, beta = 0.5, t = 7"
    )


@pytest.fixture(scope="module")
def page():
    summary = Summary(KEYS)
    for number, passed in enumerate(a_class(30)):
        summary.add(result(passed, diagnosis="<b>steps_uphill" if number % 2 else None))
    return summary.page(HandedIn([], {}, []), "")


def pictures(page):
    return [ElementTree.fromstring(text) for text in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]


def test_every_picture_says_its_numbers_in_words_and_loads_nothing(page):
    found = pictures(page)
    assert len(found) == 5
    assert all(re.search(r"\d", one.get("aria-label")) and one.get("role") == "img" for one in found)
    said = " ".join(one.get("aria-label") for one in found)
    assert all(name in said for name in NAMES)
    assert not re.search(r"(?:src|href)=|url\(|@import|<script", page)
    assert "&lt;b&gt;steps uphill" in page and "<b>steps" not in page


def test_the_bars_are_as_long_as_the_numbers_say(page):
    hard = pictures(page)[1]
    bars = {round(float(rect.get("width")) / 150 * 100) for rect in hard.iter("rect") if rect.get("class") == "share"}
    written = {int(text.text.split()[0]) for text in hard.iter("text") if text.text and text.text.endswith(" %")}
    assert bars == written and len(written) > 2


def test_a_negative_discrimination_lies_left_of_the_axis():
    students = [[name for name in NAMES if (name == "ewma") == (number % 2 == 0)] for number in range(20)]
    drawn = ElementTree.fromstring(
        re.search(r"<svg.*?</svg>", charts.section(counted(*map(result, students))), re.DOTALL)[0]
    )
    against = [rect for rect in drawn.iter("rect") if rect.get("class") == "against"]
    assert len(against) == 1 and float(against[0].get("x")) == pytest.approx(230)  # r = -1: 50 to the left of 280


@pytest.mark.parametrize("count", [1, 7, 18])
def test_the_cases_fit_into_the_picture(count):
    made = counted(result(NAMES))
    made.questions["ewma"].cases, made.questions["ewma"].inputs = [1] * count, ["x 4"] * count
    drawn = ElementTree.fromstring(re.findall(r"<svg.*?</svg>", charts.section(made), re.DOTALL)[1])
    ends = [float(rect.get("x")) + float(rect.get("width")) for rect in drawn.iter("rect")]
    assert len(ends) == 2 * sum(len(one.cases) for one in made.questions.values()) and max(ends) <= 360


OUTSIDE = """() => [...document.querySelectorAll("svg")].flatMap(svg => {
    const whole = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text, rect")].filter(part => {
        const its = part.getBoundingClientRect();
        return its.left < whole.left - 1 || its.right > whole.right + 1 || its.bottom > whole.bottom + 1;
    }).map(part => part.outerHTML);
})"""
LETTERS = """() => [...document.querySelectorAll("svg")].map(svg =>
    parseFloat(getComputedStyle(svg.querySelector("text")).fontSize)
    * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_pictures_can_be_read(chrome, page, scheme):
    chrome.emulate_media(color_scheme=scheme)
    chrome.set_viewport_size({"width": 390, "height": 844})
    chrome.set_content(page)
    assert chrome.evaluate("() => document.documentElement.scrollWidth") == 390
    assert min(chrome.evaluate(LETTERS)) >= 10.5  # pixels
    assert chrome.evaluate(OUTSIDE) == []
    fill, paper = chrome.evaluate(
        "() => [getComputedStyle(document.querySelector('svg text')).fill,"
        " getComputedStyle(document.body).backgroundColor]"
    )
    light, dark = (sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in (fill, paper))
    assert abs(light - dark) > 500
