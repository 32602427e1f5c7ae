"""A notebook's figure as a drawing for a slide: its shape, letters for the last row, nothing cut off (SVG)."""

import io
import itertools
import re

from matplotlib import rc_context
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation

from course_lib.plots.base import in_style

DOTS = 200  # an inch, of a photograph in a drawing
LEAST = 12  # points
GAP = 8  # dots that stay free between two names below an axis
PLACES = ("upper right", "upper left", "lower left", "lower right", "center right", "center left")  # of a legend
LETTER = "[\u3400-\u9fff]"
DECIMALS = re.compile(r"(\.\d\d)\d+")  # a hundredth of a point is finer than any screen


@in_style  # what is made anew here, such as a legend, has the other words' font
def svg(fig, width, height):
    """A figure of this size in inches, as SVG; its data-letters: the height of its smallest letters, as a share of its.

    Letters are drawn as lines, so they look alike everywhere.
    """
    fig.set_size_inches(width, height)
    for one in words(fig):
        one.set_text(re.sub(r"\blr\b", "α", one.get_text()))  # the lecture's sign for the rate
        one.set_fontsize(max(LEAST, one.get_fontsize()))
    for change in (one_legend, share_axes, fewer_ticks, turn_names, break_lines, uncover, break_legends):
        change(fig)
        fig.draw_without_rendering()
    drawn = io.StringIO()
    with rc_context({"svg.hashsalt": "slides", "svg.fonttype": "path"}):
        fig.savefig(drawn, format="svg", dpi=DOTS, metadata={"Date": None, "Creator": None})
    share = min(one.get_fontsize() for one in words(fig)) / 72 / height
    short = re.sub(r' d="[^"]*"', lambda path: DECIMALS.sub(r"\1", path[0]), drawn.getvalue())
    return short.replace("<svg ", f'<svg data-letters="{share:.4f}" ', 1)


def words(fig):
    """All texts that a figure shows."""
    return [one for one in fig.findobj(Text) if one.get_text().strip() and one.get_visible()]


def one_legend(fig):
    """Panels that have the same legend show it once, in the last one."""
    legends = [ax.get_legend() for ax in fig.axes if ax.get_legend()]
    names = [[one.get_text() for one in legend.get_texts()] for legend in legends]
    for legend, own, following in zip(legends, names, names[1:]):
        if own == following:
            legend.remove()


def share_axes(fig):
    """Of maps that stand below each other and show the same, the lowest alone says what the axis means."""
    for upper, lower in itertools.pairwise(fig.axes):
        same = upper.get_xlim() == lower.get_xlim() and upper.get_xlabel() == lower.get_xlabel()
        if same and upper.get_position().y0 > lower.get_position().y1:
            upper.set_xlabel("")
            upper.tick_params(labelbottom=False)


def fewer_ticks(fig):
    """Numbers below an axis that would run into each other: every other one."""
    for ax in fig.axes:
        if ax.get_xscale() == "linear" and crowded(ax) and not named(ax):
            ax.xaxis.set_major_locator(MaxNLocator(4))


def turn_names(fig):
    """Turn the names below an axis where they would run into each other."""
    for ax in fig.axes:
        if named(ax) and crowded(ax):
            for one in ax.get_xticklabels():
                one.set(rotation=30, ha="right", rotation_mode="anchor")


def named(ax):
    return any(one.get_text().isalpha() for one in ax.get_xticklabels())


def crowded(ax):
    """Whether the labels below an axis touch."""
    ax.figure.draw_without_rendering()
    low, high = sorted(ax.get_xlim())
    shown = [one for one in ax.get_xticklabels() if low <= one.get_position()[0] <= high and one.get_text()]
    rims = [one.get_window_extent() for one in shown]
    return any(left.x1 + GAP > right.x0 for left, right in itertools.pairwise(rims))


def break_lines(fig):
    """Two lines for a title or an axis's words that are longer than the axis."""
    for ax in fig.axes:
        room = ax.get_window_extent()
        for one, length, space in (
            (ax.title, ax.title.get_window_extent().width, room.width),
            (ax.xaxis.label, ax.xaxis.label.get_window_extent().width, room.width),
            (ax.yaxis.label, ax.yaxis.label.get_window_extent().height, room.height),
        ):
            if length > space + GAP and "\n" not in one.get_text():
                one.set_text(broken(one.get_text()))


def broken(text):
    """A text in two lines, as equal as its blanks and its Chinese punctuation allow; nothing inside a formula counts.

    Chinese without either is parted between two letters.
    """
    cuts = [found.span() for found in re.finditer(" |(?<=[，、：；])(?=[^ ])", text)]
    cuts = cuts or [found.span() for found in re.finditer(f"(?<={LETTER})(?={LETTER})", text)]
    cuts = [(end, start) for end, start in cuts if text[:end].count("$") % 2 == 0]
    if not cuts:
        return text
    end, start = min(cuts, key=lambda cut: abs(cut[0] - len(text) / 2))
    return f"{text[:end]}\n{text[start:]}"


def uncover(fig):
    """A legend that would hide a line moves to a free corner; where there is none, all stand below what they name."""
    covering = []
    for ax in [ax for ax in fig.axes if hides(ax)]:
        legend, before = ax.get_legend(), ax.get_legend()._loc
        free = next((place for place in PLACES if not hides(ax, place)), None)
        legend.set_loc(free or before)
        covering += [] if free else [legend]
    legends = [(ax, ax.get_legend()) for ax in fig.axes if ax.get_legend()]
    if not covering or fig.legends or not fig.get_layout_engine():
        return
    if len(legends) == 1:
        below(fig, covering[0])
        return
    for ax, legend in legends:
        under(ax, legend)


def under(ax, legend):
    """A legend again, in two columns below the words of its panel."""
    low = (ax.bbox.y0 - ax.xaxis.get_tightbbox().y0) / ax.figure.dpi + GAP / 72
    place = ax.transAxes + ScaledTranslation(0, -low, ax.figure.dpi_scale_trans)
    names, size = [one.get_text() for one in legend.get_texts()], legend.get_texts()[0].get_fontsize()
    anchor = {"loc": "upper center", "bbox_to_anchor": (0.5, 0), "bbox_transform": place, "borderaxespad": 0}
    ax.legend(legend.legend_handles, names, fontsize=size, ncols=2, handlelength=1.4, columnspacing=1.2, **anchor)


def hides(ax, place=None):
    """Whether an axis's legend, at `place`, lies over a line."""
    legend = ax.get_legend()
    if not legend:
        return False
    if place:
        legend.set_loc(place)
    ax.figure.draw_without_rendering()
    box = legend.get_window_extent()
    drawn = [one.get_path().transformed(one.get_transform()) for one in ax.lines if one.get_linestyle() != "None"]
    return any(path.intersects_bbox(box, filled=False) for path in drawn)


def break_legends(fig):
    """A legend that is wider than its figure stands in two rows."""
    for legend in list(fig.legends):
        if legend.get_window_extent().width > fig.bbox.width:
            below(fig, legend, rows=2)


def below(fig, legend, rows=1):
    """A legend again, below the picture, its letters as large as they were."""
    names, size = [one.get_text() for one in legend.get_texts()], legend.get_texts()[0].get_fontsize()
    close = {"ncols": -(-len(names) // rows), "handlelength": 1.4, "columnspacing": 1.2}
    fig.legend(legend.legend_handles, names, loc="outside lower center", fontsize=size, **close)
    legend.remove()
