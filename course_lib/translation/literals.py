"""The strings of a code cell, and which of them a reader reads (pure).

A string is a message when it has words, and
- is an argument of a call that shows text (SHOWN, or by the keywords of READ), however deep in lists; or
- has a space between words, wherever it stands; or
- stands in a list, table or name of the cell's own, outside all other calls.
It is none when the code looks something up by it: as an index, a comparison, a format, the name of a rule, of a surface
or of an argument. The same text is a message everywhere in a notebook, or nowhere in it: what is a key in one cell and
an index in another stays the same on both sides.
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
    shown: bool  # by its place, whatever it says
    looked_up: bool


def literals(code: str) -> list[Literal]:
    """All strings of a cell in their order; one inside an f-string's expression is part of that."""
    found: list[Literal] = []
    _walk(ast.parse(code), (), found)
    return sorted(found, key=lambda one: (one.node.lineno, one.node.col_offset))


def messages(code: str, names: Iterable[str] = ()) -> list[Literal]:
    """Those that a reader reads. names: what is looked up elsewhere, of `looked_up`."""
    kept = set(names)
    return [one for one in literals(code) if is_message(one, kept)]


def is_message(one: Literal, names: set[str]) -> bool:
    if one.looked_up or one.text in names or not has_words(_without_placeholders(one)):
        return False
    return one.shown or one.place != "code" or bool(PARTED.search(_without_placeholders(one)))


def looked_up(codes: Iterable[str]) -> set[str]:
    """What the code of a notebook looks up by name: indices, compared strings, and names of arguments."""
    found: set[str] = set()
    for code in codes:
        found |= {one.text for one in literals(code) if one.looked_up and one.parts is None}
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.keyword) and node.arg:
                found.add(node.arg)
            elif isinstance(node, ast.arg):
                found.add(node.arg)
    return found


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
        found.append(Literal(node, *template(node), *_place(above)))
        return
    for field, value in ast.iter_fields(node):
        for child in _nodes(value):
            _walk(child, (*above, (node, field)), found)


def _nodes(value: object) -> Iterator[ast.AST]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, ast.AST):
            yield one


def _place(above: tuple[tuple[ast.AST, str], ...]) -> tuple[str, bool, bool]:
    """(place, whether it is shown, whether it is looked up) of a string below these."""
    parent, field = above[-1]
    if isinstance(parent, ast.Expr):
        return "docstring", True, False
    if isinstance(parent, ast.Compare) or (isinstance(parent, ast.Subscript) and field == "slice"):
        return "code", False, True
    key, deep = False, 0
    for node, field in reversed(above):
        if isinstance(node, ast.keyword):
            # Buttons have names; what they set inside does not.
            return ("alt" if node.arg == "alt" else "code"), node.arg in READ and deep < 2, False
        if isinstance(node, ast.Dict):
            key, deep = key or field == "keys", deep + 1
        if isinstance(node, ast.Subscript) and field == "slice":
            return "code", False, True
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            return "code", name in SHOWN or name.endswith("_task"), False
        if isinstance(node, FREE):
            return "code", not key, False
    return "code", False, False
