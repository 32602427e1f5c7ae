"""The `course` command: open the course, and keep the learner's copy fresh."""

import argparse
import importlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

# jsonschema, which nbformat needs, can do without: this compiles a grammar of Internet addresses, a second a command.
sys.modules.setdefault("rfc3987_syntax", None)

from course_lib import audiences, files, handing_in, workspace  # noqa: E402
from course_lib.errors import CourseError  # noqa: E402
from course_lib.language import ENGLISH, LANGUAGES, known, later, of_system, say, speaking  # noqa: E402
from course_lib.quiz import progress as quizzes  # noqa: E402

SETTINGS = Path(__file__).parent / "lab_settings" / "overrides.json"
# What a notebook reads and a learner does not open: the file browser leaves it out.
UNSEEN = ("src", "checks", "media", "__pycache__")
LONGEST_HOME = 52  # bytes; with /.run/kernel-ID-ipc-1 a socket's path has the 107 that it may have
ABOUT = later("The `course` command: open the course, and keep the learner's copy fresh.")
MAP = later(
    """\
Deep-learning optimizers, taken apart. What would you like to do?
  learn     course lab                  the chapters and the homework, in JupyterLab
            course progress             how far you are: homework and quizzes
            course reset 03_momentum    one notebook afresh; `course update`: all that are newer
"""
)
MAP_OF_LECTURERS = later(
    """\
  lecture   make slides                 dist/slides/NN_*/index.html; docs/instructor.md is the guide
  homework  make release                what students get, without solutions
  grade     course grade 03_momentum FOLDER --out grades; then export, feedback, review-deck
  ask       course questions, exam      the questions for your system; papers with numbers of their own
  hand out  course worksheets, media    a page a chapter for pairs in class; pictures for slides of your own
"""
)


OF_ARGPARSE = later(
    [
        "positional arguments",
        "options",
        "show this help message and exit",
        "usage: ",
        "%(prog)s: error: %(message)s\n",
        "argument %(argument_name)s: %(message)s",
        "the following arguments are required: %s",
        "one of the arguments %s is required",
        "not allowed with argument %s",
        "expected one argument",
        "expected at least one argument",
        "expected %s argument",
        "expected %s arguments",
        "invalid choice: %(value)r (choose from %(choices)s)",
        "invalid %(type)s value: %(value)r",
    ]
)


class Parser(argparse.ArgumentParser):
    """argparse puts its own colon behind a heading; behind a Chinese one stands a Chinese one."""

    def format_help(self):
        return re.sub(r"(?m)(?<=[\u4e00-\u9fff]):$", "：", super().format_help())


def main(arguments=None):
    """Run the command; returns the exit code: 0, or 2 with one sentence when the user has to fix something."""
    # argparse asks gettext, which has nothing of ours.
    argparse._, argparse.ngettext = say, lambda one, several, number: say(one if number == 1 else several)
    with speaking(asked(sys.argv[1:] if arguments is None else arguments) or of_system()):
        return run(arguments)


def asked(arguments):
    """The language after --language, wherever it stands, so that help and mistakes are said in it; "" for none."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--language", nargs="?", default="")
    return known(parser.parse_known_args(list(map(str, arguments)))[0].language or "")


def run(arguments):
    """The same, in the language that is spoken."""
    parser = commands()
    options, rest = parser.parse_known_args(arguments, argparse.Namespace(course="."))
    if rest and options.run is not lab:
        parser.error(say("unknown argument {name}", name=rest[0]))
    if getattr(options, "work", None):
        os.environ["COURSE_WORK"] = os.path.abspath(options.work)  # kernels started from here know it, too
    try:
        return options.run(options, rest)
    except CourseError as error:
        print(error, file=sys.stderr)
    except OSError as error:  # a full disk, a folder that may not be written
        print(say("The course could not write or read a file: {error}.", error=error), file=sys.stderr)
    return 2


def commands():
    """The parser: one sub-command a function below."""
    where = argparse.ArgumentParser(add_help=False)  # --course may stand before the command or after it
    where.add_argument(
        "--course", metavar="DIR", default=argparse.SUPPRESS, help=say("the course's folder (default: here or above)")
    )
    parser = Parser(prog="course", description=say(ABOUT), allow_abbrev=False, parents=[where])
    parser.set_defaults(run=show_map)
    subparsers = parser.add_subparsers(metavar="COMMAND")

    def command(name, run, help, description=None, **more):
        help = say(help)
        more |= {"help": help, "description": say(description) if description else say("{help}.", help=help)}
        added = subparsers.add_parser(name, allow_abbrev=False, parents=[where], **more)
        added.set_defaults(run=run)
        return added

    opened = command("lab", lab, say("open the course in JupyterLab, whose arguments may follow"))
    opened.add_argument(
        "--language", choices=(ENGLISH, *LANGUAGES), help=say("that of the notebooks and of JupyterLab")
    )
    opened.add_argument("--lite", action="store_true", help=say("serve what `make lite` built, for the browser alone"))
    fresh = command("reset", reset, say("get a fresh copy of one notebook; yours is kept in work/old"))
    fresh.add_argument(
        "name", metavar="NAME", help=say("such as 03_momentum, or for the homework exercises/03_momentum")
    )
    far = command("progress", progress, say("show how far you are: exercises solved, quizzes answered"))
    newer = command("update", update, say("bring a newer version of the course into your copy"))
    for one in (opened, fresh, far, newer):
        one.add_argument(
            "--work", metavar="DIR", help=say("your copy (default: COURSE_WORK, or the course's folder work)")
        )
    handing_in.add_to(command)
    for part in filter(audiences.has, ("grading", "questions", "exams", "worksheets", "media", "authoring")):
        importlib.import_module(f"course_lib.{part}.command").add_to(command)
    for one in (parser, *subparsers.choices.values()):
        if "--language" not in one._option_string_actions:  # main has read it
            one.add_argument("--language", choices=(ENGLISH, *LANGUAGES), help="what to speak (that of the system)")
        say_help(one)
    return parser


def say_help(parser):
    """Let the help of a command's arguments speak; `course translate` finds what it says where they are added."""
    for action in parser._actions:
        if action.help and action.help != argparse.SUPPRESS:
            action.help = say(action.help)
    for group in parser._action_groups:
        group.title, group.description = (text and say(text) for text in (group.title, group.description))


