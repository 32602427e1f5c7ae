"""The course in another language: from its sources to a translator's catalogue, and back (pure, but for `catalogue`).

blocks      a text cell as sentences and what stands between them
literals    the strings of a code cell, and which of them a reader reads
comments    its comments
width       how wide text is where a Chinese letter has two columns
folding     lines that a translation has made too wide
code        a code cell → the same program with other words
quizzes     questions and specs → their sentences, and back
sources     a chapter's text → its messages, and the text in another language
catalogue   gettext catalogues: read, merged with the sources, written
kept        what a translation keeps as it is: formulas, code, links, numbers
checks      what is wrong with a catalogue
glossary    the terms, and where a translation has others
library     the sentences of course_lib, in Python and JavaScript
pseudo      a language that shows what was never extracted
"""

from course_lib.errors import CourseError


class TranslationError(CourseError):
    """A catalogue, or a translation in it, from which nothing can be built: one sentence."""
