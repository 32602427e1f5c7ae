"""What can be done with a chapter of the website, in one row below its title (pure)."""

import re
from html import escape
from urllib.parse import quote

from course_lib.authoring import lite_links
from course_lib.authoring.site_words import say

IN_REPOSITORY = re.compile(r"\[([^\]]+)\]\(repository:([^)]*)\)")
ROW = '<ul class="chapter-ways">{items}</ul>'


def row(title, name, repository="", lite="", slides=()):
    """HTML of the links of a chapter; title: its first line, such as "# 3 Momentum".

    lite: where the course for the browser is; slides: what is there of "deck" and "pdf". Nothing leads nowhere.
    """
    links = []
    if lite:
        links.append((say("Run it in your browser"), lite_links.opening(lite, "notebooks", name, "../"), ""))
    links += [(words, address, "") for words, address in elsewhere(repository, name).items()]
    if "deck" in slides:
        links.append((say("Slides"), f"../slides/{name}/index.html", ""))
    if "pdf" in slides:
        links.append((say("Slides as PDF"), f"../slides/pdf/{name}.pdf", ""))
    links.append((say("Notebook"), f"{name}.ipynb", " download"))
    items = [f'<li><a href="{escape(address)}"{more}>{words}</a></li>' for words, address, more in links]
    items.append(f'<li><button type="button" class="course-print" hidden>{say("Print")}</button></li>')
    if repository:
        about = quote(f"{title.lstrip('# ')}: ")
        items.append(
            f'<li><a href="{repository.rstrip("/")}/issues/new?title={about}">{say("Report a mistake")}</a></li>'
        )
    return ROW.format(items="".join(items))


def elsewhere(repository, chapter):
    """{words: address} of the places that run a chapter; none as long as pyproject.toml names no repository."""
    if not repository:
        return {}
    place = repository.removeprefix("https://github.com/").strip("/")
    file = f"notebooks/{chapter}.ipynb"
    return {
        say("Run it on Binder"): f"https://mybinder.org/v2/gh/{place}/HEAD?labpath={file}",
        say("in Colab"): f"https://colab.research.google.com/github/{place}/blob/HEAD/{file}",
    }


def in_repository(text, repository=""):
    """Markdown whose links to repository:PATH lead there, or name the path where nobody knows the repository's address.

    >>> in_repository("[the guide](repository:docs/instructor.md)")
    'the guide (`docs/instructor.md`)'
    """

    def link(found):
        words, path = found.groups()
        if repository:
            return f"[{words}]({repository.rstrip('/')}{f'/blob/HEAD/{path}' if path else ''})"
        return f"{words} (`{path}`)" if path else words

    return IN_REPOSITORY.sub(link, text)
