"""The website's ways into the course for the browser, which lies beside it or at an address of its own (pure)."""

import re

PLACE = "lite"  # the folder of the site that it is taken into
WAY = ' <a href="{href}">Run it in your browser</a></p>'
HOMEWORK = re.compile(r"(\{download\}`(\w+)\.ipynb <exercises/\2\.ipynb>`)")
NO_SET_UP = "\nWhat opens in your browser needs no setting up.\n"
WITHOUT = """
## In your browser, without installing

<a href="{href}">The whole course runs in your browser</a>: chapters, homework and `check`, with a Python that the
page brings along. The first notebook takes some seconds to open. What you change is kept in that browser on that
computer; the first page there has a button that gives you the file to hand in.
"""


def opening(address, path, up=""):
    """The address that opens a notebook there, or its first page where path is "".

    address: as seen from the site's front page; up: from a page's folder to that of the front page, such as "../".
    """
    place = address if "://" in address else f"{up}{address}"
    return f"{place.rstrip('/')}/index.html{f'?open={path}' if path else ''}"


def in_pages(pages, address):
    """{name: text} of the site's own pages that lead there, from the texts of those that do not."""
    href = opening(address, "")

    def homework(found):
        return f'{found[1]}, <a href="{opening(address, f"exercises/{found[2]}.ipynb")}">in your browser</a>'

    title, _, run = pages["run.md"].partition("\n")
    return {
        "index.md": pages["index.md"].replace("</p>", WAY.format(href=href), 1),
        "run.md": f"{title}\n{WITHOUT.format(href=href)}{run}",
        "exercises.md": HOMEWORK.sub(homework, pages["exercises.md"]) + NO_SET_UP,
    }
