"""Exam papers whose numbers are drawn: `course exam`.

tasks       what a question with drawn numbers is, and the key that the course's library computes
topics      the questions, one module a chapter
paper       which questions make a paper, and their numbers in each variant
typst_math  formulas as Typst writes them
typeset     a paper and its key as PDF
command     the command
"""
