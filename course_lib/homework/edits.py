"""Slips that can be made in any function, found in its syntax tree: a factor left out, a wrong name, other brackets.

`slips_in` reads the body of a right function and gives each small change of it as a Slip. Its name says all there is to
know, `factor_missing(v, 1-beta)`, and `sentence` turns it into a hint. Pure. What one sign may become is in
`arithmetic`, what one name, call or index may become in `replacements`, and changes of lines are in `moves`.
"""

import ast
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from course_lib.homework.arithmetic import of_brackets, of_comparison, of_operator
from course_lib.homework.moves import line_moves
from course_lib.homework.replacements import (
    in_the_whole_line,
    of_array,
    of_call,
    of_divisor,
    of_index,
    of_name,
    of_square,
    of_the_whole,
)
from course_lib.homework.sentences import named, seldom
from course_lib.homework.written import Edit, Slip, with_locals


def slips_of(bodies: Sequence[str], case: dict) -> list[list[Slip]]:
    """For each body its slips; a name that is taken gets a stroke behind it."""
    taken: set[str] = set()
    found: list[list[Slip]] = []
    for slips in [slips_in(body, case) for body in bodies]:
        found.append([])
        for slip in slips:
            name = next(name for n in itertools.count() if (name := slip.name + "'" * n) not in taken)
            taken.add(name)
            found[-1].append(replace(slip, name=name))
    return found


def slips_in(body: str, case: dict) -> list[Slip]:
    """Every small change of a body, whose arguments are like those of `case`."""
    ndim = Dimensions(with_locals(body, case))
    found = [
        Slip(named(kind, where, *what), "", spans=((*place(body, node), f"({text})"),))
        for where, expression in expressions(ast.parse(body))
        for kind, node, text, what in changes(expression, ndim)
    ]
    found = line_moves(body) + found + [*of_arguments(case), *everywhere(body, ndim.names), *from_the_start(body, case)]
    return sorted(found, key=lambda slip: seldom(slip.name))


def everywhere(body: str, ndims: dict[str, int]) -> Iterator[Slip]:
    """One name for another of the same kind, wherever it is read."""
    read = [n for n in ast.walk(ast.parse(body)) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
    for name, axes in ndims.items():
        nodes = [node for node in read if node.id == name]
        if len(nodes) > 1:
            for other in (other for other, same in ndims.items() if same == axes and other != name):
                spans = tuple(sorted((*place(body, node), other) for node in nodes))
                yield Slip(named("exchanged_everywhere", other, name), "", spans=spans)


def from_the_start(body: str, case: dict) -> Iterator[Slip]:
    """The value that an argument came in with, where it has changed since."""
    for where, expression in expressions(ast.parse(body)):
        for node in ast.walk(expression):
            if isinstance(node, ast.Name) and node.id in case and re.search(rf"^ +{node.id} = ", body, re.M):
                spans = ((0, 0, f"came_in = {node.id}\n"), (*place(body, node), "came_in"))
                yield Slip(named("first_value", where, node.id), "", spans=spans)
    for name in (name for name in case if re.search(rf"^ +{name} = ", body, re.M)):
        assigned = [
            line.value for line in ast.walk(ast.parse(body)) if isinstance(line, ast.Assign) and line.col_offset
        ]
        nodes = [n for value in assigned for n in ast.walk(value) if isinstance(n, ast.Name) and n.id == name]
        spans = tuple((*place(body, node), "came_in") for node in nodes)
        if len(spans) > 1:
            yield Slip(named("first_value_everywhere", name), "", spans=((0, 0, f"came_in = {name}\n"), *sorted(spans)))


@dataclass(frozen=True)
class Dimensions:
    """How many axes the names and expressions of a body have, from the values at its end."""

    values: dict

    @property
    def names(self) -> dict[str, int]:
        return {name: np.ndim(value) for name, value in self.values.items() if numeric(value)}

    def __call__(self, node: ast.expr) -> int:
        """0 for a number, -1 where it cannot be said."""
        try:
            return np.ndim(eval(compile(ast.Expression(node), "body", "eval"), {"np": np}, dict(self.values)))
        except Exception:
            return -1


def numeric(value: object) -> bool:
    return isinstance(value, int | float | np.ndarray | np.generic)


def expressions(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """(what it computes, expression) of each line of the body."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            yield ast.unparse(node.targets[0]), node.value
        elif isinstance(node, ast.Return) and node.value and not isinstance(node.value, ast.Name):
            yield "return", node.value
        elif isinstance(node, ast.For) and isinstance(node.iter, ast.Call):
            yield "for", node.iter
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and node.value.args:
            yield "append", node.value.args[0]


def changes(expression: ast.expr, ndim: Dimensions) -> Iterator[Edit]:
    """What can be made of an expression by changing one place in it."""
    inside_calls = {call.func for call in ast.walk(expression) if isinstance(call, ast.Call)}
    kept = {id(node) for func in inside_calls for node in ast.walk(func) if not arithmetic(func)}
    for node in ast.walk(expression):
        if id(node) in kept:
            continue
        if isinstance(node, ast.BinOp):
            yield from of_operator(node)
            yield from of_brackets(node)
            if isinstance(node.op, ast.Pow):
                yield from of_square(node, ndim.names)
            if isinstance(node.op, ast.Div) and "eps" in ndim.names:
                yield from of_divisor(node)
        elif isinstance(node, ast.Compare):
            yield from of_comparison(node)
        elif isinstance(node, ast.Call):
            yield from of_call(node)
        elif isinstance(node, ast.Name) and node.id in ndim.names:
            yield from of_name(node, ndim.names)
        elif isinstance(node, ast.Subscript):
            yield from of_index(node)
        if isinstance(node, ast.Name | ast.BinOp) and (axes := ndim(node)) > 0:
            yield from of_array(node, axes)
    yield from in_the_whole_line(expression, ndim.names)
    if not isinstance(expression, ast.Name | ast.Tuple):
        yield from of_the_whole(expression, ndim.names, ndim(expression))
    if ndim(expression) == 2:
        yield "turned", expression, f"({ast.unparse(expression)}).T", ()


def arithmetic(func: ast.expr) -> bool:
    """(a - b).sum: what stands before the point may be changed."""
    return isinstance(func, ast.Attribute) and not (isinstance(func.value, ast.Name) and func.value.id == "np")


def place(body: str, node: ast.expr) -> tuple[int, int]:
    """Where the node stands in the text."""
    starts = [0, *(m.end() for m in re.finditer("\n", body))]
    return starts[node.lineno - 1] + node.col_offset, starts[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)


def of_arguments(case: dict) -> Iterator[Slip]:
    """An argument that counts as another value throughout."""
    for name, value in case.items():
        if isinstance(value, float):
            for kind, put in (("without", "1"), ("zero", "0"), ("squared", f"{name}**2"),
                              ("rooted", f"np.sqrt({name})"), ("inverse", f"1 / {name}")):  # fmt: skip
                yield Slip(named(f"argument_{kind}", name), "", first=f"{name} = {put}")
        elif isinstance(value, int):
            for kind, put in (("high", f"{name} + 1"), ("low", f"{name} - 1"), ("one", "1")):
                yield Slip(named(f"argument_{kind}", name), "", first=f"{name} = {put}")
