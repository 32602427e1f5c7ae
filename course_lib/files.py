"""Files: written whole or not at all, packed into the same bytes each time, searched for upward."""

import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[1]  # the folder in which course_lib lies: the course's, unless it was installed


@contextmanager
def replacing(path: Path, mode: str = "w") -> Iterator[IO[Any]]:
    """A file ("w": UTF-8 text, "wb": bytes) that takes the place of `path` once it is written; else the old one stays.

    Missing folders are made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    text: dict[str, Any] = {} if "b" in mode else {"encoding": "utf-8", "newline": ""}  # no \r\n on Windows
    try:
        with open(partial, mode, **text) as file:
            yield file
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def write(path: Path, content: str | bytes) -> None:
    """Write a whole file, or leave the old one."""
    with replacing(path, "wb" if isinstance(content, bytes) else "w") as file:
        file.write(content)


def zip_entry(package: zipfile.ZipFile, name: str, data: bytes, mode: int = 0o644) -> None:
    """Pack `data` as `name`: dated 1980 and marked as from Unix, so that neither time nor machine changes the bytes."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, (0o100000 | mode) << 16, 3
    package.writestr(entry, data)


def above(start: str | Path, test: Callable[[Path], object]) -> Path | None:
    """`start` or the nearest folder above it for which `test(folder)` is true; None when there is none."""
    start = Path(start).resolve()
    return next((folder for folder in (start, *start.parents) if test(folder)), None)
