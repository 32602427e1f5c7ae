"""A paper and its key: Typst's text, and the PDF that Typst makes of it."""

from __future__ import annotations

import html
import re
from pathlib import Path

from course_lib import files
from course_lib.errors import CourseError
from course_lib.exams.paper import Asked, Paper
from course_lib.exams.tasks import say
from course_lib.exams.typst_math import formula

FRAME = Path(__file__).with_name("exam.typ")
PART = re.compile(r"\$(?P<tex>[^$]+)\$|<(?P<tag>/?(?:em|strong|code))>|(?P<other><[^>]*>)")
TAGS = {"em": "#emph[", "strong": "#strong[", "code": "#text(font: mono)["}


def write(folder: Path, papers: list[Paper], title: str) -> list[Path]:
    """Write the PDFs of each variant, the paper and its key, and beside each the text from which Typst made it."""
    made = []
    for paper in papers:
        for name, text in ((f"exam-{paper.variant}", sheet(paper, title)), (f"key-{paper.variant}", key(paper, title))):
            source = folder / f"{name}.typ"
            files.write(source, text)
            files.write(source.with_suffix(".pdf"), pdf(source))
            made.append(source.with_suffix(".pdf"))
    return made


def pdf(source: Path) -> bytes:
    """What Typst makes of a file, with the fonts that it brings, so that every machine sets the same pages."""
    import typst  # here: the numbers of an exam need no typesetter

    try:
        return typst.compile(source, ignore_system_fonts=True)
    except typst.TypstError as error:
        raise CourseError(f"Typst could not set {source}: {error}") from error


def sheet(paper: Paper, title: str) -> str:
    """What students get: a head, the points sheet, the questions with room for an answer."""
    calls = [f"#question({place}, {one.points})[{words(one.text)}]" for place, one in numbered(paper)]
    return "\n\n".join([frame(paper, title), head(paper, "paper"), *calls]) + "\n"


def key(paper: Paper, title: str) -> str:
    """What graders get: each question with its model answer, its marking, and the numbers that count."""
    calls = [
        f"#solution({place}, {one.points})[{words(one.text)}][{words(one.answer)}][{words(one.marking)}]"
        f"[{words(html.escape(accepted(one), quote=False))}]"
        for place, one in numbered(paper)
    ]
    return "\n\n".join([frame(paper, title), head(paper, "key"), *calls]) + "\n"


def numbered(paper: Paper) -> list[tuple[int, Asked]]:
    return list(enumerate(paper.questions, start=1))


def frame(paper: Paper, title: str) -> str:
    """The functions that the text below calls, with this paper's title."""
    return f"{FRAME.read_text(encoding='utf-8')}\n#show: page.with([{words(title)}], [{words(paper.variant)}])"


def head(paper: Paper, kind: str) -> str:
    """The head of a paper or key."""
    points = ", ".join(str(one.points) for one in paper.questions)
    return f"#{kind}([{words(f'Seed {paper.seed}')}], ({points},))"


def accepted(one: Asked) -> str:
    """The numbers of the key with the room left for rounding; empty for a question without."""
    return "; ".join(
        f"{what}: {say(each.value, 6)}" + (f" ± {say(each.tolerance, 1)}" if each.tolerance else "")
        for what, each in one.key.items()
    )


def words(text: str) -> str:
    """HTML with formulas between $ as Typst's markup, in which no sign means anything by chance."""
    out, end = [], 0
    for found in PART.finditer(text):
        out.append(escaped(text[end : found.start()]))
        end = found.end()
        if found["tex"]:
            out.append(formula(html.unescape(found["tex"])))
        elif found["tag"]:
            out.append(TAGS.get(found["tag"], "]"))
        else:
            raise CourseError(f"An exam cannot show {found['other']} yet: leave that question out.")
    return "".join([*out, escaped(text[end:])])


def escaped(text: str) -> str:
    """Plain text: a backslash before each sign of ASCII but those that only end or part words."""

    def plain(found: re.Match[str]) -> str:
        return f"\\{found[0]}" if found[0].isascii() else found[0]

    return re.sub(r"[^\w\s.,;!?()%]|_", plain, html.unescape(text))
