"""README and docs/ as messages, and a page of them in another language (pure, but for reading the pages).

A page has a catalogue under its own name: locale/zh_CN/docs/grading.po holds docs/grading.md.
"""

import re
from pathlib import Path

from course_lib.authoring import guide, readme
from course_lib.translation.blocks import pieces
from course_lib.translation.sources import Message

FOLDERS = ("docs", "docs/grading", "docs/instructor")
# What the build writes into a page, which is made in the other language as well, and is no message.
WRITTEN = {readme.START: readme.END, guide.START: guide.END}
FILLED = re.compile(
    "|".join(f"(?<={re.escape(start)})(.*?)(?={re.escape(end)})" for start, end in WRITTEN.items()), re.DOTALL
)
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
LINK = re.compile(r"(?<=\]\()(?!https?:)([^)\s#?]*)(\?[^)\s#]*)?(#[^)\s]*)?(?=\))")
COMMENT = re.compile(r"(?<=  # )\S.*")  # beside a line of code; what stands alone or in a string is none
CODE = re.compile(r"^\s*```.*?^\s*```", re.DOTALL | re.MULTILINE)


def pages(root):
    """{name of its catalogue: the page}, the first page first."""
    root = Path(root)
    found = [root / "README.md", *(path for folder in FOLDERS for path in sorted((root / folder).glob("*.md")))]
    return {path.relative_to(root).with_suffix("").as_posix(): path for path in found if path.is_file()}


def target(root, name, language):
    """The page in another language: README.zh.md, docs/zh/grading.md."""
    if "/" not in name:
        return Path(root) / f"{name}.{language}.md"
    return Path(root) / "docs" / language / f"{name.removeprefix('docs/')}.md"


def of_page(text, place):
    """What a translator of a page translates."""
    if guide.START in text:
        yield Message(guide.HEAD, place, "docs")
    below = place
    for piece in pieces(FILLED.sub("", text)):
        if HEADING.match(f"# {piece.text}") and f"# {piece.text}\n" in text:
            below = f"{place}#{anchor(piece.text)}"
        if piece.prose:
            yield Message(piece.text.strip(), below, "docs")
        elif comment := COMMENT.search(piece.text):
            yield Message(comment[0], below, "comment")


def said(text, say, table):
    """A page's text as `say` has it. table(start): what stands behind this mark of the build."""
    found, end = [], 0
    for filled in FILLED.finditer(text):
        found.append(prose(text[end : filled.start()], say))
        start = next(start for start in WRITTEN if text[: filled.start()].endswith(start))
        found.append(f"\n\n{table(start)}\n\n")
        end = filled.end()
    return "".join([*found, prose(text[end:], say)])


def prose(text, say):
    return "".join(spaced(piece.text, say) if piece.prose else commented(piece.text, say) for piece in pieces(text))


def commented(line, say):
    """A line of code with its comment in another language."""
    return COMMENT.sub(lambda found: say(found[0]), line)


def spaced(text, say):
    """A sentence in another language, indented like the first one: below an item of a list."""
    return text.replace(text.strip(), say(text.strip()))


def anchor(heading):
    """What GitHub calls a heading in an address.

    >>> anchor("What is protected, and what is not")
    'what-is-protected-and-what-is-not'
    """
    return re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).replace(" ", "-")


def anchors(text):
    """Those of a page, in its order."""
    return [anchor(heading) for heading in HEADING.findall(CODE.sub("", text))]
