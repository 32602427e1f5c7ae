"""Where wrong numbers are right: in which outputs, rows, coordinates and samples. Pure; called as in patterns."""

from collections.abc import Sequence

import numpy as np

from course_lib.called import listed
from course_lib.homework.calling import Outcome
from course_lib.homework.compare import close, factor, hits
from course_lib.homework.conditions import in_the_first_step
from course_lib.homework.form import all_alike
from course_lib.homework.key import Key
from course_lib.language import later, say, together

Flags = list[bool]
Names = Sequence[str]
# {(one output is right, one is not): what is said}
OUTPUTS = later(
    {
        (True, True): "{yes} is right in every case, {no} is not.",
        (True, False): "{yes} is right in every case, {no} are not.",
        (False, True): "{yes} are right in every case, {no} is not.",
        (False, False): "{yes} are right in every case, {no} are not.",
    }
)


def only_some_outputs(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """Some of the things returned are right in every case, others are not."""
    if not isinstance(key.returns, tuple):
        return None
    good = [
        all(len(o.arrays) == len(e) and close(o.arrays[n], e[n]) for o, e in zip(outcomes, key.expected))
        for n in range(len(key.returns))
    ]
    if not any(good):
        return None
    yes, no = (listed(name for name, ok in zip(key.returns, good) if ok is flag) for flag in (True, False))
    one, other = (good.count(flag) == 1 for flag in (True, False))
    said = say(OUTPUTS[one, other], yes=yes, no=no)
    if key.starts and no == "W" and (when := in_the_first_step(key, right)):
        if one:
            return say("{yes} is right in every case, W only for {when}.", yes=yes, when=when)
        return say("{yes} are right in every case, W only for {when}.", yes=yes, when=when)
    states = [name for name, ok in zip(key.returns, good) if not ok and name != "W"]
    # Adadelta's D is made of the step, not the step of D.
    if key.kind == "step" and not good[0] and len(states) == 1 and states != ["D"]:
        return together(said, say("Begin with {state}, for W depends on it.", state=states[0]))
    return said


def only_the_beginning(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """A series or a path whose first rows are right, as many in every case; else those of the first case."""
    if key.returns != "array" or key.kind == "step" or not all_alike(key, outcomes):
        return None
    pairs = [(o.arrays[0], e[0]) for o, e in zip(outcomes, key.expected)]
    if any(wanted.ndim == 0 for _, wanted in pairs) or all(right):
        return None
    counts = [first_wrong(found, wanted) for found, wanted in pairs]
    count = min(n for n, (_, wanted) in zip(counts, pairs) if n < len(wanted))
    wrong = [(n, len(wanted)) for n, (_, wanted) in zip(counts, pairs) if n < len(wanted)]
    if all(n == rows - 1 for n, rows in wrong) and any(rows > 2 for _, rows in wrong):
        if all(wanted.ndim == 1 for _, wanted in pairs):
            return say("In every case that is wrong, only the last entry is.")
        return say("In every case that is wrong, only the last row is.")
    if key.kind == "path" and all(n == 1 for n, _ in wrong):
        return say("It starts in the right place, and the first step already differs.")
    if count and all(n == count for n, (_, wanted) in zip(counts, pairs) if len(wanted) > count):
        if key.kind == "path":
            return say(STEPS[count == 2], count=count - 1)
        return say(ROWS[all(wanted.ndim == 1 for _, wanted in pairs), count == 1], count=count)
    first = right.index(False)
    count, last = counts[first], len(pairs[first][1])
    if count and not any(rows_right(*pairs[first])[count:]) and last > 2:
        return say(IN_THIS_CASE[pairs[first][1].ndim == 1, count == 1], count=count, next=count + 1)
    return None


# {one step: what is said}, {(entries, one of them): what is said}
STEPS = later(
    {
        True: "The first step is right in every case, and the next one is wrong: what is carried over, or changes, from"
        " step to step?",
        False: "The first {count} steps are right in every case, and the next one is wrong: what is carried over, or"
        " changes, from step to step?",
    }
)
ROWS = later(
    {
        (True, True): "The first entry is right in every case, and the next one is wrong: work that one out by hand.",
        (True, False): "The first {count} entries are right in every case, and the next one is wrong: work that one out"
        " by hand.",
        (False, True): "The first row is right in every case, and the next one is wrong: work that one out by hand.",
        (False, False): "The first {count} rows are right in every case, and the next one is wrong: work that one out"
        " by hand.",
    }
)
IN_THIS_CASE = later(
    {
        (True, True): "In this case the first entry is right; from number {next} on all differ.",
        (True, False): "In this case the first {count} entries are right; from number {next} on all differ.",
        (False, True): "In this case the first row is right; from number {next} on all differ.",
        (False, False): "In this case the first {count} rows are right; from number {next} on all differ.",
    }
)


def rows_right(found: np.ndarray, wanted: np.ndarray) -> list[bool]:
    """Whether each row is right, two arrays of one shape."""
    return np.all(hits(found, wanted).reshape(len(wanted), -1), axis=1).tolist()


def first_wrong(found: np.ndarray, wanted: np.ndarray) -> int:
    """The number of the first row that is wrong, from 0; that of all rows when none is."""
    return [*rows_right(found, wanted), False].index(False)


def only_some_columns(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """Some coordinates right in a case, others not."""
    first = right.index(False)
    found, wanted = outcomes[first].arrays[0], key.expected[first][0]
    if found.shape != wanted.shape or found.ndim != 1:
        return None
    good = hits(found, wanted)
    if good.any() and not good.all():
        known = {"some": good.sum(), "all": good.size, "number": np.argmin(good) + 1}
        if good.sum() == 1:
            return say(
                "In this case {some} of {all} entries is right; the first that differs is number {number}.", **known
            )
        return say(
            "In this case {some} of {all} entries are right; the first that differs is number {number}.", **known
        )
    return None


def a_factor_in_each_case(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """Right but for one number in each case, which is not the same in all."""
    if key.returns != "array" or key.kind == "path" or not all_alike(key, outcomes):
        return None
    starts = [case["W"] if key.kind == "step" else 0.0 for case in key.cases]
    pairs = [(o.arrays[0] - s, e[0] - s) for o, e, s in zip(outcomes, key.expected, starts)]
    wrong = [pair for pair, ok in zip(pairs, right) if not ok]
    if sum(np.size(f) > 1 for f, _ in wrong) < 2 or not all(factor(f, w) for f, w in wrong):
        return None
    if key.kind == "step":
        return say(
            "In each case the step is the right one times a number, which changes from case to case: what do you"
            " multiply or divide by?"
        )
    return say(
        "In each case the result is the right one times a number, which changes from case to case: what do you multiply"
        " or divide by?"
    )


def samples(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """Pieces of an order: whether every sample is there, and in its place."""
    wrong = [(o.arrays, e) for o, e, ok in zip(outcomes, key.expected, right) if not ok]
    if key.returns != "sequence" or any(part.ndim != 1 for answer, _ in wrong for part in answer):
        return None
    flat = [(np.concatenate([*f, []]), np.concatenate([*e, []])) for f, e in wrong]
    if all(np.array_equal(f, e) for f, e in flat):
        return say(
            "Every sample is there, in the right order; only the cuts between the batches are in the wrong places."
        )
    if all(np.array_equal(np.sort(f), np.sort(e)) for f, e in flat):
        return say(
            "Every sample is there once, but the batches do not take them in the given order, from its beginning."
        )
    if not all(np.isin(f, e).all() for f, e in flat):
        return say("It returns numbers that are not among those that came in.")
    lost, twice = ([bool(test(f, e)) for f, e in flat] for test in (loses, repeats))
    if not all(a or b for a, b in zip(lost, twice)):
        return None
    look = first_wrong_batch(*wrong[0])
    if any(lost) and any(twice):
        return say("Some samples are left out and some come twice: {look}.", look=look)
    if any(lost):
        return say("Some samples are left out: {look}.", look=look)
    return say("Some samples come twice: {look}.", look=look)


def first_wrong_batch(found: Sequence[np.ndarray], wanted: Sequence[np.ndarray]) -> str:
    """Where to look in the case that is shown."""
    number = next((n for n, (f, w) in enumerate(zip(found, wanted)) if not close(f, w)), min(len(found), len(wanted)))
    if not number:
        return say("look at the first batch")
    if number >= len(wanted) - 1:
        return say("look at the last batch")
    return say("the first batch is right, so look at where the next one begins")


def loses(found: np.ndarray, wanted: np.ndarray) -> bool:
    return not np.isin(wanted, found).all()


def repeats(found: np.ndarray, wanted: np.ndarray) -> bool:
    return len(np.unique(found)) < len(found)
