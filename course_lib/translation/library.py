"""The sentences of course_lib: what its Python and JavaScript hand to `say` (pure, but for reading the files)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from course_lib.translation.sources import Message

# In JavaScript `say("…"` stands on one line, with a plain string.
IN_SCRIPT = re.compile(r"(?<![\w.])say\(\s*\"((?:[^\"\\]|\\.)*)\"")


def messages(library: Path) -> Iterator[Message]:
    """What the files of the library say, file by file."""
    for path in sorted(library.rglob("*.py")):
        for text in in_python(path.read_text(encoding="utf-8")):
            yield Message(text, f"course_lib/{path.relative_to(library).as_posix()}", "library")
    for path in sorted((library / "explorers" / "js").glob("*.js")):
        for text in in_script(path.read_text(encoding="utf-8")):
            yield Message(text, f"course_lib/{path.relative_to(library).as_posix()}", "explorer")


def in_python(code: str) -> Iterator[str]:
    """The first argument of each `say` of a module that has it from course_lib.language."""
    if "course_lib.language import" not in code:
        return
    calls = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    found = [
        (node.lineno, node.args[0].value)
        for node in calls
        if isinstance(node.func, ast.Name) and node.func.id == "say" and node.args
        and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    ]
    yield from (text for _, text in sorted(found))


def in_script(code: str) -> Iterator[str]:
    """The first argument of each `say` of a JavaScript module."""
    yield from (found.replace('\\"', '"').replace("\\n", "\n") for found in IN_SCRIPT.findall(code))
