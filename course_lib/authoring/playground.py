"""The playground: one page of the site with all rules and all surfaces, a network, and the pictures of the averages."""

from hashlib import sha256
from html import escape
from pathlib import Path

from course_lib import style
from course_lib.experiments.momentum import gradient_series
from course_lib.explorers import average, base, bias, path, rate_map, table, train, train_data
from course_lib.files import write

TEMPLATE = Path(__file__).with_name("playground.html")
SURFACES = (
    "basins",
    "canyon",
    ["quadratic", [1, 25]],
    ["rotated", ["quadratic", [1, 25]], 30],
    "saddle",
    "rotated saddle",
    "beale",
    "rosenbrock",
    "pit",
    "cliff",
)
FOUR = ("SGD", "Momentum", "RMSProp", "Adam")
TAB = (
    '<button role="tab" type="button" id="{name}-tab" aria-controls="{name}-panel" aria-selected="false"'
    ' tabindex="-1">{title}</button>'
)
PANEL = """<section role="tabpanel" id="{name}-panel" aria-labelledby="{name}-tab" hidden>
<p>{words} <a href="../notebooks/{chapter}.html">{where}</a></p>
<template>{explorer}</template>
</section>"""


def landscape():
    """All rules on all surfaces."""
    rules = [rule(lr=0.3) for rule in table.RULES.values()]
    first, *others = SURFACES
    return path(first, rules, 120, others=others, shown=FOUR, view="landscape", alt="Four rules on a landscape.")


def network():
    """All rules on all data; the rates of the rules whose steps have the rate's length are smaller."""
    rates = {"SGD": 0.3, "Momentum": 0.3, "Nesterov": 0.3, "AdaGrad": 0.1, "AdaDelta": 1.0, "Lion": 0.003}
    rules = [rule(lr=rates.get(name, 0.01)) for name, rule in table.RULES.items()]
    first, *others = sorted(train_data.NAMES, key=lambda name: name != "spirals")
    return train(
        first, rules, (16, 16), steps=600, others=others, shown=FOUR, noise=0.03, alt="Four rules train a network."
    )


def memory():
    """What an average remembers of a series of gradients."""
    return average(*gradient_series(steps=300, batch_size=16), alt="The weights of an average, and a smoothed series.")


# {name: (what its tab is called, its words, the chapter, the link's words, what makes the explorer)}
TABS = {
    "landscape": (
        "Landscape",
        "Eleven rules roll down ten surfaces. Drag the start, press Play, turn the landscape.",
        "06_comparison",
        "Which of them would you take? Chapter 6.",
        landscape,
    ),
    "network": (
        "Network",
        "The same rules train a small network, on the same batches. Choose the data, or drop a file of your own.",
        "06_comparison",
        "How are rules compared fairly? Chapter 6.",
        network,
    ),
    "average": (
        "Average",
        "An exponential average forgets: how far back does β reach?",
        "03_momentum",
        "Chapter 3.",
        memory,
    ),
    "rates": (
        "Rates",
        "Each place is a pair of learning rate and β, its colour the loss at the end. Where does it break?",
        "03_momentum",
        "Chapter 3.",
        lambda: rate_map(FOUR[1:], alt="The plane of learning rate and β."),
    ),
    "bias": (
        "Bias",
        "Adam's averages start at 0. How wrong are its first steps if nobody corrects that?",
        "05_adam",
        "Chapter 5.",
        lambda: bias(alt="The size of Adam's first steps without correction."),
    ),
}


def page():
    """The page as text."""
    tabs, panels, scripts = [], [], {}
    for name, (title, words, chapter, where, make) in TABS.items():
        widget = make()
        # Each script by its text's own name: the same bytes in every build.
        named = {part: sha256(script.code.encode()).hexdigest()[:12] for part, script in widget.scripts.items()}
        scripts |= {named[part]: script.code for part, script in widget.scripts.items()}
        state = {**widget.get_state(), "scripts": {part: f"IPY_MODEL_{name}" for part, name in named.items()}}
        tabs.append(TAB.format(name=name, title=title))
        panels.append(
            PANEL.format(
                name=name,
                words=escape(words),
                chapter=chapter,
                where=escape(where),
                explorer=base.embedded(state, name),
            )
        )
    colours = (
        f":root {{ {style.variables(style.LIGHT)} color-scheme: light dark; }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {style.variables(style.DARK)} }} }}"
    )
    parts = {
        "/* colours */": colours,
        "<!-- tabs -->": "\n".join(tabs),
        "<!-- panels -->": "\n".join(panels),
        "<!-- scripts -->": "\n".join(base.embedded_script(*script) for script in scripts.items()),
    }
    text = TEMPLATE.read_text(encoding="utf-8")
    for mark, part in parts.items():
        text = text.replace(mark, part)
    return text


def main(target):
    """Write the page into the folder `target`."""
    write(Path(target) / "playground" / "index.html", page())
