"""A part of a handwritten page that the build writes: what stands between two marks (pure)."""

from course_lib.authoring import AuthoringError
from course_lib.language import say


def fill(text, start, end, body, name):
    """The page's text with `body` between its marks; AuthoringError, which names the page, when a mark is missing."""
    before, first, rest = text.partition(start)
    _, last, after = rest.partition(end)
    if not (first and last):
        raise AuthoringError(say("{name} must hold the lines {start!r} and {end!r}.", name=name, start=start, end=end))
    return f"{before}{start}\n\n{body}\n\n{end}{after}"
