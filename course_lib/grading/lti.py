"""`course export --lti`: what is sent to a learning platform by LTI 1.3, Assignment and Grade Services.

A score belongs to a column (a line item) and to a person, whom the platform calls by a name of its own, `sub`. Which
student that is, the hub writes down at each sign-in (deploy/hub/jupyterhub_config.py); a table with the columns id and
sub, written by hand, will do as well. What was sent is kept beside the grades, so that a second run sends what has
changed, and an interrupted one goes on.
"""

import argparse
import hashlib
import json
import os
import sys
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from course_lib.errors import CourseError
from course_lib.grading import comments, lms, people
from course_lib.grading.people import Person
from course_lib.grading.results import number
from course_lib.grading.students import COLLECTED
from course_lib.grading.tables import Table
from course_lib.language import say

NEEDED = ("issuer", "client", "token", "key")
OTHER = ("audience", "lineitems", "students", "columns", "excused")
OF_THE_HUB = ("authorize", "keys", "user")  # for signing in, in the same table
SENT = "lti_sent.jsonl"
TRIES = 3  # scores in a row that the platform did not answer, after which it is left in peace
# Canvas takes a score for a new submission of this moment, counts the attempt, and may take points off as late.
NO_SUBMISSION = {"https://canvas.instructure.com/lti/submission": {"new_submission": False}}


@dataclass(frozen=True)
class Settings:
    """The table lti of a settings file: who we are at the platform, whose number is whose, where the columns are."""

    issuer: str
    client: str
    token: str  # the address that gives access tokens
    key: Path  # our private key
    students: Path  # id, sub
    audience: str = ""  # for whom the platform wants our assertions to be, if not for the address of its tokens
    lineitems: str = ""  # the address of a course's columns
    columns: Mapping[str, str] = field(default_factory=dict)  # {homework: the column's name, or its address}
    excused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """What is sent for one submission."""

    submission: str
    student: str  # as the platform calls them
    message: dict

    @property
    def digest(self) -> str:
        """Of what is said, whenever it is: two runs that say the same have the same."""
        said = {name: value for name, value in self.message.items() if name != "timestamp"}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def told(self) -> str:
        """For the screen."""
        message = self.message
        return f"{self.submission} → {self.student}: {message['scoreGiven']} / {message['scoreMaximum']}"


# ---- settings ----


def read(path: str | Path) -> Settings:
    """The Settings of a TOML file; paths in it are relative to its folder."""
    try:
        said = tomllib.loads(Path(path).read_text(encoding="utf-8")).get("lti", {})
    except (OSError, ValueError) as error:
        raise CourseError(say("{path} cannot be read as settings ({error}).", path=path, error=error)) from error
    strange = [f"lti.{name}" for name in said if name not in (*NEEDED, *OTHER, *OF_THE_HUB)]
    lacking = [f"lti.{name}" for name in NEEDED if not said.get(name)]
    if strange:
        raise CourseError(say("{path}: nothing is called {names}.", path=path, names=", ".join(strange)))
    if lacking:
        raise CourseError(say("{path} does not say {names}.", path=path, names=", ".join(lacking)))
    for address in filter(None, (said["token"], said.get("lineitems"))):
        safe(address)
    folder = Path(path).parent
    paths = {"key": folder / said["key"], "students": folder / said.get("students", "state/lti_students.csv")}
    excused = tuple(map(str, said.get("excused", ())))
    return Settings(**{name: said[name] for name in said if name not in OF_THE_HUB} | paths | {"excused": excused})


def safe(address: str) -> str:
    """The address; CourseError where a token or a grade sent there could be read on its way."""
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise CourseError(say("{address} must begin with https:// or lie on this machine.", address=address))
    return address


def private_key(path: Path) -> str:
    """Our private key; CourseError where others may read it, too: they could write grades."""
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise CourseError(say("Other users of this machine may read {path}: chmod 600 {path}", path=path))
        return path.read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise CourseError(say("The private key {path} cannot be read ({error}).", path=path, error=error)) from error


# ---- who is who ----


