"""`course media`: pictures, animations and formulas of the chapters as files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from course_lib import workspace
from course_lib.errors import CourseError
from course_lib.language import ENGLISH, LANGUAGES, current, say


def add_to(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add it to the commands of `course`: command(name, run, help) adds one and returns its parser."""
    parser = command("media", media, "write pictures, animations and formulas as files for slides of your own")
    parser.add_argument("chapters", metavar="NAME", nargs="*", help="such as 03_momentum (all)")
    parser.add_argument("--language", choices=(ENGLISH, *LANGUAGES), help="that of the pictures (that of the system)")
    parser.add_argument("--out", metavar="DIR", type=Path, help="where they go (dist/media)")


def media(options: Any, rest: list[str]) -> int:
    """Write them, with a line about each chapter, and the page that shows all."""
    root = workspace.find(options.course).folder
    try:
        return write(root, options.chapters, (options.out or root / "dist" / "media").resolve())
    except ModuleNotFoundError as error:
        raise CourseError(
            say("{name} is missing: `make dev` installs what lecturers need.", name=error.name)
        ) from error


def write(root: Path, wanted: list[str], folder: Path) -> int:
    """Write the media of these chapters, or of all, into `folder`."""
    from course_lib import files
    from course_lib.authoring.decks import by_chapter
    from course_lib.authoring.fresh import emptied
    from course_lib.media import films, formulas, listing, pictures

    titles = {deck.name: deck.title for deck in by_chapter(root, current())}
    for name in wanted:
        if name not in titles:
            raise CourseError(
                say(
                    "There is no chapter {name!r} with pictures; there are {there}.", name=name, there=", ".join(titles)
                )
            )
    emptied(folder, "formulas")
    items = []
    for number, name in enumerate(chosen := wanted or list(titles), start=1):
        print(say("{number} of {n}: {name} is running …", number=number, n=len(chosen), name=name), flush=True)
        found = pictures.of_chapter(root, name, folder / "pictures")
        found += films.all_of(root, folder / "animations") if name == films.CHAPTER else []
        set_formulas = formulas.of_chapter(root, name, folder / "formulas")
        print(
            say("  {n} pictures and animations, {formulas} formulas", n=len(found), formulas=len(set_formulas)),
            flush=True,
        )
        items += found + set_formulas
    if films.CHAPTER in chosen and not any(path.suffix == ".mp4" for item in items for path in item.files):
        print(say(films.MISSING), file=sys.stderr)
    files.write(folder / "index.html", listing.page(items, titles, folder))
    print(say("{page}: {n} of them, with captions and alternative texts", page=folder / "index.html", n=len(items)))
    return 0
