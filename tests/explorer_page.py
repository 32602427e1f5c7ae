"""An explorer on a bare page in Chromium, without a kernel, and the explorers' modules called from a test."""

import re

from course_lib.explorers import base

# Everything drawn on the page, as text that changes with it.
PIXELS = "() => Array.from(document.querySelectorAll('canvas')).map(canvas => canvas.toDataURL()).join()"
SETTINGS = "() => document.getElementById('explorer0').state.settings"
IMPORT = re.compile(r"^import .* from \"\./(\w+)\.js\"\n", re.MULTILINE)
BARE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>test</title><body>{body}</body></html>'


def state_of(widget):
    """What a saved notebook holds of an explorer."""
    state = widget.get_state()
    return {name: state[name] for name in ("_esm", *base.STATE)}


def page_of(*widgets):
    """HTML with each of the explorers on it; their elements are #explorer0, #explorer1, …"""
    scripts = {script.model_id: script.code for widget in widgets for script in widget.scripts.values()}
    held = [base.embedded_script(*script) for script in scripts.items()]
    shown = [base.embedded(state_of(widget), f"explorer{i}") for i, widget in enumerate(widgets)]
    return BARE.format(body="\n".join(held + shown))


def run_module(page, names, expression, argument=None):
    """What a JavaScript function `argument => …` returns that sees what the modules export and import.

    names: of modules without `export default`, with blanks between them. They are put into one text, as they stand:
    a top-level name may occur only once among them.
    """
    found = {}
    for name in names.split():
        collect(name, found)
    code = "\n".join(found.values())
    return page.evaluate(f"argument => {{ {code}\nreturn ({expression})(argument) }}", argument)


def collect(name, found, clean=None):
    """Put into `found` the text of js/<name>.js after what it imports, by default without `import` and `export`."""
    clean = clean or (lambda text: re.sub(r"^export ", "", IMPORT.sub("", text), flags=re.MULTILINE))
    source = (base.HERE / "js" / f"{name}.js").read_text(encoding="utf-8")
    for other in IMPORT.findall(source):
        if other not in found:
            collect(other, found, clean)
    found[name] = clean(source)


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


def wider_than(page, *widths):
    """Those of these widths of a window, in pixels, at which something stands out of it at the side."""
    size, found = page.viewport_size, []
    for width in widths:
        page.set_viewport_size(size | {"width": width})
        settled(page)
        if page.evaluate("() => document.documentElement.scrollWidth") > width:
            found.append(width)
    page.set_viewport_size(size)
    return found


def told(page):
    """The first explorer's settings, once Python has been told of them: a fifth of a second after the last change."""
    settled(page, 250)
    return page.evaluate(SETTINGS)
