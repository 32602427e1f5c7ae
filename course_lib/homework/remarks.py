"""General remarks, for answers that are no known mistake: what can be seen from the numbers and their form."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from course_lib.called import listed
from course_lib.homework import conditions, formulas, patterns, places
from course_lib.homework.calling import Outcome
from course_lib.homework.compare import close
from course_lib.homework.form import not_a_number, too_much, wrong_form
from course_lib.homework.key import Key
from course_lib.language import later, say, together

REMEMBERS = later(
    "Called twice with the same arguments, it gives two different results: it keeps something between calls,"
    " draws at random, or reads an np.empty array before it is filled. Everything it needs is passed in as an argument."
)
UNKNOWN = later("The numbers differ and fit none of the usual mistakes: work this case out by hand and compare.")


# Of each row the first that has something to say is heard; of the last two rows both.
ALONE = [
    patterns.nearly_right,
    patterns.change_alone,
    patterns.changes_for_points,
    patterns.back_to_front,
    patterns.a_row_too_early,
    patterns.off_by_a_factor,
    patterns.one_array_in_every_row,
]
WHERE = [
    places.only_some_outputs,
    conditions.only_the_first_step,
    conditions.only_one_dimension,
    places.only_the_beginning,
    conditions.only_some_cases,
    places.only_some_columns,
]
HOW = [formulas.follows, formulas.by_a_formula, places.a_factor_in_each_case, patterns.whole_numbers]


@dataclass(frozen=True)
class Remark:
    """What is said of numbers that are no known mistake.

    mistake: its name, where the sentence says what the mistake is. seen: {where, how} they differ.
    """

    sentence: str
    mistake: str | None = None
    seen: tuple[str, ...] = ()


def of(key: Key, outcomes: list[Outcome], right: list[bool], own_names: Sequence[str] = ()) -> Remark:
    """The most useful remark on an answer that is wrong somewhere."""
    first = right.index(False)
    outcome, expected = outcomes[first], key.expected[first]
    if outcome.problem:
        return Remark((len(expected) == 1 and too_much(outcome.raw, expected[0])) or outcome.problem)
    if said := patterns.stops_early(key, outcomes, right):
        return Remark(said, "stops_early")
    form = wrong_form(outcome, expected, key.returns) or not_a_number(outcome)
    if said := places.samples(key, outcomes, right, own_names):
        return Remark(together(form, said), seen=("samples",))
    if form:
        return Remark(form, seen=("form",))
    if key.is_value:
        return Remark(value_remark(outcome.arrays[0], expected[0]))
    for row in ([ALONE], [WHERE, HOW]):
        heard = [
            next(((one, said) for one in some if (said := one(key, outcomes, right, own_names))), None) for some in row
        ]
        if spoken := [pair for pair in heard if pair]:
            names = tuple(one.__name__ for one, _ in spoken)
            sure = names[0] if spoken[0][0] in patterns.SURE else None
            return Remark(together(*(said for _, said in spoken)), sure, () if sure else names)
    return Remark(say(UNKNOWN))


def value_remark(found: np.ndarray, wanted: np.ndarray) -> str:
    """What to say of a value, without saying how far off it is."""
    if wanted == np.round(wanted) and abs(found - wanted) < min(1, 0.05 * abs(wanted)):
        return say("It is close but not exact: the answer is a whole number.")
    if abs(found - wanted) < patterns.NEARLY * abs(wanted):
        whole = wanted == np.round(wanted) and found == np.round(found)
        if whole:
            return say("It is close but not exact: count again.")
        return say("It is close but not exact: is it rounded, or from an approximate formula?")
    if found == -wanted:
        return say("The size is right, the sign is not.")
    if any(close(found, wanted * np.array(k)) for k in (100, 0.01)):
        return say(
            "It is off by a factor of 100. If it is a share: is it a percentage instead of a fraction, or the reverse?"
        )
    return say("It is another number: read the question again, and compute it step by step.")


def changes(names: list[str]) -> str:
    """The sentence on arguments that the function has changed."""
    if len(names) > 1:
        return say(
            "It changes its arguments {names}: the caller still needs them. Make new arrays (v = … instead of v *= … or"
            " v[i] = …).",
            names=listed(names),
        )
    return say(
        "It changes its argument {name}: the caller still needs it. Make new arrays (v = … instead of v *= … or"
        " v[i] = …).",
        name=names[0],
    )
