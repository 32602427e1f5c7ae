"""What is asked: quizzes (notebooks/src/NAME.quiz.json) and exam questions (docs/instructor/NAME.md) as `Question`s.

Those of another language are read where its build has put them: notebooks/zh and docs/zh.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from course_lib import quiz
from course_lib.errors import CourseError
from course_lib.language import ENGLISH, current, say
from course_lib.questions import markup

KINDS = {"multiple_choice": "one", "many_choice": "many", "numeric": "number"}


class Form(NamedTuple):
    """How a page of the guide writes exam questions: the heading above them, and one of them."""

    heading: str
    pattern: str


FORMS = {
    ENGLISH: Form("Exam questions", r"^\*\*(\d+) \((\d+) points?\)\.\*\* (.+?) \*Answer:\* (.+?) \*Marking:\* (.+)$"),
    "zh": Form("考题", r"^\*\*(\d+)（(\d+) 分）。\*\* ?(.+?) ?\*答案\*：(.+?) ?\*评分\*：(.+)$"),
}


@dataclass(frozen=True)
class Answer:
    """text: HTML of a choice; low, high: the numbers that count as this answer, both included; feedback: HTML."""

    right: bool
    feedback: str
    text: str = ""
    low: float = 0.0
    high: float = 0.0

    @property
    def middle(self) -> float:
        """The number itself, or the middle of its range."""
        return tidy((self.low + self.high) / 2)

    @property
    def tolerance(self) -> float:
        """How far from the middle a number may lie: half the range, 0 for a number that must be typed exactly."""
        return tidy((self.high - self.low) / 2)


@dataclass(frozen=True)
class Question:
    """kind: one, many, number or essay. text, otherwise, model and marking are HTML whose formulas stand between $.

    otherwise: what to say of a number that is none of the answers. model, marking: for the grader's eyes alone.
    """

    chapter: str
    title: str
    kind: str
    number: int
    text: str
    answers: tuple[Answer, ...] = ()
    otherwise: str = ""
    points: int = 1
    model: str = ""
    marking: str = ""
    folder: Path = Path()

    @property
    def ident(self) -> str:
        """A name of this question that no other one has: 03_momentum-exam-4."""
        return f"{self.chapter}-{'exam' if self.kind == 'essay' else 'quiz'}-{self.number}"

    @property
    def name(self) -> str:
        """How lists show it: 3 Momentum: exam 4."""
        known = {"chapter": self.title, "number": self.number}
        return (
            say("{chapter}: exam {number}", **known)
            if self.kind == "essay"
            else say("{chapter}: question {number}", **known)
        )


def quizzes_in(root: Path, language: str) -> Path:
    """The folder of the quizzes in a language."""
    return root / "notebooks" / ("src" if language == ENGLISH else f"{language}/src")


def page_of(root: Path, chapter: str, language: str) -> Path:
    """The page of the guide on a chapter."""
    return root / "docs" / ("instructor" if language == ENGLISH else f"{language}/instructor") / f"{chapter}.md"


def load(root: Path, chapters: Sequence[str] = ()) -> list[Question]:
    """All questions of the chapters (all, when none is named), quiz before exam, in the language that is spoken.

    CourseError for an unknown name, and where the course lacks questions in that language.
    """
    known = sorted(path.name.removesuffix(".quiz.json") for path in quizzes_in(root, ENGLISH).glob("*.quiz.json"))
    for name in chapters:
        if name not in known:
            raise CourseError(
                say(
                    "There is no chapter {name!r} with questions; there are {known}.", name=name, known=", ".join(known)
                )
            )
    chosen = [name for name in known if not chapters or name in chapters]
    return [question for name in chosen for question in (*quizzes(root, name), *exams(root, name))]


def quizzes(root: Path, chapter: str) -> Iterator[Question]:
    """The questions at the end of a chapter."""
    language = current()
    folder = quizzes_in(root, language)
    if not (folder / f"{chapter}.quiz.json").is_file():
        raise CourseError(
            say(
                "The questions of {chapter} are not there in the language {language}.",
                chapter=chapter,
                language=language,
            )
        )
    try:
        found = quiz.load(chapter, folder)
    except ValueError as error:
        raise CourseError(str(error)) from error
    for number, one in enumerate(found, start=1):
        if one["type"] not in KINDS:
            raise CourseError(
                say(
                    "{chapter}.quiz.json, question {number}: no export knows the type {kind!r}.",
                    chapter=chapter,
                    number=number,
                    kind=one["type"],
                )
            )
        rest = [each for each in one["answers"] if each.get("type") == "default"]
        yield Question(
            chapter=chapter,
            title=title(root, chapter, language),
            kind=KINDS[one["type"]],
            number=number,
            text=one["question"],
            answers=tuple(answer(each) for each in one["answers"] if each not in rest),
            otherwise=rest[0]["feedback"] if rest else "",
            folder=folder,
        )


def answer(one: dict[str, Any]) -> Answer:
    """An answer of jupyterquiz's form."""
    low, high = one.get("range") or [one.get("value", 0.0)] * 2
    return Answer(one.get("correct") is True, one["feedback"], one.get("answer", ""), low, high)


def exams(root: Path, chapter: str) -> Iterator[Question]:
    """The exam questions of a chapter's page in the guide; CourseError when one there cannot be read."""
    language = current()
    path, form = page_of(root, chapter, language), FORMS[language]
    if not page_of(root, chapter, ENGLISH).is_file():
        return
    if not path.is_file():
        raise CourseError(
            say(
                "The questions of {chapter} are not there in the language {language}.",
                chapter=chapter,
                language=language,
            )
        )
    part = path.read_text(encoding="utf-8").partition(f"\n## {form.heading}\n")[2].partition("\n## ")[0]
    found = list(re.finditer(form.pattern, part, re.MULTILINE))
    if len(found) != len(re.findall(r"^\*\*\d+ ?[(（]", part, re.MULTILINE)):
        raise CourseError(
            say(
                "{name}: an exam question is not of the form **1 (4 points).** … *Answer:* … *Marking:* …",
                name=path.name,
            )
        )
    for one in found:
        text, model, marking = map(markup.from_markdown, one.groups()[2:])
        yield Question(
            chapter=chapter,
            title=title(root, chapter, language),
            kind="essay",
            number=int(one[1]),
            text=text,
            points=int(one[2]),
            model=model,
            marking=marking,
            folder=path.parent,
        )


def title(root: Path, chapter: str, language: str) -> str:
    """The chapter's heading, such as 3 Momentum."""
    if language == ENGLISH:
        text = (root / "notebooks" / "src" / f"{chapter}.md").read_text(encoding="utf-8")
    else:
        built = (root / "notebooks" / language / f"{chapter}.ipynb").read_text(encoding="utf-8")
        text = "\n".join("".join(cell["source"]) for cell in json.loads(built)["cells"][:1])
    return next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), chapter)


def tidy(number: float) -> float:
    """Without the last digits, which only the arithmetic of floats brings: (0.799 + 0.801)/2 is 0.8."""
    return float(f"{number:.10g}")


def written(number: float) -> str:
    """In digits alone, since not every reader of GIFT takes 1e-05."""
    return f"{number:.12f}".rstrip("0").rstrip(".")
