"""A text cell as pieces: sentences that are translated, and what stands between them (pure).

A piece is a paragraph, a heading, an item of a list, a row of a table; its mark (#, -, 1., >) stays outside. Formulas,
code blocks, comments and the spaces between pieces are no prose. All pieces, joined, are the cell, byte for byte.
"""

import re
from typing import NamedTuple

FENCE = re.compile(r"^\s*(```+|~~~+|\$\$|:::+)")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# A formula in one line, with words in it.
WORDS_IN_FORMULA = re.compile(r"^\$\$.*\\text\{ *[a-z]{2,}[^}]*\}.*\$\$\n?$")
# What a line may begin with that is no part of its sentence.
MARK = re.compile(r"^(\s*(?:#{1,6} +|(?:[-*+]|\d+\.) +|> ?|(?=\|)))")
# A word of a natural language, once formulas, code, tags and addresses are left out.
WORD = re.compile(r"[^\W\d_]{2,}|[\u3400-\u9fff]")
NO_WORDS = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|<[^>]*>|\]\([^)]*\)|https?://\S+|\\[A-Za-z]+", re.DOTALL)


class Piece(NamedTuple):
    """Part of a cell. prose: whether it is translated."""

    text: str
    prose: bool


def pieces(cell: str) -> list[Piece]:
    """The pieces of a cell's Markdown."""
    found: list[Piece] = []
    sentence: list[str] = []
    fence = ""

    def end() -> None:
        if sentence:
            found.extend(prose("".join(sentence)))
            sentence.clear()

    for line in cell.splitlines(keepends=True):
        if fence or FENCE.match(line):
            end()
            fence = after(line, fence)
            found.extend(prose(line) if WORDS_IN_FORMULA.match(line) else [Piece(line, False)])
        elif not line.strip() or COMMENT.fullmatch(line.strip()):
            end()
            found.append(Piece(line, False))
        else:
            if MARK.match(line):
                end()
            sentence.append(line)
    end()
    return found


def after(line: str, fence: str) -> str:
    """The fence that is still open after a line, "" when none is."""
    if fence:
        return "" if line.strip().endswith(fence) else fence
    opened = FENCE.match(line)
    assert opened is not None
    rest = line[opened.end() :].strip()
    return "" if opened[1] == "$$" and rest.endswith("$$") else opened[1]


def prose(text: str) -> list[Piece]:
    """A sentence without its mark and the newline at its end; both stay as they are."""
    mark = MARK.match(text)
    start, end = (mark.end() if mark else 0), len(text.rstrip("\n"))
    parts = [
        Piece(text[:start], False),
        Piece(text[start:end], has_words(text[start:end]) or bool(WORDS_IN_FORMULA.match(text))),
        Piece(text[end:], False),
    ]
    return [part for part in parts if part.text]


def has_words(text: str) -> bool:
    """Whether a text says something in a natural language."""
    return bool(WORD.search(NO_WORDS.sub(" ", COMMENT.sub(" ", text))))
