"""What `check` says, as text and as a panel: which cases passed, the first that failed, what may be wrong."""

from dataclasses import dataclass
from html import escape

import numpy as np

from course_lib.homework.compare import close
from course_lib.homework.examine import Verdict
from course_lib.homework.form import naming
from course_lib.homework.key import Key

# White and dark pages alike: the words say what the colour says.
RIGHT, WRONG, OPEN = "#009E73", "#D55E00", "#0072B2"
HIDDEN = "the hidden ones vary the sizes, the numbers and the settings"


@dataclass(frozen=True)
class Report:
    """A verdict on an exercise, or a sentence where there is none."""

    key: Key | None = None
    verdict: Verdict | None = None
    sentence: str = ""
    note: str | None = None  # on something else, such as progress that could not be saved
    expected: bool = False  # whether the text shows the expected value

    @property
    def passed(self):
        return bool(self.verdict and self.verdict.passed)

    def __str__(self):
        lines = [self.headline]
        for title, value in self.facts():
            lines.append(f"  {title}: {indented(value)}" if title else f"  {indented(value)}")
        if self.failed_case:
            if self.expected:
                lines += [f"  expected {name}: {indented(value)}" for name, value in self.wanted()]
            elif not self.verdict.unwritten:
                lines.append(f"  ({self.call_again} also shows the expected value.)")
        return "\n".join([*lines, *([self.note] if self.note else [])])

    def html(self):
        """The panel: no script, nothing from outside, everything of the student's escaped."""
        colour = RIGHT if self.passed else OPEN if not self.verdict or self.verdict.unwritten else WRONG
        rows = "".join(
            f"<tr><th scope='row' style='text-align:left;vertical-align:top;font-weight:600'>{escape(title)}</th>"
            f"<td style='text-align:left'>{block(value)}</td></tr>"
            for title, value in self.facts()
            if title and title != ADVICE
        )
        advice = "".join(f"<p style='margin:6px 0'>{escape(value)}</p>" for t, value in self.facts() if t == ADVICE)
        table = f"<table style='margin:4px 0;font-size:inherit'>{rows}</table>" if rows else ""
        fold = ""
        if self.failed_case and not self.verdict.unwritten:
            values = "".join(f"<div>{escape(name)}: {block(value)}</div>" for name, value in self.wanted())
            fold = f"<details><summary>show the expected value</summary>{values}</details>"
        note = f"<p style='margin:6px 0'>{escape(self.note)}</p>" if self.note else ""
        return (
            f"<div class='course-check' style='border-left:4px solid {colour};padding:4px 12px;margin:4px 0'>"
            f"<div><strong>{escape(self.headline)}</strong></div>{advice}{table}{fold}{note}</div>"
        )

    @property
    def headline(self):
        """The first line: passed, failed, or not written yet."""
        if not self.verdict:
            return self.sentence
        name, passed, count = self.key.name, sum(self.verdict.cases), len(self.verdict.cases)
        if self.verdict.unwritten:
            return f"○ {name} is not written yet: your answer replaces the line that raises NotImplementedError."
        if self.key.is_value:
            return f"✓ {name} passed; it counts when the notebook is graded." if self.passed else f"✗ {name}: not yet"
        if self.passed:
            return f"✓ {name}: {count} of {count} public cases passed; {HIDDEN}."
        return f"✗ {name}: {passed} of {count} public cases passed"

    @property
    def failed_case(self):
        """Whether there is a failed case to show."""
        return bool(self.verdict and self.verdict.failed is not None)

    @property
    def call_again(self):
        name = self.key.name
        return f'check("{name}", {name}, expected=True)' if self.key.is_value else f"check({name}, expected=True)"

    def facts(self):
        """(title, text) of all there is to show below the headline, but for the expected values."""
        if not self.failed_case or self.verdict.unwritten:
            return
        number = self.verdict.failed
        outcome, wanted = self.verdict.outcomes[number], self.key.expected[number]
        yield ADVICE, self.verdict.message
        if not self.key.is_value:
            given = "\n".join(f"{name} = {written(value)}" for name, value in self.key.cases[number].items())
            yield f"case {number + 1}", given
        for index, found in enumerate(outcome.answer or []):
            right = index < len(wanted) and close(found, wanted[index])
            shape = "" if found.ndim == 0 else f"   shape {found.shape}"
            if index < len(wanted) and wanted[index].ndim and found.shape != wanted[index].shape:
                shape += f", expected {wanted[index].shape}"
            yield f"your {self.part(index)}", f"{written(found)}{shape}{'   (right)' if right else ''}"
        if outcome.answer is None and not self.key.is_value:
            yield "asked for", ", ".join(f"{self.part(n)} {shape_of(part)}" for n, part in enumerate(wanted))
        if outcome.printed:
            yield "it printed", outcome.printed.rstrip()

    def wanted(self):
        """(name, text) of the expected value in the first case that failed."""
        for index, value in enumerate(self.key.expected[self.verdict.failed]):
            shape = f"   shape {value.shape}" if value.ndim else ""
            yield self.part(index), f"{written(value)}{shape}"

    def part(self, index):
        if self.key.is_value:
            return "value"
        name = naming(self.key.returns, index)
        return "result" if name == "The result" else name[0].lower() + name[1:] if name.startswith("Batch") else name


ADVICE = "what may be wrong"


def written(value):
    """Numbers as Python would write them, to six digits; long arrays shortened."""
    if not isinstance(value, np.ndarray):
        return repr(value)
    number = "{:.6g}".format if value.dtype.kind == "f" else str
    if value.ndim == 0:
        return number(value.item())
    return np.array2string(value, separator=", ", threshold=60, max_line_width=88, formatter={"all": number})


def shape_of(value):
    return f"of shape {value.shape}" if value.ndim else "as one number"


def indented(text):
    return text.replace("\n", "\n      ")


def block(text):
    return f"<pre style='margin:0;background:none;font-size:0.9em'>{escape(text)}</pre>"
