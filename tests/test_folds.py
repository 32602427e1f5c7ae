"""What is folded, and how: a prediction's answer, code that only draws, and sections that the thread can do without."""

import shutil
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from sphinx.cmd.build import main as sphinx

from course_lib.authoring import AuthoringError, export, site, slides
from course_lib.authoring.source import code_cells, generate, inside_more, read

ROOT = Path(__file__).resolve().parents[1]
TEXT = r"""# Top

**Predict.** How many?

```{code-cell}
:tags: [hide-input, hide-output]
print("The answer:\nthree drawn")
```

+++ {"tags": ["answer"], "slideshow": {"slide_type": "slide"}}

Because $\beta^2 < 1$:

- one reason
- another

$$\frac{1}{1-\beta}$$

+++

## The thread

```{code-cell}
:tags: [hide-input]
draw(paths)
```

+++ {"tags": ["more"]}

## An aside

What it is about.

```{code-cell}
print("aside")
```

### A part of the aside

The aside goes on.

+++

## The thread goes on

Here it does.
"""


@pytest.fixture(scope="module")
def notebook():
    """TEXT built, as if its cells had printed."""
    built = generate(TEXT, "01_planted")
    for cell, printed in zip(code_cells(built), ("The answer:\nthree drawn\n", "a picture\n", "aside\n")):
        cell.outputs = [nbformat.v4.new_output("stream", text=printed)]
    return built


@pytest.fixture(scope="module")
def page(notebook, tmp_path_factory):
    """The page that the website makes of it."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(ROOT / "docs" / "site", folder / "in")
    for file in (folder / "in").glob("*.md"):
        file.unlink()
    nbformat.write(site.for_site(notebook), folder / "in" / "index.ipynb")
    assert sphinx(["-b", "html", "-q", "-W", str(folder / "in"), str(folder / "out")]) == 0
    return BeautifulSoup((folder / "out" / "index.html").read_text(encoding="utf-8"), "html.parser").article


def folded_in(page):
    """The text of each <details> of a page, without its summary."""
    found = []
    for details in page.find_all("details"):
        details.summary.extract()
        found.append(details)
    return found


def test_the_site_folds_code_results_answers_and_asides(page):
    code, result, answer, drawing, aside = folded_in(page)
    assert "print" in code.get_text() and "drawn\n" not in code.get_text()
    assert "three drawn" in result.get_text()
    assert [item.get_text() for item in answer.find_all("li")] == ["one reason", "another"]
    assert len(answer.find_all("math")) == 2 and "$" not in answer.get_text()
    assert "draw(" in drawing.get_text() and "a picture" not in drawing.get_text()
    assert "aside" in aside.pre.get_text() and "The aside goes on." in aside.get_text()
    assert aside.h3 and not aside.h2
    for details in (code, result, answer, drawing, aside):
        details.extract()
    left = page.get_text()
    assert all(text in left for text in ("Predict", "An aside", "What it is", "a picture", "Here it does."))
    assert not any(text in left for text in ("three drawn", "reason", "aside goes on"))


def test_so_does_the_exported_page(notebook):
    page = BeautifulSoup(export.html(notebook), "html.parser").main
    code, result, answer, drawing, aside = folded_in(page)
    assert "print" in code.get_text() and "three drawn" in result.get_text()
    assert len(answer.find_all("li")) == len(answer.find_all("math")) == 2
    assert "draw" in drawing.get_text() and "a picture" not in drawing.get_text()
    assert aside.h3 and not aside.h2 and "The aside goes on." in aside.get_text()
    for details in (code, result, answer, drawing, aside):
        details.extract()
    left = page.get_text()
    assert all(text in left for text in ("An aside", "What it is", "a picture", "Here it does."))
    assert not any(text in left for text in ("three drawn", "reason", "aside goes on"))


def test_a_slide_shows_the_answer_and_never_its_fold(notebook):
    cells = slides.deck(TEXT, notebook, "01_planted").cells
    (answer,) = [cell.source for cell in cells if "another" in cell.source]
    assert "<details>" not in answer and "<math" in answer


def test_an_aside_ends_where_a_heading_of_its_level_begins():
    cells = read(TEXT, "01_planted")
    inside = [cells[position].source.split("\n")[0] for position in sorted(inside_more(cells))]
    assert inside == ['print("aside")', "### A part of the aside"]


def test_an_aside_needs_a_heading():
    with pytest.raises(AuthoringError, match="a cell tagged more must begin with a heading"):
        generate('+++ {"tags": ["more"]}\n\nNo heading.\n', "01_planted")


def test_jupyterlab_is_told_what_to_fold(notebook):
    drawn, only_code, _ = code_cells(notebook)
    assert drawn.metadata.jupyter == {"source_hidden": True, "outputs_hidden": True}
    assert only_code.metadata.jupyter == {"source_hidden": True}
    (aside,) = [cell for cell in notebook.cells if cell.source.startswith("## An aside")]
    assert aside.metadata["jp-MarkdownHeadingCollapsed"] is True
