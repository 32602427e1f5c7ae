"""In which cases wrong numbers are right: conditions on the arguments. Pure; called as in patterns."""

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from course_lib.called import listed
from course_lib.homework.calling import Outcome
from course_lib.homework.form import all_alike
from course_lib.homework.key import Key
from course_lib.homework.words import in_words
from course_lib.language import say

SAMPLES = ("X", "order")  # they have a row or an entry for each sample
STEPS = ("t", "steps")  # whole numbers that have nothing to do with lengths
LARGE = 50  # gradients so large are clipped by some
Flags = list[bool]
Condition = tuple[str, str, Flags]  # kind, words, whether it is so in each case
Names = Sequence[str]


def only_the_first_step(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """Right, or wrong, exactly where the state is still zero."""
    if when := in_the_first_step(key, right):
        known = {"when": when, "states": listed(key.starts)}
        if "t" in key.arguments:
            return say(
                "It is right only for {when}: do you use what comes in as {states}, with the right weight, and t in the"
                " right place?",
                **known,
            )
        return say("It is right only for {when}: do you use what comes in as {states}, with the right weight?", **known)
    if when := in_the_first_step(key, [not ok for ok in right]):
        return say("It is wrong only for {when}: what does your code do there?", when=when)
    return None


def in_the_first_step(key: Key, flags: Flags) -> str | None:
    """The first step in words, where the flags are set in it and only in it."""
    first = [bool(key.starts) and not any(np.any(case[name]) for name in key.starts) for case in key.cases]
    if flags != first or not any(first):
        return None
    states, several = listed(key.starts), len(key.starts) > 1
    if "t" in key.arguments:
        return (
            say("the first step, when {states} are still zero and t is 1", states=states)
            if several
            else say("the first step, when {states} is still zero and t is 1", states=states)
        )
    return (
        say("the first step, when {states} are still zero", states=states)
        if several
        else say("the first step, when {states} is still zero", states=states)
    )


def only_one_dimension(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """Right for one coordinate, or for one sample, and wrong for more."""
    sizes = [max((np.size(value) for value in case.values()), default=1) for case in key.cases]
    if right == [size == 1 for size in sizes] and any(right):
        if key.kind == "function":  # what has several entries may be a series
            return say("It is right for a single entry only: what does it do with several?")
        return say("It is right for one coordinate only: treat every coordinate on its own.")
    return None


def only_some_cases(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """Right exactly where one simple thing is true of the arguments, or one of two; nothing where several fit."""
    if sum(right) < 1 or not all_alike(key, outcomes):
        return None
    holding, risks = (told_apart(some(key.cases)) for some in (conditions, hazards))
    wrong = [not ok for ok in right]
    said = [
        say(
            "It is right where {condition}, and only there: which part of your code makes no difference there?",
            condition=text,
        )
        for text, flags in holding.items()
        if flags == right
    ]
    said += [
        say("It is wrong where {condition}, and only there: what does your code do there?", condition=text)
        for text, flags in (holding | risks).items()
        if flags == wrong
    ]
    if not said:
        simple = {text: flags for text, flags in holding.items() if all(ok for ok, flag in zip(right, flags) if flag)}
        said = [
            say(
                "It is right where {one} or {two}, and only there: which part of your code makes no difference there?",
                one=one,
                two=two,
            )
            for (one, first), (two, second) in itertools.combinations(simple.items(), 2)
            if [a or b for a, b in zip(first, second)] == right
        ]
    return said[0] if len(said) == 1 else None


def told_apart(found: Iterator[Condition]) -> dict[str, Flags]:
    """{words: flags} of conditions that hold in some cases; of those of one kind that are true together the first."""
    kept: dict[tuple, tuple[str, Flags]] = {}
    for kind, text, flags in found:
        if any(flags) and not all(flags):
            kept.setdefault((kind, *flags), (text, flags))
    return dict(kept.values())


def conditions(cases: Sequence[dict]) -> Iterator[Condition]:
    """Simple things about the arguments. What is said of arrays is of few kinds: they are long, or 0, together."""
    for name in cases[0]:
        values, text = [case[name] for case in cases], in_words(name)
        if all(isinstance(value, int | float) for value in values):
            for number in (0, 1):
                yield text, say("{name} is {number}", name=text, number=number), [value == number for value in values]
            if all(isinstance(value, int) for value in values):
                yield from even(text, text, values)
        elif all(isinstance(value, np.ndarray) for value in values):
            yield "zero", say("{name} is {number}", name=text, number=0), [not np.any(value) for value in values]
            one = say("{name} has one row", name=text) if values[0].ndim > 1 else say("{name} has one entry", name=text)
            yield "one", one, [len(value) == 1 for value in values]
            yield from even("even", f"len({text})", [len(value) for value in values])
            if values[0].ndim > 1:
                yield "one", say("{name} has one column", name=text), [value.shape[1] == 1 for value in values]
    whole = [n for n, value in cases[0].items() if isinstance(value, int) and n not in STEPS]
    sizes = {in_words(n): [int(case[n]) for case in cases] for n in whole}
    counts = {f"len({n})": [len(case[n]) for case in cases] for n in SAMPLES if n in cases[0]}
    for (one, few), (two, many) in itertools.product(sizes.items(), (sizes | counts).items()):
        if one != two and all(few):
            yield one, say("{one} divides {two}", one=one, two=two), [b % a == 0 for a, b in zip(few, many)]
            yield one, say("{one} is at least {two}", one=one, two=two), [a >= b for a, b in zip(few, many)]


def even(kind: str, text: str, numbers: Sequence[int]) -> Iterator[Condition]:
    """Even or not, unless a number that stands alone may have another property."""
    if min(len({n for n in numbers if n % 2 == rest}) for rest in (0, 1)) > 1:
        yield kind, say("{name} is even", name=text), [n % 2 == 0 for n in numbers]


def hazards(cases: Sequence[dict]) -> Iterator[Condition]:
    """What may do harm in gradients: a 0 among other numbers, large numbers."""
    for name in (name for name in cases[0] if name in ("g", "G")):
        values = [case[name] for case in cases]
        zeros = [bool(np.any(value) and not np.all(value)) for value in values]
        yield name, say("{name} is 0 in some places", name=name), zeros
        large = [bool(np.max(np.abs(value)) > LARGE) for value in values]
        yield name, say("|{name}| is above {limit} somewhere", name=name, limit=LARGE), large
