"""How much of what a Chinese reader reads is Latin words that are no code, no formula and no name; and which they are.

A Chinese word is counted as two letters. Names, signs and what one types are written the same in both languages; so are
the words of REST, which a Chinese lecturer says in English, too. Whatever else is left was never translated.
"""

import csv
import io
import re
import tokenize
from pathlib import Path

from bs4 import BeautifulSoup
from nbconvert.filters import markdown2html

from course_lib import optimizers

AT_MOST = 0.02  # the share of Latin words that a reader may meet
# Code, formulas, titles of works and menus, what belongs to English: said to nobody, or the same in every language.
APART = "script, style, noscript, pre, code, math, svg, em, cite, [lang=en], .math, .highlight, .course-language"
SPOKEN = ("aria-label", "title", "placeholder", "alt")
WORKS = "参考资料"  # the heading above them
QUOTED = re.compile(r"“[A-Za-z][^“”]*”|‘[A-Za-z][^‘’]*’")  # by a Chinese text: a title, or the deck's own words
ADDRESS = r"https?:\S+|[\w./-]+\.(?:py|ipynb|md|csv|html|toml|zip|json|gif|bib)\b"
ERROR = r"\w*(?:Error|Exit|Interrupt): .*?(?=，出在|\n|$)"  # in Python's own words
CALL = r"\w+\([^()]*(?:\([^()]*\)[^()]*)*\)|\w+\[[^\]]*\]"
CODE = re.compile(
    rf"{ERROR}|\$\$.+?\$\$|\$[^$\n]+\$|`[^`]*`|{ADDRESS}|{CALL}"
    r"|\w*[_^=]+[\w/]*|[A-Za-z]+\d\w*|\d[A-Za-z]\w*|\w+-hat",
    re.DOTALL,
)
WORD = re.compile(r"(?<![A-Za-z\u0370-\u03ff])[A-Za-z][A-Za-z'-]*[A-Za-z](?![A-Za-z])")

RULES = """BGD MBGD GD Nestrov RMSPprop Adadelta Adagrad AdaBelief Adafactor Rprop Nadam Shampoo SOAP WSD Moonlight Kimi
    Distributed AlgoPerf Beale Fisher Rosenbrock"""
LIBRARIES = """PyTorch TensorFlow Keras optax NumPy pandas Python Jupyter JupyterLab WebGL GitHub Colab Binder Linux
    macOS Windows Moodle Canvas Gradescope nbgrader conda"""
PEOPLE = """Hinton Geoffrey Goyal Malladi Shallue Goodfellow Antognini Sohl-Dickstein Li Balles Hennig Kunstner Zhang
    Wen Cohen Robbins Monro Polyak Reddi Kale Kumar Choi Dahl Schmidt Sivaprasad"""
# Keys, files and units as they are called, and what stands in formulas and code.
SIGNS = """Enter Shift Tab Esc CSV GPU PDF GB MB SVG PNG GIF CC BY BSD RMS nats lr LR tanh relu softmax Softmax log lg
    exp ln min max NaN nan inf np beta lambda kappa eps cW total True False None print return int dict set span range
    round empty move errors centered maximum cumsum accumulate axis"""
# The deck's own words beside which a Chinese term stands, and names that are spelled out where they are explained.
DECK = """learning rate gradient Gradient Descent Stochastic Batch Mini-Batch noise floor Ada ptive grad ient Root Mean
    Square Propagation Gif schedule"""
with (Path(__file__).resolve().parents[1] / "locale" / "glossary.csv").open(encoding="utf-8") as lines:
    TERMS = " ".join(f"{row['中文']} {row['also']}" for row in csv.DictReader(lines))  # in Latin letters: batch
NAMES = {*optimizers.RULES, *re.findall("[A-Za-z]+", TERMS)}
NAMES |= {name for names in (RULES, LIBRARIES, PEOPLE, SIGNS, DECK) for name in names.split()}
# What is left: a Chinese lecturer says these in English, too.
REST = {"notebook", "Notebook", "epoch", "playground", "transformer", "import", "dampening", "Figure", "bit", "level"}
REST |= {"schedule-free"}


def page_said(html):
    """All that a page says, text by text: its words and those of its attributes, without the works that it cites."""
    page = BeautifulSoup(html, "html.parser")
    for heading in page.find_all(["h1", "h2", "h3"]):
        for part in list(heading.find_next_siblings()) if heading.get_text().startswith(WORKS) else []:
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
    found = tokenize.generate_tokens(io.StringIO(source).readline)
    return [part.string for part in found if part.type == tokenize.COMMENT]


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

    known: names that stand there. least: how many Chinese words there are at least, lest nothing was read.
    """
    texts = list(texts)
    assert sum(len(re.findall("[\u4e00-\u9fff]", text)) for text in texts) / 2 >= least
    found = sorted({*left(texts, *known)})
    assert {*found} <= REST, found
    assert share(texts, *known) <= AT_MOST, found
