"""A lecturer's own lecture.toml: names, colours, decks of picked slides and slides of one's own."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from course_lib.authoring import AuthoringError, decks, lecture
from course_lib.authoring.lecture import Deck, Lecture

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
WELCOME = "# Welcome\n\nTo all\n\nNote:\nSmile.\n\n---\n\n## Exam\n\n![the room](room.png)\n"


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


def test_names_colours_and_logo_stand_where_they_belong(written):
    title = slides(written / "one" / "index.html")[-1]
    assert title.select_one(".names").get_text() == "Li Hua <3 · Institute"
    assert title["data-background-image"] == "cover-01.svg" and (written / "one" / "cover-01.svg").exists()
    assert title.select_one("img.logo")["src"] == "logo.svg" and (written / "one" / "logo.svg").exists()
    assert "--course-accent: #7a1f3d;" in (written / "one/reveal/dist/theme/course.css").read_text(encoding="utf-8")
    start = BeautifulSoup((written / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert [card.select_one("b").get_text() for card in start.select(".decks a")] == ["First lesson", "two"]
    assert start.h1.get_text() == "Optimizers"


def test_one_deck_that_cannot_be_written_stops_no_other(tmp_path, capsys):
    text = '[[deck]]\nname = "a"\nslides = ["03_momentum 99"]\n[[deck]]\nname = "b"\nslides = ["01_gradient_descent 2"]'
    (tmp_path / "lecture.toml").write_text(text, encoding="utf-8")
    assert decks.main(ROOT, tmp_path / "out", tmp_path / "lecture.toml") == 1
    assert "03_momentum has 20 slides, and no slide 99." in capsys.readouterr().err
    assert (tmp_path / "out" / "b" / "index.html").exists()


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
    ],
)
def test_what_cannot_be_meant_is_told(tmp_path, text, told):
    (tmp_path / "lecture.toml").write_text(text, encoding="utf-8")
    with pytest.raises(AuthoringError, match=told):
        lecture.read(tmp_path / "lecture.toml")


def test_without_a_file_nobody_is_named(tmp_path):
    assert lecture.read(tmp_path / "lecture.toml").names == ""
