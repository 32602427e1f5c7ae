"""Every notebook is what its source gives, and satisfies the course's checks; every check can fail."""

from functools import cache
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_lib.authoring import AuthoringError, build, checks, editions
from course_lib.authoring.languages import target
from course_lib.authoring.source import generate, to_json
from course_lib.language import ENGLISH, LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
SOURCES = build.sources(ROOT)
STORED = {ENGLISH: list(SOURCES)} | {language: editions.finished(ROOT, language) for language in LANGUAGES}
EACH = pytest.mark.parametrize(("name", "language"), [(one, spoken) for spoken in STORED for one in STORED[spoken]])
CHECKS = [
    pytest.param(check, marks=pytest.mark.slow) if check is checks.undescribed_in_html else check
    for check in checks.OF_A_NOTEBOOK
]


@cache
def read(name, language=ENGLISH):
    """The committed text of a notebook; a missing one fails with what to do."""
    path = target(ROOT, name, language)
    if not path.exists():
        to_run = "make notebooks" if language == ENGLISH else f"course build --language {language}"
        pytest.fail(f"{path.relative_to(ROOT)} is missing: run {to_run}.")
    return path.read_text(encoding="utf-8")


@cache
def parsed(name, language):
    """One for all checks, which change nothing in it."""
    return nbformat.reads(read(name, language), as_version=4)


@pytest.mark.parametrize("language", STORED)
def test_every_notebook_has_a_source_and_every_source_a_notebook(language):
    """In another language, those whose catalogue is finished."""
    folders = [target(ROOT, f"{kind}/x", language).parent for kind in build.KINDS]
    built = [path for folder in folders for path in folder.glob("*.ipynb")]
    assert set(built) == {target(ROOT, name, language) for name in STORED[language]}


@EACH
def test_notebook_is_what_its_source_gives(name, language):
    """And, in another language, its catalogue: what is stale is told without running it."""
    fresh = build.bare(ROOT, name) if language == ENGLISH else editions.bare(ROOT, name, language)
    notebook = parsed(name, language)
    assert checks.stale(notebook, fresh, name) == []
    assert to_json(notebook) == read(name, language), f"{name}.ipynb was not written by the build: run make notebooks."


@EACH
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_notebook_satisfies(check, name, language):
    assert check(parsed(name, language)) == []


# Each check, shown a notebook it has to refuse.

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
# A white square of 5 by 5 with a black pixel in its upper row.
CUT_OFF = (
    "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAI0lEQVR4nGP8////fwYGBgZGRkYGKJOBiQEKYAIogsiAeEEAiTcKA71OG4wAAAAA"
    "SUVORK5CYII="
)


def of(*cells):
    return new_notebook(cells=list(cells))


def code(source="1", outputs=(), count=1, **metadata):
    return new_code_cell(source, outputs=list(outputs), execution_count=count, metadata=metadata)


def picture(mime="image/png", data=PNG, **metadata):
    return new_output("display_data", data={mime: data}, metadata=metadata)


def stream(text, name="stdout"):
    return new_output("stream", text=text, name=name)


FAILED = new_output("error", ename="E", evalue="", traceback=[])
EMPTY = {"image/png": {"alt": " "}}
DESCRIBED = {"image/png": {"alt": "A line that rises."}}
GOOD = of(
    new_markdown_cell("# Top\n\n![a drawing](a.png)\n\n```\n# no heading\n```"),
    new_markdown_cell("## Part"),
    code(outputs=[stream("0.125\n"), picture(**DESCRIBED)]),
)

BAD = {
    "an error": (checks.errors_and_stderr, code(outputs=[FAILED])),
    "stderr": (checks.errors_and_stderr, code(outputs=[stream("careful", "stderr")])),
    "never run": (checks.unexecuted, code(count=None)),
    "run out of order": (checks.unexecuted, code(count=2)),
    "PNG without alt": (checks.pictures_without_alt, code(outputs=[picture()])),
    "PNG with empty alt": (checks.pictures_without_alt, code(outputs=[picture(**EMPTY)])),
    "SVG without alt": (checks.pictures_without_alt, code(outputs=[picture("image/svg+xml", "<svg/>")])),
    "HTML without alt": (checks.pictures_without_alt, code(outputs=[picture("text/html", "<img alt=''>")])),
    "cut off at the edge": (checks.cut_off_pictures, code(outputs=[picture(data=CUT_OFF, **DESCRIBED)])),
    "page without alt": (checks.undescribed_in_html, code(outputs=[picture()])),
    "prose without alt": (checks.markdown_without_alt, new_markdown_cell("# A\n![](a.png)")),
    "prose with <img>": (checks.markdown_without_alt, new_markdown_cell('# A\n<img src="a.png">')),
    "no heading": (checks.headings, new_markdown_cell("text")),
    "two top headings": (checks.headings, new_markdown_cell("# A\n\n# B")),
    "first is no top heading": (checks.headings, new_markdown_cell("## A\n\n# B")),
    "a level left out": (checks.headings, new_markdown_cell("# A\n\n### B")),
    "16 lines": (checks.long_code, code("\n\n".join("abcdefghijklmnop"))),
    "a line of 101": (checks.long_code, code(f"W = {'1' * 97}")),
    "median of 7 lines": (checks.long_code, code("\n".join("abcdefg"))),
    "a folded result that shows": (checks.spoilers, code(outputs=[stream("SGD won.")], tags=["hide-output"])),
    "an answer that its code asserts": (
        checks.spoilers,
        code("assert 2 < 3", outputs=[stream("The answer:\n3")], tags=["hide-output"]),
    ),
    "a last semicolon": (checks.trailing_semicolons, code("ax.plot(W);")),
    "a path": (checks.traces_of_the_machine, code(outputs=[stream("saved in /home/ada/course")])),
    "a path on Windows": (checks.traces_of_the_machine, code(outputs=[stream(r"C:\Users")])),
    "a time": (checks.traces_of_the_machine, code(execution={"started": "2026-01-31T12:00:00"})),
    "a Python version": (checks.traces_of_the_machine, code(outputs=[stream("numpy on 3.11.7")])),
    "an address": (checks.traces_of_the_machine, code(outputs=[picture("text/plain", "0x7f00aa11bb22")])),
}


