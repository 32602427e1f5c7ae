"""The worksheets' tasks, one module a chapter: each has `sheet()`.

gradient_descent  two steps and their picture, noise, the largest rate
adagrad           sums by hand, a first step, rare and frequent, a falling rate
momentum          an average by hand, its window, a path, what alternates
rmsprop           two first steps, swings, forgetting
adam              two steps by hand, the first step without correction, three paths
comparison        a fair budget, luck, two rules and their rates
beyond            a look ahead, decay, memory, a schedule
"""

from collections.abc import Sequence

from course_lib.errors import CourseError
from course_lib.language import say
from course_lib.worksheets.tasks import Sheet
from course_lib.worksheets.topics import adagrad, adam, beyond, comparison, gradient_descent, momentum, rmsprop

MODULES = {
    "01_gradient_descent": gradient_descent,
    "02_adagrad": adagrad,
    "03_momentum": momentum,
    "04_rmsprop": rmsprop,
    "05_adam": adam,
    "06_comparison": comparison,
    "07_beyond": beyond,
}


def sheets(chapters: Sequence[str] = ()) -> list[Sheet]:
    """The worksheets of these chapters, of all without a name; CourseError for an unknown one."""
    for name in chapters:
        if name not in MODULES:
            raise CourseError(
                say(
                    "There is no chapter {name!r} with a worksheet; there are {there}.",
                    name=name,
                    there=", ".join(MODULES),
                )
            )
    return [module.sheet() for name, module in MODULES.items() if not chapters or name in chapters]
