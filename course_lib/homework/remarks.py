"""General remarks, for answers that are no known mistake: what can be seen from the numbers and their form.

Each remark is a function that returns a sentence or None; the first that has something to say is heard.
"""

import numpy as np

from course_lib.homework import calling
from course_lib.homework.compare import close, factor, hits

NEARLY = 0.01  # relative
REMEMBERS = (
    "Called twice with the same arguments it gives two different results: it keeps something between calls,"
    " outside itself. All it needs comes in as arguments."
)
NOT_A_NUMBER = (
    "Its result has NaN or infinite numbers in it: is something divided by zero,"
    " or the root taken of a negative number?"
)


def of(key, outcomes, right, function=None):
    """The most useful remark on an answer that is wrong somewhere."""
    first = right.index(False)
    outcome, expected = outcomes[first], key.expected[first]
    if outcome.problem:
        return outcome.problem
    for remark in (wrong_form, not_a_number):
        if said := remark(outcome, expected, key.returns):
            return said
    if key.is_value:
        return value_remark(outcome.answer[0], expected[0])
    for remark in (names_in_another_order, nearly_right, off_by_a_factor, only_the_first_step, only_some_outputs,
                   only_the_beginning, only_one_dimension, only_some_columns):  # fmt: skip
        if said := remark(key, outcomes, right, function):
            return said
    return "The numbers differ, and they fit none of the usual mistakes: work this case out by hand and compare."


def value_remark(found, wanted):
    """What to say of a value, without saying how far off it is."""
    if abs(found - wanted) < NEARLY * abs(wanted):
        return "It is close, but not exact: let Python compute it, and leave all digits."
    if found == -wanted:
        return "The size is right, the sign is not."
    if any(close(found, wanted * np.array(k)) for k in (100, 0.01)):
        return "It is off by a factor of 100: per cent, or a share?"
    return "It is another number: read the question again, and compute it step by step with your own functions."


def nearly_right(key, outcomes, right, function):
    """Everything within a per cent: rounding, or a constant that is a little off."""
    answers = [outcome.answer for outcome in outcomes]
    if not all(alike(answer, expected) for answer, expected in zip(answers, key.expected)):
        return None
    pairs = [(f, w) for answer, expected in zip(answers, key.expected) for f, w in zip(answer, expected)]
    if all(np.max(np.abs(f - w), initial=0) <= NEARLY * np.max(np.abs(w), initial=0) for f, w in pairs):
        return "All numbers are nearly right, to within a per cent: is something rounded, or a constant a little off?"
    return None


def changes(names):
    """The sentence on arguments that the function has changed."""
    return (
        f"It changes its argument{'s' if len(names) > 1 else ''} {' and '.join(names)}: the caller still needs"
        f" {'them' if len(names) > 1 else 'it'}. Make new arrays (v = … in place of v *= … or v[i] = …)."
    )


def wrong_form(outcome, expected, returns):
    """As many arrays as asked for, each of the right shape."""
    answer = outcome.answer
    if len(answer) != len(expected):
        return f"It returns {len(answer)} arrays, and {len(expected)} are right here."
    for number, (found, wanted) in enumerate(zip(answer, expected)):
        if found.shape != wanted.shape:
            return shape_remark(naming(returns, number), found, wanted, outcome.raw)
    return None


def shape_remark(name, found, wanted, raw):
    if wanted.ndim == 0:
        return f"{name} is an array of shape {found.shape}, and one number is asked for."
    if isinstance(raw, tuple) and len(raw) > 1 and close(as_array(raw[0]), wanted):
        return "It returns more than is asked for: the first thing alone would be right."
    end = ""
    if found.shape == wanted.shape[::-1]:
        end = ": rows and columns have changed places"
    elif found.ndim == wanted.ndim and found.shape[1:] == wanted.shape[1:]:
        n = len(wanted) - len(found)
        end = f": {abs(n)} {'too few' if n > 0 else 'too many'} along the first axis"
        if n > 0 and close(found, wanted[n:]):
            end = f": the first {n} {'is' if n == 1 else 'are'} missing"
        elif n > 0 and close(found, wanted[:-n]):
            end = f": the last {n} {'is' if n == 1 else 'are'} missing"
    return f"{name} has the shape {found.shape}, and {wanted.shape} is right here{end}."


def as_array(value):
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return np.array(np.nan)


def not_a_number(outcome, expected, returns):
    return None if all(np.all(np.isfinite(found)) for found in outcome.answer) else NOT_A_NUMBER


def names_in_another_order(key, outcomes, right, function):
    """The same parameters in another order, when they tell their names."""
    own = calling.parameters(function) if function else []
    if own != key.arguments and sorted(own) == sorted(key.arguments):
        return f"Your parameters stand in another order: it is called with ({', '.join(key.arguments)})."
    return None


