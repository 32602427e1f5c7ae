"""General remarks, for answers that are no known mistake: what can be seen from the numbers and their form."""

from collections.abc import Sequence

import numpy as np

from course_lib.homework.calling import Outcome
from course_lib.homework.compare import close
from course_lib.homework.form import not_a_number, wrong_form
from course_lib.homework.key import Key
from course_lib.homework.patterns import IN_ORDER, NEARLY, SURE, stops_early

REMEMBERS = (
    "Called twice with the same arguments, it gives two different results: it keeps something between calls"
    " or draws at random. Everything it needs is passed in as an argument."
)
UNKNOWN = "The numbers differ and fit none of the usual mistakes: work this case out by hand and compare."


def of(key: Key, outcomes: list[Outcome], right: list[bool], own_names: Sequence[str] = ()) -> tuple[str | None, str]:
    """The most useful remark on an answer that is wrong somewhere, and its name if it says what the mistake is."""
    first = right.index(False)
    outcome, expected = outcomes[first], key.expected[first]
    if outcome.problem:
        return None, outcome.problem
    if said := stops_early(key, outcomes, right):
        return "stops_early", said
    if said := wrong_form(outcome, expected, key.returns) or not_a_number(outcome):
        return None, said
    if key.is_value:
        return None, value_remark(outcome.arrays[0], expected[0])
    for remark in IN_ORDER:
        if said := remark(key, outcomes, right, own_names):
            return (remark.__name__ if remark in SURE else None), said
    return None, UNKNOWN


def value_remark(found: np.ndarray, wanted: np.ndarray) -> str:
    """What to say of a value, without saying how far off it is."""
    if wanted == np.round(wanted) and abs(found - wanted) < 1:
        return "It is close but not exact: the answer is a whole number."
    if abs(found - wanted) < NEARLY * abs(wanted):
        return "It is close but not exact: let Python compute it, and keep all digits."
    if found == -wanted:
        return "The size is right, the sign is not."
    if any(close(found, wanted * np.array(k)) for k in (100, 0.01)):
        return "It is off by a factor of 100: a percentage instead of a fraction, or the other way round?"
    return "It is another number: read the question again, and compute it step by step with your own functions."


def changes(names: list[str]) -> str:
    """The sentence on arguments that the function has changed."""
    return (
        f"It changes its argument{'s' if len(names) > 1 else ''} {' and '.join(names)}: the caller still needs"
        f" {'them' if len(names) > 1 else 'it'}. Make new arrays (v = … instead of v *= … or v[i] = …)."
    )
