"""Sphinx's settings for the public site; `make site` puts chapters and pictures beside this file and builds."""

import json
import re
from html import unescape

from docutils.nodes import SkipNode, comment, raw, section

from course_lib import style
from course_lib.authoring import chinese, social
from course_lib.authoring import site_editions as editions
from course_lib.authoring.mathml import mathml
from course_lib.authoring.site import BESIDE, settings
from course_lib.authoring.site_search import Pairs
from course_lib.authoring.site_words import SCRIPT, edition, say
from course_lib.language import ENGLISH, LANGUAGES

PROJECT = settings()
COURSE = PROJECT["tool"]["course"]

EDITION = edition()
HOME = social.home(COURSE)

project = say("Deep-learning optimizers, taken apart")
root_doc = "index"
WORDS = f"<p>{say(PROJECT['project']['description'])}</p>"  # what a shared link says of the whole
html_baseurl = HOME and HOME + ("" if EDITION.language == ENGLISH else f"{EDITION.language}/")
html_title = project
copyright = say("the authors of the course; text and pictures CC BY 4.0, code BSD 3-Clause")
release = PROJECT["project"]["version"]
language = LANGUAGES.get(EDITION.language, ENGLISH)
locale_dirs = ["locale"]
extensions = ["myst_nb", "sphinx_copybutton", "sphinx.ext.viewcode"]
exclude_patterns = ["exercises", "jupyter_execute"]
suppress_warnings = ["mystnb.mime_priority"]

# The chapters are shown as they were built.
nb_execution_mode = "off"
nb_render_markdown_format = "myst"  # of outputs, too: a table that a cell computes is a table
nb_code_prompt_show = "Show {type}"
nb_code_prompt_hide = "Hide {type}"
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 3
copybutton_exclude = ".linenos, .gp, .go"

html_theme = "furo"
html_static_path = ["_static"]
templates_path = ["_templates"]
html_css_files = ["course.css"]
html_js_files = ["course.js"]
html_favicon = "_static/icon.svg"
html_show_sphinx = False
html_copy_source = False
html_use_index = EDITION.language == ENGLISH  # of the library, whose pages are English
html_math_renderer = "course-mathml"
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": style.LIGHT["accent"],
        "color-brand-content": style.LIGHT["accent"],
        "color-brand-visited": style.LIGHT["accent"],
        "color-foreground-primary": style.LIGHT["text"],
    },
    "dark_css_variables": {
        "color-brand-primary": style.DARK["accent"],
        "color-brand-content": style.DARK["accent"],
        "color-brand-visited": style.DARK["accent"],
        "color-foreground-primary": style.DARK["text"],
        "color-background-primary": style.DARK["paper"],
    },
}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"


def visit_math(self, node):
    self.body.append(mathml(node.astext()))
    raise SkipNode


def visit_displaymath(self, node):
    self.body.append(f'<div class="math">{mathml(node.astext(), block=True)}</div>')
    raise SkipNode


def level_captions(app, page, template, context, tree):
    """Sphinx calls the captions of its lists of pages headings, and does not say of which level."""
    for part in ("furo_navigation_tree", "body"):
        if part in context:
            context[part] = context[part].replace('role="heading"', 'role="heading" aria-level="2"')


# What myst-nb calls what it folds, and what a reader looks for.
CODE, SHOW, RESULT = say("Code"), say("Show the result"), say("The result")
PROMPTS = {"Show source": CODE, "Hide source": CODE, "Show output": SHOW, "Hide output": RESULT}


def for_readers(app, page, template, context, tree):
    """Plain words on what is folded; Chinese marked as Chinese; what a shared link shows."""
    title = unescape(re.sub(r"<[^>]+>", "", context.get("title", project)))
    context["metatags"] = context.get("metatags", "") + social.meta(
        title, WORDS if page == root_doc else context.get("body", ""), f"{page}.html", html_baseurl
    )
    for part in ("body", "toc", "title"):
        if part in context:
            for said, words in PROMPTS.items():
                context[part] = context[part].replace(f">{said}<", f">{words}<")
            if part != "title" and EDITION.language == ENGLISH:
                context[part] = chinese.marked(context[part])
    # A long name breaks after a full stop, not within a word.
    context["body"] = re.sub(r"<h1>course_lib\.(?=\w)", "<h1>course_lib.<wbr>", context.get("body", ""))


def in_two_languages(app, page, template, context, tree):
    """The link to the page in the other language, and what its script says; addresses of pages in English alone."""
    context["course_switch"] = editions.switch(f"{page}.html") if page in EDITION.pages else ""
    if page in EDITION.pages:
        context["metatags"] = context.get("metatags", "") + editions.alternates(f"{page}.html", HOME)
    if EDITION.language != ENGLISH:
        up = "../" * (page.count("/") + 1)
        for part in ("furo_navigation_tree", "body"):
            context[part] = context.get(part, "").replace(BESIDE, up)
        words = json.dumps({text: say(text) for text in SCRIPT}, ensure_ascii=False)
        context["body"] += f'<script type="application/json" id="course-words">{words}</script>'


def fold_more(app, doctree):
    """A section that is marked shows what stands above the mark, and the rest at a click, as JupyterLab does."""
    begin = f'<details class="more"><summary>{say("Show this section")}</summary>'
    for part in list(doctree.findall(section)):
        mark = next((child for child in part.children if isinstance(child, comment) and child.astext() == "more"), None)
        if mark is not None:
            part.replace(mark, raw("", begin, format="html"))
            part += raw("", "</details>", format="html")


def setup(app):
    app.connect("html-page-context", level_captions, priority=900)  # after the theme's own
    app.connect("html-page-context", for_readers, priority=901)
    app.connect("html-page-context", in_two_languages, priority=902)
    app.connect("doctree-read", fold_more)
    app.add_search_language(Pairs)
    app.add_html_math_renderer("course-mathml", (visit_math, None), (visit_displaymath, None))
