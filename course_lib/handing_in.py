"""`course submit`: a copy of a homework in the class's drop folder, and a receipt beside the notebook.

Everybody may add a file to a drop folder, and nobody list it (mode 1733, or 3773 for a group of teachers). The file
belongs to the student, which is how `course collect` knows whose it is. Its name ends in letters drawn at random, so
that nobody can find out by trying names what others have handed in.
"""

import argparse
import contextlib
import hashlib
import json
import os
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from course_lib import workspace
from course_lib.errors import CourseError
from course_lib.language import later, say

LARGEST = 100 << 20  # bytes, as for the grader
# What the button in JupyterLab says itself; deploy/hub/labextension has the same words in each language.
BUTTON = later(
    [
        "Hand in",
        "Save this homework and hand it in, as often as you like",
        "Start the kernel first: Kernel, Restart Kernel.",
        "It was not handed in: {why}",
    ]
)


def add_to(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `course submit` to the commands."""
    parser = command("submit", main, say("hand in a homework, as often as you like"))
    parser.add_argument(
        "name", nargs="?", metavar="NAME", help=say("such as 03_momentum (default: what you saved last)")
    )
    parser.add_argument("--drop", metavar="DIR", help=say("the class's drop folder (default: COURSE_DROP)"))
    parser.add_argument(
        "--work", metavar="DIR", help=say("your copy (default: COURSE_WORK, or the course's folder work)")
    )


def main(options: argparse.Namespace, rest: list[str]) -> int:
    """Hand in, and print the receipt."""
    receipt, kept = with_receipt(options.course, options.name, options.drop)
    print(say("Handed in: {receipt}", receipt=receipt))
    print(say("This line is kept in {file}, beside the notebook.", file=kept.name))
    return 0


def with_receipt(course: str, name: str | None, drop: str | None) -> tuple[str, Path]:
    """Hand in; returns the receipt, and the file beside the notebook in which it is kept."""
    drop = drop or os.environ.get("COURSE_DROP")
    if not drop:
        raise CourseError(say("This computer has no drop folder: hand in where your teacher says, or use --drop DIR."))
    notebook = chosen(workspace.find(course), name)
    receipt = hand_in(notebook, Path(drop))
    kept = notebook.with_suffix(".handed_in.txt")
    with open(kept, "a", encoding="utf-8") as file:
        file.write(f"{receipt}\n")
    return receipt, kept


def from_button(name: str) -> None:
    """What the button in JupyterLab has the notebook's kernel do: hand in, and print as JSON what is to be shown."""
    try:
        receipt, _ = with_receipt(".", name, None)
    except (CourseError, OSError) as error:
        print(json.dumps({"done": False, "said": str(error)}))
    else:
        # Of more than 140 letters JupyterLab shows the beginning; the digest is in the receipt.
        short = receipt.partition("  sha256")[0]
        print(json.dumps({"done": True, "said": say("Handed in: {when}. The receipt is kept beside it.", when=short)}))


def chosen(course: Any, name: str | None) -> Path:
    """The homework that is meant, in the learner's copy; without a name the one that was saved last."""
    theirs = [one for one in course.files() if one.startswith("exercises/") and one.endswith(".ipynb")]
    theirs = [one for one in theirs if (course.work / one).is_file()]  # in every language that the learner has
    if name is None:
        theirs = [one for one in theirs if not same(course.work / one, course.folder / one)]
    else:
        wanted = name.removesuffix(".ipynb").rpartition("exercises/")[2]  # zh/03_momentum is another than 03_momentum
        theirs = [one for one in theirs if one.endswith(f"/{wanted}.ipynb")]
    if not theirs:
        there = course.work / "exercises"
        if name:
            raise CourseError(
                say("There is no homework {name} in {folder}: nothing was handed in.", name=repr(name), folder=there)
            )
        raise CourseError(say("No homework was changed and saved in {folder}: nothing was handed in.", folder=there))
    return max((course.work / one for one in theirs), key=lambda path: path.stat().st_mtime)


def same(one: Path, other: Path) -> bool:
    """Whether two files hold the same bytes."""
    return one.read_bytes() == other.read_bytes()


def hand_in(notebook: Path, drop: Path) -> str:
    """Put a copy of a notebook into the drop folder; returns the receipt: when, which, and the digest of its bytes."""
    data = notebook.read_bytes()
    if len(data) > LARGEST:
        raise CourseError(
            say(
                "{file} has more than {size} MB: clear its outputs, save, and try again.",
                file=notebook.name,
                size=LARGEST >> 20,
            )
        )
    if not is_notebook(data):
        raise CourseError(
            say("{file} is no notebook that can be read: save it in JupyterLab, and try again.", file=notebook.name)
        )
    if not drop.is_dir():
        raise CourseError(say("The drop folder {folder} is not there: tell your teacher.", folder=drop))
    now = datetime.now().astimezone()
    name = f"{notebook.stem}--{now:%Y%m%dT%H%M%S}--{secrets.token_hex(8)}.ipynb"
    put(drop / name, data)
    return f"{now:%Y-%m-%d %H:%M:%S %z}  {notebook.name}  sha256 {hashlib.sha256(data).hexdigest()}"


def is_notebook(data: bytes) -> bool:
    """Whether these are the bytes of a notebook."""
    try:
        return isinstance(json.loads(data)["cells"], list)
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def put(target: Path, data: bytes) -> None:
    """Write a new file that its owner alone can read, and the folder's group if that is not the owner's own.

    It appears under its name whole or not at all.
    """
    partial = target.with_name(f".{target.name}.partial")
    file = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        with os.fdopen(file, "wb") as written:
            written.write(data)
            written.flush()
            os.fsync(written.fileno())
            if os.name == "posix" and os.fstat(written.fileno()).st_gid not in {os.getegid(), *os.getgroups()}:
                os.fchmod(written.fileno(), 0o640)
        os.rename(partial, target)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise
