"""Slips that can be made in any function, found in its syntax tree: a factor left out, a wrong name, other brackets.

`slips_in` reads the body of a right function and gives each small change of it as a Slip. Its name says all there is to
know, `factor_missing(v, 1-beta)`, and `sentence` turns it into a hint. Pure. Changes of lines are in `moves`.
"""

import ast
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from course_lib.homework.moves import line_moves
from course_lib.homework.sentences import named, seldom
from course_lib.homework.written import Slip, with_locals

Put = tuple[str, str, tuple[str, ...]]  # kind, new text, what the sentence names
Edit = tuple[str, ast.expr, str, tuple[str, ...]]  # kind, what is replaced, its new text, what the sentence names
SIGNS = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.MatMult: "@",
    ast.FloorDiv: "//",
    ast.Mod: "%",
}
# What may be made of an array by mistake: one number for all coordinates, or each one changed.
WHOLES = {
    "squares": "np.sum(({})**2)",
    "sum": "np.sum({})",
    "mean": "np.mean({})",
    "length": "np.linalg.norm({})",
    "largest": "np.max({})",
}
OTHERS = [("sum", "mean"), ("mean", "sum"), ("sum", "max"), ("cumsum", "cumprod"), ("cumsum", "maximum.accumulate")]
EACHES = {"size": "np.abs({})", "sign": "np.sign({})", "square": "({})**2", "root": "np.sqrt({})"}


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


def place(body: str, node: ast.expr) -> tuple[int, int]:
    """Where the node stands in the text."""
    starts = [0, *(m.end() for m in re.finditer("\n", body))]
    return starts[node.lineno - 1] + node.col_offset, starts[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)


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
        elif isinstance(node, ast.Call):
            yield from of_call(node)
        elif isinstance(node, ast.Name) and node.id in ndim.names:
            yield from of_name(node, ndim.names)
        elif isinstance(node, ast.Subscript):
            yield from of_index(node)
        if isinstance(node, ast.Name | ast.BinOp) and ndim(node) == 1:
            yield from of_array(node)
    yield from in_the_whole_line(expression, ndim.names)
    if ndim(expression) == 2:
        yield "turned", expression, f"({ast.unparse(expression)}).T", ()


def arithmetic(func: ast.expr) -> bool:
    """(a - b).sum: what stands before the point may be changed."""
    return isinstance(func, ast.Attribute) and not (isinstance(func.value, ast.Name) and func.value.id == "np")


def of_operator(node: ast.BinOp) -> Iterator[Edit]:
    a, b = ast.unparse(node.left), ast.unparse(node.right)
    if isinstance(node.op, ast.Mult):
        yield "factor_missing", node, a, (b,)
        yield "factor_missing", node, b, (a,)
        yield "divided", node, f"({a}) / ({b})", (a, b)
        yield "divided", node, f"({b}) / ({a})", (b, a)
        yield "added", node, f"({a}) + ({b})", (a, b)
        if isinstance(node.left, ast.BinOp) and isinstance(node.left.op, ast.Mult):
            for factor in (node.left.left, node.left.right):
                yield "only_factor", node, ast.unparse(factor), (ast.unparse(factor), ast.unparse(node))
    elif isinstance(node.op, ast.Div):
        yield "not_divided", node, a, (b,)
        yield "multiplied", node, f"({a}) * ({b})", (a, b)
        yield "upside_down", node, f"({b}) / ({a})", (a, b)
        yield "nothing_above", node, f"1 / ({b})", (a, b)
        yield "divided_twice", node, f"({a}) / ({b}) / ({b})", (b,)
    elif isinstance(node.op, ast.Add | ast.Sub):
        other = "-" if isinstance(node.op, ast.Add) else "+"
        yield "term_missing", node, a, (b,)
        yield "sign_turned", node, f"({a}) {other} ({b})", (b,)
        yield "term_missing", node, b if other == "-" else f"-({b})", (a,)
        yield "alone", node, b, (b,)
        yield "terms_multiplied", node, f"({a}) * ({b})", (a, b)
        if isinstance(node.right, ast.BinOp) and isinstance(node.right.op, ast.Mult):
            c, d = ast.unparse(node.right.left), ast.unparse(node.right.right)
            sign = SIGNS[type(node.op)]
            for one, rest in ((c, d), (d, c)):
                yield "factor_moved", node, f"({one}) * ({a}) {sign} ({rest})", (one,)
                yield "factor_of_all", node, f"({one}) * (({a}) {sign} ({rest}))", (one,)
        yield "order_turned", node, f"({b}) - ({a})", (a, b)
    elif isinstance(node.op, ast.Pow):
        yield "power_missing", node, a, (a, b)
        yield "power_as_factor", node, f"({a}) * ({b})", (a, b)
        yield "power_turned", node, f"({b}) ** ({a})", (a, b)
        yield "power_high", node, f"({a}) ** ({b} + 1)", (a, b)
        yield "power_low", node, f"np.float64({a}) ** ({b} - 1)", (a, b)


