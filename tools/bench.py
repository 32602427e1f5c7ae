"""make bench: how fast the library is, each line measured side by side in this one run. Not a test."""

import importlib.util
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from course_lib import surfaces, training
from course_lib.authoring import build
from course_lib.homework import cells, checking
from course_lib.optimizers import Adam

ROOT = Path(__file__).resolve().parents[1]


def seconds(call, repeats=7):
    """The median time of a call, after one to warm up."""
    call()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def importing(statement):
    """A call that runs an import in a fresh interpreter."""
    return lambda: subprocess.run([sys.executable, "-c", statement], check=True)


def sweep():
    """200 learning rates × 300 steps in one call, against one run after the other."""
    surface, rates = surfaces.get("quadratic"), np.geomspace(1e-3, 1, 200)
    together = seconds(lambda: training.descend(surface, Adam(rates[:, None]), surface.start, 300))
    one_by_one = seconds(lambda: [training.descend(surface, Adam(lr), surface.start, 300) for lr in rates], repeats=3)
    return together, one_by_one


def adam_step(size=1_000_000):
    """One step of Adam with a million parameters: ours."""
    rng, opt = np.random.default_rng(0), Adam()
    W, g = rng.standard_normal((2, size))
    state = opt.step(W, g, opt.start(W))[1]
    return seconds(lambda: opt.step(W, g, state))


def slowest_check():
    """(exercise, seconds): `check` of the right answer, from the call to the finished panel, without progress."""
    answers = {}
    for name in build.sources(ROOT):
        answers |= cells.answers(build.bare(ROOT, name).cells) if build.is_homework(name) else {}
    times = {
        name: seconds(lambda: checking.tried(name, answer, False, keep=False).html())  # noqa: B023
        for name, answer in answers.items()
    }
    return max(times.items(), key=lambda item: item[1])


def torch_adam_step(size=1_000_000):
    """The same in PyTorch, float64, in place."""
    import torch

    W = torch.nn.Parameter(torch.randn(size, dtype=torch.float64))
    W.grad = torch.randn(size, dtype=torch.float64)
    return seconds(torch.optim.Adam([W]).step)


def main():
    """Print the table."""
    together, one_by_one = sweep()
    slowest, took = slowest_check()
    rows = [
        ("start Python and import numpy", seconds(importing("import numpy"))),
        ("start Python and import course_lib.optimizers", seconds(importing("import course_lib.optimizers"))),
        ("sweep of 200 rates × 300 steps, one call", together),
        ("the same, run by run", one_by_one),
        ("Adam, one step at 1e6 parameters", adam_step()),
        (f"the slowest check of all exercises, {slowest}", took),
    ]
    if importlib.util.find_spec("torch"):
        rows.append(("PyTorch's Adam, the same", torch_adam_step()))
    for name, took in rows:
        print(f"{name:48} {1000 * took:10.1f} ms")
    print(f"one call is {one_by_one / together:.0f} times as fast as run by run")


if __name__ == "__main__":
    main()
