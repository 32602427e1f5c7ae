"""A figure in the course's style, and the one way to show it: with alt text."""

import base64
import io
import warnings
from pathlib import Path

from matplotlib import font_manager, rc_context
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from course_lib.called import called
from course_lib.language import ENGLISH, current
from course_lib.style import RC

font_manager.fontManager.addfont(Path(__file__).resolve().parents[1] / "fonts" / "course-han.ttf")  # style.HAN


def in_style(draw):
    """Decorator: whatever `draw` draws takes the course's style, and matplotlib's settings are left as they were."""
    return rc_context(RC)(draw)


class Picture(Figure):
    """A figure whose labels, also those that the code looks up ("mini-batch"), are in the language that is spoken."""

    def savefig(self, *args, **options):
        if current() != ENGLISH:
            for text in self.findobj(Text):
                if (name := called(text.get_text())) != text.get_text():
                    text.set(text=name, family=RC["font.family"])  # drawn in another style, it would be boxes
        super().savefig(*args, **options)


@in_style
def figure(columns=1, rows=1, size=None, **options):
    """(fig, axes) in the course's style; axes as matplotlib's subplots gives them. size: (width, height) in inches.

    The Figure is made without pyplot: no global list of figures, nothing to close, nothing shown twice.
    """
    fig = Picture(figsize=size)
    return fig, fig.subplots(rows, columns, **options)


def log_axes(ax, log):
    """Make the axes logarithmic that `log` names: "", "x", "y" or "xy"."""
    if not isinstance(log, str) or log not in ("", "x", "y", "xy"):
        raise ValueError(f'log must be "", "x", "y" or "xy", got {log!r}.')
    ax.set(**{f"{axis}scale": "log" for axis in log})


@in_style
def as_png(fig):
    """The figure as PNG bytes, the same for the same picture: no version of matplotlib written in.

    256 colours are all that a line drawing needs, in a quarter of the bytes: a chapter holds a dozen pictures.
    This choice of them keeps white white, and moves no colour far; taking the mean of what each of them stands for
    (kmeans) keeps a slow change of shade smooth.
    """
    drawn, packed = io.BytesIO(), io.BytesIO()
    with warnings.catch_warnings():
        # matplotlib 3.8, which the browser has, says that it lays out no picture in three dimensions.
        warnings.filterwarnings("ignore", "constrained_layout not applied")
        fig.savefig(drawn, format="png", metadata={"Software": None})
    picture = Image.open(drawn).convert("RGB")
    few = picture.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
    few.save(packed, format="PNG", optimize=True)
    return packed.getvalue()


def show(fig, alt):
    """Show a figure in the notebook and store `alt` with it: a sentence or two that say what it shows.

    alt is read aloud to readers who cannot see the picture, and replaces it where pictures are not shown.
    """
    from IPython.display import display  # here, so that drawing needs no notebook

    data, metadata = bundle(as_png(fig), alt)
    display(data, metadata=metadata, raw=True)


def bundle(png, alt):
    """(data, metadata) of a notebook output: the picture and its alt text."""
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError("alt must say in a sentence what the picture shows.")
    # The text must not give a folded result away: JupyterLab shows its first line where the output is collapsed.
    data = {"image/png": base64.b64encode(png).decode(), "text/plain": "Figure"}
    return data, {"image/png": {"alt": alt}}
