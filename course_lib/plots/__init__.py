"""The course's pictures, one a function. Each returns a matplotlib Figure; `show(fig, alt)` puts it in the notebook."""

from course_lib.plots.base import as_png, bundle, figure, show
from course_lib.plots.beside import beside, paths_beside
from course_lib.plots.curves import curves
from course_lib.plots.paths import contours, landscape, paths

__all__ = ["as_png", "beside", "bundle", "contours", "curves", "figure", "landscape", "paths", "paths_beside", "show"]
