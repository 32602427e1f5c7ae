"""Why anyone needs Adam (chapter 7): rare words, after Kunstner et al., "Heavy-tailed class imbalance" (2024).

The smallest possible language model: a table of scores with a row for each word, which says what comes next.
Its loss is the mean over all words of a text, so the row of a rare word has a small gradient and a small curvature.
"""

from typing import NamedTuple

import numpy as np

from course_lib import training
from course_lib.optimizers import SGD, Adam, Momentum, RMSProp

RULES = {"SGD": (SGD, 2**5), "Momentum": (Momentum, 2**9), "RMSProp": (RMSProp, 2**-2.5), "Adam": (Adam, 2**-0.5)}


class Language(NamedTuple):
    """share: (V,), how often each word occurs. following: (V, V), which words follow it, rows that add up to 1."""

    share: np.ndarray
    following: np.ndarray


def language(words=64, tail=1.0, seed=0):
    """A made-up language: the k-th word occurs in proportion to 1/k^tail (Zipf's law; 0: all alike).

    What follows a word is one favourite in half of the cases, and some others in the rest.
    """
    rng = np.random.default_rng(seed)
    share = 1 / np.arange(1.0, words + 1) ** tail
    favourite = np.eye(words)[rng.permutation(words)]
    return Language(share / share.sum(), 0.5 * favourite + 0.5 * rng.dirichlet(np.full(words, 0.3), words))


def excess(scores, text):
    """How much each row's loss is above the smallest possible, in nats: (…, V) for scores (…, V, V)."""
    low = scores - scores.max(axis=-1, keepdims=True)
    log = low - np.log(np.sum(np.exp(low), axis=-1, keepdims=True))
    entropy = np.sum(text.following * np.log(np.maximum(text.following, 1e-300)), axis=-1)
    return entropy - np.sum(text.following * log, axis=-1)


def gradient(W, text):
    """Of the loss averaged over all words, like W (runs, V·V)."""
    scores = W.reshape(*W.shape[:-1], *text.following.shape)
    likely = np.exp(scores - scores.max(axis=-1, keepdims=True))
    likely /= likely.sum(axis=-1, keepdims=True)
    # Ten decimals: a long run at a large rate blows up the last bits, which depend on the processor.
    return np.round(text.share[:, None] * (likely - text.following), 10).reshape(W.shape)


class Learnt(NamedTuple):
    """A rule at its best rate. loss: the excess over the whole text. rows: (V,), that of each word. lr, interior: the
    rate, and whether it lies inside the grid."""

    loss: float
    rows: np.ndarray
    lr: float
    interior: bool


def learn(name, text, steps=100, schedule=None, count=25):
    """A rule of RULES learns the table from scores of 0, with full gradients, at the best of 25 rates √2 apart."""
    rule, middle = RULES[name]
    rates = middle * 2.0 ** (np.arange(-(count // 2), count // 2 + 1) / 2)
    start = np.zeros((count, text.following.size))
    factors = None if schedule is None else schedule(steps)
    for W, _ in training.points(rule(rates[:, None]), start, range(steps), lambda W, _: gradient(W, text), factors):
        last = W
    rows = excess(last.reshape(count, *text.following.shape), text)
    loss = rows @ text.share
    best = int(np.nanargmin(loss))
    return Learnt(float(loss[best]), rows[best], float(rates[best]), 0 < best < count - 1)


def race(tail=1.0, words=64, steps=100, schedule=None, seed=0):
    """All four rules on one language: {name: Learnt}."""
    text = language(words, tail, seed)
    return {name: learn(name, text, steps, schedule) for name in RULES}
