"""What may stand in the place of a name, a call or an index: another one of the same kind, or part of it. Pure."""

import ast
import re
from collections.abc import Iterator

from course_lib.homework.arithmetic import SIGNS
from course_lib.homework.written import Edit

# What may be made of an array by mistake: one number for all coordinates, or each one changed.
WHOLES = {
    "squares": "np.sum(({})**2)",
    "sum": "np.sum({})",
    "mean": "np.mean({})",
    "length": "np.linalg.norm({})",
    "largest": "np.max({})",
}
OTHERS = [("sum", "mean"), ("mean", "sum"), ("sum", "max"), ("cumsum", "cumprod"), ("cumsum", "maximum.accumulate")]
EACHES = {
    "size": "np.abs({})",
    "sign": "np.sign({})",
    "square": "({})**2",
    "root": "np.sqrt(np.abs({}))",
    "positive": "np.maximum({}, 0)",
    "direction": "({0}) / np.linalg.norm({0})",
}


def of_call(node: ast.Call) -> Iterator[Edit]:
    func, args = ast.unparse(node.func), [ast.unparse(arg) for arg in node.args]
    if func == "np.sqrt":
        yield "root_missing", node, args[0], (args[0],)
        inside = node.args[0]
        yield "cube_root", node, f"np.cbrt({args[0]})", (args[0],)
        yield "root_twice", node, f"np.sqrt(np.sqrt({args[0]}))", (args[0],)
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
        yield "start_early", node, f"{func}({start} - 1, {stop}{rest})", ()
        if step:
            yield "step_short", node, f"{func}({start}, {stop}, max({step[0]} - 1, 1))", (step[0],)
            yield "step_long", node, f"{func}({start}, {stop}, {step[0]} + 1)", (step[0],)
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
    for one, other in OTHERS:
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
    if "t" in ndims and (ndims[node.id] == 1 or node.id.startswith(("beta", "rho"))):
        yield "to_the_t", node, f"{node.id} ** t", (node.id,)
    if ndims[node.id] in (0, 1):
        yield "doubled", node, f"2 * {node.id}", (node.id,)
        yield "halved", node, f"{node.id} / 2", (node.id,)
        for other, axes in ndims.items():
            if axes in (0, 1) and other != node.id and other not in ("t", "steps", "n"):
                yield "extra_factor", node, f"{node.id} * {other}", (node.id, other)


def of_square(node: ast.BinOp, ndims: dict[str, int]) -> Iterator[Edit]:
    """Another name in the place of a square, or of one of its factors."""
    a = ast.unparse(node.left)
    if ast.unparse(node.right) == "2" and a in ndims:
        for other in (other for other, axes in ndims.items() if axes == ndims[a] and other != a):
            yield "product_for_square", node, f"{a} * {other}", (a, other)
            yield "name_for_square", node, other, (other, ast.unparse(node))


def in_the_whole_line(expression: ast.expr, ndims: dict[str, int]) -> Iterator[Edit]:
    """A name that stands in a line twice, both times wrong."""
    names = [node.id for node in ast.walk(expression) if isinstance(node, ast.Name)]
    for name in dict.fromkeys(names):
        if names.count(name) > 1 and name in ndims:
            same = [other for other in ndims if ndims[other] == ndims[name] and other != name]
            puts: list[tuple[str, str, tuple[str, ...]]] = [("exchanged", other, (other, name)) for other in same]
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
                yield "piece_always_the_first", node, f"{array}[: {high} - ({low})]", (array,)
        elif high:
            for many, last in (("one", 1), ("two", 2)):
                yield "piece_short", node, f"{array}[max({high} - {last}, 0) : {high}]", (array, many)
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


def of_array(node: ast.Name | ast.BinOp, axes: int) -> Iterator[Edit]:
    """All its coordinates in one number, where it has one axis; each of them changed."""
    text = ast.unparse(node)
    for name, form in WHOLES.items() if axes == 1 else ():
        yield f"{name}_of_all", node, form.format(text), (text,)
    for name, form in EACHES.items():
        yield f"{name}_only", node, form.format(text), (text,)


def of_divisor(node: ast.BinOp) -> Iterator[Edit]:
    """ε added where something is divided."""
    a, b = ast.unparse(node.left), ast.unparse(node.right)
    yield "eps_below", node, f"({a}) / ({b} + eps)", (b,)


def of_the_whole(expression: ast.expr, ndims: dict[str, int], axes: int) -> Iterator[Edit]:
    """A name alone in the place of a formula; the formula added to a name or taken from it."""
    text = ast.unparse(expression)
    for name in (name for name, same in ndims.items() if same == axes):
        yield "only_name", expression, name, (name,)
        yield "taken_from", expression, f"{name} - ({text})", (name,)
        yield "added_to", expression, f"{name} + ({text})", (name,)
    yield "minus", expression, f"-({text})", ()
