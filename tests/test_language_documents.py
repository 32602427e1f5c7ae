"""README, docs/ and the lecturer's pages in another language: what is stored is what the catalogues say."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from course_lib.authoring import AuthoringError, document_editions, documents, guide_pages, syllabus, translating
from course_lib.language import LANGUAGES
from course_lib.translation.pseudo import plain_words

ROOT = Path(__file__).resolve().parents[1]
PAGES = [(language, name) for language in LANGUAGES for name in document_editions.finished(ROOT, language)]
IDS = [f"{language} {name}" for language, name in PAGES]
HAN = re.compile("[\u4e00-\u9fff]")
# Names and the words of other programs' menus.
NAMES = {
    "Assignment and Grade Services",
    "CC BY",
    "Download to hand in",
    "GitHub Classroom",
    "Moodle XML",
    "New Quizzes",
    "SIL Open Font License",
    "STIX Two Math",
    "The Littlest JupyterHub",
    "Zero to JupyterHub",
    "feedback files",
    "login URL",
    "offline grading worksheet",
    "redirect URI",
    "service worker",
    "tool URL",
    "use this service for grade sync and column management",
}
COURSE = """\
# Course

See [the end](#the-end) and [there](docs/more.md).

```sh
run it  # a command
```

## The end
"""
WORDS = {
    "Course": "课程",
    "See [the end](#the-end) and [there](docs/more.md).": "见[结尾](#the-end)和[那里](docs/more.md)。",
    "a command": "一条命令",
    "The end": "结尾",
}


def stored(language, name):
    return documents.target(ROOT, name, language).read_text(encoding="utf-8")


def words_of(text):
    """A page without code, formulas, links' addresses, tags and what stands in *asterisks*."""
    text = documents.CODE.sub(" ", text)
    return re.sub(
        r"\$\$.*?\$\$|\$[^$\n]+\$|`[^`]*`|\]\([^)]*\)|<[^>]*>|(?<!\*)\*(?!\*)[^*\n]+\*", " ", text, flags=re.S
    )


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stored_pages_are_what_the_catalogues_say(language):
    assert list(document_editions.stale(ROOT, language)) == [], "run `course translate`"
    assert {"README", "docs/grading", "docs/server", "docs/instructor/03_momentum"} <= set(documents.pages(ROOT))
    assert document_editions.finished(ROOT, language) == documents.pages(ROOT), "a page is not translated yet"


@pytest.mark.parametrize(("language", "name"), PAGES, ids=IDS)
def test_a_page_keeps_code_headings_and_rows(language, name):
    english, other = document_editions.english(ROOT, name), stored(language, name)
    bare = [documents.COMMENT.sub("", block) for block in documents.CODE.findall(english)]
    assert [documents.COMMENT.sub("", block) for block in documents.CODE.findall(other)] == bare
    for mark in (r"^#+ ", r"^ *- ", r"^\|", r"^\d+\. ", r"^\$\$"):
        assert len(re.findall(mark, other, re.MULTILINE)) == len(re.findall(mark, english, re.MULTILINE)), mark


@pytest.mark.parametrize(("language", "name"), PAGES, ids=IDS)
def test_links_lead_to_files_headings_and_pages_of_the_language(language, name):
    there = documents.target(ROOT, name, language)
    translated = {documents.pages(ROOT)[other].resolve() for _, other in PAGES}
    for path, _, anchor in documents.LINK.findall(documents.CODE.sub("", stored(language, name))):
        goal = (there.parent / path).resolve() if path else there
        if ROOT / "dist" in goal.parents:
            assert goal.relative_to(ROOT / "dist").parts[1] == language, path
            continue
        assert goal.is_file(), path
        assert goal not in translated or goal == documents.pages(ROOT)[name].resolve(), f"{path} is not {language}"
        if anchor and goal.suffix == ".md":
            assert anchor[1:] in documents.anchors(goal.read_text(encoding="utf-8")), anchor


@pytest.mark.parametrize(("language", "name"), PAGES, ids=IDS)
def test_a_page_is_in_its_language_and_every_mark_of_markdown_works(language, name):
    text = stored(language, name)
    assert set(plain_words(words_of(text))) <= NAMES
    for line in words_of(text).splitlines():
        assert not re.search("[\u4e00-\u9fff] ?[,;:?!] ?[\u4e00-\u9fff]", line), f"full-width: {line}"
    # CommonMark ends no emphasis behind a Chinese mark and before a letter.
    text = re.sub(r"\$\$.*?\$\$|\$[^$\n]+\$", "x", documents.FILLED.sub("", text), flags=re.S)
    page = BeautifulSoup(MarkdownIt("commonmark").enable("table").render(text), "html.parser")
    for code in page.select("code"):
        code.decompose()
    assert "**" not in page.get_text() and not re.search(r"(?<!\*)\*[\u4e00-\u9fff]", page.get_text())


@pytest.fixture
def course(tmp_path):
    """A course of one page, whose catalogue lacks a word."""
    (tmp_path / "README.md").write_text(COURSE, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "more.md").write_text("# More\n", encoding="utf-8")
    (tmp_path / "locale" / "zh_CN").mkdir(parents=True)
    translate(tmp_path, WORDS | {"The end": ""})
    return tmp_path


def translate(root, words):
    text = "\n".join(f'msgid "{english}"\nmsgstr "{other}"\n' for english, other in words.items())
    (root / "locale" / "zh_CN" / "README.po").write_text(text, encoding="utf-8")
    (root / "locale" / "zh_CN" / "finished.txt").write_text("README\n" if all(words.values()) else "", encoding="utf-8")
    (root / "locale" / "glossary.csv").write_text("English,中文,symbol,first used,always,also\n", encoding="utf-8")


def test_a_page_is_written_when_it_is_finished_and_goes_when_it_is_not(course):
    page = course / "README.zh.md"
    assert document_editions.refresh(course, "zh") == [] and not page.exists()
    translate(course, WORDS)
    assert document_editions.refresh(course, "zh") == ["README.zh.md"]
    assert page.read_text(encoding="utf-8") == (
        "# 课程\n\n见[结尾](#结尾)和[那里](docs/more.md)。\n\n```sh\nrun it  # 一条命令\n```\n\n## 结尾\n"
    )
    assert document_editions.refresh(course, "zh") == []
    page.write_text("by hand", encoding="utf-8")
    assert list(document_editions.stale(course, "zh")) == [page.resolve()]
    translate(course, WORDS | {"The end": ""})
    assert document_editions.refresh(course, "zh") == ["README.zh.md"] and not page.exists()


def test_what_a_page_lacks_or_changes_is_told(course):
    assert [*translating.problems(course, "README", "zh", True)] == ["README: missing: README.md#the-end: 'The end'"]
    translate(course, WORDS | {"a command": "3 条 `x`", "The end": "最后"})
    found = [*translating.problems(course, "README", "zh")]
    assert [one.split(":")[1].strip() for one in found] == ["code", "number"] and "with `x`" in found[0]


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_syllabus_has_the_same_questions_in_the_language(language):
    english, other = syllabus.course(ROOT), syllabus.course(ROOT, language)
    for kind in syllabus.KINDS:
        assert list(getattr(other, kind)) == list(getattr(english, kind)), kind
    assert other.minutes == english.minutes
    points = re.compile(r"\(\d+\)$")
    for number, words in other.exam.items():
        assert HAN.search(words) and points.search(words)[0] == points.search(english.exam[number])[0], words
    assert all(HAN.search(words) for words in other.quiz.values())


@pytest.fixture(scope="module", params=LANGUAGES)
def guide(request, tmp_path_factory):
    """(language, the English pages' folder) with the pages of the language in it."""
    folder = tmp_path_factory.mktemp("dist") / "guide"
    assert guide_pages.main(ROOT, folder / request.param, request.param) == 0
    assert guide_pages.main(ROOT, folder) == 0
    return request.param, folder


@pytest.mark.slow
def test_the_guide_has_all_pages_in_the_language_and_an_english_build_leaves_them(guide):
    language, folder = guide
    names = {path.name for path in folder.glob("*.html")}
    assert {path.name for path in (folder / language).glob("*.html")} == names and len(names) > 12
    assert guide_pages.main(ROOT, folder / language, language) == 0, "an earlier build is replaced"
    for name in names:
        page = BeautifulSoup((folder / language / name).read_text(encoding="utf-8"), "html.parser")
        assert page.html["lang"] == "zh-CN" and HAN.search(page.nav["aria-label"])
        assert page.select_one("nav a[aria-current=page]")["href"] == name
        for link in page.select("main a[href]:not(.anchor-link)"):
            path = link["href"].split("#")[0].split("?")[0]
            if "dist/slides" in path:
                assert f"dist/slides/{language}/" in path
            elif path and "//" not in path:
                assert (folder / language / path).is_file(), (name, path)
    heads = BeautifulSoup((folder / language / "syllabus.html").read_text(encoding="utf-8"), "html.parser").select("th")
    assert heads and all(HAN.search(head.get_text()) or not head.get_text() for head in heads)


def test_the_guide_is_not_written_without_its_first_page(course, tmp_path):
    with pytest.raises(AuthoringError, match="is not finished in zh"):
        guide_pages.main(course, tmp_path / "guide", "zh")
