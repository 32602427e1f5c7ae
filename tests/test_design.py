"""The page of the whole design looks as its stored pictures do, and would not if a colour or a width were another."""

import numpy as np
import pytest

from course_lib import style
from course_lib.authoring import design
from tests import design_page
from tests.explorer_page import settled
from tests.pages import barriers
from tests.tours import tours

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def parts(chrome):
    """The names of all parts of the page, which is open."""
    return design_page.opened(chrome)


def changed(chrome, names):
    """{part: how it differs from its stored picture}, for those that do."""
    found = {
        name: design_page.difference(design_page.stored(name), design_page.picture(chrome, name)) for name in names
    }
    return {name: words for name, words in found.items() if words}


def test_every_part_looks_as_it_did(chrome, parts):
    assert {path.stem for path in design_page.STORED.glob("*.png")} == set(parts)
    assert changed(chrome, parts) == {}, "if this is meant: .venv/bin/python -m tests.design_page, and look at them"


PLANTED = {
    "a rule's colour": f'[stroke="{style.BLUE}"] {{ stroke: {style.PURPLE} }}',
    "a rule's line": f'[stroke="{style.ORANGE}"][stroke-dasharray=""] {{ stroke-dasharray: 2 12 }}',
    "the accent": ".course-explorer { --course-accent: #a05000 !important }",
    "a slider's width": ".course-explorer .course-slider { max-width: 150px; min-width: 0 }",
    "a target": ".course-explorer { --explorer-target: 44px !important }",
}


@pytest.mark.parametrize("what", tours(PLANTED, "the accent"))
def test_a_planted_change_is_seen(chrome, parts, what):
    some = [name for name in parts if name.startswith("light")][:9]
    planted = chrome.add_style_tag(content=PLANTED[what])
    settled(chrome, 50)
    found = changed(chrome, some)
    planted.evaluate("own => own.remove()")
    settled(chrome, 50)
    assert found
    assert len(found) < len(some)


def test_a_few_levels_and_a_few_cells_are_the_same():
    white = np.full((20, 60, 3), 255, dtype=np.uint8)
    grey, dotted, black = white - design_page.LEVELS, white.copy(), white.copy()
    dotted[0, : design_page.FEW] = 0
    black[0, : design_page.FEW + 1] = 0
    assert design_page.difference(white, grey) is None
    assert design_page.difference(white, dotted) is None
    assert design_page.difference(white, white[:19]) is None
    assert design_page.difference(white, black) == "differs in 5 of 1200 cells, by up to 255 of 255."
    assert design_page.difference(white, white[:18]) == "is now 60×18 cells, stored is 60×20."


def test_it_shows_every_token_and_is_the_same_each_time(chrome):
    page = design.page()
    assert page == design.page()
    for name, (colour, _) in style.RULES.items():
        assert f"<span>{name}<small>{colour}, " in page
    for colours in (style.LIGHT, style.DARK):
        for name, colour in colours.items():
            assert f"<span>{name}<small>{colour}</small>" in page


def test_nobody_is_shut_out(chrome):
    chrome.set_content(design.page())
    chrome.wait_for_function(design_page.READY)
    assert barriers(chrome) == []
