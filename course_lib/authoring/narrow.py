"""A figure arranged anew for a phone: panels and legends below each other, letters as large as the text around it."""

import textwrap
from unicodedata import east_asian_width

WIDTH = 3.9  # inches: at 100 pixels each, what a phone has beside its margins
PANELS = 4  # more than these are small pictures in a row, which stay one
LETTERS = {"title": 30, "x": 32, "y": 24}  # on one line
SHORT = 14  # letters of a name beside which another one has room in a legend
LINE = 0.21  # inches


def rearranged(fig):
    """The figure itself, changed: as wide as a phone."""
    panels = [ax for ax in fig.axes if ax.get_subplotspec() is not None]
    fig.draw_without_rendering()
    wide, high = fig.get_size_inches()
    if len(panels) > PANELS:
        fig.set_size_inches(WIDTH, high * WIDTH / wide * 1.15)
        return fig
    shapes = [extent.height / extent.width for extent in (ax.get_window_extent() for ax in panels)]
    legends = [named(ax.get_legend()) for ax in panels]
    rows = []  # (what stands there, inches)
    for ax, shape, legend, later in zip(panels, shapes, legends, [*legends[1:], None]):
        alone(ax, panels[0])
        rows.append((ax, height(ax, shape)))
        if legend:
            ax.get_legend().remove()
        if legend and names(legend) != names(later):  # which the panel below would say again
            rows.append((legend, legend_height(legend)))
    for legend in list(fig.legends):
        rows.append((named(legend), legend_height(named(legend))))
        legend.remove()
    grid = fig.add_gridspec(len(rows), 1, height_ratios=[inches for _, inches in rows])
    for place, (what, _) in zip(grid, rows):
        if what in panels:
            what.set_subplotspec(place)
        else:
            empty = fig.add_subplot(place)
            empty.set_axis_off()
            empty.legend(*what, loc="center", ncols=columns(what), fontsize=11, frameon=False)
    fig.set_size_inches(WIDTH, sum(inches for _, inches in rows))
    return fig


def height(ax, shape):
    """Inches of a panel with its title and labels. shape: its height over its width until now."""
    square = ax.get_aspect() != "auto"
    lines = ax.get_title().count("\n") + ax.get_xlabel().count("\n")
    return 0.85 + lines * LINE + (WIDTH - 0.8) * (shape if square else min(max(shape, 0.62), 0.9))


def alone(ax, first):
    """What a panel shared with its neighbour it now says itself, on lines that are short enough."""
    ax.tick_params(labelleft=True, labelbottom=True)
    if not ax.get_ylabel() and ax.get_shared_y_axes().joined(ax, first):
        ax.set_ylabel(first.get_ylabel())
    ax.set_title(textwrap.fill(ax.get_title(), LETTERS["title"]), fontsize=13)
    ax.set_xlabel(textwrap.fill(ax.get_xlabel(), LETTERS["x"]))
    ax.set_ylabel(textwrap.fill(ax.get_ylabel(), LETTERS["y"]))
    words = [label.get_text() for label in ax.get_xticklabels() if label.get_text().isalpha()]
    if len("".join(words)) > SHORT:
        ax.tick_params(axis="x", rotation=60)


def named(legend):
    """(handles, labels) of a legend, None of none."""
    return legend and (legend.legend_handles, [text.get_text() for text in legend.get_texts()])


def names(legend):
    return legend and legend[1]


def columns(legend):
    return 2 if max(map(wide, names(legend))) <= SHORT else 1


def wide(text):
    """Its length in letters; a Chinese one has the width of two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def legend_height(legend):
    """Inches of a legend below its panel."""
    return LINE * (-(-len(names(legend)) // columns(legend)) + 0.7)
