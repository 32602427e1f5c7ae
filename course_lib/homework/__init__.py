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
form      remarks on the form of an answer (pure)
slips     one small slip or two at once, as edits of the right function (pure)
edits     slips found in the syntax tree of the right function (pure)
arithmetic  what one sign in a formula may become (pure)
replacements  what one name, call or index may become (pure)
moves     slips of whole lines (pure)
sentences what is said of these (pure)
hints     the keys' hints in the language that is spoken (pure)
words     the names in our bodies as a reader writes them (pure)
written   the function that a slip makes of the right one (pure)
fingerprints  an answer to all cases as a few letters (pure)
patterns  remarks on patterns in wrong numbers (pure)
places    in which outputs, rows and samples they are right (pure)
conditions  in which cases they are right (pure)
formulas  by which formula they differ from the right ones (pure)
quantities  what such a formula may be made of (pure)
relations the simplest formula that gives some numbers (pure)
remarks   the most useful of all these remarks (pure)
keys      where the keys lie
trials    the digits, for rules that a learner brings
report    verdict or refusal → text and HTML (pure)
checking  the work behind `check` and `case`
not_run   what to do when a check's answer has not been run
cells     the grammar of the notebooks' cells: answers, checks, displays (pure)
spec      the words in which solutions/specs says what is graded
variants  questions with numbers of a student's own
marks     whose numbers a notebook has (pure)
progress  which exercises are solved, in one file on this machine
"""

from course_lib.homework.checking import case, check
from course_lib.homework.not_run import explain_name_errors
from course_lib.homework.trials import train_digits
from course_lib.own_rule import OwnRule

explain_name_errors()

__all__ = ["OwnRule", "case", "check", "train_digits"]
