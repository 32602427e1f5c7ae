"""Grading a folder of untrusted notebooks: `course grade`.

submission  a notebook's bytes → its cells, or a sentence why it cannot be graded (pure)
outputs     its bytes without outputs and pictures, which may be many megabytes (pure)
archive     a zip file whose names are in any encoding
students    paths of files → whose they are
collecting  a folder or a zip → the submissions in it
child       what runs inside the sandbox: cells, then functions on inputs
running     inside the sandbox: a cell as IPython would run it, line by line
shell       inside the sandbox: what get_ipython() gives
standins    inside the sandbox: what stands there for course_lib and for what cannot be had
worker      inside the sandbox: a fresh process for every submission
sandbox     starts workers, talks to their processes, believes nothing
bubblewrap  the commands that start them, and what they may see
syscalls    the system calls that a submission is refused
cgroups     memory counted for all that a submission holds
kit         the folder that a worker runs from
assignment  what is graded: keys with hidden cases, from the solution and the spec
scoring     one submission → its result
credit      partial credit: the share of the points that a wrong answer earns (pure)
telling     what may be told of a wrong answer: nothing that could hold hidden inputs
ending      a run is alone in its folder, and tidy when it is told to stop
results     results → grades.csv, grades.json; what was finished before (--resume)
pages       the frame of the HTML pages (pure)
options     an instructor's rules: how they are said, and kept for the next run
people      which student a row of a CSV file means: IDs, logins, names
roster      who is who, who is missing
gradescope_export  who and when, in a Gradescope export
times       when each was handed in, by what the platform wrote
late        when it was due, and what lateness costs (pure)
extensions  who has longer
manual      points and comments by hand: manual.csv
own_numbers  by whose numbers a submission is graded, and to whose its answers belong
rules       all of these, added to the results whenever they are written
digest      what an exercise is graded by; results of two digests are not mixed
regrade     `course regrade`: a class again by a mended spec
refresh     tables and pages again when an instructor's file has changed
feedback    result → a page for the student (pure)
summary     results → a page on the class (pure)
measures    how hard each question is, how well it tells students apart, which case fails (pure)
charts      the same as pictures (pure)
batch       all submissions through all workers
command     `course grade`
tables      CSV files in any encoding, with any separator
sheets      workbooks (.xlsx)
comments    a result in a few lines of text (pure)
lms         grades into the rows of a platform's file (pure)
exporting   `course export`
lti         what it sends to a platform by LTI 1.3: whose score, and what was sent before
lti_platform  the platform that takes it
drop        what students hand in on a class's server → a folder to grade: `course collect`
giving_back  a student's page back to where they see it: `course return`
handback    the students' pages, packed for a platform: `course feedback`
similarity  answers → pairs that are more alike than chance makes them (pure)
similar     the same as a page: `course similar`
platforms   `course nbgrader` and `course gradescope`
for_nbgrader  nbgrader's preprocessor that grades in the sandbox
gradescope  one submission, as Gradescope wants it
cluster     the executor for a Dask cluster
"""
