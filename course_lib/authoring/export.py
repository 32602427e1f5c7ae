"""A notebook as one HTML page that needs no network and no kernel: described pictures, formulas, live explorers."""

import base64
import mimetypes
import re
from html import escape
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

from course_lib.authoring import AuthoringError
from course_lib.authoring.mathml import with_mathml
from course_lib.authoring.normalise import STATE, VIEW
from course_lib.authoring.source import code_cells, inside_more, language_of
from course_lib.explorers.base import STATE as NEEDED
from course_lib.explorers.base import embedded, embedded_script
from course_lib.files import write
from course_lib.language import say, speaking
from course_lib.quiz import drawing

# nbconvert's own page ("lab") leaves out the alt text that a picture's metadata holds, and loads three scripts from
# other hosts: for widgets, formulas (here MathML) and diagrams.
TEMPLATE = """
{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js_requirejs -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block html_head_css -%}{{ super() }}
<style>summary { font: 15px/1.5 system-ui, sans-serif; cursor: pointer; padding: 2px 8px }</style>
{%- endblock -%}
{%- macro described(html, output, mime) -%}
{%- set alt = output | get_metadata('alt', mime) -%}
{{ html | replace('<img ', '<img alt="' ~ (alt | escape_html) ~ '" ', 1) if alt else html }}
{%- endmacro -%}
{%- block any_cell scoped -%}
{{ super() }}{{ cell.metadata.course_after }}
{%- endblock -%}
{%- block input_group -%}
{%- if (cell.metadata.jupyter or {}).source_hidden -%}
<details><summary>Show the code</summary>{{ super() }}</details>
{%- else -%}{{ super() }}{%- endif -%}
{%- endblock -%}
{%- block output_group -%}
{%- if (cell.metadata.jupyter or {}).outputs_hidden -%}
<details><summary>Show the answer</summary>{{ super() }}</details>
{%- else -%}{{ super() }}{%- endif -%}
{%- endblock -%}
{%- block data_png scoped -%}{{ described(super(), output, 'image/png') }}{%- endblock -%}
{%- block data_svg scoped -%}{{ described(super(), output, 'image/svg+xml') }}{%- endblock -%}
"""
MORE_BEGINS = "<details><summary>Show this section</summary>"
# A picture of the prose that is a file.
PICTURE = re.compile(r"(!\[[^\]]*\]\()([^):]+)\)")
# What stands in an explorer's place where no script runs.
STILL = '<noscript><img src="data:image/png;base64,{png}" alt="{alt}"></noscript>'


def html(notebook, folder=None):
    """The page as text; a picture without alt text says "No description has been provided for this image".

    folder: where the pictures of the prose lie, which then become part of the page.
    """
    static = nbformat.from_dict(notebook)
    explorers = Explorers(static)
    # Without a kernel a slider moves nothing, and its code would come from the network: show the static form.
    static.metadata.pop("widgets", None)
    write_out(static, folder)
    fold(static.cells)
    outputs = [output for cell in code_cells(static) for output in cell.outputs]
    for number, output in enumerate(outputs):
        if explorers.hold(output):
            output.data = {"text/html": explorers.live(output, f"explorer-{number}")}
        elif quiz := explorers.quiz(output):
            output.data = {"text/html": quiz}
        output.get("data", {}).pop(VIEW, None)
    page, _ = HTMLExporter(raw_template=TEMPLATE).from_notebook_node(static)
    return page


def fold(cells):
    """Note, behind which cell the part of a section that is folded begins, and where it ends."""
    inside = inside_more(cells)
    for position, cell in enumerate(cells):
        opens = position not in inside and position + 1 in inside
        closes = position in inside and position + 1 not in inside
        cell.metadata.course_after = (MORE_BEGINS if opens else "") + ("</details>" if closes else "")


def write_out(notebook, folder):
    """Formulas become MathML, files of pictures part of the text, and the first heading the page's title."""
    prose = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    headings = [line[2:] for cell in prose for line in cell.source.splitlines() if line.startswith("# ")]
    notebook.metadata.title = headings[0] if headings else "Notebook"
    for cell in prose:
        cell.source = with_mathml(cell.source)
        if folder is not None:
            # Not nbconvert's own embed_images, which closes every tag of a formula at once.
            cell.source = PICTURE.sub(lambda found: f"{found[1]}{as_data(Path(folder) / found[2])})", cell.source)
    for output in (output for cell in code_cells(notebook) for output in cell.outputs):
        if "text/markdown" in output.get("data", {}):
            output.data["text/markdown"] = with_mathml(output.data["text/markdown"])


def as_data(file):
    """The address that is a file's content."""
    return f"data:{mimetypes.guess_type(file)[0]};base64,{base64.b64encode(file.read_bytes()).decode()}"


class Explorers:
    """The explorers of a saved notebook, which compute their picture in the browser, on their way onto a page."""

    def __init__(self, notebook):
        models = notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
        self.states = {name: model.get("state", {}) for name, model in models.items()}
        self.language = language_of(notebook)
        self.placed = set()  # the scripts that stand on the page already

    def hold(self, output):
        """The state of the explorer that an output shows, None when it shows none."""
        state = self.states.get(output.get("data", {}).get(VIEW, {}).get("model_id"), {})
        return state if {"_esm", *NEEDED} <= set(state) else None

    def quiz(self, output):
        """HTML of the quiz that an output shows, which answers without a kernel, or None."""
        state = self.states.get(output.get("data", {}).get(VIEW, {}).get("model_id"), {})
        if not {"quiz", "questions"} <= set(state):
            return None
        with speaking(self.language):  # whatever the process that writes the page speaks
            return drawing.drawn(state["quiz"], state["questions"])

    def live(self, output, identity):
        """HTML of an explorer that works without a kernel, or of its still picture where no script runs."""
        state = self.hold(output)
        wanted = sorted(reference.removeprefix("IPY_MODEL_") for reference in state["scripts"].values())
        scripts = [embedded_script(name, self.states[name]["code"]) for name in wanted if name not in self.placed]
        self.placed.update(wanted)
        still = {"png": output.data["image/png"].replace("\n", ""), "alt": escape(output.metadata["image/png"]["alt"])}
        return "".join(scripts) + embedded(state, identity) + STILL.format(**still)


def main(source, target):
    """Write the page of a notebook."""
    try:
        notebook = nbformat.read(source, as_version=4)
    except (OSError, ValueError) as error:
        raise AuthoringError(
            say("{source} cannot be read as a notebook ({error}).", source=source, error=type(error).__name__)
        ) from error
    page = html(notebook, source.parent)
    write(target, page)
    print(say("{target}: {size:.1f} MB", target=target, size=len(page.encode()) / 1000000.0))
    return 0
