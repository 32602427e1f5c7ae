"""Are two pictures the same? As far as computers agree.

The vector units of two CPUs may differ in the last bit of a number (numpy/numpy#23523), and an edge that is drawn there
differs by a few grey levels. So a pixel counts as different when a channel is more than LEVELS of 255 off, and one
pixel in PIXELS may be. A line that moved by a pixel, another colour and another digit are far beyond that.
"""

import numpy as np

LEVELS = 16
PIXELS = 50_000


def difference(old, new):
    """How two pictures (height, width, channels) differ, as the end of a sentence; None when they are the same."""
    if old.shape != new.shape:
        now, was = (f"{array.shape[1]}×{array.shape[0]}" for array in (new, old))
        return f"is now {now}, stored is {was}."
    if np.array_equal(old, new):  # on the CPU that drew it: no need to measure
        return None
    apart = np.abs(old.astype(int) - new).max(axis=-1)
    different = int((apart > LEVELS).sum())
    if different <= apart.size / PIXELS:
        return None
    return f"differs from the stored one in {different} pixels, by up to {apart.max()} of 255."
