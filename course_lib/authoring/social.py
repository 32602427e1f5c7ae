"""What other programs are told of the website: the picture and words of a shared link, and the list of its pages."""

import re
from html import escape, unescape
from pathlib import Path

from course_lib import style
from course_lib.authoring.covers import COVERS, figure
from course_lib.plots import as_png

COURSE = "Deep-learning optimizers, taken apart"
SIZE = (1200, 630)  # pixels: what https://ogp.me's readers show whole
FRONT = "05"  # the chapter whose cover stands behind the course's own title
META = (
    '<meta property="og:type" content="{kind}"><meta property="og:title" content="{title}">'
    '<meta property="og:description" content="{words}"><meta name="description" content="{words}">'
)
# Both need an address that is whole.
PICTURE = (
    '<meta property="og:url" content="{home}{page}"><meta property="og:image" content="{home}{picture}">'
    '<meta property="og:image:width" content="1200"><meta property="og:image:height" content="630">'
    '<meta property="og:image:alt" content="{title}"><meta name="twitter:card" content="summary_large_image">'
)


def cards(root):
    """{file name: PNG} of the course and of each chapter that has a cover."""
    found = {"front.png": card(COURSE)}
    for number in COVERS:
        (text,) = (Path(root) / "notebooks" / "src").glob(f"{number}_*.md")
        title = re.search(r"^# (.+)$", text.read_text(encoding="utf-8"), re.MULTILINE)[1]
        found[f"{number}.png"] = card(title, number, COURSE)
    return found


def card(title, chapter=FRONT, course=""):
    """PNG of a title over a chapter's cover."""
    fig = figure(COVERS[chapter], *SIZE)
    words = {"color": "#ffffff", "ha": "left", "va": "top"}
    fig.text(0.06, 0.84, title, fontsize=46, weight="bold", wrap=True, **words)
    fig.text(0.06, 0.89, course, fontsize=21, color=style.DARK["quiet"], ha="left")
    return as_png(fig)


def meta(title, html, page, home=""):
    """HTML of what a shared link shows. html: the page's own; home: the site's address, "" when nobody knows it."""
    number = page.removeprefix("notebooks/")[:2]
    picture = f"_static/cards/{number if number in COVERS else 'front'}.png"
    kind = "website" if page == "index.html" else "article"
    parts = {name: escape(text) for name, text in {"title": title, "words": description(html)}.items()}
    told = META.format(kind=kind, **parts)
    return told + (PICTURE.format(home=address(home), page=page, picture=picture, **parts) if home else "")


def description(html, most=200):
    """The first words of a page's first paragraph, whole words up to `most` letters."""
    found = re.search(r"<p>(.+?)</p>", html, re.DOTALL)
    words = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", found[1]))).strip() if found else ""
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


def home(course):
    """The site's address from [tool.course]: as it stands there, or GitHub's own for the repository."""
    if course.get("site"):
        return address(course["site"])
    found = re.fullmatch(r"https://github\.com/([^/]+)/([^/]+?)/?", course.get("repository", ""))
    return f"https://{found[1].lower()}.github.io/{found[2]}/" if found else ""


def address(home):
    return home.rstrip("/") + "/"


def sitemap(home, pages):
    """The text of a sitemap.xml (https://www.sitemaps.org/protocol.html)."""
    lines = "".join(f"<url><loc>{escape(address(home) + page)}</loc></url>\n" for page in sorted(pages))
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{space}">\n{lines}</urlset>\n'
