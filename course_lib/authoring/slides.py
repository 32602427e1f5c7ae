r"""A chapter's slides: from its text and its built notebook to a reveal.js page that needs no kernel (pure).

A chapter's text says in `slideshow` metadata which of its cells stand on slides. Text for the projector alone is tagged
slide-only, what the lecturer says to it has the slide type `notes`; neither is part of the notebook. Of a code cell a
slide shows the picture or explorer, else what it printed; a cell tagged slide-code shows its code too, one tagged
slide-text what it printed beside the picture. A slide's `data` names the lecture's slides that it covers, its seconds
and, where the class votes on a list, the number of the right answer, which the next click marks (a slide that tells the
answer of the vote before it has `result`, or gets it where the vote shows none: paper for students leaves it out):
{"slide_type": "slide", "data": {"covers": "S7 S8", "timing": 90, "answer": 3}}. With `ask` what its code cells show
waits for a click; `code` says which lines of its cell are shown ("2-6"), `lines` which of those are spoken of in turn
("3|4-5"), `build` what else comes click by click, as a CSS selector ("ol > li"); in a formula, what stands in \step{}.
"""

import itertools
import re
from html import escape

import nbformat
from nbconvert import SlidesExporter
from nbconvert.filters import markdown2html
from pygments.formatters import HtmlFormatter
from traitlets.config import Config

from course_lib.authoring import AuthoringError, drawings
from course_lib.authoring.export import Explorers
from course_lib.authoring.mathml import with_mathml
from course_lib.authoring.source import ANSWER_HEADING, is_for_slides, language_of, read, slide_type, text_of
from course_lib.language import ENGLISH, say, tag

# A slide's size in CSS pixels, enlarged as a whole to fill the screen.
WIDTH, HEIGHT = 1120, 630
# nbconvert's frame of sections and notes, around cells without prompts; its scripts come from other hosts, ours do not.
TEMPLATE = """
{%- extends 'reveal/index.html.j2' -%}
{%- block html_head_js -%}
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">{%- endblock -%}
{%- block jupyter_widgets -%}{%- endblock -%}
{%- block notebook_css -%}<style>{{ nb.metadata.code_css }}</style>{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block markdowncell scoped -%}
<div class="prose">{{ cell.source | markdown2html | strip_files_prefix }}</div>
{%- endblock -%}
{%- block codecell scoped -%}
{%- if 'slide-code' in cell.metadata.tags -%}{{ cell.source | highlight_code(metadata=cell.metadata) }}{%- endif -%}
{%- for output in cell.outputs -%}{{ output.data['text/html'] }}{%- endfor -%}
{%- endblock -%}
{%- block footer_js -%}
<script src="reveal/dist/reveal.js"></script>
<script src="reveal/dist/plugin/notes.js"></script>
<script>const WIDTH = SLIDE_WIDTH, HEIGHT = SLIDE_HEIGHT, FOOT = {{ nb.metadata.foot | tojson }}</script>
<script>const ON_PAPER = {{ nb.metadata.on_paper | tojson }}</script>
<script src="reveal/dist/course.js"></script>
{%- endblock -%}
""".replace("SLIDE_WIDTH", str(WIDTH)).replace("SLIDE_HEIGHT", str(HEIGHT))


def deck(text, notebook, name, drawn=None):
    """The notebook that is shown as slides: the cells of a chapter's text, with the outputs of its built notebook.

    drawn: {the number of a notebook's cell: its picture drawn for the slide (`drawings`)}.
    """
    cells, built = read(text, name), enumerate(notebook.cells)
    explorers, language = Explorers(notebook), language_of(notebook)
    identities = (f"explorer-{number}" for number in itertools.count(1))  # by which a link names one
    data = {}
    for cell in cells:
        if slide_type(cell) == "slide":
            data = cell.metadata.slideshow.setdefault("data", {})
        if not is_for_slides(cell):
            number, twin = next(built, (None, None))
            if twin is None or twin.source != text_of(cell, language):
                raise AuthoringError(
                    say("{name}: the notebook is older than its text, run `make notebooks`.", name=name)
                )
            if slide_type(cell) != "skip" and cell.cell_type == "code":
                cell.outputs = list(shown(cell, twin.outputs, explorers, identities, (drawn or {}).get(number)))
        if cell.cell_type == "markdown":
            cell.source = with_mathml(cell.source)
        if cell.cell_type == "code":
            of_slide(cell, data)
    mark_results(cells)
    css = HtmlFormatter(style="xcode").get_style_defs(".highlight")
    title = next(line[2:] for line in notebook.cells[0].source.splitlines() if line.startswith("# "))
    metadata = {"title": title, "code_css": css, "foot": title, "language": language}
    return nbformat.v4.new_notebook(cells=notes_first(cells), metadata=metadata)


