"""Is everything that the course needs installed? One sentence for each thing that is not."""

import platform
import sys
from importlib.metadata import PackageNotFoundError, metadata, version

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from course_lib.language import say

# Where JupyterLab itself runs in the browser, Python has none of these.
LAB = ("jupyterlab", "jupyterlab-language-pack-zh-cn", "nbformat")


def problems(package="optimizers-course"):
    """A sentence for each package that is missing or too old, and for an unsupported Python; [] when all is well."""
    try:
        needs = metadata(package)
    except PackageNotFoundError:
        return [say("The course itself is not installed: run `make lab` in its folder, or see its README.")]
    python, supported = platform.python_version(), SpecifierSet(needs["Requires-Python"] or "")
    other = say("The course needs Python {supported}, this is {python}.", supported=supported, python=python)
    found = [] if python in supported else [other]
    for requirement in map(Requirement, needs.get_all("Requires-Dist", [])):
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue  # of an extra, which a learner does without, or for another system
        if sys.platform == "emscripten" and requirement.name in LAB:
            continue
        try:
            have = version(requirement.name)
        except PackageNotFoundError:
            missing = say("{name} is missing: run `make lab` again, or see the README.", name=requirement.name)
            found.append(missing)
            continue
        if have not in requirement.specifier:
            known = {"name": requirement.name, "have": have, "wanted": requirement.specifier}
            found.append(say("{name} {have} is not {wanted}: run `make lab` again, or see the README.", **known))
    return found


def check():
    """Print what is wrong, or that nothing is."""
    print("\n".join(problems()) or say("Everything is here. You can start."))
