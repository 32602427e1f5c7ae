"""The sentences of docs/instructor/syllabus.toml: as messages, and in another language (pure, but for reading)."""

import tomllib
from pathlib import Path

from course_lib.translation.sources import Message

FILE = Path("docs") / "instructor" / "syllabus.toml"
CATALOGUE = "docs/instructor/syllabus"


def messages(root):
    """What a translator of the syllabus translates."""
    data = tomllib.loads((Path(root) / FILE).read_text(encoding="utf-8"))
    texts = [*data["prerequisites"], *(goal["text"] for goal in data["goal"])]
    texts += [text for one in data["rubric"] for text in (one["criterion"], *one["levels"])]
    yield from (Message(text, FILE.as_posix(), "docs") for text in texts)


def in_language(data, say):
    """What the file says, as `say` has it."""
    return {
        "prerequisites": list(map(say, data["prerequisites"])),
        "goal": [goal | {"text": say(goal["text"])} for goal in data["goal"]],
        "rubric": [
            {"criterion": say(one["criterion"]), "levels": list(map(say, one["levels"]))} for one in data["rubric"]
        ],
    }
