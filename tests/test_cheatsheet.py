"""The cheat sheet: true for every rule, and one page of A4 that can be read on a wall."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from course_lib import surfaces, training
from course_lib.authoring import cheatsheet
from course_lib.experiments.variants import state_size
from course_lib.explorers import table
from tests.needs import needs_browser

ROOT = Path(__file__).resolve().parents[1]
WORDS = cheatsheet.texts()
DEFAULTS = json.loads((cheatsheet.FOLDER / "defaults.json").read_text(encoding="utf-8"))
EACH = pytest.mark.parametrize("name", table.RULES)
# A point of A4 at 96 dots an inch.
POINT = 96 / 72


def test_it_holds_the_eleven_elementwise_rules():
    assert list(WORDS["rules"]) == list(table.RULES) and len(table.RULES) == 11


@EACH
def test_a_trap_is_asserted_by_a_test_and_leads_to_its_chapter(name):
    own = WORDS["rules"][name]
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    assert f"\ndef {own['asserted']}(" in tests
    chapter = (ROOT / "notebooks" / "src" / f"{own['chapter']}.md").read_text(encoding="utf-8")
    assert name.lower() in chapter.lower()


@EACH
def test_the_formulas_end_in_a_step_of_w(name):
    tex = cheatsheet.formulas(table.RULES[name])
    moves = [part for part in tex if part.startswith("W :=")]
    assert len(moves) == (0 if name in ("Nesterov", "AdamW") else 1)
    assert not [part for part in tex if "$" in part or "quad" in part]


@EACH
def test_it_counts_what_a_rule_keeps(name):
    assert len(cheatsheet.remembers(table.RULES[name])) == state_size(table.RULES[name]())


@EACH
def test_its_factors_keep_the_path_in_other_units(name):
    rule = table.RULES[name]
    rest = {"eps": 1e-300} if name != "AdaDelta" and "eps" in vars(rule()) else {}
    rest |= {"weight_decay": 0} if "weight_decay" in vars(rule()) else {}
    lr, bowl, start = 0.01, surfaces.quadratic((1, 5)), np.array([2.0, 1.0])
    path = training.descend(bowl, rule(lr, **rest), start, 30).W
    wide = surfaces.quadratic((0.01, 0.05))  # the same bowl, W in a unit a tenth as large
    by_loss, by_weights = cheatsheet.keeps(rule)
    steep = training.descend(surfaces.scaled(bowl, 10), rule(lr * by_loss, **rest), start, 30).W
    far = training.descend(wide, rule(lr * by_weights, **rest), 10 * start, 30).W
    assert np.abs(steep - path).max() < 1e-3 * np.abs(path - start).max()
    assert np.abs(far / 10 - path).max() < 1e-3 * np.abs(path - start).max()


def test_the_versions_are_those_that_were_recorded():
    recorded = json.loads((ROOT / "tests" / "parity" / "recorded.json").read_text(encoding="utf-8"))["versions"]
    for library, label in (("torch", "PyTorch"), ("keras", "Keras"), ("optax", "optax")):
        assert DEFAULTS[label]["version"] == recorded[library].split("+")[0]
    for label, rules in DEFAULTS.items():
        for name in set(rules) - {"version"}:
            assert set(rules[name]) <= set(vars(table.RULES[name]())), f"{label}: {name}"


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    needs_browser()
    folder = tmp_path_factory.mktemp("sheet")
    cheatsheet.main(folder)
    return folder


@pytest.mark.slow
def test_the_pdf_is_one_page_of_a4(printed):
    content = (printed / "cheatsheet.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    box = re.search(rb"/MediaBox\s*\[([^\]]+)\]", content)[1].split()
    assert [float(side) for side in box[2:]] == pytest.approx([297 / 25.4 * 72, 210 / 25.4 * 72], abs=1)


LETTERS = """() => Array.from(document.querySelectorAll("body *"))
  .filter((each) => Array.from(each.childNodes).some((node) => node.nodeType === 3 && node.data.trim()))
  .map((each) => [parseFloat(getComputedStyle(each).fontSize), each.outerHTML.slice(0, 80)])"""
CUT = """([wide, high]) => Array.from(document.querySelectorAll("body *")).filter((each) => {
  const { right, bottom } = each.getBoundingClientRect()
  return right > wide + 1 || bottom > high + 1
}).map((each) => each.outerHTML.slice(0, 80))"""
OVERLAP = """() => Array.from(document.querySelectorAll("tr")).flatMap((row) => {
  const inner = (cell) => {
    const words = document.createRange()
    words.selectNodeContents(cell)
    return words.getBoundingClientRect()
  }
  return Array.from(row.cells).slice(1).filter((cell, i) => inner(row.cells[i]).right > inner(cell).left)
    .map((cell) => cell.textContent.slice(0, 40))
})"""


def test_nothing_is_cut_and_no_letter_is_smaller_than_seven_points(printed, chrome):
    chrome.goto((printed / "cheatsheet.html").as_uri())
    chrome.emulate_media(media="print")
    size = [round((297 - 16) / 25.4 * 96), round((210 - 12) / 25.4 * 96)]
    chrome.set_viewport_size({"width": size[0], "height": size[1]})
    letters = chrome.evaluate(LETTERS)
    assert len(letters) > 300 and [each for each in letters if each[0] < 7 * POINT] == []
    assert chrome.evaluate(CUT, size) == []
    assert chrome.evaluate(OVERLAP) == []
    chrome.emulate_media(media="screen")
    chrome.set_viewport_size({"width": 390, "height": 844})
    assert chrome.evaluate("() => document.documentElement.scrollWidth") <= 390
    chrome.set_viewport_size({"width": 1280, "height": 720})


def test_without_a_browser_the_page_does_not_link_to_a_pdf(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(cheatsheet.shutil, "which", lambda name: None)
    cheatsheet.main(tmp_path)
    assert "cheatsheet.pdf" not in (tmp_path / "cheatsheet.html").read_text(encoding="utf-8")
    assert "no Chromium" in capsys.readouterr().out
