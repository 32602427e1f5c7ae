"""Which student does a row of an instructor's CSV file mean? Found by ID, login or name; never guessed between two.

The student's part of a submission's path is cut into words: "2026001-张三" into 2026001 and 张三, Canvas'
"lovelaceada_123" into lovelaceada and 123. An ID must be there whole. A name's words may come in any order, with or
without accents, or run together. Where ID and name mean different rows, or a name means two, nobody is found.
"""

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.grading import tables
from course_lib.grading.tables import Table
from course_lib.language import say

# What columns are called, in any case. The English names come first.
COLUMNS = {
    "id": "id, student id, student_id, studentid, student number, number, id number, sid, sis user id, orgdefinedid,"
    " usr_id, user_id, matriculation number, matrikelnummer, 学号, 学号/工号, 学生编号",
    "participant": "identifier, 编号, teilnehmer/in",  # Moodle's "Participant 123", of which the number stands in names
    "login": "login, logins, sis login id, username, user name, email, email address, e-mail, github, github_username,"
    " 用户名, 邮箱, 电子邮件",
    "name": "name, student, student name, full name, fullname, vollständiger name, nom complet, 姓名, 全名,"
    " 名字, 学生姓名",
    "first": "first name, firstname, first_name, given name, vorname, prénom, 名",
    "last": "last name, lastname, last_name, surname, family name, nachname, nom, 姓",
    "role": "role",
    "section": "section, sections, class, group, groups, course section, gruppe, klasse, groupe, 班级, 班, 分组, 小组",
}
OTHER = {"section", "role"}  # kinds that do not say who is meant
WORDS = {word.strip(): kind for kind, words in COLUMNS.items() for word in words.split(",")}
KNOWN = [word for word, kind in WORDS.items() if kind not in OTHER]
STAFF = ("ta", "instructor", "reader", "teacher", "observer")  # roles of people who hand nothing in
PARTICIPANT = re.compile(r"(?:participant|teilnehmer(?:/in)?|参与者)\s*(\d+)", re.IGNORECASE)
IDENTIFIER = re.compile(rf"{PARTICIPANT.pattern}|[^\W\d]+\s+(\d+)", re.IGNORECASE)  # in any language
MOST_WORDS = 6  # of a name or an ID
LONG_NUMBER = 5  # digits from which on a number counts that runs into letters, as in "2026001张三"


@dataclass(frozen=True)
class Person:
    """A row: the first of its IDs, all IDs and logins, the name, the section and whether it is one of the teachers."""

    id: str = ""
    keys: tuple[str, ...] = ()
    name: str = ""
    section: str = ""
    staff: bool = False

    def __str__(self) -> str:
        return (
            f"{self.name} ({self.id})" if self.name and self.id else self.name or self.id or say("a row without a name")
        )


def read(path: str | Path) -> tuple[Table, list[Person]]:
    """(the table, the person of each of its rows) of a CSV file."""
    table = tables.read(path, KNOWN)
    places = columns(table.head)
    if not set(places) - OTHER:
        there = say(", ").join(table.head)
        raise CourseError(
            say(
                "{path} says nowhere who is meant: call a column id or name. There are: {there}.",
                path=path,
                there=there,
            )
        )
    people = [person(row, places) for row in table.rows[1:]]
    for one in people:
        if re.fullmatch(r"\d[.,]\d+E\+\d+", one.id, re.IGNORECASE):
            raise CourseError(
                say(
                    "{path} holds {id} as an ID: the spreadsheet has rounded it. Store IDs as text.",
                    path=path,
                    id=one.id,
                )
            )
    return table, people


def columns(head: Sequence[str]) -> dict[str, list[int]]:
    """{kind of column: its places}."""
    found = defaultdict(list)
    for place, name in enumerate(head):
        if kind := WORDS.get(name.strip().casefold()):
            found[kind].append(place)
    return dict(found)


