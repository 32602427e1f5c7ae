"""What a notebook stores of an explorer does not depend on the processor's vector units."""

import os
import subprocess
import sys

import numpy as np
import pytest

from course_lib.explorers.base import rounded

# Every kind, on every surface that the chapters use, as JSON.
BUILD = """
import json
from course_lib import explorers
from course_lib.experiments import network_surface
from course_lib.experiments.sparse import pixel_sums
from course_lib.experiments.momentum import gradient_series
from course_lib.optimizers import SGD, Adam
others = ["basins", "pit", "cliff", "saddle", "rotated saddle", "beale", "rosenbrock", ["quadratic", [1, 25]],
          ["rotated", ["quadratic", [1, 100]], 30], ["scaled", ["canyon"], 0.5]]
noisy, full = gradient_series(steps=300, batch_size=16)
made = [
    explorers.path("canyon", [SGD(0.1), Adam(0.1)], others=others, noise=0.3, alt="x"),
    explorers.average(noisy, full, alt="x"),
    explorers.bias(alt="x"),
    explorers.pixel_rates(pixel_sums(), alt="x"),
    explorers.network_surface(network_surface.picture(), alt="x"),
    explorers.rate_map(("Momentum", "RMSProp", "Adam"), lr=0.06, alt="x"),
]
print(json.dumps([[each.fixed, each.settings] for each in made]))
"""


def features():
    """What this NumPy chose at run time, by its own names."""
    return np.show_config("dicts")["SIMD Extensions"].get("found", [])


def built(**env):
    run = subprocess.run(
        [sys.executable, "-c", BUILD], env=os.environ | env, capture_output=True, text=True, check=True
    )
    return run.stdout


@pytest.mark.tour  # `make test-cpus` builds all; what is stored is rounded, as the test below holds
def test_the_same_bytes_on_an_older_processor():
    if not features():
        pytest.skip("this processor has nothing that could be switched off")
    here = built()
    assert len(here) > 100_000
    assert built(NPY_DISABLE_CPU_FEATURES=" ".join(features())) == here


def test_numbers_differ_in_the_last_bit_no_longer():
    x = 0.059948425031894084
    assert rounded({"a": [x, 1, True, "b", None]}) == rounded({"a": (np.nextafter(x, 1), 1, True, "b", None)})
    assert rounded([1e-300, 123456789.125]) == [1e-300, 123456789.125]
