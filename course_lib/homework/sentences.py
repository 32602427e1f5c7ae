"""What is said of a slip that was found in the syntax tree: its name, factor_missing(v, 1-beta), as a sentence."""

import re

from course_lib.homework.words import SAID, in_words
from course_lib.language import later, say, tidy

# In each: {0}, {1}, … what the name has in its brackets, in words.
SENTENCES = later(
    {
        "factor_missing": "In {0}, the factor {1} is missing.",
        "divided": "In {0}, {1} is divided by {2}; it should be multiplied by it.",
        "added": "In {0}, {1} and {2} are added; they should be multiplied.",
        "only_factor": "In {0}, only {1} is left of the product {2}.",
        "terms_multiplied": "In {0}, {1} and {2} are multiplied; they should be separate terms.",
        "factor_moved": "In {0}, the factor {1} is on the wrong term.",
        "factor_of_all": "In {0}, the factor {1} is on all terms: it belongs to one.",
        "extra_factor": "In {0}, {1} is multiplied by {2}: that is one factor too many.",
        "divided_twice": "In {0}, it is divided by {1} twice.",
        "complement": "In {0}, 1 - {1} stands where {1} should.",
        "doubled": "In {0}, {1} is doubled.",
        "halved": "In {0}, {1} is halved.",
        "starts_at": "In {0}, the beginning is {1}; it should be 0.",
        "first_left_out": "The first piece is left out: start at 0.",
        "backwards": "It goes through the loop backwards.",
        "kept": "{0} goes into the next pass where {1} should.",
        "piece_behind": "In {0}, the piece of {1} is the one after, not the one before.",
        "squares_of_all": "In {0}, one number takes the place of {1}: the sum of its squares.",
        "not_divided": "In {0}, the division by {1} is missing.",
        "multiplied": "In {0}, {1} is multiplied by {2}; it should be divided by it.",
        "upside_down": "In {0}, {1} and {2} have swapped places: one belongs above, the other below.",
        "nothing_above": "In {0}, {1} above {2} is missing.",
        "term_missing": "In {0}, the term {1} is missing.",
        "sign_turned": "In {0}, {1} has the wrong sign.",
        "alone": "In {0}, {1} should be subtracted from something, and stands alone.",
        "order_turned": "In {0}, {1} and {2} are subtracted the wrong way round.",
        "power_missing": "In {0}, {1} is not raised to the power {2}.",
        "power_as_factor": "In {0}, {1} is multiplied by {2}; it should be raised to this power.",
        "power_turned": "In {0}, base {1} and exponent {2} have swapped places.",
        "power_high": "In {0}, the power of {1} is one too high.",
        "power_low": "In {0}, the power of {1} is one too low.",
        "brackets": "In {0}, the numbers are those of a formula with {1}: mind the brackets.",
        "root_missing": "In {0}, the root of {1} is missing.",
        "not_under_the_root": "{1} stands beside the root; it belongs under it.",
        "two_roots": "In {0}, {1} and {2} have a root each; there should be one root, over both.",
        "start_late": "It begins one too late: the first one is left out.",
        "stop_early": "It ends one too early: the last one is left out.",
        "stop_late": "It ends one too late: there is one too many.",
        "both_late": "It counts one too high: where does it begin?",
        "both_early": "It counts one too low: where does it begin?",
        "sign_kept": "In {0}, the sign of {1} is not taken away.",
        "starts_at_one": "In {0}, the beginning is 1; it should be 0.",
        "axis": "In {0}, it goes along the wrong axis.",
        "no_axis": "In {0}, the axis is missing: all numbers are taken together.",
        "other_function": "In {0}, {2} stands where {1} should.",
        "exchanged": "In {0}, {1} stands where {2} should.",
        "sum_of_all": "In {0}, one number takes the place of {1}: its sum.",
        "mean_of_all": "In {0}, one number takes the place of {1}: its mean.",
        "length_of_all": "In {0}, one number takes the place of {1}: its length.",
        "largest_of_all": "In {0}, one number takes the place of {1}: its largest.",
        "size_only": "In {0}, {1} has lost its sign.",
        "sign_only": "In {0}, only the sign of {1} counts.",
        "square_only": "In {0}, {1} is squared.",
        "root_only": "In {0}, the root of {1} is taken.",
        "one": "In {0}, 1 stands where {1} should.",
        "turned": "In {0}, rows and columns are swapped.",
        "exchanged_everywhere": "{0} stands wherever {1} should.",
        "first_value": "In {0}, the starting {1} is used in every pass.",
        "first_value_everywhere": "Every pass begins with the {0} that came in: nothing is passed on from one to the"
        " next.",
        "neighbour": "In {0}, it takes a neighbour in {1}, one place before or after.",
        "piece_starts_late": "In {0}, the piece of {1} starts one too late.",
        "piece_from_the_beginning": "In {0}, the piece of {1} always starts at the beginning.",
        "piece_ends_early": "In {0}, the piece of {1} ends one too early.",
        "piece_ends_late": "In {0}, the piece of {1} ends one too late.",
        "piece_to_the_end": "In {0}, the piece of {1} goes on to the end.",
        "accumulates": "{0} is added up from pass to pass: compute it anew.",
        "argument_without": "{0} is 1, or has no influence, whatever comes in.",
        "argument_zero": "{0} is 0, whatever comes in.",
        "argument_complement": "1 - {0} stands wherever {0} should.",
        "argument_squared": "{0} is squared.",
        "argument_rooted": "The root of {0} is taken.",
        "argument_inverse": "1/{0} stands where {0} should.",
        "argument_high": "{0} is one too high.",
        "argument_low": "{0} is one too low.",
        "argument_one": "{0} is 1, whatever comes in.",
        "line_missing": "{0} does not change here: is its line missing?",
        "lines_swapped": "{0} and {1} are computed in the wrong order.",
        "starts_anew": "In {0}, nothing is left of earlier passes: does it start anew, or change only after the loop?",
        "before_the_loop": "{0} is the same in every pass, as if it were computed once, before the loop: compute it"
        " anew.",
        "after_the_loop": "{0} changes only after the loop: it should change in every pass.",
        "first_in_the_loop": "These are the numbers you get when {0} changes at the beginning of each pass.",
        "last_in_the_loop": "These are the numbers you get when {0} changes only at the end of each pass.",
        "rounded_up": "In {0}, {1}/{2} is rounded up; it should be rounded down.",
        "not_rounded": "In {0}, {1}/{2} is not rounded down.",
        "divided_by_one_more": "In {0}, it is divided by {1} + 1.",
        "subtracted": "In {0}, {2} is subtracted from {1}; {1} should be divided by {2}.",
        "added_below": "In {0}, it is divided by 1 + {1}.",
        "term_doubled": "In {0}, the term {1} counts twice as much as it should.",
        "term_halved": "In {0}, the term {1} counts half as much as it should.",
        "term_squared": "In {0}, the term {1} is squared.",
        "larger": "In {0}, the larger of {1} and {2} is taken; they should be added.",
        "mean_of_two": "In {0}, the mean of {1} and {2} is taken; they should be added.",
        "forgets": "In {0}, {1} and {2} are averaged with fixed weights; they should just be added.",
        "fades": "In {0}, {1} has the weight 0.9 in the sum; it should have 1.",
        "power_upside_down": "In {0}, {1} has the power -{2}: the sign is wrong.",
        "power_is_a_root": "In {0}, {1} should be raised to the power {2}; its root is taken.",
        "product_for_square": "In {0}, {1} is multiplied by {2}, not by itself.",
        "name_for_square": "In {0}, {1} stands where {2} should.",
        "to_the_t": "In {0}, {1} is raised to the power t.",
        "direction_only": "In {0}, {1} is divided by its length.",
        "piece_always_the_first": "In {0}, it is always the first piece of {1}.",
        "piece_short": "In {0}, the piece of {1} holds no more than the last {2}.",
        "start_early": "It begins one too early.",
        "step_short": "The starts are one too close together: they should be {1} apart.",
        "step_long": "The starts are one too far apart: they should be {1} apart.",
        "made_twice": "{0} is updated twice in one step.",
        "compared": "In {0}, the comparison is the wrong one.",
        "cube_root": "In {0}, the cube root of {1} is taken, not the square root.",
        "root_twice": "In {0}, the root of {1} is taken twice.",
        "positive_only": "In {0}, negative values of {1} count as 0.",
        "eps_below": "In {0}, ε is also added to {1}, where it does not belong.",
        "only_name": "In {0}, there is only {1}: the formula is missing.",
        "taken_from": "In {0}, everything is subtracted from {1} at the end.",
        "added_to": "In {0}, {1} is added at the end.",
        "minus": "In {0}, everything has the wrong sign.",
        "falls": "In {0}, the rate falls from step to step.",
        "falls_outside": "In {0}, the rate falls from each pass of the outer loop to the next.",
        "term_subtracted": "In {0}, {1} is subtracted; it should be added.",
        "first_pass_missing": "The first of {0} is left out.",
        "last_pass_missing": "The last of {0} is left out.",
        "into_the_loop": "{0} comes in every pass of the loop: it belongs after the loop.",
        "returns_in_the_loop": "It returns in the first pass of the loop.",
    }
)
# The kinds that are tried together with every slip that is made often: what people do in any formula.
PAIRING = {
    *("other_function", "larger", "power_is_a_root"),
    *(
        "factor_missing",
        "not_divided",
        "term_missing",
        "sign_turned",
        "alone",
        "power_missing",
        "brackets",
        "exchanged",
    ),
    *("root_missing", "not_under_the_root", "line_missing", "starts_anew", "before_the_loop", "after_the_loop"),
    *("starts_at_one", "start_late", "stop_early", "stop_late", "returns_in_the_loop", "sum_of_all", "mean_of_all"),
}
# The kinds that are tried with each other, in a body that is short enough.
COMMON = {
    *("factor_missing", "not_divided", "term_missing", "sign_turned", "root_missing", "power_missing", "forgets"),
    *("other_function", "larger", "term_doubled", "line_missing", "not_under_the_root", "stop_early", "starts_anew"),
}
SELDOM = {
    "made_twice",
    "product_for_square",
    "taken_from",
    "added_to",
    "term_halved",
    "term_squared",
    "mean_of_two",
    "power_is_a_root",
    "subtracted",
}
SELDOM |= {"extra_factor", "doubled", "halved", "one", "complement", "square_only", "root_only", "exchanged_everywhere"}