def students(settings: Settings) -> tuple[list[Person], set[str]]:
    """(whom the platform knows, `id` being its name for them; the addresses of the columns of their courses)."""
    table, rows = people.read(settings.students)
    if "sub" not in table.head:
        raise CourseError(say("{path} has no column sub.", path=settings.students))
    keys: dict[str, set[str]] = defaultdict(set)
    courses = set()
    for row, person in zip(table.rows[1:], rows, strict=True):
        said = dict(zip(table.head, map(str.strip, row)))
        if said["sub"] and said.get("issuer", "") in ("", settings.issuer):  # another platform's 42 is another person
            keys[said["sub"]] |= {*person.keys}
            courses.add(said.get("lineitems", ""))
    return [Person(sub, tuple(sorted(names))) for sub, names in keys.items()], courses - {""}


def course(settings: Settings, known: set[str]) -> str:
    """The address of the course's columns: the one of the settings, or that from which all have come."""
    found = {settings.lineitems} if settings.lineitems else known
    if len(found) == 1:
        return safe(*found)
    if found:
        raise CourseError(
            say("Students have come from several courses: say lti.lineitems, one of {found}.", found=sorted(found))
        )
    raise CourseError(say("Nobody's sign-in said where the course's columns are: say lti.lineitems."))


def scores(
    submissions: list[dict], known: list[Person], settings: Settings, when: str
) -> tuple[list[Score], lms.Filled]:
    """(what is to be sent, who was matched and who not), by the rules of the files that `course export` fills."""
    texts = {one["submission"]: whose(one) for one in submissions}
    names = [text for text in texts.values() if len(texts) > 1]
    everywhere = set.intersection(*(set(people.words(name)) for name in names)) if names else set()
    found, doubtful = people.matched(known, texts, everywhere)
    table = Table([["sub", "grade"], *([one.id, ""] for one in known)])
    excused = {one.id for one in known if {*one.keys} & {*settings.excused}}
    highest = max((one["max_score"] for one in submissions), default=0)
    filled = lms.fill(
        table,
        submissions,
        lambda name: known[found[name]].id if name in found else None,
        lambda row: row[0],
        1,
        lambda row: highest,
        excused,
    )
    filled.unmatched.extend(people.doubts(doubtful))
    made = [
        Score(name, known[place - 1].id, message(filled.graded[name], known[place - 1].id, when))
        for name, place in filled.places.items()
    ]
    return made, filled


def whose(one: dict) -> str:
    """What says whose a submission is: the roster's ID, the user who handed it in, or else its path."""
    collected = COLLECTED.search(one["submission"])
    return one.get("student", {}).get("id") or (collected["student"] if collected else one["submission"])


def message(result: dict, student: str, when: str) -> dict:
    """A score as the service wants it; lateness is in the points, and the comment says so."""
    return {
        "userId": student,
        "scoreGiven": number(round(result["score"], 4)),
        "scoreMaximum": number(result["max_score"]),
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "timestamp": when,
        "comment": comments.text(result),
        **NO_SUBMISSION,
    }


def graded_at(folder: Path) -> str:
    """When the grades were written: a platform that holds a newer grade, such as a person's, refuses this one."""
    time = datetime.fromtimestamp((folder / "grades.json").stat().st_mtime, UTC)
    return time.isoformat(timespec="milliseconds")


# ---- what was sent ----


def sent(folder: Path) -> list[dict]:
    """What earlier runs sent, a dict each; a line that was cut off by a kill is left out."""
    found = []
    for line in (folder / SENT).read_text(encoding="utf-8").splitlines() if (folder / SENT).exists() else []:
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def keep(folder: Path, column: str, address: str, score: Score) -> None:
    """Note that a score has arrived."""
    line = {"column": column, "address": address, "student": score.student, "digest": score.digest}
    with open(folder / SENT, "a", encoding="utf-8") as file:
        file.write(f"\n{json.dumps(line, ensure_ascii=False)}\n")  # the line before may have been cut off
        file.flush()