def person(row: list[str], places: Mapping[str, list[int]]) -> Person:
    """The Person of a row."""
    cells = {kind: [row[place].strip() for place in where if row[place].strip()] for kind, where in places.items()}
    first, last = cells.get("first", []), cells.get("last", [])
    name = next(iter(cells.get("name", [])), " ".join([*first[:1], *last[:1]]))
    # Moodle's own column is called ID in German; GitHub Classroom calls "identifier" what others call ID.
    ids = [(cell, PARTICIPANT.fullmatch(cell)) for cell in cells.get("id", [])]
    ids += [(cell, IDENTIFIER.fullmatch(cell)) for cell in cells.get("participant", [])]
    participant = [next(filter(None, found.groups())) for _, found in ids if found]
    keys = (*(cell for cell, found in ids if not found), *participant, *cells.get("login", []))
    staff = any(cell.casefold() in STAFF for cell in cells.get("role", []))
    return Person(keys[0] if keys else "", keys, name, next(iter(cells.get("section", [])), ""), staff)


def matched(
    people: Sequence[Person], students: Mapping[str, str], nobody: Collection[str] = ()
) -> tuple[dict[str, int], dict[str, str]]:
    """({submission: place of its person}, {submission that could be several people's: whose}).

    students: {submission: the student's part of its path}. nobody: words that are nobody's ID.
    """
    by_key, by_name = index(people)
    found: dict[str, int] = {}
    doubtful: dict[str, str] = {}
    for submission, text in students.items():
        keys = {piece: by_key[piece] for piece in pieces(text) if piece in by_key and not set(piece) <= {*nobody}}
        ids = longest(keys)
        names = longest({piece: by_name[key] for piece in pieces(text) if (key := tuple(sorted(piece))) in by_name})
        places = ids & names or (ids or names if not (ids and names) else set())
        if len(places) == 1:
            found[submission] = next(iter(places))
        elif ids or names:
            could = say(" or ").join(sorted(str(people[place]) for place in ids | names))
            doubtful[submission] = could
    return found, doubtful


def doubts(doubtful: Mapping[str, str]) -> list[str]:
    """Sentences on submissions that could be several people's."""
    return [say("{submission} could be {several}.", submission=name, several=who) for name, who in doubtful.items()]


def only(found: Mapping[str, int], people: Sequence[Person], path: str | Path) -> dict[int, str]:
    """{place of a person: its submission}; CourseError where a row of the file could mean several."""
    each: dict[int, str] = {}
    for submission, place in found.items():
        if place in each:
            raise CourseError(
                say(
                    "{path}: {person} could be {other} or {submission}; write the ID.",
                    path=path,
                    person=people[place],
                    other=each[place],
                    submission=submission,
                )
            )
        each[place] = submission
    return each


def index(people: Sequence[Person]) -> tuple[dict[tuple, set[int]], dict[tuple, set[int]]]:
    """({words of an ID or login: places}, {words of a name: places})."""
    by_key, by_name = defaultdict(set), defaultdict(set)
    for place, one in enumerate(people):
        for key in one.keys:
            for text in {key, key.partition("@")[0]}:
                if written := words(text):
                    by_key[written].add(place)
        written = words(one.name)
        if written and len(written) <= MOST_WORDS:
            by_name[tuple(sorted(written))].add(place)
            if 1 < len(written) <= 4:
                for order in itertools.permutations(written):
                    by_name[("".join(order),)].add(place)
    return by_key, by_name


def everywhere(texts: Sequence[str]) -> set[str]:
    """The words that stand in every text, such as the 3 of 作业3 in every path: they are nobody's ID."""
    return set.intersection(*(set(words(text)) for text in texts)) if len(texts) > 1 else set()


def longest(found: Mapping[tuple, set[int]]) -> set[int]:
    """Those whose words stand in a text; of "Ada" and "Ada King" the longer one, of two others both."""
    inside = {piece for piece in found if any(set(piece) < set(other) for other in found)}
    return set().union(*(places for piece, places in found.items() if piece not in inside))


def pieces(text: str) -> Iterator[tuple[str, ...]]:
    """All runs of up to MOST_WORDS words of a text; also where a long number runs into letters."""
    whole = words(text)
    parted = words(re.sub(rf"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d{{{LONG_NUMBER}}})", " ", text))
    for one in {whole, parted}:
        for start in range(len(one)):
            for end in range(start + 1, min(start + MOST_WORDS, len(one)) + 1):
                yield one[start:end]


def words(text: str) -> tuple[str, ...]:
    """Letters and digits without case, accents and leading zeros."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(w.lstrip("0") or "0" if w.isdigit() else w for w in re.findall(r"[^\W_]+", plain))
