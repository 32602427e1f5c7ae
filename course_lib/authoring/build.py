"""Which notebooks are out of date, and writing them."""

import hashlib
import json
import os
from pathlib import Path

from course_lib.authoring import AuthoringError
from course_lib.authoring.run import execute
from course_lib.authoring.source import generate, to_json


def sources(root):
    """{name: path of its text}, in the course's order."""
    return {path.stem: path for path in sorted((Path(root) / "notebooks" / "src").glob("*.md"))}


def chosen(root, names):
    """The named sources, all when none is named."""
    known = sources(root)
    unknown = [name for name in names if name not in known]
    if unknown:
        there = ", ".join(known) or "none"
        raise AuthoringError(f"No source is called {', '.join(unknown)}; there are {there}.")
    return {name: path for name, path in known.items() if not names or name in names}


def is_current(root, name):
    """True when neither source, questions, library, lock nor the notebook itself changed since it was built."""
    return _read_cache(root).get(name) == digest(root, name)


def build(root, name):
    """Execute one source and write its notebook."""
    text = sources(root)[name].read_text(encoding="utf-8")
    notebook = execute(generate(text, name), name, Path(root) / "notebooks")
    write(target(root, name), to_json(notebook))
    write(_cache(root), json.dumps(_read_cache(root) | {name: digest(root, name)}, indent=1, sort_keys=True))


def target(root, name):
    return Path(root) / "notebooks" / f"{name}.ipynb"


def digest(root, name):
    """A hash of all that decides what a notebook looks like, the built file's own bytes among it."""
    root = Path(root)
    source = sources(root)[name]
    files = [source, source.with_suffix(".quiz.json"), target(root, name), root / "requirements.txt",
             *sorted((root / "course_lib").rglob("*.py"))]
    total = hashlib.sha256()
    for path in files:
        content = path.read_bytes() if path.exists() else b"missing"
        total.update(f"{path.relative_to(root)} {len(content)} ".encode() + content)
    return total.hexdigest()


def _cache(root):
    return Path(root) / "build" / "notebooks.json"


def _read_cache(root):
    try:
        return json.loads(_cache(root).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}  # then everything is built again, which is always right


def write(path, text):
    """Write whole or not at all: an interrupted build leaves the old file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8", newline="\n")
    os.replace(partial, path)
