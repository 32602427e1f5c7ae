"""Is everything here that the course needs? One sentence for each thing that is not."""

import sys
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

PYTHON = SpecifierSet(">=3.11,<3.14")


MEND = "run `make lab` again, or see the README."


def problems(package="optimizers-course"):
    """A sentence for each package that is missing or too old, and for an unsupported Python; [] when all is well."""
    python = ".".join(map(str, sys.version_info[:3]))
    found = [] if python in PYTHON else [f"The course needs Python {PYTHON}, this is {python}."]
    try:
        needed = [Requirement(line) for line in requires(package) or []]
    except PackageNotFoundError:
        return [*found, "The course itself is not installed: run `make lab` in its folder, or see its README."]
    for requirement in needed:
        try:
            have = version(requirement.name)
        except PackageNotFoundError:
            found.append(f"{requirement.name} is missing: {MEND}")
            continue
        if have not in requirement.specifier:
            found.append(f"{requirement.name} {have} is not {requirement.specifier}: {MEND}")
    return found


def check():
    """Print what is wrong, or that nothing is."""
    found = problems()
    print("\n".join(found) if found else "Everything is here. You can start.")
