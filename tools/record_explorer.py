"""python -m tools.record_explorer: record docs/explorer.gif, the path explorer in use, for the README.

A recording of a browser, so another Chromium gives other bytes; record it anew when the explorer looks different.
"""

import io
from pathlib import Path

import numpy as np
from PIL import Image

from course_lib.animations.gif import encode
from course_lib.explorers import path
from course_lib.optimizers import SGD, Adam, Momentum, RMSProp
from tests.explorer_page import page_of
from tests.lab import browser
from tests.needs import needs_browser

STEPS, TURNS, PRESSES = 120, 16, 24
FILE = Path(__file__).resolve().parents[1] / "docs" / "explorer.gif"


def frames(page):
    """The explorer as pictures: the rules roll down, the landscape is turned, then the rate of all rules is raised."""
    root = page.locator(".course-explorer")
    canvas, rate, time = root.locator("canvas").first, root.locator("input[name=lr]"), root.locator("input[name=drawn]")
    for drawn in (*range(0, 40, 2), *range(40, STEPS + 1, 5)):
        time.fill(str(drawn))
        yield picture(root)
    for number in range(TURNS):
        canvas.press("ArrowRight" if number < TURNS / 2 else "ArrowLeft")
        yield picture(root)
    for number in range(PRESSES):
        rate.press("ArrowRight" if number < PRESSES / 2 else "ArrowLeft")
        yield picture(root)


def picture(root):
    """What the explorer looks like now, (height, width, 3)."""
    root.page.wait_for_timeout(40)
    return np.asarray(Image.open(io.BytesIO(root.screenshot())).convert("RGB"))


def main():
    """Record and write."""
    rules = [SGD(0.3), Momentum(0.3), RMSProp(0.3), Adam(0.3)]  # those with which the course begins
    widget = path("basins", rules, STEPS, view="landscape", alt="Four paths.")
    with browser(needs_browser()) as page:
        page.set_viewport_size({"width": 860, "height": 900})
        page.set_content(page_of(widget))
        page.locator("canvas").first.wait_for()
        page.wait_for_timeout(300)
        FILE.write_bytes(encode(frames(page)))
    print(f"{FILE}: {FILE.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
