"""The lecture's claims and what the runs say of each: holds, holds when, or does not hold."""

from typing import NamedTuple


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
            return "does not hold"
        return "holds when" if self.fails else "holds"


def table(claims):
    """The claims as a Markdown table, in the order of the slides."""
    rows = ["| slide | claim | verdict | shown by | not when |", "| --- | --- | --- | --- | --- |"]
    for claim in sorted(claims, key=lambda claim: int(claim.slide[1:])):
        exception = claim.exception if claim.fails else ""
        rows.append(f"| {claim.slide} | {claim.says} | **{claim.verdict}** | {claim.evidence} | {exception} |")
    return "\n".join(rows)
