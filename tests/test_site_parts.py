"""The website's parts that need no build: links, figures by night and for a phone, shared links, how to cite."""

import colorsys
import re
import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path

import furo
import nbformat
import numpy as np
import pytest
from jinja2.ext import babel_extract
from PIL import Image

from course_lib import plots, style
from course_lib.authoring import (
    about,
    by_night,
    chinese,
    landscapes,
    languages,
    lite_links,
    reference,
    site_chapters,
    site_drawings,
    site_editions,
    site_search,
    site_words,
    social,
    ways,
)
from course_lib.translation import catalogue

ROOT = Path(__file__).resolve().parents[1]
COURSE = "https://github.com/someone/course/"
SVG = "{http://www.w3.org/2000/svg}"


def test_a_chapter_leads_nowhere_that_is_not_there():
    alone = ways.row("# 3 Momentum", "03_momentum")
    assert alone.count("<a ") == 1 and 'href="03_momentum.ipynb" download' in alone
    row = ways.row("# 3 Momentum", "03_momentum", COURSE, "lite", ("deck", "pdf"))
    for address in (
        "../lite/index.html?open=notebooks/03_momentum.ipynb",
        "https://mybinder.org/v2/gh/someone/course/HEAD?labpath=notebooks/03_momentum.ipynb",
        "https://colab.research.google.com/github/someone/course/blob/HEAD/notebooks/03_momentum.ipynb",
        "../slides/03_momentum/index.html",
        "../slides/pdf/03_momentum.pdf",
        "https://github.com/someone/course/issues/new?title=3%20Momentum%3A%20",
    ):
        assert f'href="{address}"' in row


def test_the_theme_s_words_are_those_that_its_templates_ask_for_and_so_is_the_foot_of_a_page():
    asked = set()
    for path in (Path(furo.__file__).parent / "theme").rglob("*.html"):
        with path.open("rb") as file:
            asked |= {text for _, _, text, _ in babel_extract(file, ("_", "gettext"), (), {})}
    assert set(site_words.THEME) <= asked
    assert {text for text in asked if text.startswith("Copyright &")} <= set(site_words.THEME)


def test_a_chinese_page_opens_chinese_notebooks_in_the_browser():
    folder = ROOT / "docs" / "site"
    say = catalogue.sayer(languages.load(ROOT, site_words.CATALOGUE, "zh"))
    with site_words.building(site_words.Edition("zh", say)):
        place = lite_links.place("lite")
        row = ways.row("# 3 动量", "03_momentum", lite=place)
        names = ("index.md", "run.md", "exercises.md")
        pages = {name: site_words.page((folder / name).read_text(encoding="utf-8")) for name in names}
        pages = lite_links.in_pages(pages, place)
    assert 'href="../../lite/index.html?open=notebooks/zh/03_momentum.ipynb"' in row
    opened = re.findall(
        r'<a href="\.\./lite/index\.html\?open=exercises/zh/(\w+)\.ipynb">在浏览器里做</a>', pages["exercises.md"]
    )
    assert opened == sorted(path.stem for path in (ROOT / "exercises").glob("*.ipynb"))
    for name in ("index.md", "run.md"):
        assert '<a href="../lite/index.html?language=zh">' in pages[name]
    assert "in your browser" not in "".join(pages.values())


def luminance(colour):
    """WCAG 2.2's relative luminance of #rrggbb."""
    parts = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("colour", sorted({colour for colour, _ in style.RULES.values()} - {style.BLACK}))
def test_a_rule_is_seen_by_night_and_keeps_its_hue(colour):
    night = by_night.night(colour.lower())
    assert (luminance(night) + 0.05) / (luminance(style.DARK["paper"]) + 0.05) > 3
    hues = [
        colorsys.rgb_to_hls(*(int(each[place : place + 2], 16) / 255 for place in (1, 3, 5)))[0]
        for each in (colour, night)
    ]
    assert abs(hues[0] - hues[1]) < 0.03


def test_paper_and_ink_change_places_by_night_and_pictures_stay():
    drawn = '<svg viewBox="0 0 1 1"><path style="fill: #ffffff; stroke: #000000"/><image href="data:x,#ffffff"/></svg>'
    night = by_night.recoloured(drawn)
    assert f"fill: {style.DARK['paper']}; stroke: {style.DARK['text']}" in night and "data:x,#ffffff" in night
    assert luminance(by_night.night("#e4e4e4")) < 0.1 < 0.5 < luminance(by_night.night("#333333"))


