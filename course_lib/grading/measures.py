"""What the results say about the questions: how hard each is, how well it tells students apart, which case fails.

Everything is a sum that grows with each result, however many there are.
"""

import math
from collections import Counter

from course_lib.grading.assignment import Assignment
from course_lib.homework.key import Key

FEWEST = 10  # submissions, below which a correlation says nothing
EDGES = (0.1, 0.3, 1, 3, 10, 30, 100)  # seconds, between the columns of the histogram


class Question:
    """The sums of one exercise: x is what it earned, y what all other exercises earned."""

    def __init__(self, key: Key) -> None:
        self.name, self.points, self.inputs = key.name, key.points, [described(case) for case in key.cases]
        self.graded = self.right = 0
        self.cases = [0] * len(key.cases)  # how many passed each
        self.sums: Counter[str] = Counter()

    def add(self, grade: dict, total: float) -> None:
        """Count a grade of somebody whose exercises earned `total` together."""
        x = grade["score"]
        y = total - x
        self.graded += 1
        self.right += grade["passed"]
        for place, passed in enumerate(grade.get("cases", [])[: len(self.cases)]):
            self.cases[place] += bool(passed)
        self.sums.update({"x": x, "y": y, "xx": x * x, "yy": y * y, "xy": x * y})

    @property
    def share(self) -> float:
        """How many got it right, from 0 to 1."""
        return self.right / self.graded if self.graded else 0.0

    @property
    def discrimination(self) -> float | None:
        """The correlation r of x and y, the corrected item-total correlation; None where it says nothing.

        r = (n Σxy − Σx Σy) / √((n Σx² − (Σx)²)(n Σy² − (Σy)²))
        """
        n, s = self.graded, self.sums
        spread = (n * s["xx"] - s["x"] ** 2) * (n * s["yy"] - s["y"] ** 2)
        if n < FEWEST or spread <= 1e-9:
            return None
        return (n * s["xy"] - s["x"] * s["y"]) / math.sqrt(spread)


class Measures:
    """The questions of an assignment, the mistakes that were made in them, and the seconds that grading took."""

    def __init__(self, assignment: Assignment) -> None:
        self.questions = {key.name: Question(key) for key in assignment.keys}
        self.mistakes: Counter[tuple[str, str]] = Counter()
        self.seconds = [0] * (len(EDGES) + 1)

    def add(self, result: dict) -> None:
        """Count one result (a dict)."""
        exercises = result["exercises"]
        if not exercises:
            return
        self.seconds[sum(result["seconds"] >= edge for edge in EDGES)] += 1
        total = sum(grade["score"] for grade in exercises.values())
        for name, grade in exercises.items():
            if name in self.questions:
                self.questions[name].add(grade, total)
            if grade["diagnosis"]:
                self.mistakes[name, grade["diagnosis"]] += 1


def described(case: dict) -> str:
    """A case in a few words: numbers as they are, arrays by their shape."""
    shapes = {name: getattr(value, "shape", ()) for name, value in case.items()}
    return ", ".join(
        f"{name} {' × '.join(map(str, shapes[name]))}" if shapes[name] else f"{name} = {value:g}"
        for name, value in case.items()
    )
