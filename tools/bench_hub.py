"""How long a class waits, and what it takes: so many students sign in to a server at once, and each works in a chapter.

usage: python -m tools.bench_hub [20]        after sh deploy/hub/setup.sh
"""

import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.hub import Hub, Student

PAGE = "notebooks/03_momentum.ipynb"
CELLS = 10


def visit(hub, number):
    """(seconds until JupyterLab is shown, seconds until the chapter's first cells have run) of one student."""
    begin = time.monotonic()
    student = Student(hub, f"s{number:03}").sign_in()
    ready = time.monotonic() - begin
    cells = [cell["source"] for cell in student.file(PAGE)["cells"] if cell["cell_type"] == "code"]
    assert student.runs(PAGE, *cells[:CELLS], "print('lasts')")[-1] == "lasts\n"
    return ready, time.monotonic() - begin


def memory(hub):
    """{kind of process: (how many, MB of all together)}; a page that several share is counted once."""
    kinds = {"configurable-http-proxy": "proxy", "jupyterhub.singleuser": "server", "ipykernel": "kernel"}
    found = {}
    for process, command in hub.processes():
        kept = re.search(r"Pss: +(\d+)", (process / "smaps_rollup").read_text())
        kind = next((kind for sign, kind in kinds.items() if sign in command), "hub")
        count, total = found.get(kind, (0, 0))
        found[kind] = (count + 1, total + int(kept[1]) / 1024)
    return found


def main(count):
    """Measure, and print a table."""
    with tempfile.TemporaryDirectory() as place:
        hub = Hub(Path(place), "simple")
        try:
            hub.start()
            with ThreadPoolExecutor(count) as pool:
                times = sorted(pool.map(lambda number: visit(hub, number), range(count)))
            for what, values in zip(("JupyterLab is shown", f"{CELLS} cells have run"), zip(*times)):
                ordered = sorted(values)
                print(f"{what}: median {ordered[count // 2]:.0f} s, last {ordered[-1]:.0f} s ({count} students)")
            for kind, (number, total) in sorted(memory(hub).items()):
                print(f"{kind}: {number} × {total / number:.0f} MB = {total:.0f} MB")
        finally:
            hub.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
