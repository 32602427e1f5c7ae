"""The page that shows the whole design: tokens, controls and pictures, by day and by night.

Everything on it comes from `course_lib.style` or is a live explorer, a figure or a question of the course: nothing is
drawn for this page. `make site` writes it; a test compares it with stored pictures.
"""

import base64
from html import escape
from pathlib import Path
from string import Template

import numpy as np

from course_lib import explorers, plots, quiz, style
from course_lib.explorers import base
from course_lib.optimizers import SGD, Adam, Momentum, RMSProp
from course_lib.quiz import drawing

TEMPLATE = Path(__file__).parent / "design.html"
THEMES = {"light": style.LIGHT, "dark": style.DARK}
# What is taken out of the explorer `controls` to stand alone: {name: selector}; and out of `average`.
CONTROLS = {
    "Chips: who is drawn, and the loss": ".course-head .course-row",
    "Play, step, scrub, reset": ".course-march",
    "A choice, sliders with ticks, numbers that can be typed": "[aria-label=Hyperparameters]",
    "Tasks, which tick themselves": ".course-tasks",
    "What is behind a button": ".course-inside[aria-label=More]",
    "A table": ".course-inside[aria-label=Numbers] table",
}
PRESETS = {"Presets, and a box to tick": ".course-row:has([aria-pressed])"}
FOUR = (SGD(0.03), Momentum(0.03), RMSProp(0.1), Adam(0.1))
DASHES = {"-": ("solid", ""), "--": ("dashed", "9 4"), "-.": ("dash-dot", "10 4 2 4"), ":": ("dotted", "2 4")}


def page() -> str:
    """The page as text, without anything from elsewhere."""
    shown = {theme: pictures() for theme in THEMES}
    widgets = [widget for made in shown.values() for widget in made.values()]
    scripts = {name: widget.scripts[part].code for widget in widgets for part, name in names_of_scripts(widget).items()}
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        tokens=style.variables(style.SPACES | style.RADII),
        day=style.variables(style.LIGHT),
        night=style.variables(style.DARK),
        scripts="\n".join(base.embedded_script(*script) for script in sorted(scripts.items())),
        themes="\n".join(themed(theme, made) for theme, made in shown.items()),
    )


def pictures():
    """{name: explorer}: one of each type of picture, and one that lends its controls."""
    task = explorers.train_task("Find a batch size of one.", batch_size=(1, 1))
    steps = np.random.default_rng(0).normal(1, 1, 200)
    ways = {"others": ["saddle"], "steps": 60}
    rules = (SGD(0.1), Momentum(0.1), RMSProp(0.01), Adam(0.01))
    return {
        "controls": explorers.train("curve", rules, (8,), steps=60, n=64, tasks=[task], alt="Fitted curves."),
        "average": explorers.average(steps, np.ones(200), alt="An average and its weights."),
        "map": explorers.path(["quadratic", [1, 25]], FOUR, **ways, alt="Four paths on a map, and their losses."),
        "landscape": explorers.path("basins", FOUR, view="landscape", steps=60, alt="Four paths on a landscape."),
        "network": explorers.train("moons", rules, (8,), steps=60, n=64, alt="The regions of two classes."),
        "slide": explorers.path("canyon", FOUR, **ways, alt="Four paths on a map, as on a slide."),
        "rates": explorers.rate_map(("Momentum",), alt="The loss of each pair of rate and memory."),
    }


def themed(theme, made):
    """All of the page in one theme."""
    live = {name: base.embedded(state_of(widget), f"{name}-{theme}") for name, widget in made.items()}
    parts = [(name, "controls", part) for name, part in CONTROLS.items()]
    parts += [(name, "average", part) for name, part in PRESETS.items()]
    taken = "".join(
        f'<figure data-from="{source}-{theme}" data-part="{escape(part)}"><figcaption>{name}</figcaption></figure>'
        for name, source, part in parts
    )
    return f"""<section data-theme="{theme}" aria-label="{theme}">
<h2>{theme.capitalize()}</h2>
<h3>Rules</h3>{swatches(rules())}
<h3>Colours</h3>{swatches(patches(THEMES[theme]))}
<h3>Sizes, spaces, corners</h3>{swatches(measures())}
<h3>Controls</h3><div class="parts">{taken}</div>
{shown("What they move", live["controls"])}{shown("", live["average"])}
<h3>Questions</h3>{drawing.page(f"design_{theme}", questions())}
<h3>Map and loss</h3>{shown("The explorer", live["map"])}{still(made["map"])}
<h3>Landscape</h3>{shown("", live["landscape"])}
<h3>Network</h3>{shown("", live["network"])}
<h3>Map of rates</h3>{shown("", live["rates"])}
{on_a_slide(live["slide"]) if theme == "light" else ""}
</section>"""


def on_a_slide(live):
    """An explorer of the lecture's size; slides are light."""
    return f'<h3>On a slide</h3><figure class="wide reveal">{live}</figure>'


def state_of(widget):
    """What `base.embedded` needs; the scripts go by their names, so that two builds give the same page."""
    return widget.get_state() | {"scripts": names_of_scripts(widget)}


def names_of_scripts(widget):
    """{part: name} of what the explorer loads: bundles, and the style."""
    return {part: widget.MAIN if part == "main" else part for part in widget.scripts}


def questions():
    """A question to choose an answer of, and one that wants a number."""
    all_of_them = quiz.load("03_momentum")
    return [next(one for one in all_of_them if one["type"] == kind) for kind in ("multiple_choice", "numeric")]


def rules():
    """(picture, name, what is said of it) of each rule's line."""
    for name, (colour, dashes) in style.RULES.items():
        ink = "currentColor" if colour == style.BLACK else colour
        word, lengths = DASHES[dashes]
        line = f'<line x1="2" x2="62" y1="8" y2="8" stroke="{ink}" stroke-width="4" stroke-dasharray="{lengths}"/>'
        yield f'<svg width="64" height="16" aria-hidden="true">{line}</svg>', name, f"{colour}, {word}"


def patches(colours):
    """The same of the colours around them."""
    for name, colour in colours.items():
        yield f'<span class="patch" style="background: {colour}"></span>', name, colour


def measures():
    """The same of sizes, spaces and radii."""
    for where, sizes in (("page", style.READER), ("slide", style.LECTURE)):
        yield f'<span style="font-size: {sizes["size"]}px">Words</span>', f"words on a {where}", f"{sizes['size']} px"
        yield (
            f'<span style="font-size: {sizes["letter"]}px">0.01</span>',
            f"letters on a {where}",
            f"{sizes['letter']} px",
        )
    for name, size in style.SPACES.items():
        yield f'<span class="gap" style="width: {size}px"></span>', f"space: {name}", f"{size} px"
    for name, size in style.RADII.items():
        yield f'<span class="corner" style="border-radius: {size}px"></span>', f"corner: {name}", f"{size} px"


def swatches(made):
    """A list of tokens."""
    items = (f"<li>{picture}<span>{name}<small>{said}</small></span></li>" for picture, name, said in made)
    return f'<ul class="swatches">{"".join(items)}</ul>'


def shown(caption, live):
    """An explorer with what it is."""
    return f'<figure class="wide"><figcaption>{caption}</figcaption>{live}</figure>'


def still(widget):
    """The figure that matplotlib draws of the same settings."""
    png = base64.b64encode(plots.as_png(widget.figure())).decode()
    return shown("The figure", f'<img src="data:image/png;base64,{png}" alt="{escape(widget.alt)}">')
