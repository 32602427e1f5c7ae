"""The interactive figures: widgets that compute their pictures in the browser, as quick as the hand."""

from course_lib.explorers.sliders import slider, sliders

__all__ = ["slider", "sliders"]
