"""All files on one page, which needs no network (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from course_lib import style
from course_lib.language import current, say, tag
from course_lib.media import Item

FRAME = Path(__file__).with_name("index.html")


def page(items: Sequence[Item], titles: dict[str, str], folder: Path) -> str:
    """HTML. titles: of the chapters; folder: where the page will lie."""
    parts, links = [], []
    for chapter, some in groupby(items, key=lambda item: item.chapter):
        parts.append(f'<h2 id="{chapter}">{escape(titles[chapter])}</h2>\n<ul>')
        parts += [card(item, folder) for item in some] + ["</ul>"]
        links.append(f'<a href="#{chapter}">{escape(titles[chapter])}</a>')
    text = FRAME.read_text(encoding="utf-8").replace("{tokens}", style.variables(style.LIGHT))
    for name, said in words().items():
        text = text.replace(f"{{{name}}}", said)
    return text.replace("{links}", " ".join(links)).replace("{body}", "\n".join(parts))


def words() -> dict[str, str]:
    """What the page says besides captions."""
    return {
        "lang": tag(current()),
        "title": say("Pictures, animations and formulas"),
        "about": say(
            "For slides of your own. PNGs have twice the size of the notebooks' pictures; SVGs stay sharp at every"
            " size. The words below a picture are its alternative text: paste them where your program asks for it. The"
            " licence is CC BY 4.0: name the course."
        ),
        "chapters": say("Chapters"),
    }


def card(item: Item, folder: Path) -> str:
    """One of them."""
    shown = item.files[0].relative_to(folder).as_posix()
    files = " ".join(
        f'<a href="{path.relative_to(folder).as_posix()}" download>{path.suffix[1:].upper()}'
        f" <small>{weight(path)}</small></a>"
        for path in item.files
    )
    code = f"<code>{escape(item.code)}</code>" if item.code else f"<p>{escape(item.alt)}</p>"
    return (
        f'<li id="{item.name}"><img src="{shown}" alt="{escape(item.alt)}" loading="lazy"><div>'
        f"<b>{escape(item.caption)}</b><small>{item.name}, {escape(item.size)}</small>{code}"
        f'<p class="files">{files}</p></div></li>'
    )


def weight(path: Path) -> str:
    """A file's size in words."""
    return f"{max(1, round(path.stat().st_size / 1000))} KB"
