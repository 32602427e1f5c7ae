"""Which questions make a paper, and their numbers in each variant: all from one seed."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from course_lib.errors import CourseError
from course_lib.exams.tasks import Key, Task
from course_lib.exams.topics import TASKS
from course_lib.language import say
from course_lib.questions import bank, markup
from course_lib.questions.bank import Question


@dataclass(frozen=True)
class Place:
    """A question that a paper may ask: one of the guide as it stands there, or one whose numbers are drawn."""

    chapter: str
    title: str
    points: int
    fixed: Question | None = None
    task: Task | None = None


@dataclass(frozen=True)
class Asked:
    """A question on a paper. text, answer and marking are HTML with formulas between $; key: of what was drawn."""

    title: str
    points: int
    text: str
    answer: str
    marking: str
    key: dict[str, Key]


@dataclass(frozen=True)
class Paper:
    """A variant of an exam."""

    variant: str
    seed: int
    questions: list[Asked]

    @property
    def points(self) -> int:
        """What can be reached."""
        return sum(one.points for one in self.questions)


def papers(root: Path, seed: int, variants: Sequence[str], points: int, chapters: Sequence[str] = ()) -> list[Paper]:
    """The variants: the same questions in the same order, each with numbers of its own."""
    places = chosen(pool(root, chapters), points, generator(seed))
    columns = [drawn(place, seed, variants) for place in places]
    return [Paper(variant, seed, list(row)) for variant, row in zip(variants, zip(*columns))]


def pool(root: Path, chapters: Sequence[str] = ()) -> list[Place]:
    """All that may be asked. A question with drawn numbers stands for the guide's question that it was made from."""
    known = [one for one in bank.load(root, chapters) if one.kind == "essay"]
    titles = {one.chapter: one.title for one in known}
    tasks = [task for task in TASKS if task.chapter in titles]
    taken = {(task.chapter, task.exam) for task in tasks}
    return [Place(task.chapter, titles[task.chapter], task.points, task=task) for task in tasks] + [
        Place(one.chapter, one.title, one.points, fixed=one) for one in known if (one.chapter, one.number) not in taken
    ]


def chosen(places: Sequence[Place], points: int, rng: np.random.Generator) -> list[Place]:
    """Questions that make exactly so many points, from all chapters in turn, drawn ones first; in the chapters' order.

    CourseError when there are too few, or none that fit.
    """
    order = in_turn(places, rng)
    # reach[i]: the sums that the questions from the i-th on can make.
    reach = [{0}]
    for place in reversed(order):
        reach.append({total for rest in reach[-1] for total in (rest, rest + place.points) if total <= points})
    reach.reverse()
    if points not in reach[0] or points < 1:
        most = sum(place.points for place in order)
        raise CourseError(
            say(
                "No choice of these chapters' questions makes {points} points; all together make {most}.",
                points=points,
                most=most,
            )
        )
    taken, left = [], points
    for place, rest in zip(order, reach[1:]):
        if left - place.points in rest:
            taken.append(place)
            left -= place.points
    return sorted(taken, key=lambda place: place.chapter)


def in_turn(places: Sequence[Place], rng: np.random.Generator) -> list[Place]:
    """One of each chapter, then the next of each; within a chapter at random, those with drawn numbers first."""
    rows: list[tuple[int, int, Place]] = []
    for number, chapter in enumerate(sorted({place.chapter for place in places})):
        own = [place for place in places if place.chapter == chapter]
        own = [own[int(place)] for place in rng.permutation(len(own))]
        own.sort(key=lambda place: place.task is None)  # stable: the order among equals stays
        rows += [(turn, number, place) for turn, place in enumerate(own)]
    return [place for _, _, place in sorted(rows, key=lambda row: row[:2])]


def drawn(place: Place, seed: int, variants: Sequence[str]) -> list[Asked]:
    """The question in each variant; numbers are drawn again until no two variants have the same key."""
    if place.fixed:
        one = place.fixed
        return [Asked(one.title, one.points, one.text, one.model, one.marking, {})] * len(variants)
    assert place.task is not None
    found, seen = [], []
    for variant in variants:
        rng = generator(seed, f"{place.chapter} {place.task.name} {variant}")
        each = place.task.draw(rng)
        for _ in range(100):
            if each.key not in seen:
                break
            each = place.task.draw(rng)
        seen.append(each.key)
        text, answer, marking = map(markup.from_markdown, (each.text, each.answer, each.marking))
        found.append(Asked(place.title, place.points, text, answer, marking, each.key))
    return found


def generator(seed: int, name: str = "") -> np.random.Generator:
    """Random numbers that depend on the seed and a name alone, not on which other questions are asked."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])
