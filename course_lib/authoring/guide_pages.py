"""The lecturer's pages as HTML, beside the slides that they link to: dist/guide, or dist/guide/zh."""

import os
import re
import shutil
from html import escape
from pathlib import Path

from nbconvert.filters import markdown2html

from course_lib import style
from course_lib.authoring import (
    AuthoringError,
    document_editions,
    documents,
    languages,
    site_words,
    syllabus,
    syllabus_words,
    translating,
    vendor,
)
from course_lib.authoring.fresh import emptied
from course_lib.authoring.mathml import with_mathml
from course_lib.authoring.site_words import say
from course_lib.files import write
from course_lib.language import ENGLISH, LANGUAGES, tag
from course_lib.language import say as told
from course_lib.translation import catalogue

HERE = Path(__file__).parent
MARK = "questions_and_exams.html"  # by which a folder is known as an earlier build: anybody may have an index.html
# Where a page lies in docs/, and what it is called here.
LINK = re.compile(r"\[([^\]]*)\]\((?!https?:|#)([^)\s#?]+)([^)\s]*)\)")


def sources(root, language=ENGLISH):
    """The lecturer's pages, the first one first: {name of the HTML file: Markdown file}. In another language, those
    that are finished in it.
    """
    docs = Path(root) / "docs"
    pages = [docs / "instructor.md", *sorted((docs / "instructor").glob("*.md")), docs / "grading.md"]
    pages += sorted((docs / "grading").glob("*.md"))
    found = {"index.html" if page == pages[0] else f"{page.stem}.html": page for page in pages}
    if language == ENGLISH:
        return found
    done = {page: name for name, page in document_editions.finished(root, language).items()}
    if pages[0] not in done:
        raise AuthoringError(
            told(
                "docs/instructor.po, the first of the lecturer's pages, is not finished in {language}.",
                language=language,
            )
        )
    return {name: documents.target(root, done[page], language) for name, page in found.items() if page in done}


def linked(text, page, names, target):
    """The Markdown of `page` with links that hold from `target`: to these pages and to the slides.

    Another text of the course is only named: no browser shows Markdown, and the pages may lie elsewhere.
    """

    def moved(found):
        goal = (page.parent / found[2]).resolve()
        if goal.suffix == ".md" and goal not in names:
            return found[1]
        address = names.get(goal) or Path(os.path.relpath(goal, target)).as_posix()
        return f"[{found[1]}]({address}{found[3]})"

    return LINK.sub(moved, text)


def page(title, body, links):
    """HTML of a page."""
    html = (HERE / "guide.html").read_text(encoding="utf-8")
    spoken = site_words.edition().language
    texts = {"title": escape(title), "tokens": style.variables(style.LIGHT), "links": links, "language": tag(spoken)}
    for name, text in (texts | {"pages": say("The lecturer's pages")}).items():
        html = html.replace(f"{{{name}}}", text)
    return html.replace("{body}", body)


def titles(pages):
    """{name of the HTML file: the heading of its page}."""
    return {name: path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ") for name, path in pages.items()}


def navigation(titles, here):
    """The list of all pages, with this one marked."""
    return "".join(
        f'<li><a href="{name}"{" aria-current=page" if name == here else ""}>{escape(title)}</a>'
        for name, title in titles.items()
    )


def main(root, target, language=ENGLISH):
    """Write the pages into the folder `target`, dist/guide, whose neighbour dist/slides they link to."""
    root, target = Path(root).resolve(), Path(target).resolve()
    with site_words.building(edition(root, language)):
        pages = sources(root, language)
        names, found = {path.resolve(): name for name, path in pages.items()}, titles(pages)
        names |= unfinished(root, target, language, names)
        names[root / syllabus.FILE], found[syllabus.NAME] = syllabus.NAME, syllabus.title()
        texts = {name: linked(path.read_text(encoding="utf-8"), path, names, target) for name, path in pages.items()}
        texts[syllabus.NAME] = linked(syllabus.markdown(root, language), root / syllabus.FILE, names, target)
        shutil.copytree(vendor.FONT, emptied(target, MARK, LANGUAGES) / "font")
        for name, text in texts.items():
            body = markdown2html(with_mathml(text)).replace("<table", '<div class="wide"><table')
            body = body.replace("</table>", "</table></div>")
            write(target / name, page(found[name], body, navigation(found, name)))
    print(told("{page}: the lecturer's pages", page=target / "index.html"))
    return 0


def edition(root, language):
    """What `say` needs: the website's words, among which are those of these pages, and the syllabus'."""
    if language == ENGLISH:
        return site_words.ENGLISH_EDITION
    if syllabus_words.CATALOGUE not in translating.finished(root, language):
        raise AuthoringError(
            told("{catalogue}.po is not finished in {language}.", catalogue=syllabus_words.CATALOGUE, language=language)
        )
    found = (languages.load(root, name, language) for name in (site_words.CATALOGUE, syllabus_words.CATALOGUE))
    return site_words.Edition(language, catalogue.sayer(*found))


def unfinished(root, target, language, names):
    """{page: its address} of the English pages that have no twin in `names`: the edition above `target` has them."""
    if language == ENGLISH:
        return {}
    there = {path.resolve(): name for name, path in sources(root).items()}
    return {path: f"../{name}" for path, name in there.items() if name not in names.values()}
