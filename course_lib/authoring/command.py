"""An author's commands: `course build`, `slides`, `guide`, `site`, `lite`, `release`, `translate` and others.

What a command needs is imported when it runs: a learner's environment has none of it.
"""

import importlib
import sys
import time
from pathlib import Path

from course_lib import workspace
from course_lib.errors import CourseError
from course_lib.language import ENGLISH, LANGUAGES, later, say

# {command: (module, what its argument is called, where the result goes without it, what the command does)}
PROGRAMS = {
    "slides": ("decks", "DIR", "dist/slides", later("write the lecture: slides that need no network")),
    "guide": (
        "guide_pages",
        "DIR",
        "dist/guide",
        later("write the lecturer's pages, beside the slides that they link to"),
    ),
    "site": ("site", "DIR", "dist/site", later("build the website, which needs no network either")),
    "lite": (
        "lite",
        "DIR",
        "dist/lite",
        later("build the course for a browser alone: JupyterLite, with its own Python"),
    ),
    "release": ("release", "FILE", "dist/optimizers-course-students.zip", later("pack what students get")),
    "publish": (
        "publish",
        "DIR",
        "dist/optimizers-course",
        later("make or update a git repository of what students get"),
    ),
    "animations": ("animations", "DIR", "notebooks/media", later("draw the animations of chapter 6")),
}


def add_to(command):
    """Add them to the commands of `course`: command(name, run, help) adds one and returns its parser."""
    parser = command("build", build, "bring notebooks, exercises and written tables up to date with their sources")
    parser.add_argument("names", metavar="NAME", nargs="*", help="such as 03_momentum: chapter and homework (all)")
    parser.add_argument("--force", action="store_true", help="build even what has not changed")
    add_language(parser, "in this language, into notebooks/LANGUAGE and so on (all whose catalogue is finished)")
    add_translate(command)
    for name, (module, what, where, help) in PROGRAMS.items():
        parser = command(name, program, help)
        parser.add_argument(
            "target", metavar=what, nargs="?", type=Path, help=say("where it goes ({folder})", folder=where)
        )
        parser.set_defaults(module=module, where=where)
        if name == "slides":
            parser.add_argument(
                "--lecture", metavar="FILE", type=Path, help="names, colours and which slides (lecture.toml)"
            )
            parser.add_argument(
                "--pdf", action="store_true", help="print each deck, too: for students, and with the speaker's notes"
            )
            add_language(parser, "in this language, of the chapters that are built in it")
            parser.set_defaults(run=lecture)
        if name == "guide":
            add_language(parser, "in this language, the pages that are finished in it")
            parser.set_defaults(run=guide_in)
        if name == "release":
            add_students(parser)
        if name == "site":
            parser.add_argument(
                "--lite", action="store_true", help="take in what `make lite` built: each chapter opens there"
            )
            parser.set_defaults(run=site)
        if name == "lite":
            parser.add_argument(
                "--cdn", action="store_true", help="leave NumPy and the others on Pyodide's public host"
            )
            parser.add_argument(
                "--zip", action="store_true", help="pack it, too, in one file for a class without a network"
            )
            parser.set_defaults(run=lite)
    parser = command("review-deck", review, "write slides on the commonest mistakes of a class that was graded")
    parser.add_argument("folders", metavar="GRADES", nargs="+", type=Path, help="what course grade wrote: one or more")
    parser.add_argument("--out", metavar="DIR", type=Path, help="where they go (GRADES/review)")
    parser = command("export-html", export_html, "write a notebook as one HTML page with live explorers")
    parser.add_argument("notebook", metavar="NOTEBOOK.ipynb", type=Path)
    parser.add_argument("target", metavar="FILE.html", type=Path)


def add_language(parser, help):
    """Add the option of a language besides English."""
    parser.add_argument("--language", choices=LANGUAGES, help=help)


def add_translate(command):
    """Add the command for translators."""
    parser = command(
        "translate", translate, "bring the catalogues in locale/ up to date with the course, or check them"
    )
    parser.add_argument("names", metavar="NAME", nargs="*", help="such as 03_momentum, or library (all)")
    parser.add_argument("--check", action="store_true", help="say what is wrong, and of those named what is missing")
    parser.add_argument("--pseudo", action="store_true", help="build chapters in a language that shows what is missed")
    parser.set_defaults(language=next(iter(LANGUAGES)))
    add_language(parser, say("which catalogues ({language})", language=next(iter(LANGUAGES))))


def translate(options, rest):
    """Extract and merge, or check, or build in the language that nobody speaks."""
    root = workspace.find(options.course).folder
    if options.pseudo:
        return needed("pseudo_build").main(root, options.names)
    return needed("translating").main(root, options.language, options.names, options.check)


def add_students(parser):
    """Add the options for packages with numbers of each student's own."""
    parser.set_defaults(run=release)
    parser.add_argument(
        "--students",
        metavar="ROSTER.csv",
        help="a package for each student, in the folder FILE (dist/students): questions have numbers of their own",
    )
    parser.add_argument(
        "--secret", metavar="FILE", help="by which they are drawn; made when missing (course.secret). Keep it"
    )


