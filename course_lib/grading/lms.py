"""Grades into the file that a learning platform exported: its rows and ids stay, one column is filled in.

Ids cannot be invented, so the platform's own file is needed: Canvas' gradebook or Moodle's grading worksheet. A
submission belongs to the row whose id stands in its name, as the platforms write it when they export submissions:

    Canvas   lovelaceada_123_456_homework.ipynb             123 is the column ID
    Moodle   Ada Lovelace_123_assignsubmission_file_/…      123 is the number in the column Identifier
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from course_lib.errors import CourseError
from course_lib.grading import comments, people, tables
from course_lib.grading.results import number
from course_lib.grading.students import CANVAS, CANVAS_ANONYMOUS, MOODLE
from course_lib.grading.tables import Table
from course_lib.language import later, say

UNGRADED = ("unreadable", "wrong_assignment", "empty")
DOUBTFUL = ("unavailable", "memory", "timeout", "crashed")  # graded, but perhaps not as it deserves
NO_ROW = later("no row has its id")
CANVAS_COLUMNS = ("ID", "Points Possible")  # the second stands in the first column, at the head of a row
MOODLE_COLUMNS = ("Identifier", "Grade", "Maximum Grade", "Grade can be changed", "Feedback comments")
# In a column's name: Blackboard's "Homework 3 [Total Pts: 50 Score] |1234", Brightspace's "… <Numeric MaxPoints:50>".
POINTS = re.compile(r"(?:\[Total Pts: (?:up to )?|\bMaxPoints:)([\d.,]+)")
ANONYMOUS = later("its file's name is anonymous: turn anonymous grading off and download the submissions again")
EXCUSED = ("ex", "excused")
# Moodle's words in a column, in its users' languages: whatever else stands there, nobody knows what it means.
CHANGEABLE = {
    "yes": "yes, ja, oui, sí, si, sim, sì, ano, áno, tak, da, да, так, igen, evet, kyllä, jah, jā, taip, ναι, نعم, כן,"
    " ใช่, có, ya, 是, はい, 예, 네",
    "no": "no, nein, non, não, nee, nej, nei, nie, ne, nu, нет, ні, не, nem, hayır, ei, nē, όχι, لا, לא, ไม่, không,"
    " tidak, 否, 不, いいえ, 아니요, 아니오",
}
MEANING = {word.strip(): meaning for meaning, words in CHANGEABLE.items() for word in words.split(",")}


@dataclass(frozen=True)
class Filled:
    """What came of it: who was matched to which row, {submission: place}, and who was not, in words."""

    table: Table
    places: dict[str, int]
    graded: dict[str, dict]  # {submission: its result}
    unmatched: list[str]


def canvas(
    table: Table, submissions: list[dict], column: str, names: Mapping[str, str], highest: float | None = None
) -> Filled:
    """Fill a column of a gradebook, named or by a part of its name.

    names: {Canvas' word: the file's}. highest: the points that Canvas gives, by default those in the file.
    """
    ids, possible = position(table.head, "ID", names), names.get("Points Possible", "Points Possible")
    wanted = chosen(table.head, column)
    above = next((row for row in table.rows[1:3] if row[0].strip() == possible), None)
    highest = highest or (tables.number(above[wanted]) if above else None)
    if not highest:
        known = {"row": repr(possible), "cell": repr(above[wanted]) if above else ""}
        raise CourseError(
            say(
                "How many points Canvas gives stands in the row {row}, and {cell} there cannot be read:"
                " say --points N.",
                **known,
            )
            if above
            else say(
                "How many points Canvas gives stands in the row {row}, and there is none: say --points N.", **known
            )
        )
    excused = {row[ids].strip() for row in table.rows[1:] if row[wanted].strip().casefold() in EXCUSED}
    identity = lambda row: row[ids].strip()  # noqa: E731
    by_hand = without_notebook(table, submissions, identity)
    find = lambda name: None if CANVAS_ANONYMOUS.search(name) else by_hand.get(name) or found_by(CANVAS, name)  # noqa: E731
    anonymous = {one["submission"]: ANONYMOUS for one in submissions if CANVAS_ANONYMOUS.search(one["submission"])}
    return fill(table, submissions, find, identity, wanted, lambda row: highest, excused, anonymous)


def moodle(table: Table, submissions: list[dict], names: Mapping[str, str], highest: float | None = None) -> Filled:
    """Fill the columns Grade and, where it is, Feedback comments of a grading worksheet.

    names: {Moodle's English word: the file's}. highest: for rows whose Maximum Grade cannot be read.
    """
    ids, wanted, most = (position(table.head, name, names) for name in MOODLE_COLUMNS[:3])
    identity = lambda row: re.sub(r"\D", "", row[ids])  # noqa: E731 ("Participant 123")
    changeable = names.get(MOODLE_COLUMNS[3], MOODLE_COLUMNS[3])
    locked, unknown = set(), Counter[str]()
    if changeable in table.head:
        place = table.head.index(changeable)
        words = {identity(row): row[place].strip().casefold() for row in table.rows[1:]}
        locked = {row for row, word in words.items() if word and MEANING.get(word) != "yes"}
        unknown.update(word for word in words.values() if word and word not in MEANING)
    top = lambda row: tables.number(row[most]) or highest  # noqa: E731
    by_hand = without_notebook(table, submissions, identity)
    find = lambda name: by_hand.get(name) or found_by(MOODLE, name)  # noqa: E731
    filled = fill(table, submissions, find, identity, wanted, top, locked)
    for word, count in unknown.items():
        filled.unmatched.append(
            say(
                "{n} rows say {word} in the column {name}, which could mean no: write Yes there, or delete the column",
                n=count,
                word=repr(word),
                name=repr(changeable),
            )
        )
    if names and changeable not in table.head:
        filled.unmatched.append(
            say("no column is called {name}, so locked rows were filled in like the others", name=repr(changeable))
        )
    said = names.get(MOODLE_COLUMNS[4], MOODLE_COLUMNS[4])
    if names and said not in table.head:
        filled.unmatched.append(
            say(
                "comments: no column is called {name}; --columns '{english}=…' names it",
                name=repr(said),
                english=MOODLE_COLUMNS[4],
            )
        )
    return commented(filled, table.head.index(said), html=True) if said in table.head else filled


def sheet(
    table: Table, submissions: list[dict], column: str, ids: str | None = None, highest: float | None = None
) -> Filled:
    """Fill a column of any table that says who its rows are; ids: the column that says it, where others would mislead.

    A submission belongs to the row whose ID or name stands in its path, or to that of its student in the roster.
    """
    wanted = chosen(table.head, column)
    if not highest and (said := POINTS.search(table.head[wanted])):
        highest = tables.number(said[1])
    if not highest:
        raise CourseError(say("Nothing in this file says how many points a perfect homework earns: say --points N."))
    kinds = kinds_of_columns(table.head, ids)
    each = [people.person(row, kinds) for row in table.rows[1:]]
    identity = lambda row: called(people.person(row, kinds))  # noqa: E731
    whose = [*{called(one): one for one in each if called(one)}.values()]
    paths = [one["submission"] for one in submissions]
    found, doubtful = people.matched(whose, {path: path for path in paths}, people.everywhere(paths))
    rows = {key: called(one) for one in each for key in one.keys}
    known = {one["submission"]: rows.get(one["student"]["id"]) for one in submissions if "student" in one}
    find = lambda name: known.get(name) or (called(whose[found[name]]) if name in found else None)  # noqa: E731
    why = {name: say("it could be {several}", several=several) for name, several in doubtful.items()}
    filled = fill(table, submissions, find, identity, wanted, lambda row: highest, set(), why)
    if "update" in table.head:  # ILIAS takes over the rows in which a 1 stands there
        for place in filled.places.values():
            filled.table.rows[place][table.head.index("update")] = "1"
    return filled


def called(person: people.Person) -> str:
    """What tells a row from the others."""
    return person.id or person.name


def kinds_of_columns(head: list[str], ids: str | None) -> dict[str, list[int]]:
    """{kind of column: its places}, of the named one alone or of all that say who is meant."""
    if ids is None and (found := people.columns(head)).keys() - people.OTHER:
        return found
    if ids not in head:
        there = say(", ").join(filter(None, head))
        raise CourseError(
            say("There is no column {name}: say --id with one of: {there}.", name=repr(ids), there=there)
            if ids
            else say("No column is known to hold the students' IDs: say --id with one of: {there}.", there=there)
        )
    return {"id": [head.index(ids)]}


def without_notebook(table: Table, submissions: list[dict], identity: Callable[[list[str]], str]) -> dict[str, str]:
    """{who has points by hand, and no notebook: the id of the row in which the roster's ID stands}."""
    places = people.columns(table.head)
    rows = {key: identity(row) for row in table.rows[1:] for key in people.person(row, places).keys}
    missing = {one["submission"]: one["student"]["id"] for one in submissions if one["status"] == "missing"}
    return {name: rows[key] for name, key in missing.items() if key in rows}


def found_by(pattern: re.Pattern, name: str) -> str | None:
    """The id that a platform's pattern finds in a submission's name."""
    found = pattern.search(name)
    return found["id"] if found else None


def commented(filled: Filled, column: int, html: bool = False) -> Filled:
    """With what is to be said in a column of comments; what a person wrote there stays."""
    for name, place in filled.places.items():
        row = filled.table.rows[place]
        if not row[column].strip() or comments.OURS.match(row[column]):
            row[column] = comments.text(filled.graded[name], html)
    return filled


def fill(
    table: Table,
    submissions: list[dict],
    find: Callable[[str], str | None],
    identity: Callable[[list[str]], str],
    wanted: int,
    highest: Callable[[list[str]], float | None],
    kept: set[str],
    why: Mapping[str, str] | None = None,
) -> Filled:
    """The table with the grades in column `wanted`, scaled to a row's `highest`. kept: ids whose rows stay as they are.

    find: the id in a submission's name. A submission that was not graded fills in nothing: a zero has to be earned. Nor
    do two of one student: nobody knows which counts. why: what is to be said of those that nobody is found for.
    """
    rows = [list(row) for row in table.rows]
    rows_of: dict[str, list[int]] = {}
    for place, row in enumerate(rows[1:], start=1):
        rows_of.setdefault(identity(row), []).append(place)
    owners = {one["submission"]: find(one["submission"]) for one in submissions}
    often = Counter(owners.values())
    unmatched, filled = [], {}
    for one in submissions:
        found = owners[one["submission"]]
        place = rows_of[found][0] if found and found in rows_of else None
        top = highest(rows[place]) if place else None
        if found is None or place is None:
            problem = say((why or {}).get(one["submission"], NO_ROW))
        elif len(rows_of[found]) > 1:
            problem = say("{n} rows have its id", n=len(rows_of[found]))
        elif often[found] > 1:
            problem = say("another submission has the same id")
        elif one["status"] in UNGRADED:
            problem = say("not graded ({status})", status=one["status"])
        elif found in kept:
            problem = say("its row is locked or excused")
        elif not top:
            problem = say("the highest grade in its row cannot be read")
        else:
            rows[place][wanted] = written(one["score"] * top / one["max_score"], table)
            filled[one["submission"]] = place
            continue
        unmatched.append(say("{name}: {said}", name=one["submission"], said=problem))
    graded = {one["submission"]: one for one in submissions}
    return Filled(replace(table, rows=rows), filled, graded, unmatched)


def written(score: float, table: Table) -> str:
    """A grade as the file writes numbers: with a comma where columns are parted by semicolons."""
    text = str(number(round(score, 4)))
    return text.replace(".", ",") if table.separator == ";" else text


def position(head: list[str], name: str, names: Mapping[str, str]) -> int:
    """The place of a column; names: {the platform's word: the file's}."""
    name = names.get(name, name)
    if name not in head:
        there = say(", ").join(head)
        raise CourseError(
            say(
                "The file has no column {name!r}; is it the one that the platform exported? In another language"
                " say --columns '{name}=…' with one of: {there}.",
                name=name,
                there=there,
            )
        )
    return head.index(name)


def chosen(head: list[str], column: str, option: str = "--column") -> int:
    """The one column that is called so, or has it in its name; option: what names it."""
    if not column:
        raise CourseError(
            say("Which column takes the grades? Say --column with one of: {there}.", there=say(", ").join(head))
        )
    found = [place for place, name in enumerate(head) if name == column]
    found = found or [place for place, name in enumerate(head) if column.casefold() in name.casefold()]
    if len(found) != 1:
        there = say(", ").join(head[place] for place in found) or say(", ").join(head)
        raise CourseError(
            say(
                "{n} columns have {column} in their name; say {option} with one of: {there}.",
                n=len(found),
                column=repr(column),
                option=option,
                there=there,
            )
        )
    return found[0]
