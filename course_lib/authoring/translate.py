"""The rules in JavaScript, and the lines of their arithmetic, made of `start`, `step` and `look` in Python.

A step may give each name a value once: sums, products, quotients and powers of W, g, what is remembered,
hyperparameters, numbers, earlier names, and np.sqrt, np.sign, np.abs and np.maximum of such. It returns the new W and
{"v": v, …}. Of `a if self.correct else b` it is what the default of `correct` chooses. `super().step` may be used.
"""

import ast
import copy
import inspect
import textwrap
import unicodedata
from pathlib import Path

import numpy as np

from course_lib import optimizers
from course_lib.authoring import AuthoringError
from course_lib.files import write
from course_lib.language import say
from course_lib.optimizers.rule import knobs

FILE = Path("course_lib/explorers/js/rules.js")
HEAD = """// @ts-nocheck: plain numbers, which the parity test judges.
// Made of course_lib/optimizers by `make notebooks`: change a rule there.
//
// Each rule for one coordinate, in plain floats, so that a whole picture is computed while the hand moves.
// start: what it remembers before the first step. step(W, g, past, knobs) → [new W, new state, what else is shown].
// look(W, past, knobs): where the gradient is taken, if not at W itself.
// lines: the arithmetic of a step, to be filled in with numbers; v is the old value and v' the new one.

export const RULES = {
"""
IN_JAVASCRIPT = {"sqrt": "Math.sqrt", "sign": "Math.sign", "abs": "Math.abs", "maximum": "Math.max"}
IN_WORDS = {"sqrt": "√", "sign": "sign", "abs": "abs", "maximum": "max"}
SIGNS = {ast.Add: (1, " + "), ast.Sub: (1, " − "), ast.Mult: (2, "·"), ast.Div: (2, " / "), ast.Pow: (3, "^")}
SYMBOLS = {"total": "Σg²"}


def refresh(root):
    """Write rules.js when the rules no longer give it; True when it was written."""
    return refreshed(root, FILE, script())


def refreshed(root, file, text):
    """Write a generated file whose text is no longer this; True when it was written."""
    path = Path(root) / file
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    write(path, text)
    return True


def script(rules=optimizers.RULES):
    """All of rules.js: every elementwise rule. AuthoringError, with file and line, for what cannot be translated."""
    return table(HEAD, rules, parts)


def table(head, rules, parts):
    """`head`, then each elementwise rule's lines: parts(rule, what a step assigns, the new W, what is remembered)."""
    entries = {name: parts(rule, *read(rule, "step")) for name, rule in rules.items() if rule.elementwise}
    lines = [f"  {name}: {{\n" + "".join(f"    {line}\n" for line in each) + "  },\n" for name, each in entries.items()]
    return head + "".join(lines) + "}\n"


def parts(rule, assigned, W, state):
    """The lines of one rule in rules.js."""
    shown = [each for each in assigned if each not in state]
    start = [f"{key}: {value:g}" for key, value in rule().start(np.float64(0)).items()]
    lines = [f"start: {braced(start)},"]
    if "look" in vars(rule):
        lines += method("look(W, past, ", *read(rule, "look")[:2])
    lines += method("step(W, g, past, ", assigned, W, f", {braced(state)}, {braced(shown)}")
    return [*lines, "lines: [", *(f'  "{line}",' for line in arithmetic(assigned, W, state)), "],"]


def method(head, assigned, result, others=""):
    """A method's lines; the argument after those of `head` names the hyperparameters in use."""
    body = [f"const {name} = {javascript(value)}" for name, value in assigned.items()]
    body.append(f"return [{javascript(result)}{others}]" if others else f"return {javascript(result)}")
    return [f"{head}{braced(hyperparameters(assigned, result))}) {{", *(f"  {line}" for line in body), "},"]


def hyperparameters(assigned, result):
    """The names of those in use, in order."""
    nodes = [
        node for each in [*assigned.values(), result] for node in ast.walk(each) if isinstance(node, ast.Attribute)
    ]
    return list(dict.fromkeys(node.attr for node in nodes if node.value.id == "self"))


def braced(names):
    return f"{{ {', '.join(names)} }}" if names else "{}"


def read(rule, name):
    """({name: expression} as the method assigns them, what it returns for W, the names of the state it returns)."""
    return read_first([vars(each)[name] for each in rule.__mro__ if name in vars(each)], rule)


