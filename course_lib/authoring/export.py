"""A notebook as one HTML page in which every picture keeps its alt text."""

import nbformat
from nbconvert import HTMLExporter

# nbconvert's own page ("lab") leaves out the alt text that a picture's metadata holds.
TEMPLATE = """
{%- extends 'lab/index.html.j2' -%}
{%- macro described(html, output, mime) -%}
{%- set alt = output | get_metadata('alt', mime) -%}
{{ html | replace('<img ', '<img alt="' ~ (alt | escape_html) ~ '" ', 1) if alt else html }}
{%- endmacro -%}
{%- block data_png scoped -%}{{ described(super(), output, 'image/png') }}{%- endblock -%}
{%- block data_svg scoped -%}{{ described(super(), output, 'image/svg+xml') }}{%- endblock -%}
"""


def html(notebook):
    """The page as text; a picture without alt text says "No description has been provided for this image"."""
    static = nbformat.from_dict(notebook)
    # Without a kernel a slider moves nothing, and its code would come from the network: show the static form.
    static.metadata.pop("widgets", None)
    page, _ = HTMLExporter(raw_template=TEMPLATE).from_notebook_node(static)
    return page
