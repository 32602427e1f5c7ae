"""The course's questions, written for other systems: `course questions`.

bank      what is asked: the questions at the end of the chapters and those of the guide's exams, as data
markup    their text as HTML, with formulas and pictures as each system takes them
moodle    Moodle XML
qti       QTI 1.2 in a package, which Canvas imports
gift      GIFT, plain text that Moodle and others import
table     a workbook, one question a row
command   the command

QTI 1.2 and not a later version: it is the form in which Canvas itself exports quizzes, with the type of each question
said outright, and both its importers, of Classic and of New Quizzes, read it.
"""
