"""The interactive figures: widgets that compute their pictures in the browser, as fast as you move.

path         rules race down a surface: drag the start, move the hyperparameters, step through the arithmetic
explore      a learner's own rule on the same map
average      what an exponential average remembers, and what it makes of a noisy series
rate_map     the plane of learning rate and β: each place is a run
bias         what the correction of Adam's averages repairs
train        rules train a small network on real data, or on the reader's own
pixel_rates  AdaGrad's rate for each pixel of the digits
network_surface  planes through the loss of a real network
sliders      for what Python has to compute: a picture drawn anew when a slider moves

Below them:
train_data   what the train explorer learns from, and what it holds back
train_model  its model, first weights and schedules
chance       random numbers that Python and JavaScript draw alike
base       the widget that all of them are, and HTML for a page without a kernel
names      the error for an unknown name
presets      settings with a name, for the path explorer's buttons
recipes    surfaces that Python and JavaScript both know
table      the colours and lines of the rules, the sliders of their hyperparameters
js         ES modules: rules, surfaces and `descend` again, drawing, controls, and one module for each explorer
"""

from course_lib.explorers.average import average, average_task
from course_lib.explorers.bias import bias, bias_task
from course_lib.explorers.network_surface import network_surface, surface_task
from course_lib.explorers.own import explore
from course_lib.explorers.path import path, task
from course_lib.explorers.pixel_rates import pixel_rates, pixel_task
from course_lib.explorers.rate_map import losses, rate_map, rate_task
from course_lib.explorers.sliders import slider, sliders
from course_lib.explorers.train import train, train_task

__all__ = [
    "average",
    "average_task",
    "bias",
    "bias_task",
    "explore",
    "losses",
    "network_surface",
    "path",
    "pixel_rates",
    "pixel_task",
    "rate_map",
    "rate_task",
    "slider",
    "sliders",
    "surface_task",
    "task",
    "train",
    "train_task",
]
