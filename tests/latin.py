"""How much of what a Chinese reader reads is Latin words that are no code, no formula and no name; and which they are.

A Chinese word is counted as two letters. Names, signs and what one types are written the same in both languages; so are
the words of REST, which a Chinese lecturer says in English, too. Whatever else is left was never translated.
"""

import io
import re
import tokenize

from bs4 import BeautifulSoup
from nbconvert.filters import markdown2html

from course_lib import optimizers

AT_MOST = 0.02  # the share of Latin words that a reader may meet
# Code, formulas, titles of works and menus, what belongs to English: said to nobody, or the same in every language.
APART = "script, style, noscript, pre, code, math, svg, em, cite, [lang=en], .math, .highlight, .course-language"
SPOKEN = ("aria-label", "title", "placeholder", "alt")
WORKS = re.compile(r"参考资料")  # the heading above them
QUOTED = re.compile(r"“[A-Za-z][^“”]*”|‘[A-Za-z][^‘’]*’")  # by a Chinese text: a title, or the deck's own words
CODE = re.compile(
    r"\$\$.+?\$\$|\$[^$\n]+\$|`[^`]*`|https?:\S+|[\w./-]+\.(?:py|ipynb|md|csv|html|toml|zip|json|gif|bib)\b"
    r"|\w+\([^()]*(?:\([^()]*\)[^()]*)*\)|\w+\[[^\]]*\]|\w*[_^=]+\w*|[A-Za-z]+\d\w*|\d[A-Za-z]\w*|\w+-hat",
    re.DOTALL,
)
WORD = re.compile(r"(?<![A-Za-z\u0370-\u03ff])[A-Za-z][a-z]+(?:[-'][a-z]+)*(?![A-Za-z])|(?<![A-Za-z])[A-Z]{2,}(?![a-z])")

NAMES = {*optimizers.RULES, *(part for name in optimizers.RULES for part in re.findall(r"[A-Z][a-z]+|[A-Z]{2,}", name))}
NAMES |= {"BGD", "MBGD", "Nestrov", "Rprop", "Nadam", "Shampoo", "SOAP", "WSD", "Moonlight", "Kimi"}
NAMES |= {"Torch", "Flow", "Tensor", "Py", "Keras", "Num", "Jupyter", "Lab", "Git", "Hub", "Colab", "Binder", "Python"}
NAMES |= {"Linux", "OS", "Windows", "Moodle", "Canvas", "Gradescope", "Hinton", "Rosenbrock", "Beale", "GL", "Web"}
NAMES |= {"Enter", "Shift", "Tab", "Esc", "CSV", "GPU", "PDF", "GB", "MB", "SVG", "PNG", "GIF", "CC", "BY", "BSD", "RMS"}
NAMES |= {"nats", "lr", "tanh", "relu", "log", "exp", "ln", "min", "max", "True", "False", "None", "NaN", "Na", "beta"}
NAMES |= {"optax", "pandas", "nbgrader", "conda", "kappa", "make", "axis"}
REST = {"notebook", "Notebook", "batch", "epoch", "playground", "transformer", "import", "dampening", "Figure"}


def page_said(html):
    """All that a page says, text by text: its words and those of its attributes, without the works that it cites."""
    page = BeautifulSoup(html, "html.parser")
    for heading in page.find_all(["h1", "h2", "h3"], string=WORKS):
        for part in list(heading.find_next_siblings()):
            if part.name in ("h1", "h2", "h3"):
                break
            part.decompose()
    for part in page.select(APART):
        part.decompose()
    spoken = [part[name] for part in page.find_all() for name in SPOKEN if part.get(name)]
    return [*page.stripped_strings, *spoken]


def notebook_said(notebook):
    """What a notebook says, text by text: its text, its code's comments, what its cells printed and drew."""
    html = [markdown2html(cell.source) for cell in notebook.cells if cell.cell_type == "markdown"]
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    texts = [comment for cell in code for comment in comments(cell.source)]
    for output in (output for cell in code for output in cell.outputs):
        data = output.get("data", {})
        html += [data.get("text/html", ""), markdown2html(data.get("text/markdown", ""))]
        plain = "text/html" not in data and "text/markdown" not in data and is_printed(output)
        texts += [output.get("text") or data.get("text/plain", "")] if plain else []
        texts += [named["alt"] for named in output.get("metadata", {}).values() if "alt" in named]
    return [*page_said("".join(html)), *texts]


def is_printed(output):
    """Whether it is text that is read; not the source of a function, which has Python's and English words."""
    return "def " not in output.get("text", "")


def comments(source):
    return [part.string for part in tokenize.generate_tokens(io.StringIO(source).readline) if part.type == tokenize.COMMENT]


def left(texts, *known):
    """The Latin words in texts that are no code, formula or name, in order. known: further names."""
    bare = (CODE.sub(" ", QUOTED.sub(" ", text)) for text in texts)
    return [word for text in bare for word in WORD.findall(text) if word not in NAMES and word not in known]


def share(texts, *known):
    """How much of all words they are."""
    chinese = sum(len(re.findall("[\u4e00-\u9fff]", text)) for text in texts) / 2
    words = len(left(texts, *known))
    return words / max(chinese + words, 1)


def assert_chinese(texts, *known, least=50):
    """At most that share is Latin, and no word of it but those that Chinese lecturers say, too.

    known: names that stand there. least: how many Chinese words there are at least, so that there was something to read.
    """
    texts = list(texts)
    assert sum(len(re.findall("[\u4e00-\u9fff]", text)) for text in texts) / 2 >= least
    assert sorted({*left(texts, *known)} - REST) == []
    assert share(texts, *known) <= AT_MOST
