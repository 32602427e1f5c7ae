"""The chapters' slides on the website: without the speaker's notes, which are for the lecturer alone."""

import re
import shutil
from pathlib import Path

from course_lib.authoring.site_words import say
from course_lib.files import write

PLACE = "slides"  # the folder of the site that they are taken into
LISTED = "% decks"
NOTES = re.compile(r"<aside class=\"notes\"[^>]*>.*?</aside>", re.DOTALL)


def there(slides, name):
    """What `make slides` and `make slides-pdf` left of a chapter in the folder `slides`: of "deck" and "pdf"."""
    if slides is None:
        return ()
    files = {"deck": Path(slides) / name / "index.html", "pdf": Path(slides) / "pdf" / f"{name}.pdf"}
    return tuple(kind for kind, file in files.items() if file.is_file())


def listed(slides, titles):
    """Markdown of a list of the decks that are there; titles: {chapter: what it is called}."""
    rows = []
    for name, title in titles.items():
        kinds, parts = there(slides, name), []
        if "deck" in kinds:
            parts.append(f'<a href="{PLACE}/{name}/index.html">{say("Slides")}</a>')
        if "pdf" in kinds:
            parts.append(f'<a href="{PLACE}/pdf/{name}.pdf">{say("Slides as PDF")}</a>')
        rows += [f"- {title}: {', '.join(parts)}"] if parts else []
    return "\n".join([say("They are here, without the notes:"), "", *rows]) if rows else ""


def take(slides, target, names):
    """Copy what is there of these chapters into the site `target`."""
    for name in names:
        if "deck" in there(slides, name):
            folder = Path(target) / PLACE / name
            shutil.copytree(Path(slides) / name, folder)
            page = folder / "index.html"
            write(page, NOTES.sub("", page.read_text(encoding="utf-8")))
        if "pdf" in there(slides, name):
            write(Path(target) / PLACE / "pdf" / f"{name}.pdf", (Path(slides) / "pdf" / f"{name}.pdf").read_bytes())