def figure():
    """Three panels with one legend each, and a long label."""
    fig, panels = plots.figure(3, size=(15, 4.6), sharey=True)
    for panel in panels:
        panel.plot([1, 2, 3], label="Momentum")
        panel.plot([3, 2, 1], label="SGD")
        panel.set_xlabel("a label that is far too long for one line below a picture on a phone")
        panel.legend()
    panels[0].set_ylabel("loss")
    return fig


def test_a_figure_is_drawn_for_desk_and_phone_by_day_and_by_night():
    forms = site_drawings.forms(figure(), "x")
    assert set(forms) == set(site_drawings.FORMS)
    shapes = {}
    for name, text in forms.items():
        root = ET.fromstring(text)
        shapes[name] = tuple(float(part) for part in root.get("viewBox").split()[2:])
        assert len(root.findall(f".//{SVG}g[@id]")) > 10
    assert shapes["wide"] == shapes["wide-night"] == pytest.approx((1080, 331.2), abs=1)
    width, height = shapes["narrow"]
    assert width * 100 / 72 <= 390 and height > 2 * width  # the panels stand below each other
    assert forms == site_drawings.forms(figure(), "x")  # the same bytes each time


def test_a_phone_says_once_what_all_panels_say():
    fig = site_drawings.narrow.rearranged(figure())
    legends = [ax.get_legend() for ax in fig.axes if ax.get_legend()]
    assert [[text.get_text() for text in legend.get_texts()] for legend in legends] == [["Momentum", "SGD"]]
    fig.draw_without_rendering()
    page = fig.bbox
    for ax in fig.axes:
        for words in (ax.title, ax.xaxis.label, ax.yaxis.label):
            box = words.get_window_extent()
            assert box.x0 >= page.x0 - 1 and box.x1 <= page.x1 + 1
    assert [ax.get_ylabel() for ax in fig.axes if ax.axison] == ["loss"] * 3


@pytest.mark.parametrize("name", ["of one batch: what SGD follows", "一个小批量的：SGD 跟着走", "每个随机种子的损失"])
@plots.base.in_style
def test_a_legend_stays_on_the_phone(name):
    fig, panel = plots.figure()
    for label in (name, "平均，β = 0.9"):
        panel.plot([1, 2, 3], label=label)
    panel.legend(ncols=2)
    fig = site_drawings.narrow.rearranged(fig)
    fig.draw_without_rendering()
    boxes = [ax.get_legend().get_window_extent() for ax in fig.axes if ax.get_legend()]
    assert [box.x0 >= fig.bbox.x0 and box.x1 <= fig.bbox.x1 for box in boxes] == [True]


def test_code_that_nobody_need_read_is_folded():
    def tags(source, *given):
        return site_chapters.tags(nbformat.v4.new_code_cell(source, metadata={"tags": list(given)}))

    assert tags("import numpy as np\n\nfrom course_lib import (\n    plots,\n)") == ["hide-input"]
    assert tags("import timeit\n\nx = 1") == []
    assert tags("rows = []", "hide-output") == ["hide-output", "hide-input"]
    assert tags('quiz.show("03")', "hide-input") == ["remove-input"]


def test_a_paragraph_gives_way_to_what_suits_a_page():
    text = "One.\n\nPress **Shift + Enter**, then\nread on.\n\nThree."
    assert site_chapters.said(text, {"Shift": "Read on."}) == "One.\n\nRead on.\n\nThree."
    assert site_chapters.said(text, {"Shift": "", "Three": ""}) == "One."


def test_only_prose_is_marked_as_chinese():
    page = '<p title="动量">动量，惯性 and <code>x</code></p><script>"动量"</script><svg><text>动量</text></svg>'
    assert chinese.marked(page) == page.replace(">动量，惯性 ", '><span lang="zh-Hans">动量，惯性</span> ')


def test_a_shared_link_shows_a_card_where_the_address_is_known():
    page = "<p>Gradient <b>descent</b> has\nno memory &amp; forgets.</p>"
    alone = social.meta("3 Momentum", page, "notebooks/03_momentum.html")
    assert "og:image" not in alone and 'content="Gradient descent has no memory &amp; forgets."' in alone
    whole = social.meta("3 Momentum", page, "notebooks/03_momentum.html", "https://host/x")
    assert 'content="https://host/x/_static/cards/03.png"' in whole
    assert 'content="https://host/x/notebooks/03_momentum.html"' in whole
    assert "cards/front.png" in social.meta("Run", page, "run.html", "https://host/x")
    picture = Image.open(BytesIO(social.card("3 Momentum", "03", social.COURSE)))
    assert picture.size == (1200, 630)


