"""README and docs/ in another language, written where their catalogues are finished: README.zh.md, docs/zh/…

Their links lead to pages, slides and guide of the same language, where there are such.
"""

import os
from pathlib import Path

from course_lib.authoring import build, documents, guide, languages, readme, translating
from course_lib.experiments import kept
from course_lib.experiments.claims import Claim, table
from course_lib.files import write
from course_lib.heard import heard
from course_lib.homework.hints import DIGITS
from course_lib.language import speaking
from course_lib.translation import catalogue

BUILT = (("dist", "slides"), ("dist", "guide"))  # what has a folder for each other language


def finished(root, language):
    """{name: the English page} of those that are complete in a language."""
    done = translating.finished(root, language)
    return {name: page for name, page in documents.pages(root).items() if name in done}


def text_of(root, name, language):
    """A page in another language."""
    root = Path(root).resolve()
    say = catalogue.sayer(languages.load(root, name, language))
    said = documents.said(english(root, name), say, lambda start: written(root, name, language, start, say))
    return linked(root, name, language, said)


def english(root, name):
    return documents.pages(root)[name].read_text(encoding="utf-8")


def written(root, name, language, start, say):
    """What the build writes behind a mark of the page."""
    if start == readme.START:  # as the last chapter of the language shows it
        with speaking(language):
            return table([Claim(*fields) for fields in kept.runs()[kept.CLAIMS]])
    stem = name.rpartition("/")[2]
    known = translating.hints(root, language, [stem]) | DIGITS  # with places for the numbers of a question
    exercises = build.graded(root, f"solutions/{stem}")
    return guide.table(exercises, say(guide.HEAD), lambda hint: heard(hint, known), "`{}`".format)


def linked(root, name, language, text):
    """The text of a page with links from where it lies in the language."""
    page, there = documents.pages(root)[name], documents.target(root, name, language)
    done = {path.resolve(): each for each, path in finished(root, language).items()}

    def moved(found):
        path, query, anchor = found[1], found[2] or "", found[3] or ""
        goal = (page.parent / path).resolve() if path else page.resolve()
        if anchor and goal in done:
            anchor = renamed(root, done[goal], language, anchor[1:])
        if not path:
            return query + anchor
        if goal == there:  # from one language to the other
            goal = page
        elif goal in done:
            goal = documents.target(root, done[goal], language)
        elif (parts := goal.relative_to(root).parts)[:2] in BUILT:
            goal = root.joinpath(*parts[:2], language, *parts[2:])
        return Path(os.path.relpath(goal, there.parent)).as_posix() + query + anchor

    return documents.LINK.sub(moved, text)


def renamed(root, name, language, anchor):
    """The address of a heading in the page's other language, #…; the same where there is no such heading."""
    say = catalogue.sayer(languages.load(root, name, language))
    headings = documents.anchors(english(root, name))
    others = documents.anchors(documents.said(english(root, name), say, lambda start: ""))
    return "#" + (others[headings.index(anchor)] if anchor in headings else anchor)


def stale(root, language):
    """{page: its text} of those that are not what the catalogues say; None for one that nobody finished."""
    root, done = Path(root).resolve(), finished(root, language)
    found = {}
    for name in documents.pages(root):
        page, text = documents.target(root, name, language), text_of(root, name, language) if name in done else None
        if text != (page.read_text(encoding="utf-8") if page.exists() else None):
            found[page] = text
    return found


def refresh(root, language):
    """Write them anew; the pages that changed, from the course's folder."""
    changed = stale(root, language)
    for page, text in changed.items():
        if text is None:
            page.unlink()
        else:
            write(page, text)
    return [page.relative_to(Path(root).resolve()).as_posix() for page in changed]
