"""An explorer on a bare page in Chromium, without a kernel, and the explorers' modules called from a test."""

from course_lib.explorers import base

# Everything drawn on the page, as text that changes with it.
PIXELS = "() => Array.from(document.querySelectorAll('canvas')).map(canvas => canvas.toDataURL()).join()"
SETTINGS = "() => document.getElementById('explorer0').state.settings"
BARE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>test</title><body>{body}</body></html>'


def page_of(*widgets):
    """HTML with each of the explorers on it; their elements are #explorer0, #explorer1, …"""
    states = [
        {name: getattr(widget, name) for name in ("_esm", "_css", "fixed", "settings", "solved")} for widget in widgets
    ]
    return BARE.format(body="\n".join(base.embedded(state, f"explorer{i}") for i, state in enumerate(states)))


def run_module(page, names, expression, argument=None):
    """What a JavaScript function `argument => …` returns that sees what the modules export and import.

    names: of modules without `export default`, with blanks between them.
    """
    found = {}
    for name in names.split():
        base.needed(name, found)
        found[name] = base.module(name)
    code = "\n".join(map(base.without_exports, found.values()))
    return page.evaluate(f"argument => {{ {code}\nreturn ({expression})(argument) }}", argument)


def settled(page, milliseconds=0):
    """Let the page do what is due by then and draw it: by its own clock, which a busy machine only slows."""
    page.evaluate(
        """wait => new Promise(done =>
            setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => done())), wait))""",
        milliseconds,
    )


def change(page, act):
    """Whether the pixels of the explorers are others after `act()`."""
    before = page.evaluate(PIXELS)
    act()
    settled(page)
    return page.evaluate(PIXELS) != before


def told(page):
    """The first explorer's settings, once Python has been told of them: a fifth of a second after the last change."""
    settled(page, 250)
    return page.evaluate(SETTINGS)
