"""make parity: let each library take the steps of the table and write what it visited to recorded.json.

make parity ONLY=Lion records that rule alone. A recorded path stays as it is while the library still takes it to
1e-11: another processor's last digit is no change.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from course_lib import optimizers
from tests.parity.drivers import DRIVERS
from tests.parity.table import SHAPES, TABLE, ours, problem

RECORDED = Path(__file__).with_name("recorded.json")


def recording(old, only=None):
    """All that is written: versions, a check of the random stream, and the points of each row and shape."""
    paths = {}
    for row in TABLE:
        for shape in row.shapes:
            name = f"{row.name}, {shape}"
            if only in (None, type(row.opt).__name__):
                theirs = DRIVERS[row.library](row, shape)
                paths[name] = kept(old["paths"].get(name), theirs)
                worst = np.abs(theirs - ours(row, shape)).max() / np.abs(theirs).max()
                print(f"{worst:8.1e}  {name}", flush=True)
            elif name in old["paths"]:
                paths[name] = old["paths"][name]
    return {
        "versions": {library: version(library) for library in DRIVERS},
        "gradient_sums": {str(shape): rounded(problem(shape)[1].sum()) for shape in SHAPES},
        "paths": paths,
    }


def kept(old, new):
    """The old numbers if they are the new ones to 1e-11 of the largest, else the new ones to twelve digits."""
    new = np.ravel(new)
    if old is not None and len(old) == len(new) and np.abs(np.subtract(old, new)).max() <= 1e-11 * np.abs(new).max():
        return old
    return [rounded(number) for number in new]


def rounded(number):
    return float(f"{number:.12g}")


def as_json(contents):
    """One line a path, so that a change shows which."""
    parts = []
    for part, entries in contents.items():
        lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in entries.items())
        parts.append(f'"{part}": {{\n{lines}\n}}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    only = sys.argv[1] if len(sys.argv) > 1 else None
    if only not in (None, *optimizers.RULES):
        sys.exit(f"There is no rule {only}; choose one of {', '.join(optimizers.RULES)}, or export it first.")
    old = json.loads(RECORDED.read_text(encoding="utf-8"))
    RECORDED.write_text(as_json(recording(old, only)), encoding="utf-8")
