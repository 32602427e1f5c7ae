"""The lecture's claims and what the runs say of each: holds, holds when, or does not hold."""

from typing import NamedTuple

from course_lib.called import called
from course_lib.heard import heard
from course_lib.language import catalogue, current, later, say


class Claim(NamedTuple):
    """One sentence of the slides, tried where it ought to show and where it might fail.

    slide: "S9". says: the claim in one sentence. shown: True when the run at the setting that should show it does.
    evidence: that setting and its numbers. fails: True when a run at another setting contradicts it, False when none
    that we tried does. exception: that setting and its numbers, "" when there is none.
    """

    slide: str
    says: str
    shown: bool
    evidence: str
    fails: bool = False
    exception: str = ""

    @property
    def verdict(self):
        """What the two runs say together."""
        if not self.shown:
            return VERDICTS[0]
        return VERDICTS[1] if self.fails else VERDICTS[2]


# What the two runs of a claim say together.
VERDICTS = later(["does not hold", "holds when", "holds"])


def table(claims):
    """The claims as a Markdown table, in the order of the slides, in the language that is spoken.

    They are put together, and kept, in English.
    """
    heads = (say("slide"), say("claim"), say("verdict"), say("shown by"), say("not when"))
    rows = [f"| {' | '.join(heads)} |", "| --- | --- | --- | --- | --- |"]
    known = catalogue(f"{current()}.claims") | {word: called(word) for word in ("deep", "middle", "shallow")}
    for claim in sorted(claims, key=lambda claim: int(claim.slide[1:])):
        says, evidence, exception = (heard(text, known) for text in (claim.says, claim.evidence, claim.exception))
        exception = exception if claim.fails else ""
        rows.append(f"| {claim.slide} | {says} | **{say(claim.verdict)}** | {evidence} | {exception} |")
    return "\n".join(rows)
