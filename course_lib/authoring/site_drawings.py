"""The figures of a chapter as SVG, for the website: sharp at every size, by day and by night, and one for a phone.

A notebook stores them as PNG. Here its code runs once more, and each figure that `plots.show` would show is drawn four
times. What was drawn is kept in build/drawings until the chapter or what it imports changes.
"""

import contextlib
import hashlib
import io
import json
import multiprocessing
import os
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import nbformat
from matplotlib import rc_context
from matplotlib.colors import to_hex

from course_lib import plots
from course_lib.authoring import AuthoringError, build, by_night, editions, languages, narrow, run
from course_lib.authoring.source import code_cells
from course_lib.files import write
from course_lib.language import ENGLISH, say
from course_lib.plots import base

HERE = ("authoring/site_drawings.py", "authoring/by_night.py", "authoring/narrow.py")
FORMS = ("wide", "wide-night", "narrow", "narrow-night")


def of_chapters(root, names, language=ENGLISH, workers=2):
    """{chapter: {id of a code cell: [{form: SVG} of each figure that it shows]}}."""
    found = {name: _read(_file(root, name, language)) for name in names}
    missing = [name for name, drawn in found.items() if drawn is None]
    if missing:
        # A process for each chapter: what a chapter imports or sets stays in it, and two run at once.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, context, max_tasks_per_child=1) as pool:
            results = pool.map(_drawn, [root] * len(missing), missing, [language] * len(missing))
            for name, drawn in zip(missing, results):
                file = _file(root, name, language)
                for old in file.parent.glob(f"{file.stem.rpartition('-')[0]}-*.json"):
                    old.unlink()
                write(file, json.dumps(drawn))
                found[name] = drawn
                print(say("{name}: {n} figures drawn", name=name, n=sum(map(len, drawn.values()))), flush=True)
    return found


def of_notebook(cells, folder):
    """The same of code cells that run in `folder`, one after the other, in names of their own."""
    drawn, names, before = defaultdict(list), {"__name__": "__main__"}, base.show
    place = SimpleNamespace(cell=None)
    base.show = plots.show = lambda fig, alt: drawn[place.cell].append(forms(fig, f"{place.cell}-{alt}"))
    try:
        with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
            for place.cell, code in cells:
                exec(compile(code, place.cell, "exec"), names)
    finally:
        base.show = plots.show = before
    return dict(drawn)


@base.in_style  # what is made anew for a phone, such as a legend, has the other words' font
def forms(fig, salt):
    """{form: SVG} of a figure, which is changed. salt: decides the names inside, the same in every build."""
    keep_letters_on_pictures(fig)
    wide = svg(fig, salt)
    small = svg(narrow.rearranged(fig), salt)
    return dict(zip(FORMS, (wide, by_night.recoloured(wide), small, by_night.recoloured(small))))


def keep_letters_on_pictures(fig):
    """Mark the colours of letters that stand on a picture: by night it stays as it is, and so must they."""
    marks = {day: mark for mark, day in by_night.KEPT.items()}
    for text in (text for ax in fig.axes if ax.images for text in ax.texts):
        text.set_color(marks.get(to_hex(text.get_color()), text.get_color()))


def svg(fig, salt):
    """The figure as SVG, letters as shapes, numbers as exact as a screen can show."""
    drawn = io.StringIO()
    with rc_context({"svg.hashsalt": salt, "svg.fonttype": "path"}):
        fig.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return by_night.rounded(drawn.getvalue())


def _drawn(root, name, language):
    """In a process of its own: a chapter's drawings."""
    file = languages.target(root, f"notebooks/{name}", language)
    notebook = nbformat.read(file, as_version=4)
    os.environ |= run.environment(str(_file(root, name, language).parent)) | {"COURSE_LANGUAGE": language}
    cells = [(cell.id, cell.source) for cell in code_cells(notebook)]
    try:
        return of_notebook(cells, file.parent)
    except Exception as error:
        raise AuthoringError(
            say("{name} could not be drawn: {kind}: {error}", name=name, kind=type(error).__name__, error=error)
        ) from error


def _file(root, name, language):
    """Where a chapter's drawings are kept, for its present state."""
    root = Path(root)
    own = "".join((root / "course_lib" / path).read_text(encoding="utf-8") for path in HERE)
    full, english = f"notebooks/{name}", language == ENGLISH
    state = build.digest(root, full) if english else editions.digest(root, full, language)
    digest = hashlib.sha256((state + own).encode()).hexdigest()[:16]
    return root / "build" / "drawings" / ("" if english else language) / f"{name}-{digest}.json"


def _read(file):
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
