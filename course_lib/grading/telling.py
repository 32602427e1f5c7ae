"""What may be told of a wrong answer: nothing that a student could have filled with hidden inputs.

The exception's words, the name of its class, a shape, a factor: all that comes from a process that has seen hidden
cases could spell them out. Such a remark is replaced by one on the public cases of `check`, from a process that had
seen no hidden one: the same before the first, or a fresh one. Hints of mistakes and remarks without numbers are ours
and stay.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from course_lib.homework.examine import Verdict
from course_lib.homework.key import Key, from_json
from course_lib.language import later, say

OTHER_CASES = later(
    "It is right in the cases that `check` shows, but not in others of the same kind: other sizes, other states, other"
    " settings."
)
OTHER_ERROR = later("It runs in the cases that `check` shows, but raises an error in others of the same kind.")


def public_keys(root: Path, assignment: str) -> dict[str, Key]:
    """{exercise: the key that `check` uses}, of those that are there."""
    folder = root / "exercises" / "checks" / assignment
    return {path.stem: from_json(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


def is_doubtful(key: Key, verdict: Verdict) -> bool:
    """Whether a verdict on hidden cases has words or numbers that the student's process could have chosen."""
    if verdict.passed or verdict.unwritten or not verdict.message:
        return False
    theirs = any(outcome.problem and outcome.problem in verdict.message for outcome in verdict.outcomes)
    counts = verdict.diagnosis is None and not key.is_value and re.search(r"\d", verdict.message)
    return theirs or bool(counts)


def told(verdict: Verdict, public: Verdict | None) -> str:
    """The message in the place of a doubtful one. public: the verdict on the public cases, None when there is none."""
    if public and not public.passed and public.message:
        return public.message
    raised = verdict.failed is not None and verdict.outcomes[verdict.failed].problem
    return say(OTHER_ERROR if raised else OTHER_CASES)


def messages(
    doubtful: Mapping[str, Verdict], public: Mapping[str, Key], judged: Callable[[Key], Verdict | None]
) -> dict[str, str]:
    """{exercise: what to say} for all doubtful verdicts. judged: the verdict of a process that saw no hidden case."""
    return {name: told(verdict, judged(public[name]) if name in public else None) for name, verdict in doubtful.items()}
