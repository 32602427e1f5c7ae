"""The website's editions, made one site: a page keeps its place in the other language, and no file lies there twice."""

import re
from pathlib import Path

from course_lib.authoring import site_words
from course_lib.files import write
from course_lib.language import ENGLISH, LANGUAGES, tag

NAMES = {ENGLISH: "English", "zh": "中文"}
LINK = '<a class="course-language" href="{href}" hreflang="{tag}" lang="{tag}">{name}</a>'
ALTERNATE = '<link rel="alternate" hreflang="{tag}" href="{home}{place}{page}">'
SECTION = re.compile(r'<section\b[^>]*?\bid="([^"]+)"[^>]*>')
ADDRESS = re.compile(r'((?:href|src|srcset)="|url\(")((?:\.\./)*)([^":?#]+)(?=[?#"])')


def switch(page):
    """HTML of the link to a page, such as run.html, in the other language."""
    up, here = "../" * page.count("/"), site_words.edition().language
    other = next(iter(LANGUAGES)) if here == ENGLISH else ENGLISH
    href = f"{up}../{page}" if other == ENGLISH else f"{up}{other}/{page}"
    return LINK.format(href=href, tag=tag(other), name=NAMES[other])


def alternates(page, home=""):
    """HTML that tells a search engine of the languages of a page. home: the site's address, which it needs."""
    places = {ENGLISH: "", **{language: f"{language}/" for language in LANGUAGES}}
    links = [ALTERNATE.format(tag=tag(name), home=home, place=place, page=page) for name, place in places.items()]
    return "".join(links) if home else ""


def joined(english, other):
    """Make the folder `other`, an edition that lies in `english`, part of that site."""
    for page in sorted(other.rglob("*.html")):
        name = page.relative_to(other)
        text = fixed(page.read_text(encoding="utf-8"))
        twin = english / name
        if twin.is_file():
            text = placed(text, twin.read_text(encoding="utf-8"))
        write(page, text)
    share(english, other)


def fixed(html):
    """A page with what the theme's templates say as it is in the edition's language."""
    for text in site_words.FIXED:
        html = html.replace(f'"{text}"', f'"{site_words.say(text)}"').replace(f">{text}<", f">{site_words.say(text)}<")
    return html


def placed(html, twin):
    """A page whose sections are also found by the ids that they have in its twin: both have the same sections."""
    theirs, ours = SECTION.findall(twin), set(re.findall(r'\bid="([^"]+)"', html))
    if len(theirs) != len(SECTION.findall(html)):
        return html
    ids = iter(theirs)

    def named(found):
        name = next(ids)
        mark = "" if name in ours else f'<span id="{name}"></span>'
        return f'{found[0][:-1]} data-place="{name}">{mark}'

    return SECTION.sub(named, html)


def share(english, other):
    """Leave out of `other` each file that lies in `english` under the same name with the same bytes.

    Its pages lead to that one, and to pages that are there in English alone.
    """
    twins = {path.relative_to(other).as_posix() for path in other.rglob("*") if is_twin(path, english, other)}
    for page in sorted(other.rglob("*.html")):
        above = page.parent.relative_to(other)

        def address(found, above=above):
            aim = Path(*resolved(above, found[2], found[3])).as_posix()
            inside = not aim.startswith("../")  # what lies beside the edition is found from it already
            alone = inside and not (other / aim).exists() and (english / aim).exists()
            return f"{found[1]}{found[2]}../{found[3]}" if aim in twins or alone else found[0]

        write(page, ADDRESS.sub(address, page.read_text(encoding="utf-8")))
    for name in twins:
        (other / name).unlink()
    for folder in sorted((path for path in other.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def is_twin(path, english, other):
    twin = english / path.relative_to(other)
    return path.is_file() and path.suffix != ".html" and twin.is_file() and twin.read_bytes() == path.read_bytes()


def resolved(folder, up, path):
    """The parts of an address, seen from the edition's own folder."""
    kept = folder.parts[: len(folder.parts) - up.count("../")]
    return (*kept, path) if up.count("../") <= len(folder.parts) else ("..", path)