def show_map(options, rest):
    """Print what there is to do here."""
    lecturers = say(MAP_OF_LECTURERS) if audiences.has("grading") else ""
    print(f"{say(MAP)}{lecturers}{say('`course --help` lists all commands.')}")
    return 0


def lab(options, rest):
    """Make the learner's copy where it is missing, and open it in JupyterLab."""
    course = workspace.find(options.course)
    if options.lite:
        asked = options.language or known(os.environ.get("COURSE_LANGUAGE", ""))
        return in_browser(course, [*(["--language", asked] if asked else []), *rest])
    if options.language:  # what is asked for now outweighs what a shell says each time
        os.environ.pop("COURSE_LANGUAGE", None)
    workspace.choose(course, options.language or course.language)
    if on_hub := "JUPYTERHUB_API_TOKEN" in os.environ:
        renew(course)  # nobody there would read that there is something newer
    workspace.trust(course, workspace.fill(course))
    workspace.link_feedback(course)
    if workspace.outdated(course):
        print(say("Some notebooks have newer versions: `course update` brings them into your copy."), flush=True)
    settings = [
        f"--ServerApp.root_dir={course.work}",
        f"--LabApp.default_url=/lab/tree/{workspace.first(course.language)}",  # also in what --no-browser prints
        f"--LabApp.app_settings_dir={settings_of(course)}",
        *(f"--ContentsManager.hide_globs={name}" for name in UNSEEN),
    ]
    if on_hub:  # over TCP a kernel would tell every user of the machine what it runs
        settings.append("--KernelManager.transport=ipc")
        os.environ["JUPYTER_RUNTIME_DIR"] = str(Path.home() / ".run")
        if len(os.fsencode(Path.home())) > LONGEST_HOME:
            raise CourseError(
                say(
                    "{home} is too long for the sockets of kernels: at most {longest_home} letters.",
                    home=Path.home(),
                    longest_home=LONGEST_HOME,
                )
            )
    if getattr(os, "geteuid", lambda: None)() == 0 and "--allow-root" not in rest:
        print(say("You are root, as in a container: JupyterLab is started with --allow-root."), flush=True)
        settings.append("--allow-root")
    return replaced([sys.executable, "-m", "jupyterhub.singleuser" if on_hub else "jupyterlab", *settings, *rest])


def settings_of(course):
    """The folder of JupyterLab's settings: its language; no pop-up that asks about news, and explorers are saved."""
    folder, locale = course.work / ".lab", LANGUAGES.get(course.language, course.language)
    own = {"@jupyterlab/translation-extension:plugin": {"locale": locale}}
    settings = json.loads(SETTINGS.read_text(encoding="utf-8"))
    files.write(folder / SETTINGS.name, json.dumps(settings | own))
    return folder


def in_browser(course, rest):
    """Serve the course that runs in a browser alone, where it was built."""
    built = course.folder / "dist" / "lite"
    if not (built / "index.html").is_file():
        raise CourseError(say("{path} is not there: in a clone of the course, `make lite` builds it.", path=built))
    return replaced([sys.executable, str(course.folder / "tools" / "lite" / "serve.py"), str(built), *rest])


def replaced(command):
    """Run a command in the place of this program; its exit code where that cannot be."""
    if os.name == "nt":  # exec on Windows would give the terminal back while JupyterLab still runs
        return subprocess.call(command)
    os.execv(sys.executable, command)


def reset(options, rest):
    """Give a fresh copy of one notebook."""
    course = workspace.find(options.course)
    quizzes.collect(course.folder)
    name, kept = workspace.reset(course, options.name)
    workspace.trust(course, [name])
    copy = course.called(name)
    print(
        say("{copy} is fresh; yours is kept as {kept}.", copy=copy, kept=kept)
        if kept
        else say("{copy} is fresh.", copy=copy)
    )
    print(say("If it is open in JupyterLab: File → Reload Notebook from Disk."))
    homework = name.replace("notebooks/", "exercises/")
    if "/" not in options.name and homework != name and homework in course.files():
        afresh = homework.removesuffix(".ipynb")
        print(say("That is the chapter. Its homework afresh: course reset {homework}", homework=afresh))
    return 0


def progress(options, rest):
    """Print how many exercises of each chapter are solved, and the score of each quiz."""
    from course_lib.homework import progress as record  # here, because it needs NumPy, and the other commands do not

    print(record.report(workspace.find(options.course).folder))
    return 0


def update(options, rest):
    """Bring new and changed files into the learner's copy."""
    course = workspace.find(options.course)
    done = renew(course)
    told = [(name, say("new") if what == "new" else what) for name, what in done]
    print("\n".join(f"{course.called(name)}: {what}" for name, what in told) or say("Your copy is up to date."))
    if any(name.endswith(".ipynb") and what != "new" for name, what in done):
        print(say("Notebooks that are open in JupyterLab: File → Reload Notebook from Disk."))
    return 0


def renew(course):
    """Bring new and changed files into the learner's copy; returns [(relative path, what was done)]."""
    quizzes.collect(course.folder)
    done = workspace.update(course)
    workspace.trust(course, [name for name, _ in done])
    return done


if __name__ == "__main__":
    sys.exit(main())
