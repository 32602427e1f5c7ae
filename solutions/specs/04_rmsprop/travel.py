import numpy as np

from course_lib.homework.spec import Exercise

from .. import slips

travel = Exercise("travel", points=2, returns="array")


@travel.draw
def path_cases(rng):
    """Paths that reverse, cross 0 and return, in one to nine coordinates; one of a single step, one that rests."""
    for rows, d in ((5, 2), (2, 3), (8, 1), (4, int(rng.integers(6, 10))), (13, 2)):
        yield dict(path=rng.normal(0, 2, (rows, d)).round(2))
    resting = np.repeat(rng.normal(0, 1.5, (4, 4)).round(2), 2, axis=0)
    yield dict(path=resting)


@travel.mistake
def only_from_start_to_end(path):
    """That is the distance from start to end. A swing there and back does not show in it."""
    return np.abs(path[-1] - path[0])


@travel.mistake
def signs_cancel(path):
    """The changes are added with their signs, so that there and back cancel: what remains is end minus start."""
    return path[-1] - path[0]


@travel.mistake
def from_edge_to_edge(path):
    """That is the width of the region it crosses, largest minus smallest. Crossing it twice is twice the distance."""
    return path.max(axis=0) - path.min(axis=0)


@travel.mistake
def length_of_the_way(path):
    """That is one number, the length of the path. Return the distance of each coordinate on its own."""
    return np.sum(np.sqrt(np.sum(np.diff(path, axis=0) ** 2, axis=1)))


@travel.mistake
def all_coordinates_together(path):
    """The distances of all coordinates are added up. Return one number for each coordinate."""
    return np.sum(np.abs(np.diff(path, axis=0)))


@travel.mistake
def one_number_a_step(path):
    """There is one number for each step here, summed over the coordinates. Sum over the steps instead."""
    return np.sum(np.abs(np.diff(path, axis=0)), axis=1)


@travel.mistake
def difference_along_the_wrong_axis(path):
    """These are differences between neighbouring coordinates. A step leads from one row to the next."""
    return np.sum(np.abs(np.diff(path, axis=1)), axis=0)


@travel.mistake
def not_summed(path):
    """These are the lengths of the single steps. They still have to be summed, for each coordinate."""
    return np.abs(np.diff(path, axis=0))


@travel.mistake
def squares_summed(path):
    """The squares of the changes are summed. A distance is a sum of lengths: take the sizes themselves."""
    return np.sum(np.diff(path, axis=0) ** 2, axis=0)


@travel.mistake
def root_of_summed_squares(path):
    """That is the root of the summed squares. Two steps of 1 make a distance of 2, not of √2."""
    return np.sqrt(np.sum(np.diff(path, axis=0) ** 2, axis=0))


@travel.mistake
def mean_step(path):
    """That is the mean length of a step. Return the whole distance."""
    return np.mean(np.abs(np.diff(path, axis=0)), axis=0)


@travel.mistake
def places_summed(path):
    """The positions |W| are summed, not the changes from each to the next."""
    return np.sum(np.abs(path), axis=0)


@travel.mistake
def changes_of_the_size(path):
    """These are changes of |W|: a step from -1 to 1 counts as nothing. Put the bars around the difference."""
    return np.sum(np.abs(np.diff(np.abs(path), axis=0)), axis=0)


@travel.mistake
def last_step_missing(path):
    """The last step is missing in the sum."""
    return np.sum(np.abs(np.diff(path[:-1], axis=0)), axis=0)


@travel.mistake
def first_step_missing(path):
    """The first step is missing in the sum: it leads from row 0 to row 1."""
    return np.sum(np.abs(np.diff(path[1:], axis=0)), axis=0)


@travel.mistake
def way_from_zero_to_the_start(path):
    """The distance from 0 to the start is counted too. The path begins at its first row."""
    return np.sum(np.abs(np.diff(path, axis=0, prepend=0)), axis=0)


@travel.mistake
def longest_step(path):
    """That is the longest step of each coordinate. Return the distance of all steps together."""
    return np.max(np.abs(np.diff(path, axis=0)), axis=0)


@travel.mistake
def measured_from_the_start(path):
    """Each point's distance from the start is summed. Sum the distances from each point to the next."""
    return np.sum(np.abs(path - path[0]), axis=0)


@travel.mistake
def neighbours_of_all(path):
    """These are differences between neighbouring coordinates, all added up: without an axis NumPy takes the last."""
    return np.sum(np.abs(np.diff(path)))


travel.slipping(
    """
    changes = np.diff(path, axis=0)
    lengths = np.abs(changes)
    return lengths.sum(axis=0)
    """,
    slips.often(slips.edit("signs_cancel", "The changes are added with their signs.", ("np.abs(changes)", "changes"))),
    slips.often(slips.edit("one_number_a_step", "The sum goes over the coordinates.", ("sum(axis=0)", "sum(axis=1)"))),
    slips.often(slips.edit("all_together", "All coordinates are added up.", ("sum(axis=0)", "sum()"))),
    slips.edit(
        "wrong_axis", "These are differences between neighbouring coordinates.", ("path, axis=0", "path, axis=1")
    ),
    slips.edit("squares", "The squares of the changes are summed.", ("np.abs(changes)", "changes**2")),
    slips.edit("mean", "That is a mean, not a sum.", (".sum(", ".mean(")),
    slips.edit(
        "root_of_the_sum",
        "The root is taken of the sum.",
        ("return lengths.sum(axis=0)", "return np.sqrt(np.abs(lengths.sum(axis=0)))"),
    ),
    slips.edit("first_step_missing", "The first step is missing.", ("np.diff(path,", "np.diff(path[1:],")),
    slips.edit("last_step_missing", "The last step is missing.", ("np.diff(path,", "np.diff(path[:-1],")),
    slips.edit("places", "These are positions, not changes.", ("np.diff(path, axis=0)", "path")),
    slips.edit("running_sum", "These are running sums.", (".sum(axis=0)", ".cumsum(axis=0)")),
)

travel.slipping(
    """
    total = np.zeros(path.shape[1])
    for t in range(1, len(path)):
        change = path[t] - path[t - 1]
        total = total + np.abs(change)
    return total
    """
)
travel.slipping(
    """
    changes = path[1:] - path[:-1]
    return np.abs(changes).sum(axis=0)
    """
)
