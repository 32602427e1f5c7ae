"""Inside the kernel that runs a chapter: whatever is shown is kept, too, as PNG of twice the size and as SVG.

Each picture passes through plots.as_png, where it still is a Figure, and then through plots.bundle, with its alt text.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure

from course_lib import plots
from course_lib.plots import base

LARGEST = 2_000_000  # bytes of an SVG that a slide can still hold
SCALE = 2  # by which a PNG is larger than in the notebook


def begin(folder: str, shell: Any) -> None:
    """Keep pictures in `folder` from now on; shell: IPython's, which counts the cells."""
    target, drawn, first = Path(folder), [], shell.execution_count
    as_png, bundle = base.as_png, base.bundle

    def keeping(fig: Figure) -> bytes:
        drawn.append(fig)
        return as_png(fig)

    def described(png: bytes, alt: str) -> tuple[dict, dict]:
        if drawn:
            keep(drawn.pop(), alt, shell.execution_count - first, target)
            drawn.clear()
        return bundle(png, alt)

    for module in (base, plots):
        module.as_png, module.bundle = keeping, described  # type: ignore[attr-defined]


@base.in_style
def keep(fig: Figure, alt: str, cell: int, folder: Path) -> None:
    """Write a picture, and a line about it into pictures.jsonl. cell: which code cell drew it, from 1."""
    listed = folder / "pictures.jsonl"
    number = len(listed.read_text(encoding="utf-8").splitlines()) if listed.exists() else 0
    png, svg = (folder / f"{number:02}.{kind}" for kind in ("png", "svg"))
    with rc_context({"svg.hashsalt": png.stem}):
        fig.savefig(png, dpi=SCALE * fig.dpi, metadata={"Software": None})
        fig.savefig(svg, metadata={"Date": None, "Creator": None})
    if svg.stat().st_size > LARGEST:
        svg.unlink()
    with listed.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"cell": cell, "alt": alt, "number": number, "title": title_of(fig)}) + "\n")


def title_of(fig: Figure) -> str:
    """What stands above a picture as a whole, or above its only panel that has a title; "" when nothing does."""
    titles = [ax.get_title() for ax in fig.axes if ax.get_title()]
    return fig.get_suptitle() or (titles[0] if len(titles) == 1 else "")
