"""The digits, for rules that a learner brings."""

from typing import Any

import numpy as np


def train_digits(rule: Any, epochs: int = 5, batch_size: int = 32, seed: int = 0) -> tuple[Any, float]:
    """Train a small network (64-32-10) on the handwritten digits by a rule, or by an OwnRule.

    The same seed gives every rule the same start and the same batches. Returns (History, share of the held-out
    pictures that are read correctly).
    """
    from course_lib import data, models, training  # here, because `check` alone needs none of them

    rng = np.random.default_rng(seed)
    X, y, X_test, y_test = data.digits(rng)
    model = models.MLP(64, 32, 10, classes=True)
    W, orders = model.start(rng), data.epoch_orders(len(X), epochs, rng)
    run = training.fit(model, rule, X, y, W, batch_size, orders, every=5)
    return run, float(np.mean(model.predict(run.W[-1], X_test) == y_test))
