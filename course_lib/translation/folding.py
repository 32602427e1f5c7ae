"""Lines of code that a translation has made too wide, broken where Python lets a line end (pure)."""

import io
import itertools
import tokenize

from course_lib.translation.width import WIDEST, width, wrapped

OPEN, CLOSE = set("([{"), set(")]}")


def folded(code: str) -> str:
    """The same program in lines of at most WIDEST columns, as far as brackets, commas and comments allow."""
    lines, number = code.split("\n"), 0
    while number < len(lines):
        new = narrower(lines, number) if width(lines[number]) > WIDEST else None
        if new:
            lines[number : number + 1] = new
        else:
            number += 1
    return "\n".join(lines)


def narrower(lines: list[str], number: int) -> list[str] | None:
    """Two or more lines in the place of one that is too wide; None where it cannot be broken."""
    line, places, comment = lines[number], *breaks(lines, number)
    indent = len(line) - len(line.lstrip())
    if comment is not None and line[:comment].strip():
        pieces = wrapped(line[comment + 1 :].strip(), WIDEST - indent - 2)
        return [*(f"{' ' * indent}# {piece.rstrip()}" for piece in pieces), line[:comment].rstrip()]
    fitting = [place for place in places if width(line[:place].rstrip()) <= WIDEST]
    if not fitting:
        return None
    place = fitting[-1]
    rest = line[place:].lstrip()
    # What stands in the same brackets stands in one column.
    deeper = indent if line[:place].lstrip()[0] in "\"'f" else indent + 4
    return [line[:place].rstrip(), " " * deeper + rest] if width(" " * deeper + rest) < width(line) else None


def breaks(lines: list[str], number: int) -> tuple[list[int], int | None]:
    """(columns at which the line may be broken, the column of its comment, if it has one)."""
    places, comment, depth = [], None, 0
    tokens = list(tokenize.generate_tokens(io.StringIO("\n".join(lines)).readline))
    for token, after in itertools.pairwise(tokens):
        if token.type == tokenize.OP:
            depth += (token.string in OPEN) - (token.string in CLOSE)
        if token.type == tokenize.COMMENT and token.start[0] == number + 1:
            comment = token.start[1]
        here = token.end[0] == after.start[0] == number + 1
        strings = token.type == after.type == tokenize.STRING
        if here and depth and (token.string == "," or token.string in OPEN or strings):
            places.append(after.start[1])
    indent = len(lines[number]) - len(lines[number].lstrip())
    return [place for place in places if place > indent + 4], comment
