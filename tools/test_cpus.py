"""make test-cpus: a rebuild changes no byte, whatever the CPU can do.

Copies the course, builds everything in the copy as another CPU would (NumPy's vector units and OpenBLAS's kernels are
chosen when they start), and compares all files. `make test-cpus ARGS="03_momentum"` builds only what is named.
"""

import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

from course_lib.authoring import build

ROOT = Path(__file__).resolve().parents[1]
UNITS = [name for name in __cpu_dispatch__ if __cpu_features__[name]]  # what this CPU has beyond NumPy's baseline
WIDE = [name for name in UNITS if name.startswith("AVX512") or name == "X86_V4"]
SETTINGS = {
    "as it is": {},
    "AVX2, Haswell": {"NPY_DISABLE_CPU_FEATURES": " ".join(WIDE), "OPENBLAS_CORETYPE": "Haswell"},
    "SSE, Prescott": {"NPY_DISABLE_CPU_FEATURES": " ".join(UNITS), "OPENBLAS_CORETYPE": "Prescott"},
}


def main(names):
    """Try all settings, two builds at a time; 1 when one failed or changed a file."""
    with ThreadPoolExecutor(2) as pool:
        builds = product(SETTINGS, parts(names))
        results = pool.map(lambda each: tried(each[0], SETTINGS[each[0]], *each[1]), builds)
        wrong = [sentence for found in results for sentence in found]
    print("\n".join(wrong) or f"A rebuild changes no byte ({'; '.join(SETTINGS)}).")
    return 1 if wrong else 0


def parts(names):
    """Lists of commands, each for a copy of its own: two for each setting, or the third would keep one core waiting."""
    if names:
        return [[["build", *names, "--force"], ["animations"]]]
    every = list(build.sources(ROOT))
    return [[["build", *every[1::2], "--force"]], [["build", *every[::2], "--force"], ["animations"]]]


def tried(name, variables, *commands):
    """What these commands change with these variables, in sentences."""
    with tempfile.TemporaryDirectory() as folder:
        before, copy = Path(folder) / "before", Path(folder) / "course"
        copied(before)
        shutil.copytree(before, copy)
        environment = os.environ | variables | {"PYTHONPATH": str(copy), "OPENBLAS_NUM_THREADS": "1"}
        for command in commands:
            run = subprocess.run(
                [sys.executable, "-m", "course_lib.cli", *command],
                cwd=copy,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            if run.returncode:
                return [f"{name}: {command[0]} ended with {run.returncode}.\n{run.stdout}{run.stderr}"]
        return [f"{name}: the rebuild changes {path}." for path in tracked() if not same(before / path, copy / path)]


def copied(copy):
    """Copy what git tracks, as it is now."""
    for path in tracked():
        target = copy / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, target)


def tracked():
    """The paths of all files that git tracks and that are there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for path in listed.split("\0") if path and (ROOT / path).is_file()]


def same(old, new):
    return not old.is_file() or (new.is_file() and filecmp.cmp(old, new, shallow=False))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
