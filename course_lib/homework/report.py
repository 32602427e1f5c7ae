"""What `check` says, as text and as a panel: which cases passed, the first that failed, what may be wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any, ClassVar

import numpy as np

from course_lib.homework.compare import close
from course_lib.homework.examine import Verdict
from course_lib.homework.form import naming
from course_lib.homework.key import Key
from course_lib.language import later, say, tidy

# White and dark pages alike: the words say what the colour says.
RIGHT, WRONG, OPEN = "#009E73", "#D55E00", "#0072B2"


@dataclass(frozen=True)
class Refusal:
    """Why there is no verdict: a sentence."""

    sentence: str
    passed: ClassVar[bool] = False

    def __str__(self) -> str:
        return self.sentence

    def html(self) -> str:
        """The sentence as a panel."""
        return panel(OPEN, self.sentence)


def panel(colour: str, headline: str, rest: str = "") -> str:
    """HTML with a coloured edge; `rest` is HTML, too."""
    return (
        f"<div class='course-check' style='border-left:4px solid {colour};padding:4px 12px;margin:4px 0'>"
        f"<div><strong>{escape(headline)}</strong></div>{rest}</div>"
    )


@dataclass(frozen=True)
class Report:
    """A verdict on an exercise."""

    key: Key
    verdict: Verdict
    note: str = ""  # on something else, such as progress that could not be saved
    expected: bool = False  # whether the text shows the expected value

    @property
    def passed(self) -> bool:
        return self.verdict.passed

    def __str__(self) -> str:
        lines = [self.headline]
        for title, value in self.facts():
            lines.append(f"  {title}{say(COLON)}{indented(value)}" if title else f"  {indented(value)}")
        if self.failed_case:
            if self.expected:
                wanted = ((say("expected {name}", name=name), indented(value)) for name, value in self.wanted())
                lines += [f"  {title}{say(COLON)}{value}" for title, value in wanted]
            elif not self.verdict.unwritten:
                lines.append(f"  {say('({call} also shows the expected value.)', call=self.call_again)}")
        return "\n".join([*lines, *filter(None, [self.note])])

    def html(self) -> str:
        """The panel: no script, nothing from outside, everything of the student's escaped."""
        colour = RIGHT if self.passed else OPEN if self.verdict.unwritten else WRONG
        rows = "".join(
            f"<tr><th scope='row' style='text-align:left;vertical-align:top;font-weight:600'>{escape(title)}</th>"
            f"<td style='text-align:left'>{block(value)}</td></tr>"
            for title, value in self.facts()
            if title and title != say(ADVICE)
        )
        said = [value for title, value in self.facts() if title == say(ADVICE)]
        advice = "".join(f"<p style='margin:6px 0'>{escape(value)}</p>" for value in said)
        table = f"<table style='margin:4px 0;font-size:inherit'>{rows}</table>" if rows else ""
        fold = ""
        if self.failed_case and not self.verdict.unwritten:
            values = "".join(f"<div>{escape(name)}{say(COLON)}{block(value)}</div>" for name, value in self.wanted())
            fold = f"<details><summary>{say('show the expected value')}</summary>{values}</details>"
        note = f"<p style='margin:6px 0'>{escape(self.note)}</p>" if self.note else ""
        return panel(colour, self.headline, advice + table + fold + note)

    @property
    def headline(self) -> str:
        """The first line: passed, failed, or not written yet."""
        name, passed, count = self.key.name, sum(self.verdict.cases), len(self.verdict.cases)
        if self.verdict.unwritten:
            return say(
                "○ {name} is not written yet: replace the line that raises NotImplementedError with your answer.",
                name=name,
            )
        if self.key.is_value:
            return say("✓ {name} is right.", name=name) if self.passed else say("✗ {name}: not yet", name=name)
        if self.passed:
            return say(
                "✓ {name}: {count} of {count} cases passed; a course that grades uses others of the same kinds."
                " Learning alone, you are done here.",
                name=name,
                count=count,
            )
        return say("✗ {name}: {passed} of {count} cases passed", name=name, passed=passed, count=count)

    @property
    def failed_case(self) -> bool:
        """Whether there is a failed case to show."""
        return self.verdict.failed is not None

    @property
    def call_again(self) -> str:
        name = self.key.name
        return f'check("{name}", {name}, expected=True)' if self.key.is_value else f"check({name}, expected=True)"

    def facts(self) -> Iterator[tuple[str, str]]:
        """(title, text) of all there is to show below the headline, but for the expected values."""
        number = self.verdict.failed
        if number is None or self.verdict.unwritten:
            return
        outcome, wanted = self.verdict.outcomes[number], self.key.expected[number]
        yield say(ADVICE), self.verdict.message
        if not self.key.is_value:
            given = "\n".join(f"{name} = {written(value)}" for name, value in self.key.cases[number].items())
            yield say("case {number}", number=number + 1), given
        for index, found in enumerate(outcome.answer or []):
            right = index < len(wanted) and close(found, wanted[index])
            shape = "" if found.ndim == 0 else f"   {say('shape {shape}', shape=found.shape)}"
            if index < len(wanted) and wanted[index].ndim and found.shape != wanted[index].shape:
                shape += say(", expected {shape}", shape=wanted[index].shape)
            end = f"   {say('(right)')}" if right else ""
            yield say("your {name}", name=self.part(index)), f"{written(found)}{shape}{end}"
        if outcome.answer is None and not self.key.is_value:
            parts = (tidy(f"{self.part(n)} {shape_of(part)}") for n, part in enumerate(wanted))
            yield say("expected"), say(", ").join(parts)
        if outcome.printed:
            yield say("it printed"), outcome.printed.rstrip()

    def wanted(self) -> Iterator[tuple[str, str]]:
        """(name, text) of the expected value in the first case that failed."""
        number = self.verdict.failed
        for index, value in enumerate([] if number is None else self.key.expected[number]):
            shape = f"   {say('shape {shape}', shape=value.shape)}" if value.ndim else ""
            yield self.part(index), f"{written(value)}{shape}"

    def part(self, index: int) -> str:
        if self.key.is_value:
            return say("value [of a question]")
        if isinstance(self.key.returns, tuple):
            return naming(self.key.returns, index)
        return say("batch {number}", number=index + 1) if self.key.returns == "sequence" else say("result")


ADVICE = later("what may be wrong")
COLON = later(": ")


def written(value: Any) -> str:
    """Numbers as Python would write them, to six digits; long arrays shortened."""
    if not isinstance(value, np.ndarray):
        return repr(value)
    number = "{:.6g}".format if value.dtype.kind == "f" else str
    if value.ndim == 0:
        return number(value.item())
    return np.array2string(value, separator=", ", threshold=60, max_line_width=88, formatter={"all": number})


def shape_of(value: np.ndarray) -> str:
    return say("of shape {shape}", shape=value.shape) if value.ndim else say("as one number")


def indented(text: str) -> str:
    return text.replace("\n", "\n      ")


def block(text: str) -> str:
    return f"<pre style='margin:0;background:none;font-size:0.9em'>{escape(text)}</pre>"
