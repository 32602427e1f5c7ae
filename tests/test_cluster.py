"""`--scheduler`: a real Dask scheduler and two workers on this machine, one of which dies in the middle of the work."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from course_lib.grading import cluster as dask
from tests.hostile.notebooks import STEP, body, first, instead, notebook, right_step
from tests.test_grading import folder, graded
from tests.test_hostile import ROOT, grade

NOTEBOOKS = {
    "right": notebook(),
    "wrong": instead(STEP, right_step(after="return W + lr * v, v")),
    "empty": b"",
    "gone": body("import os; os._exit(1)"),
    "raises": body("1 / 0"),
}


@pytest.fixture
def cluster(tmp_path):
    """(address, the two workers' processes)."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "300s"}
    about = tmp_path / "scheduler.json"
    scheduler = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "distributed.cli.dask_scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            str(about),
        ],
        env=environment,
        **quiet,
    )
    workers = []
    try:
        while not about.exists() or not about.read_text():
            assert scheduler.poll() is None
            time.sleep(0.1)
        address = re.search(r"tcp://[\d.]+:\d+", about.read_text()).group()
        workers = [
            subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "distributed.cli.dask_worker",
                    address,
                    "--nthreads",
                    "1",
                    "--no-nanny",
                    "--no-dashboard",
                    "--local-directory",
                    str(tmp_path / f"worker{number}"),
                ],
                env=environment,
                **quiet,
            )
            for number in range(2)
        ]
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


@pytest.mark.sandbox
@pytest.mark.tour
def test_a_cluster_gives_the_same_results_and_a_dying_worker_loses_nothing(cluster, tmp_path):
    address, workers = cluster
    slow = {f"slow{number:02}": first("import time; time.sleep(0.3)") for number in range(16)}
    folder(tmp_path / "in", **NOTEBOOKS, **slow)
    command = [
        sys.executable,
        "-m",
        "course_lib.cli",
        "grade",
        "03_momentum",
        str(tmp_path / "in"),
        "--course",
        str(ROOT),
        "--out",
        str(tmp_path / "far"),
        "--seed",
        "9",
        "--scheduler",
        address,
    ]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    finished = tmp_path / "far" / ".finished.jsonl"
    while not finished.exists() or finished.read_bytes().count(b"\n") < 4:
        assert run.poll() is None, run.stderr.read()
        time.sleep(0.05)
    workers[0].send_signal(signal.SIGKILL)
    out, err = run.communicate(timeout=1800)
    assert run.returncode == 3, err
    assert "21 submissions" in out
    assert len(finished.read_text().splitlines()) == 21  # each once

    assert grade(tmp_path / "in", tmp_path / "near", "--seed", 9, "--jobs", 2).returncode == 3
    near, far = ({n: one | {"seconds": 0} for n, one in graded(tmp_path / name).items()} for name in ("near", "far"))
    assert near == far
    csvs = [(tmp_path / name / "grades.csv").read_text() for name in ("near", "far")]
    assert csvs[0] == csvs[1] and json.loads((tmp_path / "far" / "grades.json").read_text())["seed"] == 9


@pytest.mark.slow
def test_no_scheduler_is_one_sentence(tmp_path):
    folder(tmp_path / "in", right=notebook())
    done = grade(tmp_path / "in", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:9", "--sandbox", "process")
    assert done.returncode == 2 and "There is no Dask scheduler at tcp://127.0.0.1:9" in done.stderr
    assert "Traceback" not in done.stderr


def test_threads_that_start_at_once_have_users_of_their_own(monkeypatch):
    """Every sandbox waits in its start for all others to start: the race that a busy worker runs by chance."""
    threads, numbers = 4, []
    together = threading.Barrier(threads, timeout=600)

    class Slow:
        def __init__(self, kind, limits, number):
            numbers.append(number)

        def __enter__(self):
            together.wait()
            return self

    monkeypatch.setattr(dask, "Sandbox", Slow)
    plugin = dask.Sandboxes("process", None)
    plugin.setup(None)
    with ThreadPoolExecutor(threads) as pool:
        started = [future.result() for future in [pool.submit(plugin.sandbox) for _ in range(threads)]]
    assert sorted(numbers) == [0, 1, 2, 3]
    assert len(set(map(id, started))) == threads == len(plugin.started)
