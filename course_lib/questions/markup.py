"""The text of questions as HTML: Markdown read, formulas and pictures written as a system takes them (pure)."""

from __future__ import annotations

import html
import mimetypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.language import say

FORMULA = re.compile(r"\$([^$]+)\$")
INLINE = (
    (re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)"), r'<img src="\2" alt="\1">'),
    (re.compile(r"\[([^\]]+)\]\([^)\s]+\)"), r"\1"),  # links lead to files that a student does not have
    (re.compile(r"\*\*([^*]+)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"\*([^*]+)\*"), r"<em>\1</em>"),
)
PICTURE = re.compile(r'(<img\b[^>]*?\bsrc=")([^"]+)(")')


@dataclass(frozen=True)
class Picture:
    """name: what it is called in an export; kind: its media type."""

    name: str
    kind: str
    data: bytes


def from_markdown(text: str) -> str:
    """One paragraph of Markdown as HTML. Formulas stay between $, with < and & as entities, as all else."""
    parts = re.split(r"(\$[^$]+\$|`[^`]+`)", html.escape(text.strip(), quote=False))
    return "".join(untouched(part) if place % 2 else inline(part) for place, part in enumerate(parts))


def untouched(part: str) -> str:
    """A formula, or code: what looks like Markdown there is none."""
    return f"<code>{part[1:-1]}</code>" if part.startswith("`") else part


def inline(text: str) -> str:
    """Pictures, bold and italic."""
    for pattern, replacement in INLINE:
        text = pattern.sub(replacement, text)
    return text


def with_formulas(text: str, write: Callable[[str], str]) -> str:
    """HTML whose formulas are what `write` makes of their TeX."""
    return FORMULA.sub(lambda found: write(html.unescape(found[1])), text)


def brackets(text: str) -> str:
    r"""HTML for MathJax, which Moodle loads: formulas as \(…\)."""
    return with_formulas(text, lambda tex: rf"\({html.escape(tex, quote=False)}\)")


def mathml(text: str) -> str:
    """HTML with formulas as MathML, which Canvas lets through and browsers show without a script."""
    from course_lib.authoring.mathml import mathml as converted  # here: the rest needs no converter

    return with_formulas(text, converted)


def plain(text: str) -> str:
    """The text without tags, formulas as TeX between $: for a cell of a workbook."""
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def for_graders(model: str, marking: str, label: str = "{}") -> list[str]:
    """The model answer and the marking with their labels; label: how these are written."""
    return [
        say("{label} {answer}", label=label.format(say("Answer:")), answer=model),
        say("{label} {answer}", label=label.format(say("Marking:")), answer=marking),
    ]


def pictures(text: str, folder: Path) -> list[Picture]:
    """The pictures of a text, whose addresses begin at `folder`; CourseError when one is not there."""
    found = []
    for address in dict.fromkeys(address for _, address, _ in PICTURE.findall(text)):
        path = folder / address
        if not path.is_file():
            raise CourseError(
                say("The picture {address} of a question is not in {folder}.", address=address, folder=folder)
            )
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        found.append(Picture(path.name, kind, path.read_bytes()))
    return found


def with_pictures(text: str, address: Callable[[str], str]) -> str:
    """HTML whose pictures are looked for where `address` of their name says."""
    return PICTURE.sub(lambda found: found[1] + address(Path(found[2]).name) + found[3], text)
