"""The first page of the course in a browser: its notebooks by their titles, and what it says, in each language."""

import hashlib
import json
from string import Template

from course_lib import style
from course_lib.authoring import languages, site_words
from course_lib.authoring.site_editions import NAMES
from course_lib.language import ENGLISH, LANGUAGES, tag
from course_lib.translation import catalogue


def page(root, contents):
    """The page of what is in the folder `contents`, in all languages of its notebooks."""
    there = [ENGLISH, *(language for language in LANGUAGES if (contents / "notebooks" / language).is_dir())]
    return Template(site_words.START.read_text(encoding="utf-8")).substitute(
        day=style.variables(style.LIGHT),
        night=style.variables(style.DARK),
        files=in_html([file for language in there for file in files(contents, language)]),
        languages=in_html({language: spoken(root, language) for language in there}),
        script=site_words.START.with_suffix(".js").read_text(encoding="utf-8"),
    )


# Of JupyterLab's page. Whoever comes by a bookmark, and was never at the start page, goes there first: it says in which
# language JupyterLab speaks, and whether homework can be done here. Where one comes from it, nothing leads back.
BY_BOOKMARK = """<script>
  (() => {
    const path = new URLSearchParams(location.search).get("path")
    const root = new URL("..", location.href)
    const known = () => {
      try { return localStorage.getItem(`course-language ${root.pathname}`) } catch { return true }
    }
    if (!$paths.includes(path) || document.referrer.startsWith(root.href) || known()) return
    location.replace(`${root.href}index.html?open=${path}`)
  })()
</script>
"""


def lab(page, contents):
    """JupyterLab's page, which leads a bookmark of one of the notebooks over the start page."""
    paths = sorted(path.relative_to(contents).as_posix() for path in contents.rglob("*.ipynb"))
    return page.replace("<head>", "<head>\n" + BY_BOOKMARK.replace("$paths", in_html(paths)), 1)


def in_html(data):
    """JSON that no browser takes for the end of the script in which it stands."""
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def files(contents, language):
    """The notebooks of a language, in order."""
    folder = "" if language == ENGLISH else f"{language}/"
    paths = [path for kind in ("notebooks", "exercises") for path in sorted(contents.glob(f"{kind}/{folder}*.ipynb"))]
    return [{"path": path.relative_to(contents).as_posix(), "language": language, **read(path)} for path in paths]


def read(path):
    """The title of a notebook, and which edition of it this is."""
    text = path.read_bytes()
    title = "".join(json.loads(text)["cells"][0]["source"]).splitlines()[0].removeprefix("# ")
    return {"title": title, "edition": hashlib.sha256(text).hexdigest()[:12]}


def spoken(root, language):
    """What the page knows of a language: its name, what HTML and JupyterLab call it, {sentence: translation}."""
    words = {}
    if language != ENGLISH:
        say = catalogue.sayer(languages.load(root, site_words.CATALOGUE, language))
        words = {text: say(text) for text in site_words.of_start()}
    return {"name": NAMES[language], "tag": tag(language), "locale": LANGUAGES.get(language, language), "words": words}
