"""The page of the whole design as small pictures of its parts, stored in tests/design.

What depends on the machine is left out: letters are not painted, and take the room that DejaVu Sans takes, which comes
with matplotlib. A picture is shrunk until each of its pixels is the mean of CELL × CELL, so that edges may be drawn a
little differently. A pixel then differs when a channel is more than LEVELS of 255 off; FEW pixels of a part may, or
one in PIXELS.

    .venv/bin/python -m tests.design_page    stores them anew
"""

import base64
import io
from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image

from course_lib.authoring import design
from tests.explorer_page import settled

STORED = Path(__file__).parent / "design"
CELL, LEVELS, FEW, PIXELS = 8, 32, 4, 500
FONT = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
WORDLESS = """
@font-face {{ font-family: "Same everywhere"; src: url("data:font/ttf;base64,{font}") }}
*, ::before, ::after {{ font-family: "Same everywhere" !important; text-rendering: geometricPrecision !important;
  -webkit-text-fill-color: transparent !important }}
"""
NO_LETTERS = """() => {
  const pen = CanvasRenderingContext2D.prototype
  pen.fillText = () => {}
  pen.measureText = function (text) { return { width: 0.6 * parseFloat(this.font) * text.length } }
}"""
# Each part gets a name of its own, by which its picture is stored: light-1, light-2, …; and a place on whole pixels, so
# that the height of what stands above it changes none of its edges.
NAMES = """() => Array.from(document.querySelectorAll('section'), section => {
  const parts = section.querySelectorAll('ul.swatches, figure, div[id^=quiz_]')
  return Array.from(parts, (part, i) => {
    const top = part.getBoundingClientRect().top + scrollY
    Object.assign(part.style, { position: 'relative', top: `${Math.round(top) - top}px` })
    return (part.dataset.shot = `${section.dataset.theme}-${i + 1}`)
  })
}).flat()"""
READY = "() => document.documentElement.dataset.ready === '' && !document.querySelector('[data-busy]')"


def opened(chrome):
    """The names of all parts of the page, which is shown without words."""
    font = base64.b64encode(FONT.read_bytes()).decode()
    chrome.set_viewport_size({"width": 1280, "height": 900})
    chrome.goto("about:blank")
    chrome.evaluate(NO_LETTERS)  # the page that is set below keeps the window
    chrome.set_content(design.page().replace("</style>", f"{WORDLESS.format(font=font)}</style>", 1))
    chrome.wait_for_function(READY)
    chrome.evaluate("() => document.fonts.ready.then(() => null)")
    settled(chrome, 300)
    return chrome.evaluate(NAMES)


def picture(chrome, name):
    """The part as an array (height, width, 3), shrunk."""
    shot = chrome.locator(f"[data-shot={name}]").screenshot(animations="disabled")
    return shrunk(Image.open(io.BytesIO(shot)).convert("RGB"))


def shrunk(image):
    """The means of CELL × CELL pixels; a rest at the right and at the bottom is left out."""
    width, height = image.width // CELL, image.height // CELL
    whole = image.crop((0, 0, width * CELL, height * CELL))
    return np.asarray(whole.resize((width, height), Image.Resampling.BOX))


def stored(name):
    return np.asarray(Image.open(STORED / f"{name}.png").convert("RGB"))


def difference(old, new):
    """How two shrunk pictures differ, as the end of a sentence; None when they are the same."""
    (rows, columns), now = np.minimum(old.shape, new.shape)[:2], f"{new.shape[1]}×{new.shape[0]}"
    if np.abs(np.subtract(old.shape, new.shape)).max() > 1:  # a height may fall on the other side of a cell's edge
        return f"is now {now} cells, stored is {old.shape[1]}×{old.shape[0]}."
    apart = np.abs(old[:rows, :columns].astype(int) - new[:rows, :columns]).max(axis=-1)
    different = int((apart > LEVELS).sum())
    if different <= max(FEW, apart.size / PIXELS):
        return None
    return f"differs in {different} of {apart.size} cells, by up to {apart.max()} of 255."


def main():
    from tests.lab import browser
    from tests.needs import needs_browser

    STORED.mkdir(exist_ok=True)
    for old in STORED.glob("*.png"):
        old.unlink()
    with browser(needs_browser()) as chrome:
        for name in opened(chrome):
            Image.fromarray(picture(chrome, name)).save(STORED / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
