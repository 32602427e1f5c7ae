from course_lib.homework.spec import Exercise

updates_per_epoch = Exercise("updates_per_epoch", points=1)


@updates_per_epoch.draw
def update_cases(rng):
    """Batch sizes that divide n or leave over a little, about half or nearly a whole batch; 1, n, more than n."""
    size = int(rng.integers(21, 40))
    yield dict(n=int(rng.integers(3, 9)) * size + 2, batch_size=size)
    yield dict(n=2 * int(rng.integers(2, 5)) * (size + 1), batch_size=size + 1)
    yield dict(n=int(rng.integers(10, 20)) * 10 + 9, batch_size=10)
    yield dict(n=int(rng.integers(50, 500)), batch_size=1)
    yield dict(n=size, batch_size=size)
    yield dict(n=2 * size - 3, batch_size=size)
    yield dict(n=size - 5, batch_size=size)
    # A single sample over: n / batch_size + 0.9999, cut to a whole number, misses it.
    large = int(rng.integers(100_001, 200_000))
    yield dict(n=3 * large + 1, batch_size=large)
    # A little less and a little more than half a batch over: rounding is not adding 0.9 or 0.4 and cutting.
    size = 20 * int(rng.integers(1, 5))
    yield dict(n=3 * size + size * 9 // 20, batch_size=size)
    yield dict(n=4 * size + size * 11 // 20, batch_size=size)


@updates_per_epoch.mistake
def last_batch_not_counted(n, batch_size):
    """The last, shorter batch is not counted. It is an update, too."""
    return n // batch_size


@updates_per_epoch.mistake
def always_one_more(n, batch_size):
    """When batch_size divides n this is one too many: then there is no shorter batch."""
    return n // batch_size + 1


@updates_per_epoch.mistake
def fraction_of_an_update(n, batch_size):
    """There are no fractions of an update. How does the shorter batch at the end count?"""
    return n / batch_size


@updates_per_epoch.mistake
def rounded_to_nearest(n, batch_size):
    """The quotient is rounded to the nearest whole number. A shorter batch counts, however short it is."""
    return round(n / batch_size)


@updates_per_epoch.mistake
def one_update_a_sample(n, batch_size):
    """That is the number of samples, n: right for batches of 1 only."""
    return n


@updates_per_epoch.mistake
def counted_from_zero(n, batch_size):
    """That is one too few: the number of the last update when you count from 0."""
    return (n - 1) // batch_size


@updates_per_epoch.mistake
def remainder_added(n, batch_size):
    """The samples that are left over are added one by one. Together they make one more batch."""
    return n // batch_size + n % batch_size


@updates_per_epoch.mistake
def one_batch_too_many(n, batch_size):
    """That is one batch too many."""
    return -(-n // batch_size) + 1


@updates_per_epoch.mistake
def sliding_batches(n, batch_size):
    """That is how many batches there would be if a new one began at every sample."""
    return n - batch_size + 1


@updates_per_epoch.mistake
def batch_size_itself(n, batch_size):
    """That is the size of a batch. How many batches does it take?"""
    return batch_size


@updates_per_epoch.mistake
def half_added_and_rounded(n, batch_size):
    """One half is added and the sum rounded. Where batch_size divides n, Python's round goes to the even neighbour."""
    return round(n / batch_size + 0.5)


@updates_per_epoch.mistake
def none_for_few_samples(n, batch_size):
    """With fewer samples than batch_size there is no update here. They are one batch, a short one."""
    return -(-n // batch_size) if n >= batch_size else 0


@updates_per_epoch.mistake
def at_least_one(n, batch_size):
    """The last, shorter batch is not counted, unless it is the only one."""
    return max(1, n // batch_size)


@updates_per_epoch.mistake
def samples_in_full_batches(n, batch_size):
    """That is how many samples the full batches have. How many batches are there?"""
    return n // batch_size * batch_size


@updates_per_epoch.mistake
def one_more_if_there_are_more(n, batch_size):
    """One is added whenever n is larger than batch_size, also where batch_size divides n."""
    return n // batch_size + (n > batch_size)


@updates_per_epoch.mistake
def samples_left_over(n, batch_size):
    """That is how many samples are left over. How many batches are there?"""
    return n % batch_size


@updates_per_epoch.mistake
def single_sample_not_counted(n, batch_size):
    """A single sample that is left over is not counted. It is a batch, too, however large the others are."""
    return n // batch_size + (n % batch_size > 1)


@updates_per_epoch.mistake
def few_samples_not_counted(n, batch_size):
    """A few samples that are left over are not counted. They are a batch, too, however few they are."""
    return n // batch_size + (n % batch_size > 0.1 * batch_size)


@updates_per_epoch.mistake
def half_subtracted_and_rounded(n, batch_size):
    """One half is subtracted and the rest rounded. Where batch_size divides n, Python's round goes to the even
    neighbour.
    """
    return round(n / batch_size - 0.5)


@updates_per_epoch.mistake
def product(n, batch_size):
    """That is n times batch_size. Larger batches make fewer updates."""
    return n * batch_size


updates_per_epoch.slipping("return int(np.ceil(n / batch_size))")
updates_per_epoch.slipping("return (n + batch_size - 1) // batch_size")
updates_per_epoch.slipping(
    """
    whole = n // batch_size
    rest = n % batch_size
    return whole + (rest > 0)
    """
)
