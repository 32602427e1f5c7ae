"""One look for all pictures: a colour and a line style for each rule, letters large enough for the last row.

The colours are Okabe and Ito's, which colour-blind readers can tell apart; line styles tell the same story in grey.
"""

from collections.abc import Mapping

# Okabe and Ito, "Color universal design" (2008).
OKABE_ITO = BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, RED, PURPLE = (
    "#000000",
    "#E69F00",
    "#56B4E9",
    "#009E73",
    "#F0E442",
    "#0072B2",
    "#D55E00",
    "#CC79A7",
)
GREY = "#707070"

# Momentum blue and RMSProp green, as on slide S11. No two rules share both colour and line style. Nesterov is drawn
# beside Momentum in one picture, and AMSGrad beside Adam: these pairs differ in both.
RULES = {
    "SGD": (BLACK, "-"),
    "Momentum": (BLUE, "-"),
    "Nesterov": (SKY, "--"),
    "AdaGrad": (ORANGE, "-"),
    "AdaDelta": (ORANGE, "--"),
    "RMSProp": (GREEN, "-"),
    "Adam": (RED, "-"),
    "AdamW": (RED, "--"),
    "AMSGrad": (PURPLE, ":"),
    "NAdam": (RED, "-."),
    "Lion": (PURPLE, "-"),
    "Muon": (SKY, "-"),
}

# Mini-batch and batch gradient descent (chapter 1) follow SGD's rule on more samples a step; each has its own colour.
BATCHES = {"mini-batch": (PURPLE, "--"), "BGD": (SKY, "-.")}

# Anything else, such as a learner's own rule.
OWN = (PURPLE, "-.")

# The colours around the rules' own, by day and by night; paper is what lies behind everything. low and high: the ground
# of a map, from the deepest place to the highest.
LIGHT = {
    "text": "#1c2024",
    "quiet": "#59626c",
    "paper": "#ffffff",
    "panel": "#f4f6f8",
    "rim": "#cfd6dd",
    "grid": "#e4e4e4",
    "contour": "#9fb0bf",
    "low": "#a9c3d7",
    "high": "#f8fafb",
    "accent": "#0060a0",
    "done": "#00704f",
}
DARK = {
    "text": "#e6e9ec",
    "quiet": "#a3adb8",
    "paper": "#131416",
    "panel": "#1d2125",
    "rim": "#434b54",
    "grid": "#34393f",
    "contour": "#56636f",
    "low": "#0a1017",
    "high": "#2c343d",
    "accent": "#56b4e9",
    "done": "#3ccf9f",
}

# What an explorer measures by, in CSS pixels, where it stands on a page and on a slide, which is 630 high. size: of its
# words; letter: of the letters in its pictures; target: the least height of what is pressed, FINGER where a finger
# presses it.
READER = {"size": 15, "letter": 13, "target": 32}
LECTURE = {"size": 21.5, "letter": 21.5, "target": 38}
FINGER = {"target": 44}

# Between parts, and how round their corners are, in CSS pixels. near: between lines of one part; apart: between parts;
# row: between controls that stand beside each other. round: half as high as the control, whatever its height.
SPACES = {"near": 4, "apart": 8, "row": 14}
RADII = {"control": 6, "box": 8, "round": 99}

# Settings for matplotlib; `plots` draws inside them, so a reader's own figures keep theirs.
# HAN is a subset of Noto Sans SC with the letters of our translations alone, under a name of its own so that it hides
# no font of a reader's; matplotlib asks it for what the first family does not have.
HAN = "Course Han"
RC = {
    "font.family": ["sans-serif", HAN],
    "font.size": 13,
    "axes.titlesize": 14,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": LIGHT["grid"],
    "lines.linewidth": 2,
    "figure.dpi": 100,
    "figure.figsize": (9, 4.5),
    "figure.constrained_layout.use": True,
    "legend.framealpha": 0.9,
    "image.cmap": "cividis",
}


def dot(look: dict[str, str]) -> dict[str, str]:
    """The dots on a line of this look, as keywords for matplotlib's plot: rings where the line is broken.

    Dots that lie close together hide dashes.

    >>> dot(line("Nesterov"))
    {'marker': 'o', 'markerfacecolor': 'white'}
    """
    return {"marker": "o", "markerfacecolor": look["color"] if look["linestyle"] == "-" else "white"}


def rule_of(label: str) -> str:
    """The rule whose run a label names: what stands before its comma, an English or a Chinese one.

    >>> rule_of("SGD，走 25 步")
    'SGD'
    """
    return label.replace("，", ",").split(",")[0].strip()


def line(name: str) -> dict[str, str]:
    """The colour and line style of a rule, or of a way of taking batches, as keywords for matplotlib's plot.

    Any other name has the style OWN.

    >>> line("Momentum")
    {'color': '#0072B2', 'linestyle': '-'}
    """
    if not isinstance(name, str):
        raise ValueError(f"a line's name must be a string, got {name!r}.")
    colour, dashes = (RULES | BATCHES).get(name, OWN)
    return {"color": colour, "linestyle": dashes}


def variables(values: Mapping[str, str | float], prefix: str = "course") -> str:
    """Colours and sizes (in pixels) as CSS variables: explorers, slides and pages draw by those of the figures.

    >>> variables({"paper": "#ffffff", "box": 8})
    '--course-paper: #ffffff; --course-box: 8px;'
    """
    units = {name: f"{value}px" if isinstance(value, int | float) else value for name, value in values.items()}
    return " ".join(f"--{prefix}-{name}: {value};" for name, value in units.items())
