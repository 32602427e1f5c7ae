import numpy as np

from course_lib.homework.spec import Exercise

from .. import slips
from ..shared import regression

mse_gradient = Exercise("mse_gradient", points=3, returns="array")


@mse_gradient.draw
def gradient_cases(rng):
    """Many samples and a single one, one to nine columns, more columns than samples; a column of ones; a steep one."""
    for n, d in ((5, 2), (1, 3), (8, 1), (3, int(rng.integers(6, 10))), (1, 1)):
        W, X, y = regression(rng, n, d)
        yield dict(W=W, X=X, y=y)
    W, X, y = regression(rng, 6, 4)
    X[:, -1] = 1
    yield dict(W=W, X=X, y=y)
    W, X, y = regression(rng, 4, 2)
    yield dict(W=W, X=X, y=(100 * y).round(0))
    yield dict(W=np.zeros(3), X=rng.integers(-4, 5, (7, 3)) + 0.5, y=rng.integers(2, 9, 7) + 0.25)


@mse_gradient.mistake
def factor_two_missing(W, X, y):
    """These numbers are half of the gradient: what becomes of the square when you differentiate it?"""
    return X.T @ (X @ W - y) / len(y)


@mse_gradient.mistake
def summed_not_averaged(W, X, y):
    """These are sums over the samples. The loss is a mean, so with twice as many patients it should not double."""
    return 2 * X.T @ (X @ W - y)


@mse_gradient.mistake
def neither_two_nor_mean(W, X, y):
    """Two factors are missing: the one from the square, and the one that makes a mean of the sum."""
    return X.T @ (X @ W - y)


@mse_gradient.mistake
def divided_by_the_columns(W, X, y):
    """The sum is divided by d, the number of columns. The mean goes over the samples."""
    return 2 * X.T @ (X @ W - y) / len(W)


@mse_gradient.mistake
def divided_twice(W, X, y):
    """The sum is divided by n twice: a mean, and then once more by the number of samples."""
    return 2 * X.T @ (X @ W - y) / len(y) ** 2


@mse_gradient.mistake
def points_downhill(W, X, y):
    """This vector points downhill, the gradient points uphill: which of x·W and y is
    subtracted from the other, or is there a minus in front?"""
    return 2 * X.T @ (y - X @ W) / len(y)


@mse_gradient.mistake
def loss_itself(W, X, y):
    """That is the loss L(W), one number. You are asked for its slope along each weight."""
    return np.mean((X @ W - y) ** 2)


@mse_gradient.mistake
def targets_forgotten(W, X, y):
    """The targets y have no influence on these numbers."""
    return 2 * X.T @ (X @ W) / len(y)


@mse_gradient.mistake
def residuals_still_squared(W, X, y):
    """The differences x·W - y are still squared in here. Differentiate the square by the chain rule."""
    return 2 * X.T @ (X @ W - y) ** 2 / len(y)


@mse_gradient.mistake
def inner_derivative_forgotten(W, X, y):
    """That is one number, 2 times the mean of x·W - y. The chain rule gives one more factor, one for each weight."""
    return 2 * np.mean(X @ W - y)


@mse_gradient.mistake
def signs_of_the_residuals(W, X, y):
    """That is the gradient of the mean of |x·W - y|: only the signs of the differences count here, not their sizes."""
    return X.T @ np.sign(X @ W - y) / len(y)


@mse_gradient.mistake
def means_multiplied(W, X, y):
    """The mean difference times the mean of X: multiply sample by sample first, then take the mean."""
    return 2 * np.mean(X @ W - y) * X.mean(axis=0)


@mse_gradient.mistake
def one_gradient_a_sample(W, X, y):
    """That is one row for each sample, its own gradient. You still need the mean over the samples."""
    return 2 * (X @ W - y)[:, None] * X


@mse_gradient.mistake
def averaged_along_the_columns(W, X, y):
    """The mean is taken along the wrong axis: there should be a number for each weight, not for each sample."""
    return np.mean(2 * (X @ W - y)[:, None] * X, axis=1)


@mse_gradient.mistake
def targets_added(W, X, y):
    """Here y is added to x·W. The error is how far x·W is from y."""
    return 2 / len(y) * X.T @ (X @ W + y)


