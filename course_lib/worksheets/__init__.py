"""Worksheets for pairs in class, one page of A4 a chapter, each with its key: `course worksheets`.

tasks    what a task on paper is
drawing  its pictures: maps to draw on, curves to mark
topics   the tasks, one module a chapter
typeset  a sheet and its key as PDF
command  the command
"""
