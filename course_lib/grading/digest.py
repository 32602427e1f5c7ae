"""What an exercise is graded by, as a short digest: results of different digests are not to be mixed."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path

from course_lib.homework import cells
from course_lib.homework.key import Key

LENGTH = 16


def of(root: Path, name: str, code: Sequence[Mapping], keys: Sequence[Key]) -> dict[str, str]:
    """{exercise: digest of its spec, what all specs share, its answer, its place, the rule and the version}.

    code: the solution's code cells; what they printed does not count. A value may be computed with every answer.
    """
    specs = root / "solutions" / "specs"
    common = [version(root), *(text(specs / name) for name in ("shared.py", "slips.py"))]
    found = {}
    for place, key in enumerate(keys):
        others = {} if key.is_value else {other.name for other in keys} - {key.name}
        counting = [cell for cell in code if not cells.is_display(cell) and not cells.is_check(cell)]
        sources = ["".join(c["source"]) for c in counting if cells.mark(c).get("grade_id") not in others]
        own = text(specs / name / f"{key.name}.py")
        found[key.name] = short([*common, *sources, own, str(place), key.partial or ""])
    return found


def short(parts: Sequence[str]) -> str:
    """A digest of texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:LENGTH]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def version(root: Path) -> str:
    """The course's version, as its folder says, else as it was installed."""
    try:
        return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    except (OSError, ValueError, KeyError):
        pass
    try:
        return installed("optimizers-course")
    except PackageNotFoundError:
        return ""
