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

FILE = Path(__file__).resolve().parents[1] / "docs" / "explorer.gif"
PRESSES = 34


def frames(page):
    """The explorer as pictures: the start is dragged across the map, then the rate of all rules is raised."""
    root = page.locator(".course-explorer")
    canvas, rate = root.locator("canvas").first, root.locator("input[name=lr]")
    rim = canvas.bounding_box()
    page.mouse.move(rim["x"] + 0.25 * rim["width"], rim["y"] + 0.2 * rim["height"])
    page.mouse.down()
    for turn in np.linspace(0, 1.2 * np.pi, 36):
        across, up = 0.45 - 0.28 * np.cos(turn), 0.45 - 0.3 * np.sin(turn)
        page.mouse.move(rim["x"] + across * rim["width"], rim["y"] + up * rim["height"])
        yield picture(root)
    page.mouse.up()
    for number in range(PRESSES):
        rate.press("ArrowRight" if number < PRESSES / 2 else "ArrowLeft")
        yield picture(root)


def picture(root):
    """What the explorer looks like now, (height, width, 3)."""
    root.page.wait_for_timeout(40)
    return np.asarray(Image.open(io.BytesIO(root.screenshot())).convert("RGB"))


def main():
    """Record and write."""
    widget = path("basins", [SGD(0.1), Momentum(0.3), RMSProp(0.03), Adam(0.1)], alt="Four paths.")
    with browser(needs_browser()) as page:
        page.set_viewport_size({"width": 860, "height": 900})
        page.set_content(page_of(widget))
        page.locator("canvas").first.wait_for()
        page.wait_for_timeout(300)
        FILE.write_bytes(encode(frames(page)))
    print(f"{FILE}: {FILE.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
