"""A sentence that was put together in English elsewhere, known by its words in a table of translations. Pure."""

import re
from collections.abc import Mapping
from functools import cache
from string import Formatter


def heard(text: str, table: Mapping[str, str]) -> str:
    """The translation of `text`, whose places hold what stands there, translated too; `text` where it has none.

    table: {English with places {name}: translation}. Of several that fit, the one with the most words of its own.

    >>> heard("3 of 4 rows", {"{some} of {all} rows": "{all} 行中的 {some} 行"})
    '4 行中的 3 行'
    """
    if text in table:
        return table[text]
    fitting = [(other, found) for english, other in table.items() if (found := pattern(english).fullmatch(text))]
    if not fitting:
        return text
    other, found = min(fitting, key=lambda pair: sum(map(len, pair[1].groups())))
    values = {name[1:]: table.get(value, value) for name, value in found.groupdict().items()}
    return "".join(text + (values[name] if name else "") for text, name, _, _ in Formatter().parse(other))


@cache
def pattern(template: str) -> re.Pattern[str]:
    """What a sentence with its places filled in looks like; a group's name is p and that of the place."""
    parts, seen = "", set()
    for text, name, _, _ in Formatter().parse(template):
        parts += re.escape(text)
        if name:
            parts += f"(?P=p{name})" if name in seen else f"(?P<p{name}>.+?)"
            seen.add(name)
    return re.compile(parts, re.DOTALL)
