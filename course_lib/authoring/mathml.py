"""The course's formulas as MathML, which browsers show without any script: TeX in, <math> out."""

import re

from latex2mathml.converter import convert

from course_lib.authoring import AuthoringError

# Code stays; what stands between dollars is a formula.
FORMULA = re.compile(r"(?P<code>```.*?```|`[^`\n]*`|\\\$)|\$\$(?P<block>.+?)\$\$|\$(?P<inline>[^$\n]+?)\$", re.DOTALL)


def with_mathml(markdown):
    """Markdown with each formula replaced by its MathML."""
    def replaced(found):
        return found["code"] or mathml(found["block"] or found["inline"], block=bool(found["block"]))

    return FORMULA.sub(replaced, markdown)


def mathml(tex, block=False):
    """The <math> of a formula, on a line of its own if `block`; a command that the converter does not know is an
    AuthoringError."""
    # The converter keeps the backslash of \_ inside \texttt.
    found = convert(tex.strip(), display="block" if block else "inline").replace(r"\_", "_")
    if unknown := re.search(r"\\\w+", found):
        raise AuthoringError(f"The TeX command {unknown[0]} in {tex.strip()!r} is not known to latex2mathml.")
    # As entities, so that Markdown does not read these signs as its own.
    return re.sub(r"[*_|`\[\]~]", lambda sign: f"&#{ord(sign[0])};", found)
