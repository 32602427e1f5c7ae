"""Slips of whole lines: one in the wrong place, one too many times, one too few. Pure functions of a body's text."""

import itertools
import re
from dataclasses import dataclass

from course_lib.homework.sentences import named
from course_lib.homework.written import Slip, Span

STEP = 4  # spaces of one level


@dataclass(frozen=True)
class Line:
    """One line of a body and where it stands."""

    text: str
    start: int
    end: int  # behind its line break
    depth: int

    @property
    def target(self) -> str:
        """What it assigns, or collects in."""
        return self.text.split(".append(")[0] if ".append(" in self.text else self.text.split(" = ")[0]

    @property
    def assigns(self) -> bool:
        return " = " in self.text.split("(")[0] and not self.opens

    @property
    def opens(self) -> bool:
        return self.text.endswith(":")


def line_moves(body: str) -> list[Slip]:
    """A Slip for each move of a line that may still run."""
    lines = lines_of(body)
    found: list[Slip] = []
    last = lines[-1]
    for number, line in enumerate(lines):
        if line.opens:
            found += round_a_loop(lines, number)
            inside = block(lines, number)
            end = inside[-1].end
            found.append(slip("returns_in_the_loop", "", (end, end, shifted(last.text, inside[0].depth))))
        elif (line.assigns or ".append(" in line.text) and line.depth:
            found.append(slip("line_missing", line.target, (line.start, line.end, "")))
            if line.assigns and line.target.isidentifier():
                summed = f"{line.target} = locals().get('{line.target}', 0) + ({line.text.split(' = ', 1)[1]})"
                found.append(slip("accumulates", line.target, (line.start, line.end, shifted(summed, line.depth))))
    found += [
        slip("made_twice", line.target, (line.end, line.end, again)) for line in lines if (again := repeated(line))
    ]
    for one, two in itertools.pairwise(lines):
        if one.depth == two.depth and not one.opens and not two.opens and not two.text.startswith("return"):
            moved = (one.start, two.end, shifted(two.text, two.depth) + shifted(one.text, one.depth))
            found.append(slip("lines_swapped", f"{one.target}, {two.target}", moved))
    return found


def repeated(line: Line) -> str | None:
    """The line for once more: S1 = … S1 … after S1 = … S …, or the same again where it changes its own target."""
    if not line.assigns or not line.target.isidentifier():
        return None
    old, made = line.target.removesuffix("1"), line.text.split(" = ", 1)[1]
    new = re.sub(rf"\b{old}\b", line.target, made)
    return shifted(f"{line.target} = {new}", line.depth) if re.search(rf"\b{old}\b", made) else None


def round_a_loop(lines: list[Line], number: int) -> list[Slip]:
    """Lines moved into the loop at `number`, in front of it or behind it."""
    loop, inside, found = lines[number], block(lines, number), []
    target, iterated = loop.text.removeprefix("for ").removesuffix(":").split(" in ", 1)
    back = f"for {target} in reversed(list({iterated})):"
    found.append(slip("backwards", "", (loop.start, loop.end, shifted(back, loop.depth))))
    if not iterated.startswith(("range", "enumerate", "zip")):
        for kind, some in (("first_pass_missing", "[1:]"), ("last_pass_missing", "[:-1]")):
            piece = f"for {target} in {iterated}{some}:"
            found.append(slip(kind, iterated, (loop.start, loop.end, shifted(piece, loop.depth))))
    found += falling(inside)
    states = {line.target for line in lines[:number] if line.assigns}
    for line in inside:
        for state in sorted(states & {*re.findall(r"\w+", line.text.partition(" = ")[2])}) if line.assigns else ():
            both = f"{state} = {line.text}"
            if state != line.target:
                found.append(slip("kept", f"{line.target}, {state}", (line.start, line.end, shifted(both, line.depth))))
    start, end = inside[0].start, inside[-1].end
    before = [line for line in lines[:number] if line.depth == loop.depth and line.assigns]
    for line in before:
        found.append(slip("starts_anew", line.target, (line.start, line.end, ""),
                          (start, start, shifted(line.text, inside[0].depth))))  # fmt: skip
    for line in lines[number + len(inside) + 1 :]:
        if line.assigns and line.depth == loop.depth:
            found.append(slip("into_the_loop", line.target, (line.start, line.end, ""),
                              (end, end, shifted(line.text, inside[0].depth))))  # fmt: skip
        if quotient := re.fullmatch(r"return (\w+) (/ .+)", line.text):
            text = shifted(f"{quotient[1]} = {quotient[1]} {quotient[2]}", inside[0].depth)
            gone = (line.start, line.end, shifted(f"return {quotient[1]}", line.depth))
            found.append(slip("into_the_loop", quotient[2], (end, end, text), gone))
    for line in inside:
        if line.depth == inside[0].depth and not line.opens and (line.assigns or ".append(" in line.text):
            gone = (line.start, line.end, "")
            text = shifted(line.text, loop.depth)
            found.append(slip("before_the_loop", line.target, gone, (loop.start, loop.start, text)))
            found.append(slip("after_the_loop", line.target, gone, (end, end, text)))
            found.append(slip("first_in_the_loop", line.target, gone, (start, start, shifted(line.text, line.depth))))
            found.append(slip("last_in_the_loop", line.target, gone, (end, end, shifted(line.text, line.depth))))
    return found


def falling(inside: list[Line]) -> list[Slip]:
    """The rate over the number of the pass, or over its root."""
    start, found = inside[0].start, []
    count = shifted("passes = locals().get('passes', 0) + 1", inside[0].depth)
    for line in inside:
        for by in ("passes", "np.sqrt(passes)"):
            new = re.sub(r"\blr\b", f"lr / {by}", line.text)
            if new != line.text:
                changed = (line.start, line.end, shifted(new, line.depth))
                spans = (
                    [(start, start, count), changed] if line.start > start else [(start, line.end, count + changed[2])]
                )
                kind = "falls" if line.depth == inside[0].depth else "falls_outside"
                found.append(slip(kind, line.target, *spans))
    return found


def slip(kind: str, what: str, *spans: Span) -> Slip:
    return Slip(named(kind, *what.split(", ")) if what else named(kind), "", spans=tuple(sorted(spans)))


def lines_of(body: str) -> list[Line]:
    found, start = [], 0
    for text in body.splitlines(keepends=True):
        if text.strip():
            depth = (len(text) - len(text.lstrip())) // STEP
            found.append(Line(text.strip(), start, start + len(text), depth))
        start += len(text)
    return found


def block(lines: list[Line], number: int) -> list[Line]:
    """The lines inside the one at `number`."""
    return [*itertools.takewhile(lambda line: line.depth > lines[number].depth, lines[number + 1 :])]


def shifted(text: str, depth: int) -> str:
    return " " * STEP * depth + text + "\n"
