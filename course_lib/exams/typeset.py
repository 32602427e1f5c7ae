"""A paper and its key: Typst's text, and the PDF that Typst makes of it."""

from __future__ import annotations

import html
import re
from pathlib import Path

from course_lib import files
from course_lib.errors import CourseError
from course_lib.exams.paper import Asked, Paper
from course_lib.exams.tasks import Key, num
from course_lib.exams.typst_math import formula, quoted
from course_lib.language import current, say, tag

FRAME = Path(__file__).with_name("exam.typ")
FONTS = files.ROOT / "course_lib" / "fonts"
PART = re.compile(r"\$(?P<tex>[^$]+)\$|<code>(?P<code>[^<]*)</code>|<(?P<tag>/?(?:em|strong))>|(?P<other><[^>]*>)")
# Behind a formula, which is a box, a line could end before a Chinese mark.
MARK, JOINER = re.compile("[，。；：、？！）”]"), "\\u{2060}"
TAGS = {"em": "#emph[", "strong": "#strong["}


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
    """What Typst makes of a file, with the fonts that it and the course bring: every machine sets the same pages."""
    import typst  # here: the numbers of an exam need no typesetter

    try:
        return typst.compile(source, font_paths=[FONTS], ignore_system_fonts=True)
    except typst.TypstError as error:
        raise CourseError(say("Typst could not set {source}: {error}", source=source, error=error)) from error


def sheet(paper: Paper, title: str) -> str:
    """What students get: a head, the points sheet, the questions with room for an answer; no seed, which tells all."""
    calls = [f"#question({about})[{words(one.text)}]" for about, one in numbered(paper)]
    return "\n\n".join([frame(paper, title), f"#paper({points(paper)})", *calls]) + "\n"


def key(paper: Paper, title: str) -> str:
    """What graders get: each question with its model answer, its marking, and the numbers that count."""
    calls = []
    for about, one in numbered(paper):
        parts = (one.text, sentence(one.answer), sentence(one.marking), html.escape(accepted(one), quote=False))
        calls.append(f"#solution({about})" + "".join(f"[{words(part)}]" for part in parts))
    note = say("Answers and marking, {points} points. Seed {seed}.", points=paper.points, seed=paper.seed)
    return "\n\n".join([frame(paper, title), f"#key([{plain(note)}])", *calls]) + "\n"


def numbered(paper: Paper) -> list[tuple[str, Asked]]:
    """Each question, before it what Typst's functions want to know of it: number, points, what it is about."""
    topics = [one.title.partition(" ")[2] for one in paper.questions]
    return [
        (f"{place}, {one.points}, [{plain(worth(one.points))}], [{words(topic)}]", one)
        for place, (topic, one) in enumerate(zip(topics, paper.questions), start=1)
    ]


def worth(points: int) -> str:
    """What a question is worth, in words."""
    return say("1 point") if points == 1 else say("{points} points", points=points)


def points(paper: Paper) -> str:
    """The points as an array of Typst."""
    return f"({', '.join(str(one.points) for one in paper.questions)},)"


def frame(paper: Paper, title: str) -> str:
    """The functions that the text below calls, with this paper's title."""
    said = "".join(f"  {name}: [{plain(text)}],\n" for name, text in labels(paper).items())
    pages = quoted(say("1 of 1"))
    head = f"#let said = (\n{said}  pages: {pages},\n  language: {quoted(tag(current()).partition('-')[0])},\n)\n"
    return f"{head}{FRAME.read_text(encoding='utf-8')}\n#show: page.with([{plain(title)}])"


def labels(paper: Paper) -> dict[str, str]:
    """What papers and keys say besides their questions: exam.typ knows it by these names."""
    return {
        "variant": say("Variant {name}", name=paper.variant),
        "name": say("Name"),
        "number": say("Number [of a student]"),
        "date": say("Date"),
        "question": say("question [in a table]"),
        "points": say("points [of a question]"),
        "reached": say("reached"),
        "sum": say("sum"),
        "how": say("Show how you found each answer."),
        "secret": say("Not for students."),
        "answer": say("Answer."),
        "marking": say("Marking."),
        "accept": say("Accept."),
    }


def plain(text: str) -> str:
    """A text without formulas as Typst's markup."""
    return words(html.escape(text, quote=False))


def sentence(text: str) -> str:
    """With a capital at its beginning, since in the guide it goes on after a colon; but m is a letter, not a word."""
    return text[:1].upper() + text[1:] if re.match("[a-z]{2}", text) else text


def accepted(one: Asked) -> str:
    """The numbers of the key with the room left for rounding; empty for a question without."""
    found = [say("{what}: {number}", what=say(what), number=within(each)) for what, each in one.key.items()]
    return say("; ").join(found)


def within(one: Key) -> str:
    """A number of the key and its tolerance."""
    return f"{num(one.value)} ± {num(one.tolerance, 1)}" if one.tolerance else num(one.value, 6)


def words(text: str) -> str:
    """HTML with formulas between $ as Typst's markup, in which no sign means anything by chance."""
    out, end = [], 0
    for found in PART.finditer(text):
        out.append(escaped(text[end : found.start()]))
        end = found.end()
        if found["tex"]:
            out.append(formula(html.unescape(found["tex"])) + (JOINER if MARK.match(text, end) else ""))
        elif found["code"]:
            out.append(f"#raw({quoted(html.unescape(found['code']))})")
        elif found["tag"]:
            out.append(TAGS.get(found["tag"], "]"))
        else:
            raise CourseError(say("An exam cannot show {other} yet: say it in words.", other=found["other"]))
    return "".join([*out, escaped(text[end:])])


def escaped(text: str) -> str:
    """Plain text: a backslash before each sign of ASCII but those that mean nothing to Typst."""

    def plain(found: re.Match[str]) -> str:
        return f"\\{found[0]}" if found[0].isascii() else found[0]

    return re.sub(r"""[^\w\s,;!?()%"']|_""", plain, html.unescape(text))
