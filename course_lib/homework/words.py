"""The names of our bodies, and formulas made of them, as a reader writes them. Pure."""

import re

from course_lib.called import listed
from course_lib.language import later, say

GREEK = {"beta1": "β₁", "beta2": "β₂", "beta": "β", "eps": "ε", "rho": "ρ"}
WHERE = later({"return": "what comes back", "for": "the loop", "append": "what is collected"})
# The names that the bodies of the specs give to what has no letter.
WHERE |= later({"whole": "the number of full batches", "rest": "what is left over", "move": "the step"})
WHERE |= later({"so_far": "G so far", "seen": "the number of gradients", "errors": "the error"})
WHERE |= later(
    {"first": "the W of the epoch's start", "(A,b)": "the batch's X and y", "A": "the batch's X", "b": "the batch's y"}
)
WHERE |= later({"start": "the start of a batch", "end": "the end of a batch", "number": "the number of batches"})
WHERE |= later({"ahead": "the point ahead", "above": "the root above", "along": "the gradient", "new": "the new value"})
WHERE |= {name: WHERE["append"] for name in ("sigmas", "rates", "values", "batches", "out")}
WHERE |= later({"root": "the root", "mean": "the mean", "age": "the age", "terms": "the array of terms"})
WHERE |= later({"changes": "the array of changes", "lengths": "the array of lengths"})
WHERE |= later({"weights": "the array of weights", "batch": "the batch", "error": "the error"})
WHERE |= later({"change": "the change", "weight": "the weight"})
# The same inside a formula.
INSIDE = {
    "new": "x_t",
    "rest": "n%batch_size",
    "so_far": "G[:t+1]",
    "along": "g",
    "seen": "count",
    "above": "√(D+ε)",
    "A": "X_batch",
    "b": "y_batch",
}
# Arguments of some exercises, and names of ours in the bodies of others.
SAID = later({"total": "the total", "path": "the path", "one": "one", "two": "two"})
# Quantities in a formula beside the arguments; see quantities.
QUANTITIES = later(
    {
        "the right one": "the right one",
        "the W before it": "the W before it",
        "the row's number": "the row's number",
        "the row's number - 1": "the row's number - 1",
        "your step": "your step",
    }
)


def in_words(text: str) -> str:
    """A name or an expression of a body as a reader writes it: S1 is the new S, S_used what the step uses."""
    if text in WHERE:
        return say(WHERE[text])
    if text.startswith("/"):
        return say("the division by {what}", what=in_words(text[1:]))
    if text.endswith("_used") and text.isidentifier():
        return say("the {name} that the step uses", name=text.removesuffix("_used"))
    for name, words in INSIDE.items():
        text = re.sub(rf"\b{name}\b", words, text)
    new = re.sub(r"\b([A-Za-z]+)_used\b", r"\1", text)
    if re.fullmatch(r"[A-Za-z]+1", new) and new not in GREEK:
        return say("the new {name}", name=new[:-1])
    new = re.sub(r"\b([A-Za-z])1\b", r"\1", new)
    for name, letter in GREEK.items():
        new = re.sub(rf"\b{name}\b", letter, new)
    pair = re.sub(r"^\((\w+),(\w+)\)$", lambda found: listed(found.groups()), new)
    return pair.replace("np.", "").replace("**", "^")


def in_formula(quantity: str) -> str:
    """A quantity as it stands in a formula, in the language that is spoken."""
    if (found := re.match(r"your (\w+)(?= \+|/|$)", quantity)) and quantity not in QUANTITIES:
        return say("your {name}", name=found[1]) + quantity[found.end() :]
    return say(QUANTITIES[quantity]) if quantity in QUANTITIES else quantity