@pytest.mark.parametrize("check", checks.OF_A_NOTEBOOK, ids=lambda check: check.__name__)
def test_check_accepts_a_good_notebook(check):
    assert check(GOOD) == []


@pytest.mark.parametrize(("check", "cell"), BAD.values(), ids=BAD.keys())
def test_check_refuses(check, cell):
    assert check(of(cell))


def test_every_check_has_a_notebook_it_refuses():
    # An old explorer stands in the metadata; the test below plants one.
    assert {check for check, _ in BAD.values()} | {checks.old_explorers} == set(checks.OF_A_NOTEBOOK)


SOURCE = "# Top\n\n```{code-cell}\n:tags: [hide-output]\n1 + 1\n```\n"


@pytest.mark.parametrize(
    "change",
    [
        lambda notebook: notebook.cells[0].update(source="# Tip"),
        lambda notebook: notebook.cells[1].update(source="1 + 2"),
        lambda notebook: notebook.cells[1].update(id="other"),
        lambda notebook: notebook.cells[1].metadata.update(tags=[]),
        lambda notebook: notebook.cells.pop(),
        lambda notebook: notebook.metadata.language_info.update(version="3.11.7"),
        lambda notebook: notebook.update(nbformat_minor=4),
    ],
    ids=["prose", "code", "id", "tags", "cell", "version", "format"],
)
def test_stale_sees(change):
    notebook, fresh = generate(SOURCE, "01_small"), generate(SOURCE, "01_small")
    assert checks.stale(notebook, fresh, "notebooks/01_small") == []
    change(notebook)
    assert len(checks.stale(notebook, fresh, "notebooks/01_small")) == 1


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").rglob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_is_at_most_a_megabyte(path):
    # A Chinese one also holds what its explorers say in Chinese; chapter 6 is 2 kB over a million bytes for that.
    assert path.stat().st_size <= (2**20 if path.parent.name in LANGUAGES else 1e6)


@pytest.mark.parametrize("part", ["_esm", "code"])
def test_an_explorer_of_an_older_library_is_seen(part):
    notebook = nbformat.reads(read("notebooks/00_start_here"), as_version=4)
    states = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
    explorer = next(model for model in states.values() if part in model["state"])
    assert checks.old_explorers(notebook) == []
    explorer["state"][part] += " "
    assert len(checks.old_explorers(notebook)) == 1


def test_alt_text_reaches_the_html_page():
    alt = 'Loss < 1 & "falling"'
    page = checks.html(of(code(outputs=[picture(**{"image/png": {"alt": alt}})])))
    assert [image["alt"] for image in BeautifulSoup(page, "html.parser").find_all("img")] == [alt]


def test_html_page_shows_the_static_form_of_an_interactive_figure():
    view = "application/vnd.jupyter.widget-view+json"
    both = picture(**DESCRIBED)
    both.data[view] = {"model_id": "1", "version_major": 2, "version_minor": 0}
    notebook = of(code(outputs=[both]))
    notebook.metadata.widgets = {view.replace("view", "state"): {"state": {"1": {}}}}
    page = checks.html(notebook)
    assert DESCRIBED["image/png"]["alt"] in page and view not in page
    assert "widgets" in notebook.metadata  # the notebook itself stays as it is


def test_source_gives_ids_and_tags():
    cell = generate(SOURCE, "01_small").cells[1]
    assert cell.id == "01-small-001"
    assert cell.metadata == {"tags": ["hide-output"], "jupyter": {"outputs_hidden": True}}


def test_measured_cell_says_why():
    text = "```{code-cell}\n:tags: [measured]\n%s1 + 1\n```\n"
    cell = generate(text % "# the time depends on your machine\n", "01_small").cells[0]
    assert cell.metadata.tags == ["measured", "nbval-ignore-output"]
    with pytest.raises(AuthoringError, match="say in a comment why"):
        generate(text % "", "01_small")