def read_first(functions, rule):
    """`read` of the first of these functions; the others are those that `super()` leads to."""
    path, (lines, first) = inspect.getsourcefile(functions[0]), inspect.getsourcelines(functions[0])
    tree = ast.increment_lineno(ast.parse(textwrap.dedent("".join(lines))), first - 1)
    assigned, stands_for = {}, {}

    def value_of(node):
        node = Plain(rule, stands_for).visit(node)
        try:
            spelled(node, dict.fromkeys(["W", "g", *assigned, *(f"self.{name}" for name in knobs(rule))], ""))
        except Unknown as unknown:
            refuse(unknown.args[0])
        return node

    def refuse(node):
        raise AuthoringError(
            say(
                "{path}:{line}: “{code}” cannot be translated into JavaScript; the head of"
                " course_lib/authoring/{file} says what a step may use.",
                path=path,
                line=node.lineno,
                code=ast.unparse(node).splitlines()[0],
                file=Path(__file__).name,
            )
        )

    for statement in tree.body[0].body:
        match statement:
            case ast.Expr(ast.Constant(str())):
                pass
            case ast.Assign([ast.Name(name)], value) if name not in {"W", "g", *assigned, *knobs(rule)}:
                assigned[name] = value_of(value)
            case ast.Assign(
                [ast.Tuple([ast.Name(W), ast.Name(kept)])], ast.Call(ast.Attribute(ast.Call(ast.Name("super"))))
            ):
                assigned, stands_for[W], stands_for[kept] = read_first(functions[1:], rule)
            case ast.Return(ast.Tuple([W, ast.Name(kept)])) if kept in stands_for:
                return assigned, value_of(W), stands_for[kept]
            case ast.Return(ast.Tuple([W, ast.Dict(keys, values)])) if all(map(is_named, keys, values)):
                return assigned, value_of(W), [key.value for key in keys]
            case ast.Return(value) if not isinstance(value, ast.Tuple):
                return assigned, value_of(value), []
            case _:
                refuse(statement)
    raise AuthoringError(
        say("{path}:{first}: {rule} returns nothing here.", path=path, first=first, rule=rule.__name__)
    )


def is_named(key, value):
    """True for "v": v."""
    return isinstance(value, ast.Name) and isinstance(key, ast.Constant) and key.value == value.id


class Plain(ast.NodeTransformer):
    """Settles what JavaScript need not know: choices by a setting without a slider, and names of a parent's results."""

    def __init__(self, rule, stands_for):
        self.rule, self.stands_for = rule, stands_for

    def visit_IfExp(self, node):
        match node.test:
            case ast.Attribute(ast.Name("self"), name) if name not in knobs(self.rule):
                return self.visit(node.body if getattr(self.rule, name) else node.orelse)
        return node

    def visit_Name(self, node):
        return self.stands_for.get(node.id, node)


class Unknown(Exception):
    """A part of an expression that a step may not use."""


class JavaScript(ast.NodeTransformer):
    """self.lr → lr, past["v"] → past.v, np.sqrt → Math.sqrt; all else is written alike in both languages."""

    def visit_Attribute(self, node):
        return ast.Name(node.attr if node.value.id == "self" else IN_JAVASCRIPT[node.attr])

    def visit_Subscript(self, node):
        return ast.Attribute(node.value, node.slice.value)


def javascript(expression):
    return ast.unparse(JavaScript().visit(copy.deepcopy(expression)))


def arithmetic(assigned, W, state):
    """A line for each name and for W, such as "v = {beta}·{v} + {1-beta}·{g} = {v'}"."""
    nodes = [node for each in [*assigned.values(), W] for node in ast.walk(each)]
    places = {"W": "{W}", "g": "{g}"}
    places |= {ast.unparse(node): f"{{{node.attr}}}" for node in nodes if isinstance(node, ast.Attribute)}
    lines = []
    for name, value in assigned.items():
        after = f"{{{name}'}}" if name in state else f"{{{name}}}"
        if name != "t":
            lines.append(f"{symbol(name)} = {spelled(value, places)} = {after}")
        places[name] = after
    return [*lines, f"W = {spelled(W, places)} = {{W'}}"]


def symbol(name):
    """How a formula writes it: m_hat as m̂."""
    return SYMBOLS.get(name) or unicodedata.normalize("NFC", name.replace("_hat", "\u0302"))


def spelled(node, places, above=0):
    """An expression in formula's signs, each name replaced by its place; `above` binds so tightly around it.

    Raises Unknown for a name without a place and for whatever else a step may not use.
    """
    match node:
        case ast.Name() | ast.Attribute(ast.Name("self")) if ast.unparse(node) in places:
            return places[ast.unparse(node)]
        case ast.Subscript(ast.Name("past"), ast.Constant(str(name))):
            return f"{{{name}}}"
        case ast.Constant(int() | float()):
            return str(node.value)
        case ast.BinOp(ast.Constant(1), ast.Sub(), ast.Attribute(ast.Name("self"), name) as knob):
            spelled(knob, places)
            return f"{{1-{name}}}"
        case ast.BinOp(ast.Name("t"), ast.Add(), ast.Constant(1)) if "t" in places:
            return "{t+1}"
        case ast.BinOp(base, ast.Pow(), ast.Constant(2)):
            return f"{spelled(base, places, 4)}²"
        case ast.BinOp(left, operator, right) if type(operator) in SIGNS:
            tight, sign = SIGNS[type(operator)]
            apart = isinstance(operator, ast.Sub | ast.Div)
            text = spelled(left, places, tight) + sign + spelled(right, places, tight + apart)
            return f"({text})" if tight < above else text
        case ast.Call(ast.Attribute(ast.Name("np"), function), given, []) if function in IN_WORDS:
            return f"{IN_WORDS[function]}({', '.join(spelled(each, places) for each in given)})"
        case ast.UnaryOp(ast.USub(), operand) if not isinstance(operand, ast.BinOp):
            return f"(−{spelled(operand, places, 4)})"
    raise Unknown(node)
