"""Run a notebook in JupyterLab and keep pictures of it, top to bottom, to look at.

.venv/bin/python -m tools.screenshots notebooks/03_momentum.ipynb [build/screenshots]
"""

import shutil
import sys
from pathlib import Path

from tests.lab import browser, copy_without_outputs, fresh_root, lab, run_all
from tests.needs import needs_browser

SCROLL = """top => {
  const box = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer')
  box.scrollTop = top
  return [box.clientHeight, box.scrollHeight]
}"""


def main(notebook, folder="build/screenshots"):
    """Save `folder`/NAME_01.png, NAME_02.png, …; the last overlaps the one before."""
    notebook, folder = Path(notebook), Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    root = fresh_root(folder / "lab")
    copy_without_outputs(notebook, root)
    shutil.copytree(Path(__file__).resolve().parents[1] / "notebooks" / "media", root / "media")
    with lab(root.resolve()) as address, browser(needs_browser()) as page:
        count, executed, errors, _ = run_all(page, address, notebook.name)
        for number, path in enumerate(scrolled(page, folder, notebook.stem), start=1):
            print(f"{number}: {path}")
    print(f"{executed} of {count} cells executed; errors: {errors or 'none'}")


def scrolled(page, folder, name):
    """Save a picture a screenful and return the paths."""
    height, total = page.evaluate(SCROLL, 0)
    paths = [folder / f"{name}_{number + 1:02d}.png" for number in range(-(-total // height))]
    for number, path in enumerate(paths):
        page.evaluate(SCROLL, number * height)
        page.wait_for_timeout(300)
        page.screenshot(path=path)
    return paths


if __name__ == "__main__":
    main(*sys.argv[1:])
