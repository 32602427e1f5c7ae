"""The interactive figures: widgets that compute their pictures in the browser, as quick as the hand.

path       rules race down a surface: drag the start, move the hyperparameters, step through the arithmetic
explore    a learner's own rule on the same map

Below them:
base       the widget that all of them are, and HTML for a page without a kernel
recipes    surfaces that Python and JavaScript both know
table      the colours and lines of the rules, the sliders of their hyperparameters
js         ES modules: rules, surfaces and `descend` once more, drawing, controls, and one module an explorer
"""

from course_lib.explorers.own import explore
from course_lib.explorers.path import path, task
from course_lib.explorers.sliders import slider, sliders

__all__ = ["explore", "path", "slider", "sliders", "task"]
