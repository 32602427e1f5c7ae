"""A matplotlib SVG in the colours of a dark page: paper and ink change places, a rule keeps its colour (pure)."""

import colorsys
import re

from course_lib import style

COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")
COORDINATES = re.compile(r'(?<= d=")[^"]+|(?<= (?:x|y)=")[-.\d]+|(?<=points=")[^"]+')
NUMBER = re.compile(r"-?\d+\.\d{3,}")
NAMED = {style.LIGHT[name]: style.DARK[name] for name in style.LIGHT} | {
    style.BLACK: style.DARK["text"],
    style.BLUE: "#3fa2e0",  # as it is, 3.6 : 1 on the dark paper, little for a thin line
}
KEPT = {"#000001": style.BLACK, "#fffffe": "#ffffff"}  # of letters on a picture, which stays as it is
OWN = {day.lower(): night for day, night in (NAMED | KEPT).items()}


def recoloured(svg):
    """The drawing on dark paper. What it holds as a picture, such as a map of colours, stays as it is."""
    parts = re.split(r'("data:[^"]*")', svg)
    parts[::2] = [COLOUR.sub(lambda found: night(found[0].lower()), part) for part in parts[::2]]
    # matplotlib names no colour where it means black.
    return "".join(parts).replace("<svg ", f'<svg fill="{style.DARK["text"]}" ', 1)


def night(colour):
    """The colour that a colour of the day has by night.

    >>> night("#ffffff"), night("#d55e00")
    ('#131416', '#d55e00')
    """
    if colour in OWN:
        return OWN[colour]
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    if 0.25 <= light <= 0.75 and full > 0.3:
        return colour  # a line's own
    paper, ink = 0.08, 0.91  # how light they are
    turned = colorsys.hls_to_rgb(hue, ink + (paper - ink) * light, full)
    return "#" + "".join(f"{round(255 * part):02x}" for part in turned)


def rounded(svg):
    """The drawing with coordinates to a hundredth of a point: half the bytes, and no eye sees it."""
    return COORDINATES.sub(lambda found: NUMBER.sub(lambda number: f"{float(number[0]):.2f}", found[0]), svg)
