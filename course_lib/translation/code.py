"""A code cell in another language: the same program, other words (pure)."""

import ast
import re
from collections.abc import Callable
from functools import partial

from course_lib.language import say as told
from course_lib.translation import TranslationError
from course_lib.translation.comments import Comment, comments
from course_lib.translation.folding import folded
from course_lib.translation.literals import Literal, Names, is_message, literals, messages
from course_lib.translation.width import WIDEST, width, wrapped

Say = Callable[[str], str]
SLOT = re.compile(r"\{\{|\}\}|\{(\w+)\}")  # doubled, a brace of the text itself


def translated(code: str, say: Say, names: Names) -> str:
    """The cell with its messages and comments by `say`; what `say` returns unchanged keeps its bytes.

    TranslationError when the result is another program.
    """
    changes = [
        *(
            (span(one.node, code), literal(one, say(one.text), code))
            for one in messages(code, names)
            if say(one.text) != one.text
        ),
        *((place(one, code), comment(one, say(one.text))) for one in comments(code) if say(one.text) != one.text),
    ]
    result = code
    for (start, end), text in sorted(changes, reverse=True):
        before = result[:start].rstrip(" ") if text.startswith("\n") else result[:start]
        result = before + text + result[end:]
    result = folded(result)
    refuse_other(code, result, names)
    return result


def refuse_other(code: str, result: str, names: Names) -> None:
    """Raise TranslationError unless both cells are the same program but for messages and comments."""
    try:
        same = masked(result) == masked(code)
    except SyntaxError:
        same = False
    if not same:
        raise TranslationError(told("Translated, this cell is another program:\n{result}", result=result))
    for old, new in zip(literals(code), literals(result), strict=True):
        if not is_message(old, names) and old.text != new.text:
            raise TranslationError(
                told("{text!r} is no message, and has become {other!r}.", text=old.text, other=new.text)
            )
        if sorted((old.parts or {}).values()) != sorted((new.parts or {}).values()):
            raise TranslationError(
                told("{text!r} has other placeholders than {other!r}.", text=new.text, other=old.text)
            )


def masked(code: str) -> str:
    """A cell's syntax tree without the text of its strings."""

    class Mask(ast.NodeTransformer):
        def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
            return ast.Constant("f")

        def visit_Constant(self, node: ast.Constant) -> ast.AST:
            return ast.Constant("s") if isinstance(node.value, str) else node

    return ast.dump(Mask().visit(ast.parse(code)))


def literal(one: Literal, text: str, code: str) -> str:
    """Source text of a string that says `text`, in pieces where one line is not enough."""
    line = code.split("\n")[one.node.lineno - 1]
    column = width(line.encode()[: one.node.col_offset].decode())
    parts = one.parts
    whole = quoted(text if parts is None else fill(text, parts), parts)
    if one.place == "docstring":
        lines = wrapped(text, WIDEST - column - 6)
        return '"""' + ("\n" + " " * column).join(each.rstrip() for each in lines) + '"""'
    if column + width(whole) < WIDEST:  # a comma, or a bracket, behind it
        return whole
    indent = column if column <= WIDEST // 2 else len(line) - len(line.lstrip()) + 4
    filled = partial(fill, parts=parts or {})
    lines = wrapped(text, WIDEST - indent - 4, width if parts is None else lambda piece: width(filled(piece)))
    pieces = [quoted(piece if parts is None else filled(piece), parts) for piece in lines]
    joined = ("\n" + " " * indent).join(pieces)
    if indent != column:  # on lines of its own
        joined = "\n" + " " * indent + joined
    return joined if in_brackets(code, one.node) else f"({joined})"


def fill(text: str, parts: dict[str, str]) -> str:
    """The text of an f-string: its placeholders replaced by the expressions."""

    def put(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        if found[1] not in parts:
            raise TranslationError(
                told("{text!r} has a placeholder {slot} that the English does not have.", text=text, slot=found[0])
            )
        return f"{{{parts[found[1]]}}}"

    return SLOT.sub(put, text)


def quoted(text: str, parts: dict[str, str] | None) -> str:
    """A Python literal in double quotes; in single ones where only that spares the text a backslash."""
    escaped = text.replace("\\", "\\\\").replace("\n", "\\n")
    if parts is None and '"' in text and "'" not in text:
        return f"'{escaped}'"
    escaped = escaped.replace('"', '\\"')  # an expression has single quotes, as ast.unparse writes them
    return f'"{escaped}"' if parts is None else f'f"{escaped}"'


def in_brackets(code: str, node: ast.AST) -> bool:
    """Whether a line may end inside this expression: something around it has brackets."""
    around = (ast.Call, ast.List, ast.Dict, ast.Set, ast.Subscript, ast.ListComp, ast.DictComp, ast.GeneratorExp)
    inside = (other for other in ast.walk(ast.parse(code)) if isinstance(other, around))
    start, end = (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
    return any(
        (one.lineno, one.col_offset) < start and end < (one.end_lineno, one.end_col_offset)  # type: ignore[operator]
        for one in inside
    )


def comment(one: Comment, text: str) -> str:
    """Source text of a comment, as many lines as it needs."""
    pieces = wrapped(text, WIDEST - one.column - 2) if one.alone else [text]
    return ("\n" + " " * one.column).join(f"# {piece.rstrip()}" for piece in pieces)


def span(node: ast.AST, code: str) -> tuple[int, int]:
    """Where an expression stands in the text of its cell."""
    return (
        offset(code, node.lineno, node.col_offset),  # type: ignore[attr-defined]
        offset(code, node.end_lineno, node.end_col_offset),  # type: ignore[attr-defined]
    )


def offset(code: str, line: int, column: int) -> int:
    """The letter at a place that ast gives: lines from 1, columns in bytes."""
    before = code.split("\n")[: line - 1]
    return sum(len(each) + 1 for each in before) + len(code.split("\n")[line - 1].encode()[:column].decode())


def place(one: Comment, code: str) -> tuple[int, int]:
    """Where a comment stands."""
    lines = code.split("\n")
    first, last = one.lines
    start = sum(len(each) + 1 for each in lines[: first - 1]) + one.column
    return start, sum(len(each) + 1 for each in lines[: last - 1]) + len(lines[last - 1].rstrip())
