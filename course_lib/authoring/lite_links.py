"""The website's ways into the course for the browser, which lies beside it or at an address of its own (pure)."""

import re

from course_lib.authoring.site_words import edition, say
from course_lib.language import ENGLISH

PLACE = "lite"  # the folder of the site that it is taken into
WAY = ' <a href="{href}">{words}</a></p>'
HOMEWORK = re.compile(r"(\{download\}`(\w+)\.ipynb <exercises/\2\.ipynb>`)")


def place(address):
    """Where it is, as seen from the front page of the edition that is being built; address: from the site's."""
    above = "" if edition().language == ENGLISH or "://" in address else "../"
    return above + address


def opening(address, kind="", name="", up=""):
    """The address that opens a notebook there, in the edition's language, or its first page where none is named.

    address: as seen from the edition's front page; up: from a page's folder to that of the front page, such as "../".
    """
    language, folder = edition().language, address if "://" in address else f"{up}{address}"
    other = "" if language == ENGLISH else language
    if name:
        asked = f"?open={'/'.join(filter(None, (kind, other, name)))}.ipynb"
    else:
        asked = f"?language={other}" if other else ""
    return f"{folder.rstrip('/')}/index.html{asked}"


def in_pages(pages, address):
    """{name: text} of the site's own pages that lead there, from the texts of those that do not."""
    href = opening(address)
    way = WAY.format(href=href, words=say("Run it in your browser"))

    def homework(found):
        words = say(', <a href="{href}">in your browser</a>', href=opening(address, "exercises", found[2]))
        return f"{found[1]}{words}"

    title, _, run = pages["run.md"].partition("\n")
    return {
        "index.md": pages["index.md"].replace("</p>", way, 1),
        "run.md": f"{title}\n{without(href)}{run}",
        "exercises.md": f"{HOMEWORK.sub(homework, pages['exercises.md'])}\n{no_set_up()}\n",
    }


def without(href):
    """What the page on setting up says of it."""
    head = say("In your browser, without installing")
    words = say(
        '<a href="{href}">The whole course runs in your browser</a>: chapters, homework and `check`, with a Python that'
        " the page brings along. The first notebook takes some seconds to open. What you change is kept in that browser"
        " on that computer; the first page there has a button that gives you the file to hand in.",
        href=href,
    )
    return f"\n## {head}\n\n{words}\n"


def no_set_up():
    """What the page of homework says of it."""
    return say("What opens in your browser needs no setting up.")
