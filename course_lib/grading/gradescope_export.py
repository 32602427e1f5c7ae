"""Who handed in what, and when, as a Gradescope export says in submission_metadata.yml.

submission_11:
  :submitters: [{:name: Ada Lovelace, :sid: '2026001', :email: ada@uni.edu}]
  :created_at: 2026-11-20 22:58:00.123 Z
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from course_lib.errors import CourseError
from course_lib.grading.archive import decoded, opened
from course_lib.grading.collecting import DAMAGED
from course_lib.language import say

FOLDER = re.compile(r"^(?P<above>(?:.*?/)?)(?P<name>submission_\d+)/")
FILE = "submission_metadata.yml"


@dataclass(frozen=True)
class Known:
    """What is known of a submission: its students' IDs, addresses and names as one text, and the local time."""

    text: str
    time: datetime | None


class Loader(yaml.SafeLoader):
    """Builds nothing but plain data, also of what is marked as an object of Ruby."""


def plain(loader: Loader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    return loader.construct_sequence(node, deep=True) if isinstance(node, yaml.SequenceNode) else str(node.value)


Loader.add_multi_constructor("", plain)


def read(place: str | Path, submissions: Iterable[str]) -> dict[str, Known]:
    """{submission: Known}; {} where this is no export of Gradescope. A student's own file of that name is not read."""
    folders = {name: found for name in submissions if (found := FOLDER.match(name))}
    above = {found["above"] for found in folders.values()}
    try:
        text = contents(Path(place), f"{above.pop()}{FILE}") if len(above) == 1 else None
        if text is None:
            return {}
        said = yaml.load(text, Loader)
        return {name: known(said[found["name"]]) for name, found in folders.items() if found["name"] in said}
    except DAMAGED as error:
        raise CourseError(
            say("{file} in {place} cannot be read: {error}.", file=FILE, place=place, error=type(error).__name__)
        ) from error


def contents(place: Path, path: str) -> bytes | None:
    """The bytes of a file in a folder or zip, None when there is none."""
    if place.is_dir():
        return (place / path).read_bytes() if (place / path).is_file() else None
    with opened(place) as archive:
        entry = next((one for one in archive.infolist() if decoded(one) == path), None)
        return archive.read(entry) if entry else None


def known(said: dict) -> Known:
    """What one entry says."""
    people = [[str(one[key]) for key in (":sid", ":email", ":name") if one.get(key)] for one in said[":submitters"]]
    time = said.get(":created_at")
    time = time.get("utc") if isinstance(time, dict) else time
    if isinstance(time, datetime):
        time = time.replace(tzinfo=time.tzinfo or UTC).astimezone().replace(tzinfo=None)
    return Known(" / ".join(" / ".join(one) for one in people), time if isinstance(time, datetime) else None)
