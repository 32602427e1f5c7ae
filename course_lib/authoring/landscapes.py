"""The landscapes of the chapters, alive, where a page of the site would have an animation or nothing (pure)."""

import re

ANIMATION = re.compile(r"!\[[^\]]*\]\(media/(\w+)\.gif\)")
RAW = "```````{{raw}} html\n{html}\n```````"
LINK = re.compile(r"\((?=\w+\.ipynb\))")


def first_minute(chapter, explorers):
    """The first explorer of a chapter and the words below it, as Markdown for a page above the chapters'.

    explorers: the `export.Explorers` of the chapter, which stays as it is.
    """
    position, output = next(shown(chapter, explorers))
    words = LINK.sub("(notebooks/", chapter.cells[position + 1].source)
    return f"{RAW.format(html=explorers.live(output, 'landscape'))}\n\n{words}"


def instead_of_animations(chapter, explorers):
    """Put each surface's landscape in the place of its animation, once: an animation below it goes, in place."""
    places = {}
    for position, output in shown(chapter, explorers):
        settings = explorers.hold(output)["settings"]
        if settings.get("view") == "landscape":
            places.setdefault(settings["surface"], (position, output))
    for position, cell in enumerate(chapter.cells):
        found = ANIMATION.search(cell.source) if cell.cell_type == "markdown" else None
        if found and found[1] in places:
            below, output = places[found[1]]
            alive = RAW.format(html=explorers.live(output, f"landscape-{found[1]}")) if position < below else ""
            cell.source = cell.source.replace(found[0], alive).strip()


def shown(chapter, explorers):
    """(number of the cell, output) of each explorer of a chapter."""
    for position, cell in enumerate(chapter.cells):
        yield from ((position, output) for output in cell.get("outputs", []) if explorers.hold(output))
