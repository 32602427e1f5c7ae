"""Late work: when it was due, how late it came, and what that costs (pure).

A rule reads "10%/day, max 3 days, at most 50%, grace 15 minutes": each day that has begun costs a tenth of the highest
score; after three days nothing is earned; no more than half is lost before; a quarter of an hour is forgiven.
"""

import math
import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from dateutil import parser

from course_lib.errors import CourseError
from course_lib.language import say

UNITS = {name: timedelta(**{f"{name}s": 1}) for name in ("minute", "hour", "day", "week")}
EXAMPLE = '"10%/day, max 3 days, grace 15 minutes"'
NUMBER, UNIT = r"(\d+(?:\.\d+)?)", rf"({'|'.join(UNITS)})"
END_OF_DAY = time(23, 59, 59)
DEFAULTS = (datetime(2001, 1, 1), datetime(2004, 2, 2))
NUMERIC = re.compile(r"\s*(\d{1,2})([/.])(\d{1,2})[/.]\d{4}")
CHINESE = re.compile(
    r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日(?:\s*(?:星期|周).)?[\s,，]*(上午|下午)?\s*(?:(\d{1,2}):(\d\d))?"
)


GERMAN = "januar februar märz april mai juni juli august september oktober november dezember"
FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
MONTHS = {name: place for names in (GERMAN, FRENCH) for place, name in enumerate(names.split(), start=1)}
WRITTEN = re.compile(r"\s*(?:[^\W\d_]+,?\s+)?(\d{1,2})\.?\s+([^\W\d_]+)\s+(\d{4})\b,?(?:\s+(?:um|à)\b)?(.*)")


@dataclass(frozen=True)
class Late:
    """What lateness costs: percent of the highest score for each unit that has begun.

    last: later than this earns nothing (None: always something). most: percent that can be lost before.
    """

    percent: float = 0
    unit: timedelta = UNITS["day"]
    last: timedelta | None = None
    most: float = 100
    grace: timedelta = timedelta(0)

    def units(self, by: timedelta) -> int:
        """How many units have begun, 0 within the grace."""
        return 0 if by <= max(self.grace, timedelta(0)) else math.ceil(by / self.unit)

    def penalty(self, by: timedelta, highest: float) -> float:
        """The points that are lost, of `highest`, by what came `by` too late."""
        if self.units(by) == 0:
            return 0.0
        if self.last is not None and by > self.last + self.grace:
            return float(highest)
        return round(highest * min(self.percent * self.units(by), self.most) / 100, 4)


def rule(text: str) -> Late:
    """The Late that a text says."""
    first, *others = (part.strip().casefold() for part in text.split(","))
    found = re.fullmatch(rf"{NUMBER}\s*%\s*(?:/|per|a|an)\s*{UNIT}", first)
    if not found or float(found[1]) > 100:
        raise CourseError(say("--late {text!r} cannot be read: write it like {example}.", text=text, example=EXAMPLE))
    values: dict = {"percent": float(found[1]), "unit": UNITS[found[2]]}
    for part in others:
        if found := re.fullmatch(rf"max(?:imum)?\s+{NUMBER}\s*{UNIT}s?", part):
            values["last"] = float(found[1]) * UNITS[found[2]]
        elif found := re.fullmatch(rf"(?:at most|max(?:imum)?)\s+{NUMBER}\s*%", part):
            values["most"] = float(found[1])
        elif found := re.fullmatch(rf"grace\s+{NUMBER}\s*{UNIT}s?", part):
            values["grace"] = float(found[1]) * UNITS[found[2]]
        else:
            raise CourseError(
                say(
                    "{part!r} in --late {text!r} cannot be read: write it like {example}.",
                    part=part,
                    text=text,
                    example=EXAMPLE,
                )
            )
    return Late(**values)


def due(text: str, where: str = "--due") -> datetime:
    """When something is due; a date alone means the end of that day."""
    return moment(text, where, END_OF_DAY)


def moment(text: str, where: str, at: time | None = None) -> datetime:
    """The time that a text says, in this machine's zone; `at` completes a date alone.

    Nothing is guessed: a text without a year, or whose day and month could be either, is refused.
    """
    problem = CourseError(
        say("{where}: {text!r} is no date and time; write it like 2026-11-20 23:59.", where=where, text=text)
    )
    plain = european(chinese(text))
    day_first = False
    if found := NUMERIC.match(plain):
        one, sign, two = int(found[1]), found[2], int(found[3])
        if sign == "/" and max(one, two) <= 12 and one != two:
            raise CourseError(
                say(
                    "{where}: in {text!r} day and month could be either; write it like 2026-11-20 23:59.",
                    where=where,
                    text=text,
                )
            )
        day_first = sign == "." or one > 12
    try:
        # Twice, with other values for what the text leaves out: what is not said differs.
        said, again = (parser.parse(plain, default=other, dayfirst=day_first) for other in DEFAULTS)
    except (ValueError, OverflowError, TypeError) as error:
        raise problem from error
    if said.date() != again.date() or not re.search(r"\d{4}", plain):
        raise problem
    if not re.search(r"\d:\d|T\d\d|\d\s*[ap]m", plain, re.IGNORECASE):
        if at is None:
            raise problem
        said = datetime.combine(said.date(), at, said.tzinfo)
    return said.astimezone().replace(tzinfo=None) if said.tzinfo else said


def chinese(text: str) -> str:
    """2026年11月20日 星期五 下午11:58 in digits that every parser reads."""
    found = CHINESE.search(text)
    if not found:
        return text
    year, month, day, half, hour, minute = found.groups()
    date = f"{year}-{int(month):02}-{int(day):02}"
    return date if hour is None else f"{date} {int(hour) % 12 + 12 if half == '下午' else int(hour):02}:{minute}"


def european(text: str) -> str:
    """Freitag, 20. November 2026, 23:58 or vendredi 20 novembre 2026, 23:58 with the month as a number."""
    found = WRITTEN.fullmatch(text)
    month = MONTHS.get(found[2].casefold()) if found else None
    return f"{found[3]}-{month:02}-{int(found[1]):02}{found[4]}" if found and month else text
