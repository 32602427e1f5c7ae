"""How much of what a Chinese reader reads is Latin words that are no code, no formula and no name; and which they are.

In Chinese a word has about two letters: `share` counts them so. What this lists is English that was never translated;
names, and what one types, are written the same in both languages.
"""

import re

from bs4 import BeautifulSoup

from course_lib import optimizers

AT_MOST = 0.02  # share of Latin words that a page may have

# Not said to a reader, or the same in every language: code, formulas, the titles of books and papers, the switch.
APART = "script, style, noscript, pre, code, kbd, math, svg, em, cite, [lang=en], [lang=zh-Hans] code, .math, .language"
APART += ", a[href^=http], .course-language, .sphinxsidebar, .highlight, .course-quiz script"
SPOKEN = ("aria-label", "title", "placeholder", "alt")

FORMULA = re.compile(
    r"\$\$.+?\$\$|\$[^$\n]+\$|\\\(.+?\\\)|`[^`]*`"
    r"|https?:\S+|[\w./-]+\.(?:py|ipynb|md|csv|html|zip|json|gif)\b"
    r"|\w*[_=*^(/|]\w[\w.=*^()/|, −+-]*|\w+\(\S*\)|\b\w+_\w+\b",
    re.DOTALL,
)
RULES = {*optimizers.RULES, "BGD", "MBGD", "Nestrov", "RMSPprop", "RMSProp", "AdaGrad", "AdaBelief", "Rprop", "Muon"}
RULES |= {"Adafactor", "Shampoo", "SOAP", "NAdam", "Nadam", "AdamW", "AMSGrad", "Lion", "Adadelta", "Nesterov"}
LIBRARIES = {"PyTorch", "TensorFlow", "Keras", "optax", "NumPy", "pandas", "Python", "matplotlib", "Jupyter", "WebGL"}
LIBRARIES |= {"JupyterLab", "GitHub", "Colab", "Binder", "Linux", "macOS", "Windows", "Moodle", "Canvas", "nbgrader"}
LIBRARIES |= {"Gradescope", "conda", "Pyodide", "Chromium", "Firefox", "scikit", "learn"}
# Keys and files as they are called, units, and functions as one writes them.
SIGNS = {"Enter", "Shift", "Tab", "Esc", "CSV", "GPU", "PDF", "GB", "MB", "nats", "lr", "tanh", "relu", "log", "exp", "A4"}
SIGNS |= {"NaN", "True", "False", "None", "ID", "CC", "BY", "BSD", "Clause", "GIF", "SVG", "PNG", "README", "RMS"}
NAMES = RULES | LIBRARIES | SIGNS
# A person's name, alone or after others: Hinton; I. Goodfellow; Rosenbrock.
PERSON = re.compile(r"(?<![A-Za-z])(?:[A-Z]\. ?)*[A-Z][a-z]+(?:-[A-Z][a-z]+)*(?![A-Za-z])(?! [a-z])")
WORD = re.compile(r"(?<![A-Za-z])[A-Za-z][a-z]+(?:[-'][a-z]+)*(?![A-Za-z])|(?<![A-Za-z])[A-Z]{3,}(?![A-Za-z])")


def said(html):
    """All that a page says, one text after the other: its words and those of its attributes."""
    page = BeautifulSoup(html, "html.parser")
    for part in page.select(APART):
        part.decompose()
    texts = [tag[name] for tag in page.find_all() for name in SPOKEN if tag.get(name)]
    return [*page.stripped_strings, *texts]


def left(texts, *known):
    """The Latin words in texts that are no code, formula or name, in order. known: further names."""
    found = []
    for text in texts:
        text = FORMULA.sub(" ", text)
        words = [word for word in WORD.findall(text) if word not in NAMES and word not in known]
        found += words
    return found


def share(texts, *known):
    """The part of all words that they are, a Chinese word counted as two letters."""
    chinese = sum(len(re.findall("[\u4e00-\u9fff]", text)) for text in texts) / 2
    words = len(left(texts, *known))
    return words / max(chinese + words, 1)
