"""The sentences of a quiz (pure). What is read in jupyterquiz's format, and written as it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from course_lib.quiz.questions import identity

READ = ("question", "answer", "feedback", "hint")


def sentences(text: str) -> Iterator[tuple[int, str, str]]:
    """(number of the question, what it is, sentence) of a .quiz.json."""
    for number, question in enumerate(json.loads(text), start=1):
        for what, said in _strings(question):
            yield number, what, said


def in_language(text: str, say: Callable[[str], str]) -> str:
    """The same quiz with what `say` makes of its sentences; each question is known by what the English one is."""
    said = [_said(question, say) | {"id": identity(question)} for question in json.loads(text)]
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _strings(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in READ and isinstance(inner, str):
                yield name, inner
            else:
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _said(value: Any, say: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {n: say(x) if n in READ and isinstance(x, str) else _said(x, say) for n, x in value.items()}
    return [_said(inner, say) for inner in value] if isinstance(value, list) else value
