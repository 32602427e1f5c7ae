"""Interactive figures: sliders beside a picture that is drawn anew when one moves."""

import base64
from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets
import numpy as np
from IPython.display import display


def sliders(draw: Callable[..., Any], alt: str, **controls: widgets.Widget) -> None:
    """Show `draw(name=value, …)`, a Figure, under a slider for each of `controls` {name: ipywidgets slider}.

    Keyboard: Tab to a slider, then the arrow keys. The output also holds the first picture as PNG, which is what a
    saved notebook shows where widgets do not run. alt: what the picture shows and what the sliders change.
    """
    from course_lib import plots  # here, so that importing the explorers does not load matplotlib

    picture = widgets.HTML()

    def redraw(_change: object = None) -> bytes:
        png = plots.as_png(draw(**{name: slider.value for name, slider in controls.items()}))
        data = base64.b64encode(png).decode()
        picture.value = f'<img src="data:image/png;base64,{data}" alt="{escape(alt)}" style="max-width: 100%">'
        return png

    still = redraw()
    for slider in controls.values():
        slider.observe(redraw, "value")
    box = widgets.VBox([*controls.values(), picture])

    data, metadata = plots.bundle(still, alt)
    view = "application/vnd.jupyter.widget-view+json"
    display({**data, view: box._repr_mimebundle_()[view]}, metadata=metadata, raw=True)


def slider(
    label: str, value: float, low: float, high: float, step: float | None = None, log: bool = False
) -> widgets.Widget:
    """A slider with its label beside it; log=True for one whose steps multiply: low and high are then the ends."""
    wide = {"style": {"description_width": "10em"}, "layout": {"width": "36em"}}
    if log:
        low, high, step = np.log10(low), np.log10(high), step or 0.05
        # The browser moves a value between two steps to the nearer one; the still picture must show the same.
        value = 10 ** (low + step * round((np.log10(value) - low) / step))
        return widgets.FloatLogSlider(value, min=low, max=high, step=step, description=label, **wide)
    kind = widgets.IntSlider if isinstance(value, int) else widgets.FloatSlider
    readout = {} if isinstance(value, int) else {"readout_format": ".3g"}
    return kind(value, min=low, max=high, step=step or 1, description=label, **wide, **readout)
