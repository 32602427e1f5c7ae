import numpy as np

from course_lib.homework.spec import Exercise

from .. import slips
from ..shared import counts, shifted, sized

rms_gradients = Exercise("rms_gradients", points=2, returns="array")


@rms_gradients.draw
def gradient_series_cases(rng):
    """Short and long series in one to nine coordinates, one of them sparse, one of whole numbers, one steep."""
    for T, d in ((4, 2), (1, 3), (7, 1), (3, int(rng.integers(6, 10))), (12, 2)):
        yield dict(G=sized(rng, (T, d), 0.2, 6))
    yield dict(G=np.where(rng.random((6, 4)) < 0.4, sized(rng, (6, 4), 1, 5), 0.0))
    yield dict(G=rng.integers(-9, 10, (5, 1)).astype(float))
    yield dict(G=sized(rng, (3, 2), 100, 300))


@rms_gradients.mistake
def root_of_the_sum(G):
    """These are the roots of the sums of squares. You need a mean: by how many gradients do you divide?"""
    return np.sqrt(np.cumsum(G**2, axis=0))


@rms_gradients.mistake
def always_divided_by_T(G):
    """Every sum is divided by the number of all gradients. In row t only t + 1 of them have been seen."""
    return np.sqrt(np.cumsum(G**2, axis=0) / len(G))


@rms_gradients.mistake
def divided_by_t(G):
    """From the second row on you divide by t, one less than the number of squares in the sum. Rows count from 0."""
    return np.sqrt(np.cumsum(G**2, axis=0) / np.maximum(counts(G) - 1, 1))


@rms_gradients.mistake
def divided_by_one_too_many(G):
    """In each row you divide by one more than there are squares in the sum: σ⁰ should be |g⁰|."""
    return np.sqrt(np.cumsum(G**2, axis=0) / (counts(G) + 1))


@rms_gradients.mistake
def count_outside_the_root(G):
    """You take the root of the sum and then divide by t + 1. Take the mean first, then the root."""
    return np.sqrt(np.cumsum(G**2, axis=0)) / counts(G)


@rms_gradients.mistake
def mean_square_without_root(G):
    """These are the means of the squares. The R of RMS is missing."""
    return np.cumsum(G**2, axis=0) / counts(G)


@rms_gradients.mistake
def mean_of_sizes(G):
    """That is the mean of |g|. The squares come first, then their mean, then the root: large gradients count more."""
    return np.cumsum(np.abs(G), axis=0) / counts(G)


@rms_gradients.mistake
def mean_of_gradients(G):
    """That is the mean of the gradients themselves, where signs cancel. σ measures their size, whatever their sign."""
    return np.cumsum(G, axis=0) / counts(G)


@rms_gradients.mistake
def spread_about_the_mean(G):
    """That is the standard deviation: the mean was subtracted first. A steady gradient of 3 should give σ = 3."""
    mean = np.cumsum(G, axis=0) / counts(G)
    return np.sqrt(np.maximum(np.cumsum(G**2, axis=0) / counts(G) - mean**2, 0))


@rms_gradients.mistake
def same_sigma_in_every_row(G):
    """Every row is the σ of the whole series. Row t may use only the gradients up to t."""
    return np.tile(np.sqrt(np.mean(G**2, axis=0)), (len(G), 1))


@rms_gradients.mistake
def one_sigma_for_all_coordinates(G):
    """All coordinates share one σ here. Each parameter should have its own: that is the point of the chapter."""
    return np.sqrt(np.cumsum(np.mean(G**2, axis=1, keepdims=True), axis=0) / counts(G)) * np.ones_like(G)


@rms_gradients.mistake
def sigma_one_row_late(G):
    """The rows are one place late: σ⁰ already contains g⁰."""
    return shifted(np.sqrt(np.cumsum(G**2, axis=0) / counts(G)))


@rms_gradients.mistake
def newest_left_out(G):
    """The newest square is missing in each row's sum: the slice G[:t] ends before row t."""
    return shifted(np.sqrt(np.cumsum(G**2, axis=0))) / np.sqrt(counts(G))


@rms_gradients.mistake
def only_the_last_sigma(G):
    """That is only the last σ. Return one row for each gradient."""
    return np.sqrt(np.mean(G**2, axis=0))


@rms_gradients.mistake
def along_the_coordinates(G):
    """The squares are summed from coordinate to coordinate. They should be summed from step to step, down the rows."""
    return np.sqrt(np.cumsum(G**2, axis=1) / counts(G))


@rms_gradients.mistake
def one_over_sigma(G):
    """That is 1/σ. Return σ itself."""
    return 1 / np.sqrt(np.cumsum(G**2, axis=0) / counts(G))


