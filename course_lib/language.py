"""The language that the course speaks, and its sentences in it.

English is what stands in the code; `say` looks a sentence up in course_lib/locale/LANGUAGE.json, which
`course translate` writes, and says it in English where that has none.
"""

import itertools
import json
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

ENGLISH = "en"
CATALOGUES = Path(__file__).parent / "locale"
# What the system calls the languages that the course has besides English.
LANGUAGES = {"zh": "zh_CN"}
NOTE = re.compile(r" \[[^\]]+\]$")
PSEUDO = "pseudo"  # that of `course translate --pseudo`, which nobody speaks


def current(environment: Mapping[str, str] | None = None, folder: str | Path | None = None) -> str:
    """The language to speak: COURSE_LANGUAGE, else that of the folder in which the notebook runs, else English.

    A kernel starts in its notebook's folder, so what runs in notebooks/zh speaks Chinese. environment and folder are
    the process's own unless they are given.

    >>> current({}, "/home/li/notebooks/zh")
    'zh'
    """
    wanted = known((os.environ if environment is None else environment).get("COURSE_LANGUAGE", ""))
    if wanted:
        return wanted
    parts = (Path.cwd() if folder is None else Path(folder)).parts
    inside = [part for above, part in itertools.pairwise(parts) if above in ("notebooks", "exercises", "solutions")]
    return next((part for part in inside if part in (*LANGUAGES, PSEUDO)), ENGLISH)


def of_system(environment: Mapping[str, str] | None = None, folder: str | Path | None = None) -> str:
    """The same for the command line, which asks the system's locale before it falls back to English.

    >>> of_system({"LANG": "zh_CN.UTF-8"}, "/home/li")
    'zh'
    """
    named = os.environ if environment is None else environment
    spoken = current(named, folder)
    if spoken != ENGLISH or named.get("COURSE_LANGUAGE"):
        return spoken
    # The order in which gettext asks.
    return known(next(filter(None, (named.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")) or ENGLISH


def known(name: str) -> str:
    """The course's name of a language that is called zh, zh_CN or zh-CN.UTF-8; "" for one that it does not speak.

    >>> known("zh_CN.UTF-8")
    'zh'
    """
    short = name.replace("-", "_").split("_")[0].split(".")[0].lower()
    return short if short in (ENGLISH, *LANGUAGES) else ""


def tag(language: str) -> str:
    """What HTML calls a language: zh-CN.

    >>> tag("zh")
    'zh-CN'
    """
    return LANGUAGES.get(language, language).replace("_", "-")


@cache
def catalogue(name: str) -> dict[str, str]:
    """{English: translation} of the library's own sentences: "zh" those of its Python, "zh.explorers" its JavaScript's.

    Empty for English, and where none is shipped.
    """
    try:
        read: dict[str, str] = json.loads((CATALOGUES / f"{name}.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return read


def say(text: str, language: str | None = None, **values: object) -> str:
    """`text` in the language that is spoken, with its {names} filled in; in English where it is not translated.

    A note in brackets at its end, for translators, tells two messages with the same words apart; it is not said.

    >>> say("N = {N}", "en", N=10)
    'N = 10'
    >>> say("right [share]", "en")
    'right'
    """
    said = catalogue(current() if language is None else language).get(text) or NOTE.sub("", text)
    return said.format(**values) if values else said
