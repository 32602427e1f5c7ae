"""The options of `course grade` by which an instructor's rules are said, and how they are kept for the next run."""

import argparse
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from course_lib.grading.manual import NAME as MANUAL

FILES = ("submissions", "extensions", "times", "roster", "secret")
RULES = ("partial", "due", "late", *FILES[1:])
NAMES = ("assume", "student_from", "one_per_file", "latest", FILES[0], *RULES)


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add them."""
    group = parser.add_argument_group(
        "your rules", "Said once, they are kept for --resume, --only and `course regrade`; none forgets one. Points and"
        " comments by hand go into DIR/manual.csv.",
    )  # fmt: skip
    group.add_argument(
        "--partial",
        choices=("cases", "parts", "none"),
        help="partial credit: by cases passed, or by results (W right, S not)",
    )
    group.add_argument("--due", metavar="TIME", help="such as '2026-11-20 23:59'; a date alone is the end of that day")
    group.add_argument("--late", metavar="RULE", help='what lateness costs: "10%%/day, max 3 days, grace 15 minutes"')
    group.add_argument("--extensions", metavar="CSV", help="who has longer: columns id or name, and until or days")
    group.add_argument(
        "--times", metavar="CSV", help="when it was handed in, such as Moodle's worksheet (else from names, git, dates)"
    )
    group.add_argument("--roster", metavar="CSV", help="the class: columns such as id, name, section")
    group.add_argument(
        "--secret",
        metavar="FILE",
        help="that of `course release --students`: questions have each student's own numbers",
    )


def kept(options: argparse.Namespace, recorded: Mapping[str, Any]) -> dict[str, Any]:
    """What to keep: what the options say, else what was kept; files by their full path."""
    said = {name: getattr(options, name, None) or recorded.get(name) for name in NAMES}
    said = {name: None if value == "none" and name in RULES else value for name, value in said.items()}
    return {name: str(Path(value).resolve()) if value and name in FILES else value for name, value in said.items()}


def digests(said: Mapping[str, Any], folder: str | Path) -> dict[str, str | None]:
    """{what an instructor says or wrote: its digest, None for a file that is not there}.

    When one changes, grades are written again.
    """
    paths = {name: Path(said[name]) for name in FILES[1:] if said.get(name)}
    manual = Path(folder) / MANUAL
    contents = {name: path.read_bytes() if path.is_file() else None for name, path in paths.items()}
    contents |= {MANUAL: manual.read_bytes() if manual.is_file() else b""}
    contents |= {"rules": json.dumps([said.get(name) for name in RULES]).encode()}
    return {name: None if data is None else hashlib.sha256(data).hexdigest()[:16] for name, data in contents.items()}