rms_gradients.slipping(
    """
    total = np.cumsum(G**2, axis=0)
    seen = np.arange(1, len(G) + 1)[:, None]
    mean = total / seen
    return np.sqrt(mean)
    """,
    slips.often(slips.edit("no_root", "The root is missing.", ("np.sqrt(mean)", "mean"))),
    slips.often(slips.edit("not_divided", "The sum is not divided: it is no mean.", (" / seen", ""))),
    slips.often(
        slips.edit("divided_by_T", "Every sum is divided by the number of all gradients.", (" / seen", " / len(G)"))
    ),
    slips.edit("divided_by_one_too_many", "Every sum is divided by one too many.", (" / seen", " / (seen + 1)")),
    slips.edit(
        "divided_by_one_less",
        "From the second row on the sum is divided by one too few.",
        (" / seen", " / np.maximum(seen - 1, 1)"),
    ),
    slips.edit(
        "divided_outside_the_root",
        "The root comes before the division.",
        (" / seen", ""),
        ("np.sqrt(mean)", "np.sqrt(mean) / seen"),
    ),
    slips.edit(
        "root_of_the_count_alone",
        "The root is taken of the number of gradients alone, not of the sum above it.",
        (" / seen", ""),
        ("np.sqrt(mean)", "mean / np.sqrt(seen)"),
    ),
    slips.edit("sizes", "|g| stands where the square should.", ("G**2", "np.abs(G)")),
    slips.edit("not_squared", "The gradients are not squared.", ("G**2", "G")),
    slips.often(slips.edit("axis_one", "The sum runs from coordinate to coordinate.", ("axis=0", "axis=1"))),
    slips.edit(
        "axis_one_counted",
        "The sum runs from coordinate to coordinate, and so does the count.",
        ("axis=0", "axis=1"),
        ("(1, len(G) + 1)[:, None]", "(1, G.shape[1] + 1)"),
    ),
    slips.edit(
        "axis_forgotten",
        "The sum runs on from coordinate to coordinate: the axis is missing.",
        ("np.cumsum(G**2, axis=0)", "np.cumsum(G**2).reshape(G.shape)"),
    ),
    slips.edit(
        "square_of_the_sum",
        "The sum is squared, not the gradients: signs cancel.",
        ("np.cumsum(G**2, axis=0)", "np.cumsum(G, axis=0) ** 2"),
    ),
    slips.edit(
        "square_of_the_mean",
        "That is the size of the mean: signs cancel.",
        ("np.cumsum(G**2, axis=0)", "np.cumsum(G, axis=0)"),
        ("np.sqrt(mean)", "np.abs(mean)"),
    ),
    slips.edit(
        "only_the_last", "That is only the last row.", ("return np.sqrt(mean)", "mean = mean[-1]; return np.sqrt(mean)")
    ),
    slips.edit("not_accumulated", "Each row knows only its own gradient.", ("np.cumsum(G**2, axis=0)", "G**2")),
    slips.edit(
        "own_size",
        "Each row knows only its own gradient: that is |g|.",
        ("np.cumsum(G**2, axis=0)", "G**2"),
        (" / seen", ""),
    ),
    slips.edit("mean_of_sizes", "That is the mean of |g|.", ("G**2", "np.abs(G)"), ("np.sqrt(mean)", "mean")),
    slips.edit("mean_of_gradients", "That is the mean of the gradients.", ("G**2", "G"), ("np.sqrt(mean)", "mean")),
    slips.edit(
        "one_number_a_row",
        "There is one number for each row.",
        ("G**2, axis=0)", "np.sum(G**2, axis=1))"),
        ("[:, None]", ""),
    ),
    slips.edit(
        "length_of_each_row",
        "That is the length of each gradient, one number a row.",
        ("np.cumsum(G**2, axis=0)", "np.sum(G**2, axis=1)"),
        (" / seen", ""),
    ),
    slips.edit(
        "divided_by_the_columns", "The sum is divided by the number of coordinates.", (" / seen", " / G.shape[1]")
    ),
    slips.edit(
        "all_coordinates", "All coordinates share one mean.", ("G**2", "np.mean(G**2, axis=1, keepdims=True) + 0 * G")
    ),
)

rms_gradients.slipping(
    """
    total = np.zeros(G.shape[1])
    sigmas = []
    for t in range(len(G)):
        total = total + G[t]**2
        mean = total / (t + 1)
        sigmas.append(np.sqrt(mean))
    return np.array(sigmas)
    """
)
rms_gradients.slipping(
    """
    sigmas = []
    for t in range(len(G)):
        so_far = G[: t + 1]
        sigmas.append(np.sqrt(np.mean(so_far**2, axis=0)))
    return np.array(sigmas)
    """
)
