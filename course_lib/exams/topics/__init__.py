"""The questions with drawn numbers, one module a chapter.

gradient_descent  updates an epoch, the largest stable rate, a sum instead of a mean
adagrad           AdaGrad's sums, another unit of the loss
momentum          an average by hand, its memory, stable rates, the gain on a long valley
rmsprop           the first step, Hinton's example, how far it hovers
adam              the corrections, the first step without them, steps after many zeros
comparison        what luck does
beyond            frequent and rare words, memory
"""

from course_lib.exams.tasks import Task
from course_lib.exams.topics import adagrad, adam, beyond, comparison, gradient_descent, momentum, rmsprop

MODULES = (gradient_descent, adagrad, momentum, rmsprop, adam, comparison, beyond)
TASKS: tuple[Task, ...] = tuple(task for module in MODULES for task in module.TOPIC.tasks)
