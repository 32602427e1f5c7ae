"""The names of our bodies, and formulas made of them, as a reader writes them. Pure."""

import re

GREEK = {"beta1": "β₁", "beta2": "β₂", "beta": "β", "eps": "ε", "rho": "ρ"}
WHERE = {"return": "what comes back", "for": "the loop", "append": "what is collected"}
# The names that the bodies of the specs give to what has no letter.
WHERE |= {"whole": "the number of full batches", "rest": "what is left over", "move": "the step"}
WHERE |= {"so_far": "G so far", "seen": "the number of gradients", "errors": "the error"}
WHERE |= {
    "first": "the W of the epoch's start",
    "(A,b)": "the batch's X and y",
    "A": "the batch's X",
    "b": "the batch's y",
}
WHERE |= {"start": "the start of a batch", "end": "the end of a batch", "number": "the number of batches"}
WHERE |= {"ahead": "the point ahead", "above": "the root above", "along": "the gradient", "new": "the new value"}
WHERE |= {name: "what is collected" for name in ("sigmas", "rates", "values", "batches", "out")}
WHERE |= {name: f"the {name}" for name in ("root", "mean", "age")}
WHERE |= {name: f"the array of {name}" for name in ("terms", "changes", "lengths", "weights")}
WHERE |= {name: f"the {name}" for name in ("batch", "error", "change", "weight")}
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
SAID = {"total": "the total", "path": "the path"}


def in_words(text: str) -> str:
    """A name or an expression of a body as a reader writes it: S1 is the new S, S_used what the step uses."""
    if text in WHERE:
        return WHERE[text]
    if text.startswith("/"):
        return f"the division by {in_words(text[1:])}"
    if text.endswith("_used") and text.isidentifier():
        return f"the {text.removesuffix('_used')} that the step uses"
    for name, words in INSIDE.items():
        text = re.sub(rf"\b{name}\b", words, text)
    new = re.sub(r"\b([A-Za-z]+)_used\b", r"\1", text)
    if re.fullmatch(r"[A-Za-z]+1", new) and new not in GREEK:
        return f"the new {new[:-1]}"
    new = re.sub(r"\b([A-Za-z])1\b", r"\1", new)
    for name, letter in GREEK.items():
        new = re.sub(rf"\b{name}\b", letter, new)
    return re.sub(r"^\((\w+),(\w+)\)$", r"\1 and \2", new).replace("np.", "").replace("**", "^")
