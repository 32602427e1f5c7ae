"""Runs that a browser reads, because they would take it minutes: made beforehand by the same code, and kept in a file.

Everywhere else they run. `python -m tools.keep` writes the file, and tests/test_kept.py compares it with what runs.
"""

import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from course_lib.experiments.claims import Claim
from course_lib.experiments.tuning import Race
from course_lib.language import say

FILE = Path(__file__).with_name("kept.json")
BROWSER = sys.platform == "emscripten"  # Pyodide
DIGITS = 9
CLAIMS = "the claims of the lecture"


def race(key: str, run: Callable[[], Race], name: str) -> Race:
    """The race of that key: what `run` returns, or in a browser what was kept. name: of the function that runs it."""
    return opened(found(name)[key]) if BROWSER and key in runs() else run()


def numbers(key: str, run: Callable[[], np.ndarray], name: str) -> np.ndarray:
    """The same of numbers (n,)."""
    return np.array(found(name)[key]) if BROWSER and key in runs() else run()


def claims(run: Callable[[], list[Claim]], name: str) -> list[Claim]:
    """The same of the claims of the whole lecture."""
    return [Claim(*fields) for fields in found(name)[CLAIMS]] if BROWSER else run()


@cache
def runs() -> dict[str, Any]:
    """{key: what was kept}."""
    return json.loads(FILE.read_text(encoding="utf-8"))


@cache
def found(name: str) -> dict[str, Any]:
    """The same, once the reader was told that it is read, at the first of each kind."""
    print(say("(Read from a file, because it takes minutes in a browser; {name} runs it.)", name=name))
    return runs()


def packed(race: Race) -> dict[str, Any]:
    """A race as JSON."""
    found = race._replace(epochs=race.epochs.tolist(), loss=[rounded(row) for row in race.loss])._asdict()
    return found | {"accuracy": rounded([race.accuracy])[0]}


def opened(found: dict[str, Any]) -> Race:
    """The race again."""
    return Race(**found | {"epochs": np.array(found["epochs"]), "loss": np.array(found["loss"])})


def plain(claim: Claim) -> list[Any]:
    """A claim as JSON, which does not know NumPy's truth values."""
    return [str(each) if isinstance(each, str) else bool(each) for each in claim]


def rounded(values: Any) -> list[float]:
    """The numbers with nine digits."""
    return [float(f"{value:.{DIGITS}g}") for value in values]
