"""Races that a browser reads, because they would take it minutes: run beforehand by the same code, and kept in a file.

Everywhere else each race is run. `python -m tools.keep_races` writes the file, and the tests compare it with what runs.
"""

import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from course_lib.experiments.tuning import Race

FILE = Path(__file__).with_name("kept.json")
BROWSER = sys.platform == "emscripten"  # Pyodide
DIGITS = 9


def race(key: str, run: Callable[[], Race]) -> Race:
    """The race of that name: what `run` returns, or in a browser what was kept of it."""
    if not BROWSER or key not in races():
        return run()
    said()
    return opened(races()[key])


@cache
def races() -> dict[str, Any]:
    """{name: what was kept}."""
    return json.loads(FILE.read_text(encoding="utf-8"))


@cache
def said() -> None:
    """Tell the reader, once."""
    print(
        "These races are read from a file, because they take minutes in a browser. "
        "comparison.computed runs one here, such as\n"
        'comparison.computed("curve", "SGD", lr=0.01, beta=None, schedule=None, seeds=60)'
    )


def packed(race: Race) -> dict[str, Any]:
    """A race as JSON, with nine digits of each number."""
    found = race._replace(epochs=race.epochs.tolist(), loss=[rounded(row) for row in race.loss])._asdict()
    return found | {"accuracy": rounded([race.accuracy])[0]}


def opened(found: dict[str, Any]) -> Race:
    """The race again."""
    return Race(**found | {"epochs": np.array(found["epochs"]), "loss": np.array(found["loss"])})


def rounded(values: Any) -> list[float]:
    """The numbers with nine digits."""
    return [float(f"{value:.{DIGITS}g}") for value in values]
