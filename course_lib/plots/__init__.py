"""The course's pictures, one function each. They return a matplotlib Figure; `show(fig, alt)` puts it in the notebook.

base      a figure in the course's style, and the one way to show it
curves    lines over steps or epochs
paths     where the point went, on a map or along a curve
relief    the same on a landscape in three dimensions
trained   what rules have learned from data, and their losses
results   what a run has shown, as a table or a sentence
beside    a learner's own result on top of the library's
rate_map  the plane of learning rate and β
same      whether two pictures are the same, as far as computers agree

The pictures of a chapter: batches (1), adagrad (2), averages and momentum (3),
rmsprop (4), adam (5), comparison (6, 7), races (6).
"""

from course_lib.plots.base import as_png, bundle, figure, show
from course_lib.plots.beside import beside, paths_beside
from course_lib.plots.curves import curves
from course_lib.plots.paths import contours, landscape, paths
from course_lib.plots.relief import relief
from course_lib.plots.results import say, table

__all__ = [
    "as_png",
    "beside",
    "bundle",
    "contours",
    "curves",
    "figure",
    "landscape",
    "paths",
    "paths_beside",
    "relief",
    "say",
    "show",
    "table",
]
