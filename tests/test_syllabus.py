"""The syllabus: every slide of the lecture, question and exercise is in a goal, and no goal names what is not there."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from course_lib.authoring import syllabus
from course_lib.authoring.guide_pages import markdown2html

ROOT = Path(__file__).resolve().parents[1]
SAID, THERE = syllabus.data(ROOT), syllabus.course(ROOT)


def test_everything_that_is_asked_or_shown_is_in_a_goal():
    counts = {kind: len(getattr(THERE, kind)) for kind in syllabus.KINDS}
    assert counts["claims"] == 18 and counts["quiz"] > 40 and counts["homework"] > 40 and counts["exam"] > 30
    assert syllabus.problems(SAID, THERE) == []


@pytest.mark.parametrize("kind", syllabus.KINDS)
def test_what_is_missing_or_unknown_is_said(kind):
    name = next(iter(getattr(THERE, kind)))
    goals = [{**goal, kind: [one for one in goal[kind] if one != name]} for goal in SAID["goal"]]
    goals[0] = {**goals[0], kind: [*goals[0][kind], "99.9"]}
    assert syllabus.problems({"goal": goals}, THERE) == [
        f"syllabus.toml: {kind} '99.9' is named, and there is none.",
        f"syllabus.toml: {kind} {name!r} is in no goal.",
    ]


def test_a_goal_names_what_belongs_to_its_chapter():
    for goal in SAID["goal"]:
        number = str(int(goal["chapter"][:2]))
        asked = goal["quiz"] + goal["exam"]
        assert asked and {name.partition(".")[0] for name in asked} == {number}, goal["text"]
        # Homework 6 is about chapter 7, too.
        homes = {goal["chapter"], "06_comparison"} if number == "7" else {goal["chapter"]}
        assert {THERE.homework[name] for name in goal["homework"]} <= homes, goal["text"]
        assert any(home == goal["chapter"] for name in goal["claims"] for home, *_ in THERE.slides[name]), goal["text"]


def test_the_page_has_a_row_for_each_goal_and_links_to_slides_that_exist():
    page = BeautifulSoup(markdown2html(syllabus.markdown(ROOT)), "html.parser")
    tables = page.find_all("table")
    rows = [row for table in tables[:7] for row in table.select("tbody tr")]
    assert len(rows) == len(SAID["goal"]) and [row.td.text for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert all(len(row.select("td")) == 7 and row.a for row in rows)
    hours = [float(row.find_all("td")[-1].text) for row in tables[7].select("tbody tr")]
    assert len(hours) == 8 and sum(hours[:-1]) == pytest.approx(hours[-1], abs=0.4) and 15 < hours[-1] < 30
    assert tables[8].select("tbody tr") and len(tables[9].select("tbody tr")) == 18
