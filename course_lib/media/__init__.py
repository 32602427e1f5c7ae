"""Pictures, animations and formulas as files for slides of one's own: `course media`.

recording  inside a kernel: each picture that a chapter shows, as PNG and SVG
pictures   a chapter → its pictures, by running it
formulas   a chapter → its formulas as SVG
films      the animations as GIF and MP4
listing    all of them on one page
command    the command
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Item:
    """Something to be put on a slide. files: the forms of it, the first one is shown; caption: the heading above it.

    size: in pixels, or in points where it is a formula; code: the TeX of a formula.
    """

    chapter: str
    name: str
    caption: str
    alt: str
    files: tuple[Path, ...]
    size: str = ""
    code: str = ""
