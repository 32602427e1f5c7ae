"""Numbers by chance that JavaScript draws as well (js/chance.js): the i-th number of a stream is a hash of i.

An explorer that draws its data, its first weights and its batches in the browser must draw the same in Python, for the
still picture. A numpy Generator cannot be that source; for everything else in the course it is.
"""

import numpy as np

# Knuth's and Ettinger's odd constants, which spread neighbouring numbers far apart.
STRIDE, SPREAD, WORD = 0x6D2B79F5, 0x9E3779B1, 0xFFFFFFFF
# The streams of a seed.
DATA, NOISE, START, ORDER, SPLIT = range(5)


def uniforms(seed: int, which: int, n: int, first: int = 0) -> np.ndarray:
    """Entries `first` to `first + n` of a stream, uniform between 0 and 1, both excluded: (n,).

    >>> uniforms(0, DATA, 3).round(4).tolist() == uniforms(0, DATA, 4).round(4).tolist()[:3]
    True
    """
    key = hashed(np.array([((seed + 1) * STRIDE & WORD) ^ ((which + 1) * SPREAD & WORD)], np.uint32))
    counter = np.arange(first + 1, first + n + 1, dtype=np.uint32) * np.uint32(STRIDE)
    return (hashed(key + counter) + 0.5) / 2.0**32


def normals(seed: int, which: int, n: int) -> np.ndarray:
    """n numbers from N(0, 1): (n,). Source: Box and Muller, "A note on random normal deviates" (1958).

    >>> bool(abs(normals(0, NOISE, 10_000).std() - 1) < 0.03)
    True
    """
    u = uniforms(seed, which, 2 * n).reshape(n, 2)
    return np.sqrt(-2 * np.log(u[:, 0])) * np.cos(2 * np.pi * u[:, 1])


def permutations(seed: int, which: int, n: int, many: int) -> np.ndarray:
    """(many, n), each row 0 … n-1 in an order by chance.

    >>> np.sort(permutations(0, ORDER, 4, 2)).tolist()
    [[0, 1, 2, 3], [0, 1, 2, 3]]
    """
    return np.argsort(uniforms(seed, which, n * many).reshape(many, n), axis=1, kind="stable")


def hashed(a: np.ndarray) -> np.ndarray:
    """Mulberry32's mixing of 32-bit words: (…) → (…), uint32. Source: Tommy Ettinger, in the public domain."""
    with np.errstate(over="ignore"):
        a = (a ^ (a >> 15)) * (a | 1)
        a = a ^ (a + (a ^ (a >> 7)) * (a | 61))
        return a ^ (a >> 14)
