"""Builds the notebooks a learner opens from the text an author edits.

    python -m course_lib.authoring [NAMES…] [--force]

source     text → notebook without outputs (pure)
run        notebook → the same notebook executed
normalise  outputs → the same bytes in every build (pure)
build      which notebooks are out of date, and writing them
translate  the update rules → JavaScript
readme     the table of claims, from chapter 6 into README.md
guide      the tables of mistakes, from the specs into the lecturer's pages
marks      the marks between which the build writes into such a page (pure)
slides     notebook → the lecture's slides, by reveal.js
lite       what students get → JupyterLite, a JupyterLab in the browser alone
site       all notebooks → the website, by Sphinx and myst-nb
reference  docstrings → the site's pages on the library (pure)
fresh      the folder of a build, emptied of the last one and of nothing else
vendor     what slides and site bring along
export     notebook → one HTML page: described pictures, live explorers, formulas as MathML
mathml     the TeX of formulas → MathML
checks     what every notebook of the course has to satisfy (pure)
"""


class AuthoringError(Exception):
    """A source or a notebook that cannot be built: one sentence, below it a traceback if there is one."""