def test_the_address_is_the_one_given_or_github_s():
    assert social.home({"repository": COURSE}) == "https://someone.github.io/course/"
    assert social.home({"repository": COURSE, "site": "https://host/x"}) == "https://host/x/"
    assert social.home({"repository": "", "site": ""}) == social.home({"repository": "https://git.host/a/b"}) == ""


def test_the_sitemap_names_each_page():
    root = ET.fromstring(social.sitemap("https://host/x", ["run.html", "index.html"]).encode())
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert root.tag == f"{space}urlset"
    assert [each.text for each in root.iter(f"{space}loc")] == ["https://host/x/index.html", "https://host/x/run.html"]


CFF = """
message: Please cite it.
title: "A course: with a colon"
authors:
  - family-names: Curie
    given-names: Marie
  - name: The group
version: 1.0
date-released: 2026-03-01
license: [BSD-3-Clause, CC-BY-4.0]
"""


def test_the_citation_file_says_how_to_cite():
    words = about.words(CFF)
    assert "**Authors.** Marie Curie, The group." in words and "Please cite it." in words
    assert "author = {Marie Curie and {The group}}" in words and "year = {2026}" in words
    assert "title = {{A course: with a colon}}" in words and "doi" not in words
    assert "(https://creativecommons.org/licenses/by/4.0/)" in words
    nobody = CFF.replace("  - family-names: Curie\n    given-names: Marie\n", "")
    assert "Authors" not in about.words(nobody) and "author = {{The group}}" in about.words(nobody)


def test_a_list_in_a_docstring_is_a_list():
    def item():
        """Two parts.

        one    the first, and what it does
        other  the second
        """

    assert "- `one`: the first, and what it does\n- `other`: the second" in reference.prose(item)


def test_a_path_of_the_repository_is_a_link_only_where_it_has_an_address():
    text = "[the guide](repository:docs/instructor.md), [all of it](repository:)"
    assert ways.in_repository(text) == "the guide (`docs/instructor.md`), all of it"
    assert f"[the guide]({COURSE}blob/HEAD/docs/instructor.md)" in ways.in_repository(text, COURSE)


def test_left_and_right_become_above_and_below_on_a_phone_but_for_code_and_alt_texts():
    said = site_chapters.on_a_page("Left: `Left:` ![Left: x](y) $Left:$", "en")
    assert said.startswith('<span class="course-desk">Left:</span><span class="course-phone">Above:</span> ')
    assert said.endswith(" `Left:` ![Left: x](y) $Left:$")
    explorer = landscapes.RAW.format(html="<script>let keys = `${key}`, steps = {Right: 1, Left: -1}</script>")
    assert site_chapters.on_a_page(explorer, "en") == explorer
    assert site_chapters.on_a_page("右图中", "zh").endswith('<span class="course-phone">下图</span>中')


def test_words_of_a_page_replace_the_paragraph_of_a_translation_too():
    english, chinese = "One.\n\nPress **Shift + Enter**.", "一。\n\n按 **Shift + Enter**。"
    assert site_chapters.said(chinese, {"Press": "Read on."}, english) == "一。\n\nRead on."


def test_the_same_file_lies_in_one_edition_and_ids_in_both(tmp_path):
    for name, text in {
        "a.html": '<section id="one">', "s/x.css": "x", "play/index.html": "",
        "zh/a.html": '<section id="id1"><link href="s/x.css?v=1"><a href="play/index.html">', "zh/s/x.css": "x",
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    site_editions.joined(tmp_path, tmp_path / "zh")
    page = (tmp_path / "zh" / "a.html").read_text()
    assert '<section id="id1" data-place="one"><span id="one">' in page
    assert 'href="../s/x.css?v=1"' in page and 'href="../play/index.html"' in page
    assert not (tmp_path / "zh" / "s").exists()


def test_chinese_is_searched_by_pairs():
    assert site_search.pairs("指数移动") == ["指数", "数移", "移动"] and site_search.pairs("动") == ["动"]
