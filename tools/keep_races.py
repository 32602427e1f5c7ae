"""Run the races of chapters 6 and 7 and keep them for browsers: python -m tools.keep_races (a minute)."""

import json

from course_lib.experiments import comparison, kept
from course_lib.files import write


def main() -> None:
    """Write the file, a race a line."""
    races = {comparison.called(*one): kept.packed(comparison.computed(*one)) for one in comparison.chapters()}
    lines = [f"{json.dumps(name)}: {json.dumps(race)}" for name, race in races.items()]
    write(kept.FILE, "{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
