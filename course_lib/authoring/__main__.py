"""python -m course_lib.authoring [NAMES…] [--force]: bring notebooks/ and written tables up to date."""

import argparse
import sys
import time
from pathlib import Path

from course_lib.authoring import AuthoringError, guide, readme, translate
from course_lib.authoring.build import build, chosen, is_current

ROOT = Path(__file__).resolve().parents[2]


def main(arguments=None, root=ROOT):
    """Build what changed; the exit code is 1 when a notebook failed."""
    options = _options(arguments)
    try:
        names = chosen(root, options.names)
        if translate.refresh(root):  # first: the notebooks hold it
            print(f"{translate.FILE.as_posix()}: written", flush=True)
    except AuthoringError as error:
        print(error, file=sys.stderr)
        return 1
    results = [_report(root, name, options.force) for name in names]  # a list: one failure stops no other
    return 0 if all([*results, _tables(root)]) else 1


def _tables(root):
    """Bring the tables of README.md and of the lecturer's pages up to date; False when there is none to be had."""
    try:
        if readme.refresh(root):
            print("README.md: table of claims written", flush=True)
        for page in guide.refresh(root):
            print(f"{guide.FOLDER.as_posix()}/{page}: table of mistakes written", flush=True)
    except AuthoringError as error:
        print(error, file=sys.stderr, flush=True)
        return False
    return True


def _report(root, name, force):
    """Build one notebook and print a line about it; False when it failed, so that the others still come."""
    start = time.perf_counter()
    if not force and is_current(root, name):
        print(f"{name}: unchanged", flush=True)
        return True
    try:
        build(root, name)
    except AuthoringError as error:
        print(error, file=sys.stderr, flush=True)
        return False
    print(f"{name}: built in {time.perf_counter() - start:.1f} s", flush=True)
    return True


def _options(arguments):
    parser = argparse.ArgumentParser(prog="python -m course_lib.authoring", description=__doc__)
    parser.add_argument("names", nargs="*", help="chapters to build, all when none is given")
    parser.add_argument("--force", action="store_true", help="build even what has not changed")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
