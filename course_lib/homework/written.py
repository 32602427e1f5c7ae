"""A slip, and the function that it makes of a right one. Pure."""

import ast
import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

Span = tuple[int, int, str]  # (start, end, new text)
Edit = tuple[str, ast.expr, str, tuple[str, ...]]  # kind, what is replaced, its new text, what the sentence names


@dataclass(frozen=True)
class Slip:
    """Each `find` in the text becomes its `put`; `first` is a line in front of everything, such as eps = 0.

    spans: places in the text with their new text, for slips found in its syntax tree.
    """

    name: str
    hint: str
    edits: tuple[tuple[str, str], ...] = ()
    first: str = ""
    often: bool = False  # made so often that it is tried together with every other
    spans: tuple[Span, ...] = ()


def written(body: str, arguments: Sequence[str], slips: Sequence[Slip] = (), sizes: bool = False) -> Callable | None:
    """The function with these slips; None when two of them touch the same place, or it is no function any more.

    sizes: what is under a root has lost its sign, which who sees NaN often mends so.
    """
    lines = edited(body, slips, sizes)
    try:
        return None if lines is None else compiled(lines, arguments)
    except SyntaxError:  # a line moved out of a block that holds no other
        return None


def edited(body: str, slips: Sequence[Slip] = (), sizes: bool = False) -> list[str] | None:
    """The lines of the body with these slips; None when two of them touch the same place."""
    edits = sorted(edit for slip in slips for edit in places(body, slip))
    firsts = [slip.first for slip in slips if slip.first]
    overlap = any(end > start for (_, end, _), (start, _, _) in itertools.pairwise(edits))
    if overlap or len({first.split("=")[0] for first in firsts}) < len(firsts):
        return None
    for start, end, put in reversed(edits):
        body = body[:start] + put + body[end:]
    if sizes:
        body = re.sub(r"np\.sqrt\((\w+) \+ eps\)", r"np.sqrt(np.abs(\1) + eps)", body)
        body = re.sub(r"np\.sqrt\((?!np\.abs)", "root_of_size(", body)
    return [*firsts, *body.strip("\n").splitlines()]


@cache
def places(body: str, slip: Slip) -> list[Span]:
    """(start, end, new text) of each of its edits; ValueError when one finds nothing to change."""
    found = [(n, n + len(find), put) for find, put in slip.edits for n in range(len(body)) if body.startswith(find, n)]
    if len({body[start:end] for start, end, _ in found}) < len({find for find, _ in slip.edits}):
        raise ValueError(f"The slip {slip.name} finds no {' or no '.join(repr(find) for find, _ in slip.edits)}.")
    return [*found, *slip.spans]


def compiled(lines: Sequence[str], arguments: Sequence[str]) -> Callable:
    """The function with these lines, which the course's authors wrote, never a student."""
    names: dict = {"np": np, "root_of_size": lambda x: np.sqrt(np.abs(x))}
    exec("\n    ".join([f"def function({', '.join(arguments)}):", *lines]), names)
    return names["function"]


def with_locals(body: str, case: dict) -> dict:
    """The values that all names of the body have at its end."""

    class Ends(ast.NodeTransformer):
        def visit_Return(self, node: ast.Return) -> ast.stmt:
            return ast.parse("return dict(locals())").body[0]

    tree = Ends().visit(ast.parse(body))
    return compiled(ast.unparse(tree).splitlines(), [*case])(*case.values())