def release(options, rest):
    """Pack one for all, or one for each student."""
    root = workspace.find(options.course).folder
    if options.students:
        folder = options.target or root / "dist" / "students"
        return needed("handout").main(root, folder, options.students, options.secret)
    if options.secret:
        raise CourseError(say("--secret needs --students, the roster for whose students numbers are drawn."))
    return program(options, rest)


def lecture(options, rest):
    """Write the slides of the course's lecture.toml, if it has one, or of the one that is named."""
    root = workspace.find(options.course).folder
    if options.lecture and not options.lecture.is_file():
        raise CourseError(say("there is no file {lecture}.", lecture=options.lecture))
    own = options.lecture or root / "lecture.toml"
    where = f"{options.where}/{options.language}" if options.language else options.where
    return needed("decks").main(root, options.target or root / where, own, options.pdf, options.language)


def guide_in(options, rest):
    """Write the lecturer's pages in a language."""
    root = workspace.find(options.course).folder
    where = f"{options.where}/{options.language}" if options.language else options.where
    return needed("guide_pages").main(root, options.target or root / where, options.language or ENGLISH)


def lite(options, rest):
    """Build the whole, or the small form; pack the whole."""
    if options.zip and options.cdn:
        raise CourseError(say("--zip is for a class without a network, and what --cdn builds needs one."))
    root = workspace.find(options.course).folder
    target = options.target or root / options.where
    code = needed("lite").main(root, target, options.cdn)
    if code == 0 and options.zip:
        packed = needed("lite_zip")
        packed.pack(root, target, target.resolve().parent / packed.FILE)
    return code


def site(options, rest):
    """Build the website, with or without the course for the browser in it."""
    root = workspace.find(options.course).folder
    target, dist = options.target or root / options.where, root / "dist"
    return needed("site").main(root, target, dist / "lite" if options.lite else None, dist / "slides")


def program(options, rest):
    """Run the command's module."""
    root = workspace.find(options.course).folder
    return needed(options.module).main(root, options.target or root / options.where)


def review(options, rest):
    """Write the slides on a class's mistakes."""
    root = workspace.find(options.course).folder
    return needed("review").main(root, options.folders, options.out or options.folders[0] / "review")


def export_html(options, rest):
    """Write the page."""
    return needed("export").main(options.notebook, options.target)


def needed(module):
    """A module of course_lib.authoring; CourseError when something that it needs is not installed."""
    try:
        return importlib.import_module(f"course_lib.authoring.{module}")
    except ModuleNotFoundError as error:
        raise CourseError(say("{name} is missing: `make dev` installs what authors need.", name=error.name)) from error


def build(options, rest):
    """Build what changed; the exit code is 1 when a notebook failed."""
    root = workspace.find(options.course).folder
    # A list: one failure stops no other.
    names = needed("build").chosen(root, options.names)
    if options.language:
        names = names if options.names else needed("editions").finished(root, options.language)
        return 0 if all([built(root, name, options.force, options.language) for name in names]) else 1
    for module in (needed("translate"), needed("sweeps")):  # first: the notebooks hold what they write
        if module.refresh(root):
            print(say("{file}: written", file=module.FILE), flush=True)
    results = [built(root, name, options.force) for name in names]
    drawn = [drawings_of(root, name) for name, done in zip(names, results) if done and name.startswith("notebooks/")]
    return (
        0 if all(results) and all(drawn) and tables(root) else 1
    )  # what made a notebook fail would only be said once more


def built(root, name, force, language=None):
    """Build one notebook and print a line about it; False when it failed, so that the others still come."""
    start, builder = time.perf_counter(), needed("build")
    if not language and not force and builder.is_current(root, name):
        print(say("{name}: unchanged", name=name), flush=True)
        return True
    try:
        if language and not needed("editions").build_in(root, name, language, force):
            print(say("{name}, {language}: unchanged", name=name, language=language), flush=True)
            return True
        if not language:
            builder.build(root, name)
    except CourseError as error:
        print(error, file=sys.stderr, flush=True)
        return False
    what = f"{name}, {language}" if language else name
    print(say("{what}: built in {seconds:.1f} s", what=what, seconds=time.perf_counter() - start), flush=True)
    return True


def drawings_of(root, name):
    """Draw the pictures that a chapter's slides lack; False when that failed."""
    try:
        if number := needed("drawings").draw(root, name.split("/")[1]):
            print(say("{name}: {number} pictures drawn for the slides", name=name, number=number), flush=True)
    except CourseError as error:
        print(error, file=sys.stderr, flush=True)
        return False
    return True


def tables(root):
    """Bring the tables of README.md and of the lecturer's pages up to date; False when there is none."""
    guide, readme, builder = needed("guide"), needed("readme"), needed("build")
    # An outdated chapter would bring an outdated table back.
    current = readme.CHAPTER in builder.sources(root) and builder.is_current(root, readme.CHAPTER)
    try:
        if current and readme.refresh(root):
            print(say("README.md: table of claims written"), flush=True)
        for page in guide.refresh(root):
            print(
                say("{folder}/{page}: table of mistakes written", folder=guide.FOLDER.as_posix(), page=page), flush=True
            )
        for language in LANGUAGES:
            for page in needed("translating").documents_in(root, language):
                print(say("{page}: written", page=page), flush=True)
    except CourseError as error:
        print(error, file=sys.stderr, flush=True)
        return False
    return True
