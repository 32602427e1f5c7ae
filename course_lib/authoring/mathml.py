"""The course's formulas as MathML, which browsers show without any script: TeX in, <math> out."""

import re

from latex2mathml.converter import convert

from course_lib.authoring import AuthoringError
from course_lib.language import say

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
    # Inside a formula TeX says aligned; latex2mathml knows the same table as align*.
    tex = tex.strip().replace("{aligned}", "{align*}")
    # The converter has no command for a part with a class of its own, so a colour marks it.
    tex = tex.replace(r"\step{", r"\textcolor{step}{")
    # The converter keeps the backslash of \_ inside \texttt, and takes := for two signs.
    found = convert(tex, display="block" if block else "inline").replace(r"\_", "_")
    found = found.replace("<mi>:</mi><mo>&#x0003D;</mo>", "<mo>&#x02254;</mo>")
    found = found.replace('<mstyle mathcolor="step">', '<mstyle class="fragment">')
    # Browsers leave the attribute to CSS, and Chromium moves a formula, which is a block, by its own word alone.
    found = re.sub('columnalign="([a-z]+)"', r'style="text-align: \1; text-align: -webkit-\1"', found)
    if unknown := re.search(r"\\\w+|<mi>&</mi>", found):
        raise AuthoringError(
            say("latex2mathml does not know {command} in the formula {tex!r}.", command=unknown[0], tex=tex)
        )
    # As entities, so that Markdown does not read these signs as its own.
    return re.sub(r"[*_|`\[\]~]", lambda sign: f"&#{ord(sign[0])};", found)
