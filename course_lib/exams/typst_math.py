"""Formulas for Typst: latex2mathml reads the TeX, and each element of its MathML becomes what Typst writes (pure)."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from course_lib.authoring.mathml import mathml
from course_lib.errors import CourseError
from course_lib.language import say

GROUPS = {"math", "mrow", "mstyle", "mpadded"}
# How Typst calls with what an element holds.
CALLS = {
    "mfrac": "frac({}, {})",
    "msqrt": "sqrt({})",
    "mroot": "root({1}, {0})",
    "msup": "attach({}, t: {})",
    "msub": "attach({}, b: {})",
    "msubsup": "attach({}, b: {}, t: {})",
    "munder": "attach({}, b: {})",
    "munderover": "attach({}, b: {}, t: {})",
}
ACCENTS = {"^": "hat", "¯": "macron", "‾": "macron", "~": "tilde", "→": "arrow", "˙": "dot"}
SIGNS = {"-": "−", "'": "′", "*": "∗", "\u2061": "", "\u2062": ""}


def formula(tex: str) -> str:
    r"""$…$ of Typst for a formula of TeX: \sqrt{2} is $sqrt(2)$. CourseError for what this cannot say."""
    return f"${written(ElementTree.fromstring(mathml(tex)), tex)}$"


def written(element: ElementTree.Element, tex: str) -> str:
    """An element with all that stands in it."""
    tag = element.tag.rpartition("}")[2]
    if tag == "mspace":
        return "quad" if re.fullmatch(r"[1-9][\d.]*em", element.get("width", "")) else "thin"
    if not len(element) and tag not in GROUPS:
        return leaf(tag, element.text or "", tex)
    parts = [written(part, tex) for part in element]
    if tag == "mover" and (sign := "".join(element[1].itertext())) in ACCENTS:
        return f"{ACCENTS[sign]}({parts[0]})"
    if tag in CALLS:
        if tag == "msqrt":
            parts = [" ".join(parts)]
        return CALLS[tag].format(*parts)
    if tag in GROUPS:
        return " ".join(parts)
    raise CourseError(
        say("A formula of an exam has <{tag}>, which typst_math.py does not know: {tex}", tag=tag, tex=tex)
    )


def leaf(tag: str, text: str, tex: str) -> str:
    """A name, a number, a sign, words or a blank."""
    if tag == "mtext":
        return quoted(text)
    if tag == "mi" and len(text) > 1:
        return f"op({quoted(text)})"
    if tag in ("mi", "mn", "mo"):
        return "".join(sign(letter) for letter in text)
    raise CourseError(
        say("A formula of an exam has <{tag}>, which typst_math.py does not know: {tex}", tag=tag, tex=tex)
    )


def sign(letter: str) -> str:
    """A letter or sign; a \\ before what would mean something to Typst."""
    letter = SIGNS.get(letter, letter)
    return f"\\{letter}" if letter.isascii() and not letter.isalnum() and letter not in " ." else letter


def quoted(text: str) -> str:
    """Upright words."""
    return '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"'
