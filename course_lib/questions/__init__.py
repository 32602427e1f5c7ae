"""The course's questions, written for other systems: `course questions`.

bank      what is asked: the questions at the end of the chapters and those of the guide's exams, as data
markup    their text as HTML, with formulas and pictures as each system takes them
moodle    Moodle XML
qti       QTI 1.2 in a package, which Canvas imports
gift      GIFT, plain text that Moodle and others import
table     a workbook, one question a row
command   the command

QTI 1.2 and not a later version: Canvas imports it into Classic Quizzes and New Quizzes, and so do Blackboard,
Brightspace and Sakai; of 2.1 Canvas takes over neither the type of a question nor the feedback of an answer reliably.
"""
