"""Builds the notebooks a learner opens from the text an author edits.

command    the author's commands of `course`
source     text → notebook without outputs (pure)
run        notebook → the same notebook executed
normalise  outputs → the same bytes in every build (pure)
pictures   pictures → the stored bytes where nothing changed (pure)
reads      code → the files of the library that decide what it shows
build      which notebooks are out of date, and writing them
translate  the update rules → JavaScript
languages  the course's sources and their catalogues in locale/
translating  `course translate`: catalogues brought up to date and checked
editions   a chapter in another language, from its text and its catalogue
pseudo_build  a chapter in a language that shows what was never extracted
sweeps     the same rules for whole vectors of weights → JavaScript
readme     the table of claims, from the last chapter into README.md
documents  README and docs/ as messages, and a page of them in another language (pure)
document_editions  such pages, written where their catalogue is finished
guide      the tables of mistakes, from the specs into the lecturer's pages
guide_pages the same as HTML, beside the slides
syllabus   goals as data → the page of them, with where each is taught and examined
syllabus_words  what stands around the goals, in each language
marks      the marks between which the build writes into such a page (pure)
homework   a homework's source → the notebook with answers and the one without (pure)
slides     a chapter's text and notebook → its slides (pure)
drawings   the chapters' pictures drawn anew for the slides, as files
for_slides a figure → its drawing for a slide (pure)
decks      the lecture as files: a folder for each deck
lecture    what a lecture.toml says: names, colours, which slides
mistakes   graded homework → the commonest mistakes, each with a typical wrong version
wrong_code the lines of such a version as code for a slide (pure)
review     the same as a deck for the next lesson: `course review-deck`
review_pictures the explorer that shows why, for each exercise
lite       what students get → JupyterLite, a JupyterLab in the browser alone
lite_start its first page, in each language
lite_languages  JupyterLab's own words there
lite_zip   the same in one file, with a server, for a class without a network
pyodide    the files of its Python, from wherever they lie, by their hashes
fonts      matplotlib's wheel → the list of its fonts (pure)
lite_links the website's ways into it (pure)
release    the package that students get
handout    the same for each student of a roster, with numbers of the student's own
site       all notebooks → the website, by Sphinx and myst-nb
site_chapters a chapter on its way there: words for a page, folded code, figures (pure)
site_slides its slides there, without the speaker's notes
site_words  what the site itself says, in each language
site_editions  its languages made one site
site_search  the search of a Chinese page
not_found  the page for an address that the site does not have (pure)
publish    `course publish`: a git repository of what students get
ways       what can be done with a chapter, in one row below its title (pure)
site_drawings  a chapter's figures as SVG, for a page and for a phone
by_night   the same in the colours of a dark page (pure)
narrow     a figure arranged anew for a phone
about      CITATION.cff as words for the website (pure)
social     what a shared link shows, and the list of the site's pages
chinese    the Chinese parts of a page, marked as such (pure)
design     tokens, controls and pictures → the site's page that shows them all (pure)
landscapes the chapters' landscapes where a page would have an animation (pure)
cards      the chapters as cards on the front page (pure)
playground the site's page with everything to play with in one place
printing   a page as PDF, by a Chromium
cheatsheet all rules on one page of A4, as HTML and PDF
reference  docstrings → the site's pages on the library (pure)
fresh      the folder of a build, emptied of the last one and of nothing else
vendor     what slides and site bring along
export     notebook → one HTML page: described pictures, live explorers, formulas as MathML
mathml     the TeX of formulas → MathML
covers     the picture behind a chapter's title (pure)
letters    the letters that translations need, and the font that has them
animations the animations of chapter 6, as files
checks     what every notebook of the course has to satisfy (pure)
reading    how a chapter reads: what it gives away, how long it takes (pure)
"""

from course_lib.errors import CourseError


class AuthoringError(CourseError):
    """A source or a notebook that cannot be built: one sentence, below it a traceback if there is one."""
