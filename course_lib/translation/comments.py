"""The comments of a code cell: those that follow each other as whole lines are one sentence (pure)."""

import io
import re
import tokenize
from typing import NamedTuple

from course_lib.translation.blocks import has_words

# What machines read.
NOT_READ = re.compile(r"#\s*(BEGIN SOLUTION|END SOLUTION|noqa|type:|fmt:|%)")


class Comment(NamedTuple):
    """lines: the first and the last, from 1; column: where # stands; alone: whether nothing stands before it."""

    lines: tuple[int, int]
    column: int
    alone: bool
    text: str


def comments(code: str) -> list[Comment]:
    """The comments with words, in their order."""
    found: list[Comment] = []
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type != tokenize.COMMENT or NOT_READ.match(token.string):
            continue
        (line, column), alone = token.start, not token.line[: token.start[1]].strip()
        text = token.string.lstrip("#").strip()
        last = found[-1] if found else None
        if last and alone and last.alone and last.lines[1] == line - 1 and last.column == column:
            found[-1] = last._replace(lines=(last.lines[0], line), text=f"{last.text} {text}")
        else:
            found.append(Comment((line, line), column, alone, text))
    return [one for one in found if has_words(one.text)]
