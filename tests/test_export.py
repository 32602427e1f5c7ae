"""A notebook exported to one HTML page: without a network and a kernel its explorers live and its formulas show."""

from html import unescape
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_lib.authoring import AuthoringError, export
from course_lib.authoring.mathml import mathml, with_mathml
from course_lib.authoring.normalise import STATE, VIEW
from course_lib.explorers import path
from course_lib.optimizers import SGD, Adam
from tests.explorer_controls import SELECTOR, problems, wait_for_all
from tests.explorer_page import state_of
from tests.tours import tours

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb")) + sorted((ROOT / "solutions").glob("*.ipynb"))
PROSE = """() => Array.from(document.querySelectorAll('.jp-MarkdownCell'), cell => {
  const copy = cell.cloneNode(true)
  copy.querySelectorAll('pre, code').forEach(code => code.remove())
  return copy.textContent
}).join()"""
ALT = 'Two paths & a "canyon".'


def small():
    """A notebook with one explorer, as the build saves it."""
    widget = path("canyon", [SGD(0.1), Adam(0.1)], alt=ALT)
    data, metadata = widget._repr_mimebundle_()
    states = {data[VIEW]["model_id"]: {"state": state_of(widget)}}
    states |= {script.model_id: {"state": {"code": script.code}} for script in widget.scripts.values()}
    shown = new_output("execute_result", data=data, metadata=metadata, execution_count=1)
    widgets = {STATE: {"state": states}}
    return new_notebook(
        cells=[new_markdown_cell("# Small\n\n$x^2$"), new_code_cell("1", outputs=[shown])],
        metadata={"widgets": widgets},
    )


def test_the_still_picture_is_there_where_no_script_runs():
    soup = BeautifulSoup(export.html(small()), "html.parser")
    assert soup.title.string == "Small"
    assert [image["alt"] for image in soup.find_all("img")] == [ALT]
    assert [image["alt"] for image in soup.select("noscript img")] == [ALT]
    assert not [script for script in soup.find_all("script") if script.get("src")]
    assert len(soup.select("script[type=module]")) == 1


@pytest.fixture
def read(chrome):
    """(a function that opens a page, given as text, as a file; the addresses that the page asked for: none)."""
    from tests.lab import watched

    asked = []

    def refuse(route):
        asked.append(route.request.url)
        route.abort()

    def opened(text, file):
        file.write_text(text, encoding="utf-8")
        chrome.goto(file.as_uri())
        return chrome

    chrome.route(lambda url: not url.startswith(("data:", "blob:")) and not url.endswith("page.html"), refuse)
    with watched(chrome) as heard:
        yield opened, asked
    chrome.unroute_all()
    assert asked == []
    assert [sentence for sentence in heard if "ERR_FAILED" not in sentence] == []  # what was refused stood in `asked`


@pytest.mark.parametrize(
    "notebook",
    tours(NOTEBOOKS, ROOT / "notebooks" / "05_adam.ipynb"),
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_a_page_needs_nothing_but_itself(read, notebook, tmp_path):
    opened, _ = read
    page = opened(export.html(nbformat.read(notebook, as_version=4), notebook.parent), tmp_path / "page.html")
    wait_for_all(page, notebook)
    assert page.evaluate("() => Array.from(document.images).every(image => image.naturalWidth > 0)")
    assert "$" not in page.evaluate(PROSE)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_an_explorer_on_an_exported_page_is_alive(read, tmp_path):
    opened, _ = read
    page = opened(export.html(small()), tmp_path / "page.html")
    page.locator(SELECTOR).wait_for()
    assert problems(page) == []


def test_a_request_is_seen(read, tmp_path):
    opened, asked = read
    opened('<!doctype html><script src="http://127.0.0.1:9/require.js"></script>', tmp_path / "page.html")
    assert asked == ["http://127.0.0.1:9/require.js"]
    asked.clear()


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_notebook_with_its_explorers_is_quick_to_load(notebook):
    assert notebook.stat().st_size <= 1.5e6


# Formulas


@pytest.mark.parametrize(
    ("tex", "parts"),
    [
        (r"\frac{a}{b}", ["<mfrac>", "<mi>a</mi>", "<mi>b</mi>"]),
        (r"\sqrt{S_t + \epsilon}", ["<msqrt>", "<msub><mi>S</mi><mi>t</mi></msub>", "ϵ"]),
        (r"\beta_1^{t-1}", ["<msubsup><mi>β</mi><mn>1</mn>", "−"]),
        (r"\texttt{eps\_root}", ["eps_root"]),
        (r"W := 1", ["<mo>≔</mo>"]),
        (r"\step{\frac{1}{2}} + c", ['<mstyle class="fragment"><mrow><mfrac>', "</mrow></mstyle><mo>+</mo><mi>c</mi>"]),
        (r"\begin{aligned} a &= 1 \\ b &= 2 \end{aligned}", ["<mtable", "<mtr><mtd", "<mi>b</mi>"]),
    ],
)
def test_formula(tex, parts):
    found = unescape(mathml(tex))
    assert all(part in found for part in parts), found


@pytest.mark.parametrize("tex", [r"\unknown x", r"a + \foo_1", r"\begin{gathered} a & 1 \end{gathered}"])
def test_a_formula_that_cannot_be_shown_is_refused(tex):
    with pytest.raises(AuthoringError, match="latex2mathml does not know"):
        mathml(tex)


def test_code_and_money_are_no_formulas():
    text = "`$x$` costs \\$5 or \\$6\n\n```\n$y$\n```\n"
    assert with_mathml(text) == text
    assert with_mathml("$$y$$") == mathml("y", block=True) != mathml("y")


def test_markdown_leaves_a_formula_alone():
    assert not set(mathml(r"a * b_1 | \texttt{x\_y} [2]").replace("<math xmlns=", "")) & set("*_|[]`~$\\")
