"""The strings of a code cell, and which of them a reader reads (pure).

A string is a message when it has words, and
- is an argument of a call that shows text (SHOWN, or by the keywords of READ), however deep in lists; or
- has a space between words, wherever it stands; or
- stands in a list, table or name of the cell's own, outside all other calls, and is the name of no argument.
What the library looks up (rules, surfaces) is none, nor is what the notebook looks up, as an index or a comparison,
but for a phrase that it has also written down itself: both sides are then the same message, and still fit.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from course_lib.translation.blocks import has_words

SHOWN = {"print", "say", "table", "append", "task", "legend", "zip"}
READ = {"alt", "title", "titles", "label", "labels", "xlabel", "ylabel", "header", "tasks", "presets"}
PARTED = re.compile(r"[^\W\d_]{2,}\S* +\S|\S +[^\W\d_]{2,}|[^\W\d_] [^\W\d_]")
FREE = (ast.Assign, ast.Return, ast.For, ast.comprehension)


class Literal(NamedTuple):
    """A string of a cell. text: as a translator sees it; parts: {placeholder: expression}, None in a plain string."""

    node: ast.Constant | ast.JoinedStr
    text: str
    parts: dict[str, str] | None
    place: str  # "alt", "docstring" or "code"
    shown: str  # by its place: "yes", "own" (of the cell's own names) or "" (to whom it says something is not known)
    looked_up: bool


class Names(NamedTuple):
    """What is no message although it may be a word. arguments: unless it is shown."""

    looked_up: frozenset[str] = frozenset()
    arguments: frozenset[str] = frozenset()


def literals(code: str) -> list[Literal]:
    """All strings of a cell in their order; one inside an f-string's expression is part of that."""
    found: list[Literal] = []
    _walk(ast.parse(code), (), found)
    return sorted(found, key=lambda one: (one.node.lineno, one.node.col_offset))


def messages(code: str, names: Names) -> list[Literal]:
    """Those that a reader reads."""
    return [one for one in literals(code) if is_message(one, names)]


def is_message(one: Literal, names: Names) -> bool:
    said = _without_placeholders(one)
    if not has_words(said) or one.text in names.looked_up:
        return False
    if PARTED.search(said) or one.shown == "yes":
        return True
    return one.shown == "own" and not one.looked_up and one.text not in names.arguments and "_" not in one.text


def names_of(codes: Iterable[str], looked_up: Iterable[str] = (), arguments: Iterable[str] = ()) -> Names:
    """The Names of a notebook, with those that the library looks up, and its arguments."""
    found, own = set(looked_up), set(arguments)
    written: set[str] = set()
    for code in codes:
        for one in literals(code):
            (found if one.looked_up else written).add(one.text)
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.keyword | ast.arg) and node.arg:
                own.add(node.arg)
    phrases = {text for text in found & written if PARTED.search(text)} - set(looked_up)
    return Names(frozenset(found - phrases), frozenset(own))


def template(node: ast.JoinedStr) -> tuple[str, dict[str, str]]:
    """(text, {placeholder: expression}) of an f-string: {name} where a variable stands alone, else {1}, {2}, …"""
    text, parts, count = "", {}, 0
    for value in node.values:
        if isinstance(value, ast.Constant):
            text += str(value.value).replace("{", "{{").replace("}", "}}")
            continue
        assert isinstance(value, ast.FormattedValue)
        count += 1
        name = value.value.id if isinstance(value.value, ast.Name) else ""
        slot = name if name and name not in parts else str(count)
        parts[slot] = expression(value)
        text += f"{{{slot}}}"
    return text, parts


def expression(value: ast.FormattedValue) -> str:
    """What stands between the braces of an f-string."""
    spec = ""
    if isinstance(value.format_spec, ast.JoinedStr):
        inner = (
            str(one.value) if isinstance(one, ast.Constant) else f"{{{expression(one)}}}"  # type: ignore[arg-type]
            for one in value.format_spec.values
        )
        spec = ":" + "".join(inner)
    conversion = f"!{chr(value.conversion)}" if value.conversion != -1 else ""
    return ast.unparse(value.value) + conversion + spec


def _without_placeholders(one: Literal) -> str:
    return one.text if one.parts is None else re.sub(r"(?<!\{)\{\w+\}(?!\})", " 0 ", one.text)


def _walk(node: ast.AST, above: tuple[tuple[ast.AST, str], ...], found: list[Literal]) -> None:
    """Collect the strings below `node`; above: (ancestor, the field in which this one stands), the nearest last."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        found.append(Literal(node, node.value, None, *_place(above)))
        return
    if isinstance(node, ast.JoinedStr):
        text, parts = template(node)
        found.append(Literal(node, text, parts, *_place(above)))
        return
    for field, value in ast.iter_fields(node):
        for child in _nodes(value):
            _walk(child, (*above, (node, field)), found)


def _nodes(value: object) -> Iterator[ast.AST]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, ast.AST):
            yield one


def _is_table_of_settings(node: ast.Dict) -> bool:
    """Whether the keys are names: then a single word behind one is what something is set to."""
    return any(isinstance(key, ast.Constant) and isinstance(key.value, str) for key in node.keys)


def _place(above: tuple[tuple[ast.AST, str], ...]) -> tuple[str, str, bool]:
    """(place, whether it is shown, whether it is looked up) of a string below these."""
    parent, field = above[-1]
    if isinstance(parent, ast.Expr):
        return "docstring", "yes", False
    if isinstance(parent, ast.Compare) or (isinstance(parent, ast.Subscript) and field == "slice"):
        return "code", "", True
    deep, setting = 0, False
    for node, field in reversed(above):
        if isinstance(node, ast.keyword):
            # Buttons have names; what they set inside does not.
            return ("alt" if node.arg == "alt" else "code"), "yes" if node.arg in READ and deep < 2 else "", False
        if isinstance(node, ast.Dict):
            deep, setting = deep + 1, setting or (field == "values" and _is_table_of_settings(node))
        if isinstance(node, ast.Subscript) and field == "slice":
            return "code", "", True
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            return "code", "yes" if name in SHOWN or name.endswith("_task") else "", False
        if isinstance(node, FREE):
            return "code", "" if setting else "own", False
    return "code", "", False