def of_slide(cell, data):
    """What its slide's data says of a code cell: that the class is asked first, and which lines of code are shown."""
    if "ask" in data and slide_type(cell) == "-":
        cell.metadata.slideshow["slide_type"] = "fragment"
    if "code" in data:
        first, last = map(int, data["code"].split("-"))
        cell.source = "\n".join(cell.source.splitlines()[first - 1 : last])


def mark_results(cells):
    """Mark each slide that shows the result of the vote before it, which has no result of its own."""
    slides = by_slide(cells)
    for vote, after in itertools.pairwise(slides):
        has_own = any(slide_type(cell) == "fragment" for cell in vote)
        if slide_type(vote[0]) == "slide" and "answer" in vote[0].metadata.slideshow.data and not has_own:
            after[0].metadata.slideshow.data["result"] = True


def notes_first(cells):
    """The same cells, what is said to a slide right after its first one.

    Behind a fragment the notes would be part of it, and the lecturer would see them only when it is shown.
    """
    return [
        cell
        for first, *rest in by_slide(cells)
        for cell in (first, *sorted(rest, key=lambda cell: slide_type(cell) != "notes"))
    ]


def by_slide(cells):
    """The cells of each slide; those before the first one, if there are any, stand in a list of their own."""
    slides = []
    for cell in cells:
        if slide_type(cell) == "slide" or not slides:
            slides.append([])
        slides[-1].append(cell)
    return slides


def shown(cell, outputs, explorers, identities, drawing=None):
    """What a slide shows of a code cell's outputs, as HTML."""
    found = [as_html(output, explorers, identities, drawing) for output in outputs]
    pictures = [html for kind, html in found if kind == "picture"]
    texts = [html for kind, html in found if kind == "text" and html]
    if pictures and drawings.TEXT not in cell.metadata.get("tags", []):
        texts = []
    for html in pictures + texts:
        yield nbformat.v4.new_output("display_data", data={"text/html": html})


def as_html(output, explorers, identities, drawing=None):
    """("picture" or "text", HTML) of one output."""
    data = output.get("data", {})
    if explorers.hold(output):
        return "picture", f'<div class="alive" data-prevent-swipe>{explorers.live(output, next(identities))}</div>'
    if "image/png" in data:
        alt = escape(output.metadata["image/png"]["alt"])
        return "picture", drawings.figure(drawing, data["image/png"], alt)
    if "text/markdown" in data:
        return "text", f'<div class="prose result">{markdown2html(with_mathml(data["text/markdown"]))}</div>'
    text = output.get("text", data.get("text/plain", ""))
    # The heading of an answer that is hidden in the notebook; a table below it is an output of its own.
    text = ANSWER_HEADING.sub("", text).strip("\n")
    return "text", f"<pre>{escape(text)}</pre>" if text else ""


def page(notebook):
    """HTML of a deck."""
    language = notebook.metadata.get("language", ENGLISH)
    notebook.metadata.on_paper = say(
        "To print these slides, put ?print-pdf behind this page's address and print the page that opens; "
        "?print-pdf&handout is the paper for students, without the answers.",
        language,
    )
    settings = Config({"SlidesExporter": {"reveal_url_prefix": "reveal", "reveal_theme": "course"}})
    html, _ = SlidesExporter(config=settings, raw_template=TEMPLATE).from_notebook_node(notebook)
    if language == ENGLISH:
        return html
    title = say("{title} slides", language, title=escape(notebook.metadata.title))
    html = html.replace('<html lang="en">', f'<html lang="{tag(language)}">', 1)
    return re.sub("<title>.*?</title>", lambda _: f"<title>{title}</title>", html, count=1)
