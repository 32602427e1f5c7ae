"""Which submissions are more alike than this class is anyway? Pure functions of source text; nothing of it is run.

An answer is read as tokens, without layout and without the lines that the empty exercise has: once with comments and
names as they are, and once without comments and docstrings, a student's own names numbered in the order in which they
appear. Two answers are as alike as s = 2 LCS / (m + n), LCS their longest common subsequence and m, n their lengths
(rapidfuzz's Indel similarity).

Likeness that is common says nothing: half a class writes the same line. So what counts is how rare it is. Of all pairs
of this class, a share p is at least as alike in an exercise; that is worth log2(1/p) bits, added up over the exercises
(Fisher's way of joining p-values). This sees who is alike to the letter where the others are only alike, and not that
two share a form that nobody else has: so p is also measured as the share of the pairs in the two answers' own group.
What chance does is measured: in DEALS classes everybody's answers to each exercise are dealt out anew, so that nobody's
two answers come from one person. Of the two readings and the two measures the rarest counts.
"""

from __future__ import annotations

import builtins
import io
import keyword
import re
import tokenize
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

ALIKE = 0.8  # from where on two answers count as alike
SHORTEST = 6  # tokens; what is shorter looks alike by chance
LONGEST = 20_000  # characters of a cell that is looked at
DEALS = 100
KEPT = {*keyword.kwlist, *dir(builtins), "np", "numpy"}
LAYOUT = {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING}


@dataclass(frozen=True)
class Pair:
    """Two submissions, and how alike they are in each exercise.

    chance: the share of the classes dealt out at random in which some pair is as alike.
    """

    one: str
    other: str
    chance: float
    likeness: dict[str, float]  # of the exercises in which both are alike
    verbatim: list[str]  # the exercises whose cells are the same to the letter, but for spaces at the ends of lines


def answer(cells: Sequence[tuple[str | None, str]], exercise: str) -> str:
    """The last cell of a notebook that defines an exercise's function or value; '' when there is none."""
    defines = re.compile(rf"^(?:def {exercise}\b|{exercise}\s*=[^=])", re.MULTILINE)
    return next((source[:LONGEST] for _, source in reversed(cells) if defines.search(source)), "")


def own_lines(source: str, template: str) -> str:
    """A cell without the lines that the empty exercise has, too, wherever they are indented."""
    given = {line.strip() for line in template.splitlines()}
    return "\n".join(line for line in source.splitlines() if line.strip() not in given)


def tokens(source: str, template: str, renamed: bool) -> list[str]:
    """The tokens of what a student wrote into the template; what is no Python ends them.

    renamed: without comments and docstrings, and with own names numbered.
    """
    names: dict[str, str] = {}
    given = KEPT | names_in(template)
    found: list[str] = []
    begins, after = True, ""  # whether a statement begins here, and the token before
    try:
        for one in tokenize.generate_tokens(io.StringIO(own_lines(source, template).lstrip()).readline):
            text = one.string
            if one.type in LAYOUT:
                begins = begins or one.type != tokenize.COMMENT
            if one.type in LAYOUT or (
                renamed and (one.type == tokenize.COMMENT or (one.type == tokenize.STRING and begins))
            ):
                continue
            if one.type == tokenize.COMMENT:
                found += text.split()
            elif text:
                own = renamed and one.type == tokenize.NAME and text not in given and after != "."
                found.append(names.setdefault(text, f"name{len(names)}") if own else text)
                begins, after = False, text
    except (tokenize.TokenError, SyntaxError):  # IndentationError is one
        pass
    return found


def names_in(template: str) -> set[str]:
    """The names in the code of an empty exercise: the function's and its arguments'."""
    code = tokenize.generate_tokens(io.StringIO(template).readline)
    return {one.string for one in code if one.type == tokenize.NAME}


