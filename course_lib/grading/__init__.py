"""Grading a folder of untrusted notebooks: `course grade`.

submission  a notebook's bytes → its cells, or a sentence why it cannot be graded (pure)
archive     a zip file whose names are in any encoding
students    paths of files → whose they are
collecting  a folder or a zip → the submissions in it
child       what runs inside the sandbox: cells, then functions on inputs
worker      inside the sandbox: a fresh process for every submission
sandbox     starts workers, talks to their processes, believes nothing
bubblewrap  the commands that start them, and what they may see
syscalls    the system calls that a submission is refused
cgroups     memory counted for all that a submission holds
kit         the folder that a worker runs from
assignment  what is graded: keys with hidden cases, from the solution and the spec
scoring     one submission → its result
telling     what may be told of a wrong answer: nothing that could hold hidden inputs
ending      a run is alone in its folder, and tidy when it is told to stop
results     results → grades.csv, grades.json; what was finished before (--resume)
pages       the frame of the HTML pages (pure)
feedback    result → a page for the student (pure)
summary     results → a page on the class (pure)
batch       all submissions through all workers
command     `course grade`
tables      CSV files in any encoding, with any separator
lms         grades into the file that Canvas or Moodle exported: `course export`
platforms   `course nbgrader` and `course gradescope`
for_nbgrader  nbgrader's preprocessor that grades in the sandbox
gradescope  one submission, as Gradescope wants it
cluster     the executor for a Dask cluster
"""