def off_by_a_factor(key, outcomes, right, function):
    """All cases off by one and the same number: in one of the outputs, or in the step from W to the new W."""
    answers = [outcome.answer for outcome in outcomes]
    if not all(alike(answer, expected) for answer, expected in zip(answers, key.expected)):
        return None
    for number in range(len(key.expected[0])):
        found, wanted = [a[number] for a in answers], [e[number] for e in key.expected]
        name = naming(key.returns, number)
        if k := common_factor(found, wanted):
            return f"{name} is {times(k)} the right value, in every case."
        start = [np.asarray(case.get(name, np.nan)) for case in key.cases]
        if all(s.shape == w.shape for s, w in zip(start, wanted)):
            steps = [f - s for f, s in zip(found, start)], [w - s for w, s in zip(wanted, start)]
            if k := common_factor(*steps):
                return f"The step, from {name} to the new {name}, is {times(k)} the right one, in every case."
    return None


def common_factor(found, wanted):
    """One factor for all pairs, None when there is none."""
    k = factor(np.concatenate([f.ravel() for f in found]), np.concatenate([w.ravel() for w in wanted]))
    # Each pair on its own as well: a large array must not hide a small one.
    return k if k and all(close(f, k * w) for f, w in zip(found, wanted)) else None


def times(k):
    """A factor in words: 2 times, a third of, minus."""
    if abs(k + 1) < 1e-6:
        return "minus"
    if abs(k) < 1 and abs(1 / k - round(1 / k)) < 1e-6:
        return f"{'minus ' if k < 0 else ''}1/{abs(round(1 / k))} of"
    return f"{k:.4g} times"


def only_the_first_step(key, outcomes, right, function):
    """Right exactly where the state is still zero."""
    if not key.starts:
        return None
    first = [not any(np.any(case[name]) for name in key.starts) for case in key.cases]
    if right == first and any(first):
        state = " and ".join(key.starts)
        return (
            f"It is right for the first step only, when {state} {'are' if len(key.starts) > 1 else 'is'} still zero:"
            f" do you use what comes in as {state}?"
        )
    return None


def only_some_outputs(key, outcomes, right, function):
    """Some of the things returned are right in every case, others are not."""
    if not isinstance(key.returns, tuple):
        return None
    good = [
        all(len(o.answer or ()) == len(e) and close(o.answer[n], e[n]) for o, e in zip(outcomes, key.expected))
        for n in range(len(key.returns))
    ]
    if not any(good):
        return None
    named = {flag: " and ".join(name for name, ok in zip(key.returns, good) if ok is flag) for flag in (True, False)}
    return f"{named[True]} {'is' if sum(good) == 1 else 'are'} right in every case, {named[False]} not."


def only_the_beginning(key, outcomes, right, function):
    """A series or a path whose first entries are right."""
    first = right.index(False)
    found, wanted = outcomes[first].answer[0], key.expected[first][0]
    if key.returns != "array" or found.shape != wanted.shape or found.ndim == 0 or len(found) < 3:
        return None
    rows = hits(found, wanted).reshape(len(wanted), -1).all(axis=1)
    count = int(np.argmin(rows))
    if key.name.endswith("descent") and count == 1:
        return "It starts in the right place, and the first step already differs."
    if count and not rows[count:].any():
        beginning = "first entry is" if count == 1 else f"first {count} entries are"
        return f"The {beginning} right, those from number {count + 1} on differ."
    return None


def only_one_dimension(key, outcomes, right, function):
    """Right for one coordinate, or for one sample, and wrong for more."""
    sizes = [max((np.size(value) for value in case.values()), default=1) for case in key.cases]
    if right == [size == 1 for size in sizes] and any(right):
        return "It is right for one coordinate only: every coordinate should be treated on its own."
    return None


def only_some_columns(key, outcomes, right, function):
    """Some coordinates right in a case, others not."""
    first = right.index(False)
    found, wanted = outcomes[first].answer[0], key.expected[first][0]
    if found.shape != wanted.shape or found.ndim != 1:
        return None
    good = hits(found, wanted)
    if good.any() and not good.all():
        differs = f"the first that differs is number {np.argmin(good) + 1}"
        return f"In this case {good.sum()} of {good.size} entries are right; {differs}."
    return None


def alike(answer, expected):
    return answer is not None and len(answer) == len(expected) and all(
        found.shape == wanted.shape for found, wanted in zip(answer, expected)
    )


def naming(returns, number):
    """What to call the answer's part with this number."""
    if isinstance(returns, tuple):
        return returns[number]
    return f"Batch {number + 1}" if returns == "sequence" else "The result"
