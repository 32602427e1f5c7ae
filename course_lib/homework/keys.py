"""Where the keys lie: exercises/checks, beside the notebook or in a folder above it."""

import difflib
import json
import sys
from pathlib import Path

from course_lib import files
from course_lib.homework.key import Key, from_json
from course_lib.language import say

# Where Pyodide finds the course's files: nowhere in a window without a service worker, which reads them for it.
DRIVE = Path("/drive")


class NoKey(Exception):
    """There is no key to check with: a sentence."""


def folder(start: Path | None = None) -> Path:
    """The folder of keys nearest to where the notebook runs, else the one beside course_lib."""
    if found := keys_in(files.above(start or Path.cwd(), keys_in) or files.ROOT):
        return found
    if sys.platform == "emscripten" and not DRIVE.is_dir():
        raise NoKey(say("Homework cannot be checked here: the course's first page says why, and what to do."))
    raise NoKey(say("The data of the checks is missing: keep the notebook in the folder exercises, beside checks."))


def keys_in(folder: Path) -> Path | None:
    """Where the keys in a folder are; None when there are none."""
    places = (folder / "checks", folder / "exercises" / "checks")
    return next((place for place in places if any(place.glob("*/*.json"))), None)


def find(name: str, start: Path | None = None) -> Key:
    """The key of an exercise; NoKey when there is none that can be read."""
    place = folder(start)
    found = sorted(place.glob(f"*/{name}.json")) if str(name).isidentifier() else []
    if not found:
        known = sorted(path.stem for path in place.glob("*/*.json"))
        near = difflib.get_close_matches(str(name), known, 1) or difflib.get_close_matches(str(name), known, 1, 0.4)
        if near:
            raise NoKey(say("No exercise is called {name}: do you mean {near}?", name=name, near=near[0]))
        raise NoKey(say("No exercise is called {name}.", name=name))
    try:
        return from_json(found[0].read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        known = {"file": f"checks/{found[0].parent.name}/{found[0].name}", "error": error}
        raise NoKey(
            say(
                "{file} cannot be read ({error}): get a fresh copy of the course's exercises/checks ('course update'"
                " brings it).",
                **known,
            )
        ) from error


def assignments(start: Path | None = None) -> dict[str, list[str]]:
    """{assignment: [names of its exercises]}, in the order of the notebooks."""
    lists = sorted(folder(start).glob("*.json"))
    try:
        return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in lists}
    except (OSError, ValueError) as error:
        raise NoKey(say("The lists of exercises in checks cannot be read ({error}).", error=error)) from error
