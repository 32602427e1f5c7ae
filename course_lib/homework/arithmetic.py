"""What may be made of one sign in a formula: another sign, other brackets or power, a factor more or less. Pure."""

import ast
from collections.abc import Iterator

from course_lib.homework.written import Edit

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
COMPARED = {ast.Gt: (">=", "==", "<", "!="), ast.Lt: ("<=", "==", ">", "!="), ast.Eq: ("!=",), ast.NotEq: ("==",)}


def of_operator(node: ast.BinOp) -> Iterator[Edit]:
    a, b = ast.unparse(node.left), ast.unparse(node.right)
    if isinstance(node.op, ast.Mult):
        yield from of_product(node, a, b)
    elif isinstance(node.op, ast.Div):
        yield from of_quotient(node, a, b)
    elif isinstance(node.op, ast.Add | ast.Sub):
        yield from of_sum(node, a, b)
        yield from of_weights(node, a, b)
    elif isinstance(node.op, ast.Pow):
        yield from of_power(node, a, b)
    elif isinstance(node.op, ast.FloorDiv):
        above = f"({a})" if isinstance(node.left, ast.BinOp) else a
        yield "rounded_up", node, f"-(-({a}) // ({b}))", (above, b)
        yield "not_rounded", node, f"({a}) / ({b})", (above, b)
        yield "divided_by_one_more", node, f"({a}) // ({b} + 1)", (b,)
        yield "doubled", node, f"2 * (({a}) // ({b}))", (f"{a}//{b}",)


def of_product(node: ast.BinOp, a: str, b: str) -> Iterator[Edit]:
    yield "factor_missing", node, a, (b,)
    yield "factor_missing", node, b, (a,)
    yield "divided", node, f"({a}) / ({b})", (a, b)
    yield "divided", node, f"({b}) / ({a})", (b, a)
    yield "added", node, f"({a}) + ({b})", (a, b)
    if isinstance(node.left, ast.BinOp) and isinstance(node.left.op, ast.Mult):
        for factor in (node.left.left, node.left.right):
            yield "only_factor", node, ast.unparse(factor), (ast.unparse(factor), ast.unparse(node))


def of_quotient(node: ast.BinOp, a: str, b: str) -> Iterator[Edit]:
    yield "not_divided", node, a, (b,)
    yield "multiplied", node, f"({a}) * ({b})", (a, b)
    yield "upside_down", node, f"({b}) / ({a})", (a, b)
    yield "nothing_above", node, f"1 / ({b})", (a, b)
    yield "divided_twice", node, f"({a}) / ({b}) / ({b})", (b,)
    yield "subtracted", node, f"({a}) - ({b})", (a, b)
    yield "added_below", node, f"({a}) / (1 + {b})", (f"({b})" if isinstance(node.right, ast.BinOp) else b,)


def of_sum(node: ast.BinOp, a: str, b: str) -> Iterator[Edit]:
    sign = SIGNS[type(node.op)]
    other = "-" if sign == "+" else "+"
    yield "term_missing", node, a, (b,)
    yield "sign_turned", node, f"({a}) {other} ({b})", (b,)
    yield "term_missing", node, b if other == "-" else f"-({b})", (a,)
    yield "alone", node, b, (b,)
    yield "terms_multiplied", node, f"({a}) * ({b})", (a, b)
    if isinstance(node.right, ast.BinOp) and isinstance(node.right.op, ast.Mult):
        c, d = ast.unparse(node.right.left), ast.unparse(node.right.right)
        for one, rest in ((c, d), (d, c)):
            yield "factor_moved", node, f"({one}) * ({a}) {sign} ({rest})", (one,)
            yield "factor_of_all", node, f"({one}) * (({a}) {sign} ({rest}))", (one,)
    if sign == "+":
        yield "term_subtracted", node, f"({b}) - ({a})", (a,)
    else:
        yield "order_turned", node, f"({b}) - ({a})", (a, b)


def of_weights(node: ast.BinOp, a: str, b: str) -> Iterator[Edit]:
    """Terms with another weight, a sum that forgets, the larger of two terms."""
    sign = SIGNS[type(node.op)]
    yield "term_doubled", node, f"({a}) {sign} 2 * ({b})", (b,)
    yield "term_doubled", node, f"2 * ({a}) {sign} ({b})", (a,)
    yield "term_halved", node, f"({a}) {sign} ({b}) / 2", (b,)
    if isinstance(node.right, ast.BinOp):
        yield "term_squared", node, f"({a}) {sign} ({b}) ** 2", (b,)
    # A term that is a number belongs to how our body counts, not to the task.
    constant = isinstance(node.left, ast.Constant) or isinstance(node.right, ast.Constant)
    if sign == "+" and not constant:
        yield "larger", node, f"np.maximum({a}, {b})", (a, b)
        yield "mean_of_two", node, f"(({a}) + ({b})) / 2", (a, b)
        for old in (0.9, 0.99):
            yield "forgets", node, f"{old} * ({a}) + (1 - {old}) * ({b})", (a, b)
        yield "fades", node, f"0.9 * ({a}) + ({b})", (a,)


def of_power(node: ast.BinOp, a: str, b: str) -> Iterator[Edit]:
    yield "power_missing", node, a, (a, b)
    yield "power_as_factor", node, f"({a}) * ({b})", (a, b)
    yield "power_turned", node, f"({b}) ** ({a})", (a, b)
    yield "power_high", node, f"({a}) ** ({b} + 1)", (a, b)
    yield "power_high", node, f"np.abs({a}) ** ({b} + 1)", (a, b)
    yield "power_low", node, f"np.float64({a}) ** ({b} - 1)", (a, b)
    yield "power_upside_down", node, f"np.float64({a}) ** -({b})", (a, b)
    yield "power_is_a_root", node, f"np.sqrt(np.abs({a}))", (a, b)


def of_comparison(node: ast.Compare) -> Iterator[Edit]:
    a, b = ast.unparse(node.left), ast.unparse(node.comparators[0])
    for sign in COMPARED.get(type(node.ops[0]), ()):
        yield "compared", node, f"{a} {sign} {b}", (f"{a}{sign}{b}",)


def of_brackets(node: ast.BinOp) -> Iterator[Edit]:
    """Brackets left out, and brackets where none belong: round a power, round the first of several factors."""
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
    first_factor = node.right
    while isinstance(first_factor, ast.BinOp) and isinstance(first_factor.op, ast.Mult | ast.Div):
        first_factor = first_factor.left
    if op in "+-" and isinstance(node.right, ast.BinOp) and first_factor is not node.right.left:
        front = ast.unparse(first_factor)
        new = f"({text[0]} {op} {front}){text[1].removeprefix(front)}"
        if text[1].startswith(front):
            yield "brackets", node, new, (new,)
    last = node.right
    while isinstance(last, ast.BinOp) and not isinstance(last.op, ast.Pow):
        last = last.right
    if (isinstance(last, ast.BinOp) and last is not node.right) or (op in "*/" and isinstance(last, ast.BinOp)):
        base, power = ast.unparse(last.left), ast.unparse(last.right)
        whole = ast.unparse(node)
        if whole.endswith(f"{base} ** {power}"):
            new = f"({whole.removesuffix(f' ** {power}')}) ** {power}"
            yield "brackets", node, new, (new,)
