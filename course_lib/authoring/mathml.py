"""The course's formulas as MathML, which browsers show without any script: TeX in, <math> out.

Only the TeX that the course uses is known; anything else is an AuthoringError that names it.
"""

import re
from html import escape

from course_lib.authoring import AuthoringError

# Code stays; what stands between dollars is a formula.
FORMULA = re.compile(r"(?P<code>```.*?```|`[^`\n]*`|\\\$)|\$\$(?P<block>.+?)\$\$|\$(?P<inline>[^$\n]+?)\$", re.DOTALL)
WORDS = re.compile(r"\\(text|texttt|mathrm)\s*\{([^{}]*)\}")
TOKEN = re.compile(r"\\(?:text|texttt|mathrm)\s*\{[^{}]*\}|\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|\s+|:=|.", re.DOTALL)
LETTERS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "eta": "η", "theta": "θ", "kappa": "κ",
    "lambda": "λ", "mu": "μ", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "Delta": "Δ", "Sigma": "Σ",
    "nabla": "∇", "infty": "∞", "ell": "ℓ",
}  # fmt: skip
FUNCTIONS = {"ln", "log", "exp", "sin", "cos"}
LARGE = {"sum": "∑", "prod": "∏", "max": "max", "min": "min"}  # what takes its limits above and below
OPERATORS = {
    "cdot": "·", "times": "×", "leftarrow": "←", "rightarrow": "→", "to": "→", "approx": "≈", "dots": "…", "ldots": "…",
    "cdots": "⋯", "in": "∈", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "ll": "≪", "gg": "≫",
    "pm": "±", "odot": "⊙", "propto": "∝", "top": "⊤", "mid": "∣", "lceil": "⌈", "rceil": "⌉", "lfloor": "⌊",
    "rfloor": "⌋", "|": "‖", "{": "{", "}": "}", "_": "_", "%": "%", "-": "-",
}  # fmt: skip
SPACES = {",": 0.17, ":": 0.22, ";": 0.28, " ": 0.25, "!": -0.17, "quad": 1, "qquad": 2}
ACCENTS = {"hat": "^", "bar": "¯", "tilde": "~", "vec": "→"}
FENCES = {"left", "right", "bigl", "bigr", "Bigl", "Bigr", "big"}


def with_mathml(markdown):
    """Markdown with each formula replaced by its MathML."""
    def replaced(found):
        if found["code"]:
            return found["code"]
        tex = found["block"] or found["inline"]
        kind = ' display="block"' if found["block"] else ""
        return f"<math{kind}>{mathml(tex)}</math>"

    return FORMULA.sub(replaced, markdown)


def mathml(tex):
    """What stands inside <math>."""
    tokens = [token for token in TOKEN.findall(tex.strip()) if not token.isspace()]
    found = row(tokens)
    if tokens:
        raise AuthoringError(f"The formula {tex!r} has a {tokens[0]} too many.")
    return found


def row(tokens, ends=()):
    """Everything up to one of `ends`, which is left; the tokens read are taken off the list."""
    found = ""
    while tokens and tokens[0] not in ends and tokens[0] != "}":
        found += scripted(tokens)
    return f"<mrow>{found}</mrow>"


def scripted(tokens):
    """One atom with what stands below and above it."""
    large = tokens[0].lstrip("\\") in LARGE
    base, low, high = atom(tokens), "", ""
    while tokens and tokens[0] in ("^", "_", "'"):
        mark = tokens.pop(0)
        part = "<mo>′</mo>" if mark == "'" else atom(tokens)
        low, high = (part, high) if mark == "_" else (low, high + part)
    below, above = ("under", "over") if large else ("sub", "sup")
    if low and high:
        return f"<m{below}{above}>{base}{low}<mrow>{high}</mrow></m{below}{above}>"
    if low or high:
        kind = below if low else above
        return f"<m{kind}>{base}{low or f'<mrow>{high}</mrow>'}</m{kind}>"
    return base


def atom(tokens):
    """A letter, number, sign, group or command with its arguments."""
    if not tokens:
        raise AuthoringError("A formula ends too early.")
    token = tokens.pop(0)
    if token == "{":
        found = row(tokens)
        expect(tokens, "}")
        return found
    if words := WORDS.fullmatch(token):
        font = ' style="font-family: monospace"' if words[1] == "texttt" else ""
        return f"<mtext{font}>{coded(words[2])}</mtext>"
    if token.startswith("\\"):
        return command(token[1:], tokens)
    if token[0].isdigit():
        return f"<mn>{token}</mn>"
    return f"<mi>{token}</mi>" if token.isalpha() else operator(token)


def command(name, tokens):
    """A TeX command, which has been read, with its arguments, which have not."""
    if name in LETTERS:
        return f"<mi>{LETTERS[name]}</mi>"
    if name in FUNCTIONS:
        return f"<mi>{name}</mi><mspace width='0.17em'/>"
    if name in LARGE:
        return f'<mo movablelimits="true">{LARGE[name]}</mo>'
    if name in OPERATORS:
        return operator(OPERATORS[name])
    if name in SPACES:
        return f'<mspace width="{SPACES[name]}em"/>'
    if name in ("frac", "tfrac", "dfrac"):
        small = ' displaystyle="false"' if name == "tfrac" else ""
        return f"<mstyle{small}><mfrac>{atom(tokens)}{atom(tokens)}</mfrac></mstyle>"
    if name == "sqrt":
        return f"<msqrt>{atom(tokens)}</msqrt>"
    if name in ACCENTS:
        return f'<mover accent="true">{atom(tokens)}{operator(ACCENTS[name])}</mover>'
    if name in FENCES:
        return fence(tokens)
    if name == "begin":
        return table(tokens)
    raise AuthoringError(f"The TeX command \\{name} is not known: add it to course_lib/authoring/mathml.py.")


def fence(tokens):
    """A bracket as high as what it holds; \\left. shows none."""
    sign = tokens.pop(0)
    sign = OPERATORS.get(sign[1:], sign) if sign.startswith("\\") else sign
    return "" if sign == "." else f'<mo fence="true" stretchy="true">{coded(sign)}</mo>'


def table(tokens):
    """aligned, cases or a matrix: cells between & and \\\\."""
    name = environment(tokens)
    rows, cells = [], []
    while True:
        cells.append(row(tokens, ("&", r"\\", r"\end")))
        if (mark := tokens.pop(0) if tokens else "") == "&":
            continue
        rows.append("".join(f"<mtd>{cell}</mtd>" for cell in cells))
        cells = []
        if mark != r"\\":
            break
    environment(tokens)
    body = "<mtable displaystyle='true'>" + "".join(f"<mtr>{each}</mtr>" for each in rows) + "</mtable>"
    return f'<mrow><mo fence="true" stretchy="true">{{</mo>{body}</mrow>' if name == "cases" else body


def environment(tokens):
    """The name after \\begin or \\end."""
    expect(tokens, "{")
    name = "".join(iter(lambda: tokens.pop(0), "}"))
    return name


def expect(tokens, sign):
    if not tokens or tokens.pop(0) != sign:
        raise AuthoringError(f"A {sign} is missing in a formula.")


def operator(sign):
    return f"<mo>{coded('−' if sign == '-' else sign)}</mo>"


def coded(text):
    """Signs that Markdown or HTML would read as their own, as entities."""
    return re.sub(r"[*_|`\\\[\]~$]", lambda sign: f"&#{ord(sign[0])};", escape(text))
