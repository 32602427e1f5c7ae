"""make coverage: one line a part of the library, and exit code 1 when a part is covered less than its floor.

usage: coverage_floor.py coverage.json
"""

import json
import sys
from pathlib import Path

# {part: (at least so many percent of its lines and branches, what its files' names begin with inside course_lib)}
FLOORS = {
    "layer 0": (
        95,
        ("arguments", "optimizers/", "averages", "surfaces", "data", "schedules", "style", "errors", "files"),
    ),
    "layer 1": (95, ("models", "training", "own_rule")),
    "homework": (95, ("homework/",)),
    "grading": (90, ("grading/",)),
}


def percent(files, starts):
    """Lines and branches that ran, in percent of those there are; ValueError when no file begins so."""
    chosen = [one["summary"] for name, one in files.items() if begins(name, starts)]
    if not chosen:
        raise ValueError(f"no file was measured that begins with {starts}")
    there = sum(one["num_statements"] + one["num_branches"] for one in chosen)
    return 100 * sum(one["covered_lines"] + one["covered_branches"] for one in chosen) / there


def begins(name, starts):
    return name.replace("\\", "/").removeprefix("course_lib/").startswith(starts)


def main(path):
    """Print the table; the exit code."""
    files = json.loads(Path(path).read_text(encoding="utf-8"))["files"]
    low = 0
    for part, (floor, starts) in FLOORS.items():
        found = percent(files, starts)
        low += found < floor
        print(f"{part:10} {found:5.1f} %  (floor {floor} %){'' if found >= floor else '  TOO LOW'}")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