def pairs(answers: Mapping[str, Mapping[str, str]], templates: Mapping[str, str], chance: float = 0.5) -> list[Pair]:
    """The pairs whose likeness is rarer than `chance`, the rarest first.

    No pair is there for one exercise alone: in every deal its two answers come to some pair.
    answers: {submission: {exercise: its cell}}. templates: {exercise: the empty cell}.
    """
    who = sorted(answers)
    cells = {exercise: [answers[name].get(exercise, "") for name in who] for exercise in templates}
    both = [
        {name: likeness([tokens(source, templates[name], renamed) for source in cells[name]]) for name in templates}
        for renamed in (True, False)
    ]
    tries = [[measure(one) for one in reading.values()] for reading in both for measure in (bits, bits_of_group)]
    shares = by_chance(tries)
    alike = {name: np.maximum(*(reading[name] for reading in both)) for name in templates}
    found = []
    for one, other in zip(*np.nonzero(np.triu(shares < chance, 1))):
        same = {name: round(float(like[one, other]), 3) for name, like in alike.items() if like[one, other] >= ALIKE}
        verbatim = [name for name in same if stripped(cells[name][one]) == stripped(cells[name][other])]
        found.append(Pair(who[one], who[other], round(float(shares[one, other]), 2), same, verbatim))
    return sorted(found, key=lambda pair: (pair.chance, -len(pair.verbatim), -sum(pair.likeness.values())))


def by_chance(tries: Sequence[Sequence[np.ndarray]]) -> np.ndarray:
    """(n, n): the share of the classes dealt out at random in which some pair is as rare, in the best of the tries.

    tries: for each way to measure, the bits of the pairs in each exercise.
    """
    rng = np.random.default_rng(0)
    size = len(tries[0][0])
    most = np.zeros((len(tries), DEALS))
    for place in range(DEALS):
        deals = [rng.permutation(size) for _ in tries[0]]
        for number, rare in enumerate(tries):
            dealt = sum(one[deal][:, deal] for one, deal in zip(rare, deals, strict=True))
            most[number, place] = np.triu(dealt, 1).max()
    best = np.min([at_least(row, row) for row in most], axis=0)  # of each deal, measured like a pair
    found = np.min([at_least(row, np.sum(rare, axis=0)) for row, rare in zip(most, tries, strict=True)], axis=0)
    return np.searchsorted(np.sort(best), found + 1e-9) / DEALS


def at_least(most: np.ndarray, sums: np.ndarray) -> np.ndarray:
    """The share of the deals whose most bits are as many as each of these sums."""
    return 1 - np.searchsorted(np.sort(most), sums - 1e-4) / DEALS


def stripped(source: str) -> list[str]:
    return [line.rstrip() for line in source.splitlines() if line.strip()]


def likeness(answers: Sequence[Sequence[str]]) -> np.ndarray:
    """(n, n): how alike the answers' tokens are, from 0 to 1; 0 with an answer that is too short."""
    letters = {token: chr(0x10000 + place) for place, token in enumerate(sorted({t for one in answers for t in one}))}
    texts = np.array(["".join(map(letters.__getitem__, one)) if len(one) >= SHORTEST else "" for one in answers])
    different, place = np.unique(texts, return_inverse=True)
    alike = cdist(different, different, scorer=Indel.normalized_similarity, dtype=np.float32)
    alike[different == "", :] = 0
    alike[:, different == ""] = 0
    return alike[place][:, place]


def bits(alike: np.ndarray) -> np.ndarray:
    """log2(1/p) of each pair that is alike, p the share of pairs that are at least as alike; 0 for the others."""
    ordered = np.sort(alike[np.triu_indices(len(alike), 1)])
    as_alike = len(ordered) - np.searchsorted(ordered, alike - 1e-6)
    rare = np.log2(len(ordered) / np.maximum(as_alike, 1)).astype(np.float32)
    return np.where(alike >= ALIKE, rare, np.float32(0))


def bits_of_group(alike: np.ndarray) -> np.ndarray:
    """log2(1/p) of each pair that is alike, p the share of pairs within its group; 0 for the others.

    For each of the two: those whose answers are as alike to its own as the other's is. The larger of these two groups.
    """
    size = len(alike)
    near = np.stack([size - np.searchsorted(np.sort(row), row - 1e-6) for row in alike])
    group = np.maximum(near, near.T)
    rare = np.log2(size * (size - 1) / np.maximum(group * (group - 1), 1)).astype(np.float32)
    return np.where(alike >= ALIKE, rare, np.float32(0))
