"""The homework: what a learner calls in an exercise notebook.

check     tries an answer and says what is wrong with it
case      the arguments of a case of the check, to try a function on
OwnRule   a step function of one's own as a rule that the library can run

Below them:
answers   what a function returned → plain arrays, or a sentence why not (pure)
calling   one call on copies of its arguments, and all that happened in it
compare   when two answers are the same (pure)
key       the public cases and their results, as data (pure, but for reading files)
examine   key and outcomes → verdict (pure)
remarks   what can be said of an answer that is no known mistake (pure)
report    verdict → text and HTML (pure)
progress  which exercises are solved, in one file on this machine
"""

from course_lib.homework.checking import case, check
from course_lib.homework.own_rule import OwnRule
from course_lib.homework.trials import train_digits

__all__ = ["OwnRule", "case", "check", "train_digits"]
