"""make parity: let each library take the steps of the table and write what it visited to recorded.json."""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.parity.drivers import DRIVERS
from tests.parity.table import SHAPES, TABLE, ours, problem

RECORDED = Path(__file__).with_name("recorded.json")


def recording():
    """All that is written: versions, a check of the random stream, and the points of each row and shape."""
    paths = {}
    for row in TABLE:
        for shape in row.shapes:
            theirs = DRIVERS[row.library](row, shape)
            paths[f"{row.name}, {shape}"] = theirs.ravel().tolist()
            worst = np.abs(theirs - ours(row, shape)).max() / np.abs(theirs).max()
            print(f"{worst:8.1e}  {row.name}, {shape}")
    return {
        "versions": {library: version(library) for library in DRIVERS},
        "gradient_sums": {str(shape): problem(shape)[1].sum() for shape in SHAPES},
        "paths": paths,
    }


if __name__ == "__main__":
    RECORDED.write_text(json.dumps(recording(), indent=0) + "\n", encoding="utf-8")
