"""What 00_start_here says below its first picture is so, and the chapters that its questions name answer them."""

import re
from pathlib import Path

import numpy as np
import pytest

from course_lib import surfaces, training
from course_lib.authoring.source import code_cells, generate
from course_lib.explorers.path import PathExplorer

SOURCE = Path(__file__).resolve().parents[1] / "notebooks" / "src"
START = generate((SOURCE / "00_start_here.md").read_text(encoding="utf-8"), "00_start_here")


@pytest.fixture(scope="module")
def first():
    """The explorer of the first code cell, and the cell's number."""
    cell = next(iter(code_cells(START)))
    names: dict = {}
    exec(cell.source.replace("explorers.path(", "made = explorers.path(", 1), names)
    return names["made"], START.cells.index(cell)


def test_the_landscape_stands_before_all_text(first):
    explorer, position = first
    assert isinstance(explorer, PathExplorer) and explorer.settings["view"] == "landscape"
    assert [cell.source for cell in START.cells[:position]] == ["# Start here"]


def test_four_rules_at_one_rate_end_in_three_hollows_and_one_keeps_jumping(first):
    explorer, _ = first
    knobs = explorer.settings["knobs"]
    assert len(knobs) == 4 and len({each["lr"] for each in knobs.values()}) == 1
    runs = {name: explorer.run(name, explorer.settings) for name in knobs}
    away = {name: np.linalg.norm(surfaces.basins().minima - run.W[-1], axis=1) for name, run in runs.items()}
    ends = {name: int(np.argmin(each)) for name, each in away.items()}
    assert len(set(ends.values())) == 3 and ends["SGD"] == ends["RMSProp"] != ends["Momentum"]
    # Momentum passes through the hollow in which SGD stops.
    hollow = surfaces.basins().minima[ends["SGD"]]
    assert np.linalg.norm(runs["Momentum"].W - hollow, axis=1).min() < 0.5
    last = {name: np.abs(np.diff(run.W[-10:], axis=0)).max() for name, run in runs.items()}
    assert last["RMSProp"] > 0.1 and max(last[name] for name in last if name != "RMSProp") < 0.01


def test_its_task_is_solved_by_another_start(first):
    explorer, _ = first
    (task,) = explorer.fixed["tasks"]
    basins, lr = surfaces.basins(), explorer.settings["knobs"]["SGD"]["lr"]
    loss, steps = task["below"]
    rule = explorer.rule("SGD", {"lr": lr})
    reached = [training.descend(basins, rule, start, int(steps)).loss[-1] <= loss for start in (basins.start, (2, 0.5))]
    assert reached == [False, True]


def test_each_question_names_the_chapter_that_answers_it(first):
    text = START.cells[first[1] + 1].source
    asked = re.findall(r"^- .+\?.*\(\[Chapter (\d)\]\((\w+)\.ipynb\)\)$", text, re.MULTILINE)
    assert [int(number) for number, _ in asked] == [3, 4, 6]
    needles = {
        "3": "## Over plains and through pits",
        "4": "Never: it hovers at half its rate",
        "6": "What holds where",
    }
    for number, chapter in asked:
        assert chapter.startswith(f"0{number}_")
        assert needles[number] in (SOURCE / f"{chapter}.md").read_text(encoding="utf-8")