def of_brackets(node: ast.BinOp) -> Iterator[Edit]:
    """Brackets left out, and brackets where none belong."""
    text, op = [ast.unparse(node.left), ast.unparse(node.right)], SIGNS[type(node.op)]
    sides = [node.left, node.right]
    for n, side in enumerate(sides):
        if not isinstance(side, ast.BinOp):
            continue
        inner, other = SIGNS[type(side.op)], text[1 - n]
        first, last = f"({ast.unparse(side.left)})", f"({ast.unparse(side.right)})"
        open_ = f"{first} {inner} {last} {op} ({other})" if n == 0 else f"({other}) {op} {first} {inner} {last}"
        shut = f"{first} {inner} ({last} {op} ({other}))" if n == 0 else f"(({other}) {op} {first}) {inner} {last}"
        for new in (open_, shut):
            shown = ast.unparse(ast.parse(new, mode="eval"))
            if shown != ast.unparse(node):
                yield "brackets", node, new, (shown,)
    last = node.right
    while isinstance(last, ast.BinOp) and not isinstance(last.op, ast.Pow):
        last = last.right
    if (isinstance(last, ast.BinOp) and last is not node.right) or (op in "*/" and isinstance(last, ast.BinOp)):
        base, power = ast.unparse(last.left), ast.unparse(last.right)
        whole = ast.unparse(node)
        if whole.endswith(f"{base} ** {power}"):
            new = f"({whole.removesuffix(f' ** {power}')}) ** {power}"
            yield "brackets", node, new, (new,)


def of_call(node: ast.Call) -> Iterator[Edit]:
    func, args = ast.unparse(node.func), [ast.unparse(arg) for arg in node.args]
    if func == "np.sqrt":
        yield "root_missing", node, args[0], (args[0],)
        inside = node.args[0]
        if isinstance(inside, ast.BinOp):
            a, b, op = ast.unparse(inside.left), ast.unparse(inside.right), SIGNS[type(inside.op)]
            yield "not_under_the_root", node, f"np.sqrt({a}) {op} ({b})", (b,)
            yield "not_under_the_root", node, f"({a}) {op} np.sqrt({b})", (a,)
            yield "two_roots", node, f"np.sqrt({a}) {op} np.sqrt({b})", (a, b)
    elif func in ("range", "np.arange"):
        start, stop, *step = args if len(args) > 1 else ["0", *args]
        rest = f", {step[0]}" if step else ""
        yield "start_late", node, f"{func}({start} + 1, {stop}{rest})", ()
        yield "stop_early", node, f"{func}({start}, {stop} - 1{rest})", ()
        yield "stop_late", node, f"{func}({start}, {stop} + 1{rest})", ()
        yield "both_late", node, f"{func}({start} + 1, {stop} + 1{rest})", ()
        yield "both_early", node, f"{func}({start} - 1, {stop} - 1{rest})", ()
        if step:
            yield "first_left_out", node, f"{func}({step[0]}, {stop}, {step[0]})", ()
    elif func == "np.abs":
        yield "sign_kept", node, args[0], (args[0],)
    elif func == "np.zeros":
        yield "starts_at_one", node, f"np.ones({args[0]})", ()
        for start in ("c * W", "(c * W)**2", "W", "eps"):
            yield "starts_at", node, f"{start} + np.zeros({args[0]})", (start,)
    for keyword in node.keywords:
        if keyword.arg == "axis":
            value = ast.unparse(keyword.value)
            text = ast.unparse(node)
            yield "axis", node, text.replace(f"axis={value}", f"axis={1 - int(value)}"), (value,)
            yield "no_axis", node, re.sub(r",? ?axis=\d", "", text), (value,)
    for one, other in (
        ("sum", "mean"),
        ("mean", "sum"),
        ("sum", "max"),
        ("cumsum", "cumprod"),
        ("cumsum", "maximum.accumulate"),
    ):
        if func.split(".")[-1] == one:
            yield "other_function", node, ast.unparse(node).replace(f".{one}(", f".{other}("), (one, other)


