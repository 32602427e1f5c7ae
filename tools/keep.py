"""Make the longest runs of chapters 3 to 7 and keep them for browsers: python -m tools.keep (a minute or two)."""

import json

from course_lib.experiments import adam_tuning, comparison, kept, lecture, momentum, rmsprop
from course_lib.files import write


def main() -> None:
    """Write the file, a run a line."""
    runs = {adam_tuning.swept_as(rule): kept.rounded(adam_tuning.swept(rule)) for rule in adam_tuning.FORGIVING}
    for chapter, rules in ((momentum, momentum.DIGITS_MIDDLE), (rmsprop, rmsprop.MIDDLE)):
        runs |= {chapter.raced_as(rule): kept.packed(chapter.raced(rule)) for rule in rules}
    runs |= {comparison.called(*one): kept.packed(comparison.computed(*one)) for one in comparison.chapters()}
    runs[kept.CLAIMS] = [kept.plain(claim) for claim in lecture.computed()]
    lines = [f"{json.dumps(key)}: {json.dumps(run)}" for key, run in runs.items()]
    write(kept.FILE, "{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