@mse_gradient.mistake
def divided_by_all_entries(W, X, y):
    """The sum is divided by the number of entries of X. The mean goes over the samples: how many rows are there?"""
    return 2 / X.size * X.T @ (X @ W - y)


@mse_gradient.mistake
def divided_by_the_root_of_n(W, X, y):
    """The sum is divided by √n. A mean divides by n; the root belongs to the law of the noise."""
    return 2 / np.sqrt(len(y)) * X.T @ (X @ W - y)


mse_gradient.slipping(
    """
    errors = X @ W - y
    total = X.T @ errors
    return 2 * total / len(y)
    """,
    slips.often(slips.edit("factor_two_missing", "The 2 from the square is missing.", ("2 * total", "total"))),
    slips.often(slips.edit("summed_not_averaged", "The sum over the samples is not divided.", (" / len(y)", ""))),
    slips.often(
        slips.edit(
            "points_downhill",
            "It points downhill: are y and x·W swapped, or is there a minus in front?",
            ("X @ W - y", "y - X @ W"),
        )
    ),
    slips.edit("divided_by_the_columns", "The sum is divided by the number of columns.", ("len(y)", "len(W)")),
    slips.edit("divided_by_one_less", "The sum is divided by n - 1.", ("len(y)", "max(len(y) - 1, 1)")),
    slips.edit(
        "divided_by_one_less_or_0",
        "The sum is divided by n - 1, which is 0 for a single sample.",
        ("len(y)", "(len(y) - 1)"),
    ),
    slips.edit(
        "only_the_part_with_W_scaled",
        "The part with y has lost its 2/n: brackets are missing.",
        ("2 * total / len(y)", "2 * X.T @ (X @ W) / len(y) - X.T @ y"),
    ),
    slips.often(
        slips.edit(
            "divided_by_2n", "The sum is divided by 2n: the ½ is for a loss with ½ in it.", ("len(y)", "(2 * len(y))")
        )
    ),
    slips.edit(
        "one_number",
        "The mean goes over the weights, too: one number is left.",
        ("X.T @ errors", "np.mean(X.T @ errors)"),
    ),
    slips.edit(
        "one_sum", "The sum goes over the weights, too: one number is left.", ("X.T @ errors", "np.sum(X.T @ errors)")
    ),
    slips.edit(
        "errors_averaged_first",
        "The errors are averaged before they meet X.",
        ("X.T @ errors", "X.sum(axis=0) * errors.mean()"),
    ),
    slips.edit("targets_forgotten", "The targets y have no influence.", ("X @ W - y", "X @ W")),
    slips.edit("targets_added", "y is added to x·W.", ("X @ W - y", "X @ W + y")),
    slips.edit("residuals_still_squared", "The errors are still squared.", ("X.T @ errors", "X.T @ errors**2")),
    slips.edit("sizes_of_the_errors", "The errors have lost their sign.", ("X.T @ errors", "X.T @ np.abs(errors)")),
    slips.edit("signs_of_the_errors", "Only the signs of the errors count.", ("X.T @ errors", "X.T @ np.sign(errors)")),
    slips.often(
        slips.edit(
            "neither_two_nor_mean",
            "The 2 from the square and the division are both missing.",
            ("2 * total / len(y)", "total"),
        )
    ),
    slips.edit("loss_itself", "That is the loss, one number.", ("2 * total / len(y)", "np.mean(errors**2)")),
    slips.edit("half_the_loss", "That is half the loss, one number.", ("2 * total / len(y)", "np.mean(errors**2) / 2")),
    slips.edit(
        "sum_of_squares",
        "That is the sum of the squared errors, one number.",
        ("2 * total / len(y)", "np.sum(errors**2)"),
    ),
    slips.edit("root_of_n", "The sum is divided by √n.", ("len(y)", "np.sqrt(len(y))")),
)

mse_gradient.slipping(
    """
    g = np.zeros(len(W))
    for i in range(len(y)):
        error = X[i] @ W - y[i]
        g = g + 2 * error * X[i]
    return g / len(y)
    """
)
mse_gradient.slipping(
    """
    errors = X @ W - y
    terms = 2 * errors[:, None] * X
    return np.mean(terms, axis=0)
    """
)
