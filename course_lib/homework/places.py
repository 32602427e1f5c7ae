"""Where wrong numbers are right: in which outputs, rows, coordinates and cases. Pure; called as in patterns."""

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from course_lib.homework.calling import Outcome
from course_lib.homework.compare import close, factor, hits
from course_lib.homework.form import all_alike
from course_lib.homework.key import Key
from course_lib.homework.sentences import in_words

QUESTION = "which part of your code makes no difference there?"
Flags = list[bool]
Names = Sequence[str]


def only_the_first_step(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """Right exactly where the state is still zero."""
    if not key.starts:
        return None
    if when := in_the_first_step(key, right):
        return (
            f"It is right only for {when}: do you use what comes in as {' and '.join(key.starts)},"
            f" with the right weight{', and t in the right place' if 't' in key.arguments else ''}?"
        )
    return None


def in_the_first_step(key: Key, right: Flags) -> str | None:
    """The first step in words, where an answer is right in it and only in it."""
    first = [not any(np.any(case[name]) for name in key.starts) for case in key.cases]
    if right != first or not any(first):
        return None
    when = f"when {' and '.join(key.starts)} {'are' if len(key.starts) > 1 else 'is'} still zero"
    return f"the first step, {when}{' and t is 1' if 't' in key.arguments else ''}"


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
    named = {flag: " and ".join(name for name, ok in zip(key.returns, good) if ok is flag) for flag in (True, False)}
    yes, no = ("is" if good.count(flag) == 1 else "are" for flag in (True, False))
    said = f"{named[True]} {yes} right in every case, {named[False]} {no} not."
    if key.starts and named[False] == "W" and (when := in_the_first_step(key, right)):
        return f"{named[True]} {yes} right in every case, W only for {when}."
    states = [name for name, ok in zip(key.returns, good) if not ok and name != "W"]
    # Adadelta's D is made of the step, not the step of D.
    if key.kind == "step" and not good[0] and len(states) == 1 and states != ["D"]:
        return f"{said} Begin with {states[0]}, for W depends on it."
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
        return "Only the last row is wrong, in every case that is: does the loop end too early?"
    if key.kind == "path" and all(n == 1 for n, _ in wrong):
        return "It starts in the right place, and the first step already differs."
    if count and all(n == count for n, (_, wanted) in zip(counts, pairs) if len(wanted) > count):
        if key.kind == "path":
            made = "first step is right" if count == 2 else f"first {count - 1} steps are right"
            ask = "what is carried over, or changes, from step to step?"
            return f"The {made} in every case, and the next one is wrong: {ask}"
        row, rows = ("entry", "entries") if all(wanted.ndim == 1 for _, wanted in pairs) else ("row", "rows")
        made = f"first {row} is right" if count == 1 else f"first {count} {rows} are right"
        return f"The {made} in every case, and the next one is wrong: work that one out by hand."
    first = right.index(False)
    count, last = counts[first], len(pairs[first][1])
    if count and not any(rows_right(*pairs[first])[count:]) and last > 2:
        row, rows = ("entry", "entries") if pairs[first][1].ndim == 1 else ("row", "rows")
        beginning = f"first {row} is" if count == 1 else f"first {count} {rows} are"
        return f"In this case the {beginning} right; from number {count + 1} on all differ."
    return None


def rows_right(found: np.ndarray, wanted: np.ndarray) -> list[bool]:
    """Whether each row is right, two arrays of one shape."""
    return np.all(hits(found, wanted).reshape(len(wanted), -1), axis=1).tolist()


def first_wrong(found: np.ndarray, wanted: np.ndarray) -> int:
    """The number of the first row that is wrong, from 0; that of all rows when none is."""
    return [*rows_right(found, wanted), False].index(False)


def only_one_dimension(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """Right for one coordinate, or for one sample, and wrong for more."""
    sizes = [max((np.size(value) for value in case.values()), default=1) for case in key.cases]
    if right == [size == 1 for size in sizes] and any(right):
        if key.kind == "function":  # what has several entries may be a series
            return "It is right for a single entry only: what does it do with several?"
        return "It is right for one coordinate only: treat every coordinate on its own."
    return None


def only_some_columns(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """Some coordinates right in a case, others not."""
    first = right.index(False)
    found, wanted = outcomes[first].arrays[0], key.expected[first][0]
    if found.shape != wanted.shape or found.ndim != 1:
        return None
    good = hits(found, wanted)
    if good.any() and not good.all():
        differs = f"the first that differs is number {np.argmin(good) + 1}"
        verb = "is" if good.sum() == 1 else "are"
        return f"In this case {good.sum()} of {good.size} entries {verb} right; {differs}."
    return None


def only_some_cases(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """Right exactly where one simple thing is true of the arguments, or one of two."""
    if sum(right) < 1 or not all_alike(key, outcomes):
        return None
    holding = {text: flags for text, flags in conditions(key.cases) if any(flags) and not all(flags)}
    for text, flags in holding.items():
        if flags == right:
            return f"It is right where {text}, and only there: {QUESTION}"
        if flags == [not ok for ok in right]:
            return f"It is wrong where {text}, and only there: what does your code do there?"
    simple = {text: flags for text, flags in holding.items() if all(ok for ok, flag in zip(right, flags) if flag)}
    for (one, first), (two, second) in itertools.combinations(simple.items(), 2):
        if [a or b for a, b in zip(first, second)] == right:
            return f"It is right where {one} or {two}, and only there: {QUESTION}"
    return None


def conditions(cases: Sequence[dict]) -> Iterator[tuple[str, Flags]]:
    """(words, whether it is so in each case) of simple things about the arguments."""
    for name in cases[0]:
        values, text = [case[name] for case in cases], in_words(name)
        if all(isinstance(value, int | float) for value in values):
            for number in (0, 1):
                yield f"{text} is {number}", [value == number for value in values]
            if all(isinstance(value, int) for value in values):
                yield f"{text} is even", [value % 2 == 0 for value in values]
        elif all(isinstance(value, np.ndarray) for value in values):
            yield f"{text} is 0", [not np.any(value) for value in values]
            what = "row" if values[0].ndim > 1 else "entry"
            yield f"{text} has one {what}", [len(value) == 1 for value in values]
            yield f"len({text}) is even", [len(value) % 2 == 0 for value in values]
            if values[0].ndim > 1:
                yield f"{text} has one column", [value.shape[1] == 1 for value in values]
    sizes = {in_words(n): [int(case[n]) for case in cases] for n in cases[0] if isinstance(cases[0][n], int)}
    counts = {f"len({n})": [len(case[n]) for case in cases] for n in cases[0] if np.ndim(cases[0][n])}
    for (one, few), (two, many) in itertools.product(sizes.items(), (sizes | counts).items()):
        if one != two and all(few):
            yield f"{one} divides {two}", [b % a == 0 for a, b in zip(few, many)]
            yield f"{one} is at least {two}", [a >= b for a, b in zip(few, many)]


def a_factor_in_each_case(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """Right but for one number in each case, which is not the same in all."""
    if key.returns != "array" or key.kind == "path" or not all_alike(key, outcomes):
        return None
    starts = [case["W"] if key.kind == "step" else 0.0 for case in key.cases]
    pairs = [(o.arrays[0] - s, e[0] - s) for o, e, s in zip(outcomes, key.expected, starts)]
    wrong = [pair for pair, ok in zip(pairs, right) if not ok]
    if sum(np.size(f) > 1 for f, _ in wrong) < 2 or not all(factor(f, w) for f, w in wrong):
        return None
    what = "step" if key.kind == "step" else "result"
    return (
        f"In each case the {what} is the right one times a number, which changes from case to case:"
        " what do you multiply or divide by?"
    )


def samples(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """Pieces of an order: whether every sample is there, and in its place."""
    wrong = [(o.arrays, e) for o, e, ok in zip(outcomes, key.expected, right) if not ok]
    if key.returns != "sequence" or any(part.ndim != 1 for answer, _ in wrong for part in answer):
        return None
    flat = [(np.concatenate([*f, []]), np.concatenate([*e, []])) for f, e in wrong]
    if all(np.array_equal(f, e) for f, e in flat):
        return "Every sample is there, in the right order; only the cuts between the batches are in the wrong places."
    if all(np.array_equal(np.sort(f), np.sort(e)) for f, e in flat):
        return "Every sample is there once, but the batches do not take them in the given order, from its beginning."
    lost, twice = ([bool(test(f, e)) for f, e in flat] for test in (loses, repeats))
    if not all(a or b for a, b in zip(lost, twice)):
        return None
    what = " and some ".join(text for text, some in (("are left out", lost), ("come twice", twice)) if any(some))
    return f"Some samples {what}: {first_wrong_batch(*wrong[0])}."


def first_wrong_batch(found: Sequence[np.ndarray], wanted: Sequence[np.ndarray]) -> str:
    """Where to look in the case that is shown."""
    number = next((n for n, (f, w) in enumerate(zip(found, wanted)) if not close(f, w)), min(len(found), len(wanted)))
    if not number:
        return "look at the first batch"
    if number >= len(wanted) - 1:
        return "look at the last batch"
    return "the first batch is right, so look at where the next one begins"


def loses(found: np.ndarray, wanted: np.ndarray) -> bool:
    return not np.isin(wanted, found).all()


def repeats(found: np.ndarray, wanted: np.ndarray) -> bool:
    return len(np.unique(found)) < len(found)
