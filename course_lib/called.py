"""Names in the language that is spoken: what the code looks up (a surface, a plane), and several of them."""

import re
from collections.abc import Iterable

from course_lib.language import say

# How names are made of names; see `surfaces.rotated`, `surfaces.scaled`, `explorers.recipes.label_of`.
TURNED = re.compile(r"(.+), turned by (\S+)°")
SCALED = re.compile(r"(\S+) × (.+)")
BOWL = re.compile(r"bowl, κ = (\S+)")


def called(name: str) -> str:
    """The name as a reader sees it; one that is not the library's, such as a learner's own, stays as it is.

    >>> called("canyon, turned by 30°")
    'canyon, turned by 30°'
    """
    if name in (names := known()):
        return names[name]
    if found := TURNED.fullmatch(name):
        return say("{surface}, turned by {degrees}°", surface=called(found[1]), degrees=found[2])
    if found := SCALED.fullmatch(name):
        return f"{found[1]} × {called(found[2])}"
    if found := BOWL.fullmatch(name):
        return say("bowl, κ = {kappa}", kappa=found[1])
    return name


def known() -> dict[str, str]:
    """{name: what it is called}; js/called.js has the same for the explorers.

    >>> known()["canyon"]
    'canyon'
    """
    return {
        "quadratic": say("quadratic"),
        "pit": say("pit"),
        "cliff": say("cliff"),
        "basins": say("basins"),
        "saddle": say("saddle"),
        "canyon": say("canyon"),
        "beale": say("beale"),
        "rosenbrock": say("rosenbrock"),
        "network's loss": say("network's loss"),
        "start and two ends": say("start and two ends"),
        "principal directions": say("principal directions"),
        "to SGD's end": say("to SGD's end"),
        "aside": say("aside"),
        "direction 1": say("direction 1"),
        "direction 2": say("direction 2"),
        # What one word of a chapter's table or picture says that its code looks up, too.
        "epochs": say("epochs"),
        "step": say("step"),
        "gradient": say("gradient"),
        "rule": say("rule"),
        "mini-batch": say("mini-batch"),
        "constant": say("constant"),
        "one rate": say("one rate"),
        "best constant rate": say("best constant rate"),
        "warm-up + cosine": say("warm-up + cosine"),
        "standardised": say("standardised [pixels]"),
        "inside": say("inside [the root]"),
        # experiments.races.BASINS, adam_convergence.REMEDIES, adam.PAIRS
        "deep": say("deep"),
        "middle": say("middle"),
        "shallow": say("shallow"),
        "nothing": say("nothing [is changed]"),
        "a cosine over 3000 steps": say("a cosine over 3000 steps"),
        "a cosine over 8000 steps": say("a cosine over 8000 steps"),
        "rate × √β₂ in each step": say("rate × √β₂ in each step"),
        "β₁ = 0, and RMSProp at rate α√(1−β₂ᵗ)": say("β₁ = 0, and RMSProp at rate α√(1−β₂ᵗ)"),
        "Ŝ frozen, and Momentum at its rate": say("Ŝ frozen, and Momentum at its rate"),
        "β₁ = 0 without correction, and RMSProp": say("β₁ = 0 without correction, and RMSProp"),
        "S frozen without correction, and Momentum": say("S frozen without correction, and Momentum"),
        "β₁ = 0, β₂ → 1 at rate α/√t, and AdaGrad": say("β₁ = 0, β₂ → 1 at rate α/√t, and AdaGrad"),
        "without correction, and Adam with the hidden schedule": say(
            "without correction, and Adam with the hidden schedule"
        ),
    }


def listed(names: Iterable[str]) -> str:
    """Names as one says them.

    >>> listed(["W", "v", "S"])
    'W and v and S'
    """
    some, *others = names
    for place, other in enumerate(others, start=1):
        if place == len(others):
            some = say("{some} and {last}", some=some, last=other)
        else:
            some = say("{some} and {next} [and others]", some=some, next=other)
    return some
