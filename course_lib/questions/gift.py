"""Questions as GIFT, by the rules of Moodle's own importer (question/format/gift).

GIFT knows no information for graders, and what it calls general feedback is shown to students. So the model answer of
an essay is a comment, which stays in the file. Nor does it hold files: pictures stand in the text as data.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable

from course_lib.questions import markup, moodle
from course_lib.questions.bank import Question, written

ENDING = ".gift.txt"


def export(questions: Iterable[Question]) -> bytes:
    """The file; a blank line ends a question."""
    blocks: list[str] = []
    category = ""
    for question in questions:
        if (name := moodle.place(question)) != category:
            category = name
            blocks.append(f"$CATEGORY: {category}")
        blocks.append(block(question))
    return ("\n\n".join(blocks) + "\n").encode()


def block(question: Question) -> str:
    """One question with its answers."""
    head = f"::{escaped(question.name)}::[html]{text(question.text, question)}"
    if question.kind == "essay":
        told = [
            f"// {told}" for told in markup.for_graders(markup.plain(question.model), markup.plain(question.marking))
        ]
        return "\n".join([*told, f"{head}{{}}"])
    lines = numbers(question) if question.kind == "number" else choices(question)
    return "\n".join([f"{head}{{{'#' if question.kind == 'number' else ''}", *lines, "}"])


def choices(question: Question) -> list[str]:
    """= marks the one right choice, ~ the others; of many, each has its share in percent."""
    if question.kind == "one":
        signs = ["=" if each.right else "~" for each in question.answers]
    else:
        signs = [f"~%{moodle.share(question, each)}%" for each in question.answers]
    return [
        f"{sign}{text(each.text, question)}#{text(each.feedback, question)}"
        for sign, each in zip(signs, question.answers)
    ]


def numbers(question: Question) -> list[str]:
    """=number:tolerance, wrong ones worth 0 %; ~ says what is told of any other number."""
    lines = [
        f"={worth}{written(each.middle)}:{written(each.tolerance)}#{text(each.feedback, question)}"
        for each in question.answers
        for worth in ("" if each.right else "%0%",)
    ]
    return lines + ([f"~#{text(question.otherwise, question)}"] if question.otherwise else [])


def text(source: str, question: Question) -> str:
    """HTML on one line, GIFT's own signs escaped."""
    files = {one.name: one for one in markup.pictures(source, question.folder)}

    def data(name: str) -> str:
        return f"data:{files[name].kind};base64,{base64.b64encode(files[name].data).decode('ascii')}"

    return escaped(" ".join(markup.with_pictures(markup.brackets(source), data).split()))


def escaped(words: str) -> str:
    r"""With a backslash before each of \ ~ = # { } :"""
    return re.sub(r"([\\~=#{}:])", r"\\\1", words)
