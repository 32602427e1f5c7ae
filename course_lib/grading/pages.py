"""The frame of grading's HTML pages: a page may load nothing and run nothing, and whatever is filled in is text."""

from functools import cache

from jinja2 import DictLoader, Environment, StrictUndefined, Template

from course_lib.language import current, tag

FRAME = """\
<!DOCTYPE html>
<html lang="{{ lang }}">
<head>
<meta charset="utf-8">
<title>{{ title }}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width">
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a;
       background: #fff }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #ccc }
.number { text-align: right; white-space: nowrap }
.yes { color: #00664a } .no { color: #a33c00 }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #1b1b1b } .yes { color: #4fd3a8 }
       .no { color: #ffa070 } th, td { border-color: #555 } }
{% block style %}{% endblock %}
</style>
</head>
<body>
<h1>{{ title }}</h1>
{% block body %}{% endblock %}
</body>
</html>
"""
LOADER = DictLoader({"page": FRAME})
# autoescape: what is filled in comes from submissions, and is never markup.
ENVIRONMENT = Environment(
    loader=LOADER, autoescape=True, undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
)


@cache
def template(source: str) -> Template:
    """The template that a text is."""
    return ENVIRONMENT.from_string(source)


def page_of(source: str, **values: object) -> str:
    """A page: a template that extends "page", filled in."""
    return template(source.lstrip()).render(values, lang=tag(current()))
