"""One look for all pictures: a colour and a line style for each rule, letters large enough for the last row.

The colours are Okabe and Ito's, which colour-blind readers can tell apart; line styles tell the same story in grey.
"""

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

# Settings for matplotlib; `plots` draws inside them, so a reader's own figures keep theirs.
RC = {
    "font.size": 13,
    "axes.titlesize": 14,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#E4E4E4",
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