def named(kind: str, *what: str) -> str:
    """The name of a slip; no blank stands inside a part, so that ', ' parts them and ' + ' two names."""
    return f"{kind}({', '.join(part.replace(' ', '') for part in what)})"


def pairs(name: str) -> bool:
    """Whether the slip with this name is tried together with others."""
    return name.partition("(")[0] in PAIRING


def common(name: str) -> bool:
    """Whether the slip with this name is tried together with all others of the kind."""
    return name.partition("(")[0] in COMMON


def seldom(name: str) -> bool:
    """Whether another slip that gives the same numbers is the likelier one."""
    kind, _, what = name.partition("(")
    return kind in SELDOM or what.startswith("for")


def sentence(name: str) -> str | None:
    """The hint of the slip with this name; None when it has no such name."""
    found = re.fullmatch(r"(\w+)\((.*)\)'*", name)
    if not found or found[1] not in SENTENCES:
        return None
    parts = (say(SAID[part]) if part in SAID else in_words(part) for part in found[2].split(", "))
    said = tidy(say(SENTENCES[found[1]]).format(*parts))
    said = re.sub(r"\bthe (?:term|factor) (?=the |what )", "", said)
    said = re.sub(r"\b(power|exponent|base) the ", r"\1 ", said)
    return said[0].upper() + said[1:] if said.startswith(("the ", "what ")) else said
