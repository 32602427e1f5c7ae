"""The language that the course speaks, and its sentences in it.

English is what stands in the code; `say` looks a sentence up in course_lib/locale/LANGUAGE.json, which
`course translate` writes, and says it in English where that has none.

say       a sentence in the language that is spoken
later     a sentence, or several, that `say` is given elsewhere
speaking  what is done inside speaks a language
together  sentences one after the other
"""

import itertools
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TypeVar

ENGLISH = "en"
CATALOGUES = Path(__file__).parent / "locale"
# What the system calls the languages that the course has besides English.
LANGUAGES = {"zh": "zh_CN"}
NOTE = re.compile(r" \[[^\]]+\]$")
PSEUDO = "pseudo"  # that of `course translate --pseudo`, which nobody speaks
SPOKEN = ContextVar("SPOKEN", default="")  # what `speaking` says
# Between Chinese letters, and after a Chinese mark, stands no blank: one that a value has left is taken away.
HAN = r"[\u3400-\u9fff\u3001\u3002\uff00-\uff5e“”]"
BLANK = re.compile(rf"(?<={HAN}) (?={HAN})|(?<=[。！？；：，、]) ")
T = TypeVar("T")


def current(environment: Mapping[str, str] | None = None, folder: str | Path | None = None) -> str:
    """The language to speak: COURSE_LANGUAGE, else that of the folder in which the notebook runs, else English.

    A kernel starts in its notebook's folder, so what runs in notebooks/zh speaks Chinese. environment and folder are
    the process's own unless they are given.

    >>> current({}, "/home/li/notebooks/zh")
    'zh'
    """
    if environment is None and folder is None and (spoken := SPOKEN.get()):
        return spoken
    wanted = known((os.environ if environment is None else environment).get("COURSE_LANGUAGE", ""))
    if wanted:
        return wanted
    try:
        parts = (Path.cwd() if folder is None else Path(folder)).parts
    except OSError:  # a folder that is gone
        parts = ()
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


def say(text: str, language: str | None = None, /, **values: object) -> str:
    """`text` in the language that is spoken, with its {names} filled in; in English where it is not translated.

    A note in brackets at its end, for translators, tells two messages with the same words apart; it is not said.

    >>> say("N = {N}", "en", N=10)
    'N = 10'
    >>> say("right [share]", "en")
    'right'
    """
    other = catalogue(current() if language is None else language).get(text)
    said = other or NOTE.sub("", text)
    said = said.format(**values) if values else said
    return tidy(said) if other else said


def tidy(text: str) -> str:
    """A text without the blanks that values have left between Chinese letters.

    >>> tidy("在 返回值 里，v。 好")
    '在返回值里，v。好'
    """
    return BLANK.sub("", text)


def later(texts: T) -> T:
    """The same text, or the same list or dict of texts: they are messages, and `say` says them where they are used.

    >>> later("Elsewhere.")
    'Elsewhere.'
    """
    return texts


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """What is done inside speaks this language, whatever the environment and the folder say; "" changes nothing.

    >>> with speaking("zh"):
    ...     current()
    'zh'
    """
    before = SPOKEN.set(language or SPOKEN.get())
    try:
        yield
    finally:
        SPOKEN.reset(before)


def together(*sentences: str | None) -> str:
    """Sentences one after the other; those that are empty are left out.

    >>> together("One.", None, "Two.")
    'One. Two.'
    """
    return tidy(" ".join(filter(None, sentences)))
