"""make bench-explorers: from a key press to a new picture, our path explorer against `interact` with matplotlib.

Both stand in one notebook in a real JupyterLab in headless Chromium and show the same picture at the same size: the
paths of the same rules on the same surface, beside their losses; the key moves the learning rate of all rules. In
turn each gets its slider's arrow keys, 60 presses after 5 to warm up, one at a time, with a random pause between
them, so that they fall anywhere between two frames.

press  the browser's own time stamp of the keydown event (event.timeStamp), before any script has seen it
draw   ours: the handlers of that key, which redraw everything, have returned. interact: the kernel's new picture
       stands in the page and is decoded
paint  the frame that shows it is done: after `draw`, the next requestAnimationFrame (it comes before the frame's
       style, layout and paint) posts a message, and the message is received after them. A double
       requestAnimationFrame would count one whole frame too many; Event Timing rounds to 8 ms and leaves out
       whatever takes less than 16

A screen of 60 frames a second shows a change up to 16.7 ms after it is drawn: that wait is in `paint`.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from course_lib.authoring.source import generate, to_json
from tests.lab import browser, lab, run_all
from tests.needs import needs_browser

PRESSES, WARM_UP = 60, 5
AIM = "aim: paint p95 ≤ 16.7 ms, and 25 times as quick as interact"
RULES = "[SGD(0.1), Momentum(0.1), RMSProp(0.1), Adam(0.1)]"
# Code cells: what both need; ours; the usual way. SIZE is filled in when the size of ours on the page is known.
SOURCES = f"""```{{code-cell}}
from course_lib import explorers, plots, surfaces, training
from course_lib.optimizers import SGD, Adam, Momentum, RMSProp
```

```{{code-cell}}
explorers.path("canyon", {RULES}, steps=100, alt="Paths.")
```

```{{code-cell}}
import dataclasses
import ipywidgets
import matplotlib.pyplot as plt
surface, rules = surfaces.get("canyon"), {RULES}
rate = ipywidgets.FloatLogSlider(value=0.1, min=-4, max=1, step=0.02)
```

```{{code-cell}}
@ipywidgets.interact(lr=rate)
def show(lr):
    moved = [dataclasses.replace(rule, lr=lr) for rule in rules]
    runs = {{type(rule).__name__: training.descend(surface, rule, surface.start, 100) for rule in moved}}
    fig, (left, right) = plt.subplots(ncols=2, figsize=(SIZE), dpi=100, width_ratios=(3, 2))
    plots.paths(surface, runs, ax=left)
    for name, run in runs.items():
        right.semilogy(run.loss, label=name)
    plt.show()
```
"""
# [draw, paint] in ms of each press, from when it is asked for on; `seen(done)` calls done when the picture is new.
LISTEN = """seen => {
  window.pressed = new Promise(resolve => {
    window.addEventListener('keydown', event => seen(() => {
      const draw = performance.now() - event.timeStamp
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve([draw, performance.now() - event.timeStamp])
        port2.postMessage(0)
      })
    }), { capture: true, once: true })
  })
}"""
# Ours: the last listener of the same event, when all others have returned and the picture is another.
OURS = """done => window.addEventListener('keydown', done, { once: true })"""
# interact: the output's picture has another content.
THEIRS = """done => {
  const picture = () => document.querySelector('.jupyter-widgets-output-area img, .widget-interact img')
  const before = picture()?.src
  const look = () => {
    const now = picture()
    if (!now || now.src === before) return
    observer.disconnect()
    now.decode().then(done)
  }
  const observer = new MutationObserver(look)
  observer.observe(document.querySelector('.jp-Notebook'), { childList: true, subtree: true, attributes: true })
}"""
PIXELS = "() => document.querySelector('.course-explorer canvas').toDataURL()"
SIDES = {
    "path explorer": (".course-explorer input[name=lr]", OURS, PIXELS),
    "interact + matplotlib": (
        ".widget-interact .noUi-handle",
        THEIRS,
        "() => document.querySelector('.widget-interact img').src",
    ),
}


def measure(page, slider, seen, picture, presses=PRESSES):
    """[(draw, paint)] in ms of that many presses; each must change the picture."""
    page.locator(slider).scroll_into_view_if_needed()
    page.locator(slider).focus()
    times, pause = [], random.Random(0)
    for number in range(WARM_UP + presses):
        before = page.evaluate(picture)
        page.evaluate(f"({LISTEN})({seen})")
        page.keyboard.press("ArrowRight" if number % 40 < 20 else "ArrowLeft")
        times.append(page.evaluate("() => window.pressed"))
        assert page.evaluate(picture) != before, f"press {number} changed nothing"
        page.wait_for_timeout(pause.uniform(60, 120))
    return times[WARM_UP:]


def notebook(folder, size):
    """Write the notebook; its name."""
    text = to_json(generate(SOURCES.replace("SIZE", f"{size[0] / 100:.2f}, {size[1] / 100:.2f}"), "bench"))
    (folder / "bench.ipynb").write_text(text, encoding="utf-8")
    return "bench.ipynb"


def size_of_ours(page):
    """(width, height) in pixels of both pictures of the explorer together."""
    return page.evaluate("""() => { const box = document.querySelector('.course-explorer .course-pictures')
                                    return [box.clientWidth, box.clientHeight] }""")


def rows(page, address, folder):
    """{side: [(draw, paint)]}: first looks how large ours is, then draws theirs as large."""
    run_all(page, address, notebook(folder, (1000, 380)))
    page.locator(".course-explorer canvas").first.wait_for()
    size = size_of_ours(page)
    page.goto("about:blank")
    count, executed, errors, _ = run_all(page, address, notebook(folder, size))
    assert count == executed and not errors, errors
    page.locator(".widget-interact img").wait_for()
    print(f"both pictures: {size[0]} × {size[1]} pixels")
    return {name: measure(page, *side) for name, side in SIDES.items()}


def importing():
    """The median ms that `import course_lib.explorers` takes in a fresh interpreter."""
    code = "import time; t = time.perf_counter(); import course_lib.explorers; print(time.perf_counter() - t)"
    runs = [subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True) for _ in range(5)]
    return 1000 * statistics.median(float(run.stdout) for run in runs)


def p95(values):
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def main():
    """Print the table."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # small matrices, as in `make test`
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "bench"
        folder.mkdir()
        with lab(folder) as address, browser(needs_browser()) as page:
            found = rows(page, address, folder)
    print(f"{PRESSES} key presses each, ms", " " * 6, "draw: median, p95", " " * 2, "paint: median, p95")
    for name, times in found.items():
        numbers = [f"{summary(column):10.1f}" for column in zip(*times) for summary in (statistics.median, p95)]
        print(f"{name:26}", *numbers)
    ours, theirs = ([paint for _, paint in times] for times in found.values())
    print(f"to paint, ours is {statistics.median(theirs) / statistics.median(ours):.0f} times as quick ({AIM})")
    print(f"import course_lib.explorers: {importing():.0f} ms (aim: below 500)")


if __name__ == "__main__":
    main()