def of_name(node: ast.Name, ndims: dict[str, int]) -> Iterator[Edit]:
    """Another name of the same kind in its place."""
    for other, axes in ndims.items():
        if axes == ndims[node.id] and other != node.id:
            yield "exchanged", node, other, (other, node.id)
    if ndims[node.id] == 0:
        yield "one", node, "1", (node.id,)
        yield "complement", node, f"1 - {node.id}", (node.id,)
        yield "square_only", node, f"{node.id}**2", (node.id,)
        yield "root_only", node, f"np.sqrt({node.id})", (node.id,)
    if ndims[node.id] in (0, 1):
        yield "doubled", node, f"2 * {node.id}", (node.id,)
        yield "halved", node, f"{node.id} / 2", (node.id,)
        for other, axes in ndims.items():
            if axes in (0, 1) and other != node.id and other not in ("t", "steps", "n"):
                yield "extra_factor", node, f"{node.id} * {other}", (node.id, other)


def in_the_whole_line(expression: ast.expr, ndims: dict[str, int]) -> Iterator[Edit]:
    """A name that stands in a line twice, both times wrong."""
    names = [node.id for node in ast.walk(expression) if isinstance(node, ast.Name)]
    for name in dict.fromkeys(names):
        if names.count(name) > 1 and name in ndims:
            same = [other for other in ndims if ndims[other] == ndims[name] and other != name]
            puts: list[Put] = [("exchanged", other, (other, name)) for other in same]
            puts += [("complement", f"(1 - {name})", (name,)), ("square_only", f"{name}**2", (name,))]
            for kind, put, what in puts:
                yield kind, expression, re.sub(rf"\b{name}\b", put, ast.unparse(expression)), what


def of_index(node: ast.Subscript) -> Iterator[Edit]:
    """The neighbour's place, and pieces that begin or end one too early or too late."""
    array, index = ast.unparse(node.value), node.slice
    if isinstance(index, ast.Slice):
        low, high = (ast.unparse(end) if end else "" for end in (index.lower, index.upper))
        if low:
            yield "piece_starts_late", node, f"{array}[{low} + 1 : {high}]", (array,)
            yield "piece_from_the_beginning", node, f"{array}[: {high}]", (array,)
        if high:
            yield "piece_ends_early", node, f"{array}[{low} : {high} - 1]", (array,)
            yield "piece_ends_early", node, f"{array}[{low} : max({high} - 1, 1)]", (array,)
            yield "piece_behind", node, f"{array}[{high} - 1 :]", (array,)
            yield "piece_ends_late", node, f"{array}[{low} : {high} + 1]", (array,)
            yield "piece_to_the_end", node, f"{array}[{low} :]", (array,)
    elif isinstance(index, ast.Name | ast.BinOp):
        i = ast.unparse(index)
        yield "neighbour", node, f"{array}[min({i} + 1, len({array}) - 1)]", (array,)
        yield "neighbour", node, f"{array}[({i} + 1) % len({array})]", (array,)
        yield "neighbour", node, f"{array}[{i} - 1]", (array,)
        yield "neighbour", node, f"{array}[max({i} - 1, 0)]", (array,)


def of_array(node: ast.Name | ast.BinOp) -> Iterator[Edit]:
    text = ast.unparse(node)
    for name, form in WHOLES.items():
        yield f"{name}_of_all", node, form.format(text), (text,)
    for name, form in EACHES.items():
        yield f"{name}_only", node, form.format(text), (text,)


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