def news(made: list[Score], before: list[dict], address: str) -> list[Score]:
    """The scores that the column does not have yet, or has otherwise."""
    has = {one["student"]: one["digest"] for one in before if one["address"] == address}
    return [one for one in made if has.get(one.student) != one.digest]


# ---- the command ----


def export(options: argparse.Namespace, submissions: list[dict], homework: str) -> int:
    """Send, or with --dry-run show what would be sent.

    Exit code: 0, 1 when there is no score to send, 3 when some did not arrive.
    """
    folder, settings = Path(options.results), read(options.lti)
    column = options.column or settings.columns.get(homework, "")
    if not column:
        raise CourseError(
            say(
                "Which column takes {homework}? Say --column, or lti.columns.{homework} in {path}.",
                homework=homework,
                path=options.lti,
            )
        )
    known, courses = students(settings)
    made, filled = scores(submissions, known, settings, graded_at(folder))
    left = not_sent(filled, settings)
    if not made:
        print("\n".join([say("There is no score to send."), *left]), file=sys.stderr)
        return 1
    before = sent(folder)
    if options.dry_run:
        address = next(
            (one["address"] for one in reversed(before) if column in (one["column"], one["address"])), column
        )
        new = news(made, before, address)
        print("\n".join([say("To {column}:", column=column), *(f"  {one.told()}" for one in new)]))
        print("\n".join([said_of(len(new), len(made) - len(new), dry=True), *left]))
        return 0
    wrong = send(settings, column, made, before, folder, options.create, courses)
    print("".join(f"{line}\n" for line in (*wrong, *left, *doubtful(filled))), end="")
    return 3 if wrong else 0


def send(
    settings: Settings,
    column: str,
    made: list[Score],
    before: list[dict],
    folder: Path,
    create: bool,
    courses: set[str],
) -> list[str]:
    """Send what is new; returns a sentence for each score that did not arrive."""
    try:
        from course_lib.grading.lti_platform import Platform, Refused, Unreachable
    except ImportError as error:
        raise CourseError(
            say("What sends grades is not installed here: pip install 'optimizers-course[lti]'")
        ) from error
    by_address = column.startswith(("https://", "http://"))
    platform = Platform(settings, private_key(settings.key), "" if by_address else course(settings, courses), create)
    address = safe(column) if by_address else platform.column(column, made[0].message["scoreMaximum"])
    new, wrong, arrived, silent = news(made, before, address), {}, 0, 0
    for place, one in enumerate(new):
        if silent == TRIES:
            wrong["…"] = say("{n} more were not tried: run it again later.", n=len(new) - place)
            break
        try:
            platform.send(address, one.message)
        except Refused as problem:
            wrong[one.submission] = str(problem)
            silent = silent + 1 if isinstance(problem, Unreachable) else 0
        else:
            keep(folder, column, address, one)
            arrived, silent = arrived + 1, 0
    print(said_of(arrived, len(made) - len(new)))
    return (
        [say("Not sent:"), *("  " + say("{name}: {said}", name=name, said=problem) for name, problem in wrong.items())]
        if wrong
        else []
    )


def said_of(new: int, old: int, dry: bool = False) -> str:
    """How many scores were sent."""
    if dry:
        return say("{new} scores would be sent; {old} are there already.", new=new, old=old)
    return say("{new} scores sent; {old} were there already.", new=new, old=old)


def not_sent(filled: lms.Filled, settings: Settings) -> list[str]:
    """Lines on those who were not matched."""
    found = say("who has signed in from the platform once stands in {path}", path=settings.students)
    lines = [f"  {line.replace(say(lms.NO_ROW), f'{say(lms.NO_ROW)}; {found}')}" for line in filled.unmatched]
    return [say("No score for:"), *lines] if lines else []


def doubtful(filled: lms.Filled) -> list[str]:
    """Lines on those at which a person should look."""
    lines = [
        "  " + say("{name}: {said}", name=name, said=filled.graded[name]["status"])
        for name in filled.places
        if filled.graded[name]["status"] in lms.DOUBTFUL
    ]
    return [say("Sent, but a person should look at:"), *lines] if lines else []
