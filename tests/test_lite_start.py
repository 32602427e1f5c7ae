"""The first page of the course in a browser, without a browser; tests/test_lite.py uses it in one."""

import json
import re
from pathlib import Path

import pytest

from course_lib.authoring import AuthoringError, lite_languages, lite_start, site_words

ROOT = Path(__file__).resolve().parents[1]
HAN = re.compile(r"[\u4e00-\u9fff]")


def held(page, name):
    """The data of that name in a page."""
    return json.loads(re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page)[1])


def notebook(path, *lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": [{"source": [f"{line}\n" for line in lines]}]}), encoding="utf-8")


def parts(text):
    """What a translation must have, too: places for values, and tags."""
    return sorted(re.findall(r"\{\w+\}|</?\w+", text))


def test_it_lists_the_notebooks_of_each_language_by_their_titles(tmp_path):
    notebook(tmp_path / "notebooks" / "01_a.ipynb", "# 1 <A>", "text")
    notebook(tmp_path / "exercises" / "01_a.ipynb", "# Homework 1")
    notebook(tmp_path / "notebooks" / "zh" / "01_a.ipynb", "# 1 甲")
    listed = held(lite_start.page(ROOT, tmp_path), "files")
    assert [(each["path"], each["language"], each["title"]) for each in listed] == [
        ("notebooks/01_a.ipynb", "en", "1 <A>"),
        ("exercises/01_a.ipynb", "en", "Homework 1"),
        ("notebooks/zh/01_a.ipynb", "zh", "1 甲"),
    ]
    assert len({each["edition"] for each in listed}) == 3


def test_it_says_everything_in_chinese_too_with_the_same_places_for_values(tmp_path):
    notebook(tmp_path / "notebooks" / "zh" / "01_a.ipynb", "# 1 甲")
    spoken = held(lite_start.page(ROOT, tmp_path), "spoken")
    words = spoken["zh"]["words"]
    assert list(words) == site_words.of_start() and len(words) > 10
    assert [text for text, said in words.items() if not HAN.search(said)] == []
    assert [text for text, said in words.items() if parts(text) != parts(said)] == []
    assert (spoken["zh"]["tag"], spoken["zh"]["locale"], spoken["en"]["words"]) == ("zh-CN", "zh_CN", {})


def test_without_chinese_notebooks_there_is_no_switch(tmp_path):
    notebook(tmp_path / "notebooks" / "01_a.ipynb", "# 1 A")
    assert list(held(lite_start.page(ROOT, tmp_path), "spoken")) == ["en"]


def test_jupyterlab_s_words_that_are_not_installed_are_one_sentence():
    with pytest.raises(AuthoringError, match=r"^jupyterlab-language-pack-xx-XX is not installed: run `make dev`\.$"):
        lite_languages.pack("xx_XX")
