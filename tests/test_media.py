"""Pictures, animations and formulas as files for slides of one's own."""

import io
import re
import stat
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from PIL import Image

from course_lib import cli, plots
from course_lib.animations import gif
from course_lib.errors import CourseError
from course_lib.media import Item, films, formulas, listing, pictures, recording
from course_lib.plots import base
from tests.pages import barriers
from tests.test_lecture import ROOT

CHAPTER = """# 9 Small

```{code-cell}
from course_lib import explorers, plots
from course_lib.optimizers import SGD
```

## Two lines: a picture

$$\\sqrt{2}$$

```{code-cell}
print("no picture")
```

```{code-cell}
fig, ax = plots.figure(size=(4, 3))
ax.set_title("A line")
ax.plot([1, 2])
plots.show(fig, alt="A line that rises.")
```

## Drag

```{code-cell}
explorers.path(["quadratic", [1, 4]], [SGD(0.1)], 20, alt="A path.")
```
"""


def drawn(size=(4, 3)):
    fig, ax = plots.figure(size=size)
    ax.plot([1, 3, 2])
    return fig


@pytest.fixture
def course(tmp_path):
    """A course of one small chapter."""
    (tmp_path / "notebooks" / "src").mkdir(parents=True)
    (tmp_path / "notebooks" / "src" / "09_small.md").write_text(CHAPTER.replace("\\\\", "\\"), encoding="utf-8")
    return tmp_path


def test_a_picture_is_kept_twice_as_large_and_as_svg(tmp_path, monkeypatch):
    for module in (base, plots):
        for name in ("as_png", "bundle"):
            monkeypatch.setattr(module, name, getattr(module, name))
    shell = SimpleNamespace(execution_count=2)
    recording.begin(str(tmp_path), shell)
    shell.execution_count = 9
    shown = plots.as_png(drawn())
    data, metadata = plots.bundle(shown, "Three points.")
    plots.bundle(shown, "The same bytes again, without a figure.")
    kept = Image.open(tmp_path / "00.png").size
    assert kept == tuple(2 * side for side in Image.open(io.BytesIO(shown)).size)
    assert data["image/png"] and metadata["image/png"]["alt"] == "Three points."
    root = ElementTree.parse(tmp_path / "00.svg").getroot()
    assert root.tag.endswith("svg") and not root.findall(".//{*}text"), "letters are outlines, which need no font"
    line = (tmp_path / "pictures.jsonl").read_text()
    assert line.count("\n") == 1 and '"cell": 7' in line and "Three points." in line


def test_an_svg_too_large_for_a_slide_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(recording, "LARGEST", 100)
    recording.keep(drawn(), "A line.", 2, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["00.png", "pictures.jsonl"]


@pytest.mark.slow
def test_a_chapter_that_runs_gives_its_pictures_with_headings(course, tmp_path):
    line, path = pictures.of_chapter(course, "09_small", tmp_path / "out")
    assert line.caption == "Two lines: a picture · A line" and line.alt == "A line that rises."
    assert [file.name for file in line.files] == ["09-01-two-lines-a-picture.png", "09-01-two-lines-a-picture.svg"]
    assert path.caption.startswith("Drag") and path.alt == "A path." and path.name == "09-02-drag"
    width, height = Image.open(line.files[0]).size
    assert line.size == f"{width} × {height} pixels" and width > 700


def test_every_formula_of_the_chapters_can_be_set(capsys):
    count = 0
    for path in sorted((ROOT / "notebooks" / "src").glob("0*.md")):
        for caption, tex in formulas.all_of(ROOT, path.stem):
            assert caption and formulas.as_typst(tex).strip(), tex
            assert r"\step" not in tex, "a command of the slides alone"
            count += 1
    assert count > 50


def test_formulas_become_svg_and_lines_stay_aligned(course, tmp_path):
    (one,) = formulas.of_chapter(course, "09_small", tmp_path / "formulas")
    assert (
        one.caption == "Two lines: a picture"
        and one.code == r"\sqrt{2}"
        and re.fullmatch(r"\d+ × \d+ points", one.size)
    )
    assert ElementTree.parse(one.files[0]).getroot().tag.endswith("svg")
    lines = r"\begin{aligned} a &= b \\ c &= d \end{aligned}"
    assert formulas.as_typst(lines) == "a & \\= b \\\nc & \\= d"
    one_line, two = (float(formulas.SIZE.search(formulas.drawn(tex))[2]) for tex in ("a", lines))
    assert two > 1.8 * one_line


def test_a_formula_that_cannot_be_set_is_said_and_stops_nothing(course, tmp_path, capsys):
    source = course / "notebooks" / "src" / "09_small.md"
    source.write_text(source.read_text(encoding="utf-8") + "\n$$\\begin{matrix} 1 \\end{matrix}$$\n", encoding="utf-8")
    assert len(formulas.of_chapter(course, "09_small", tmp_path / "formulas")) == 1
    assert "09-formula-02 is left out: " in capsys.readouterr().err


FFMPEG = """#!/bin/sh
for last; do :; done
wc -c > "$last"
echo "$@" >> "$last"
exit {code}
"""


def with_ffmpeg(folder, monkeypatch, code=0):
    """A program of this name, which writes down what it is given."""
    folder.mkdir()
    program = folder / "ffmpeg"
    program.write_text(FFMPEG.replace("{code}", str(code)))
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr(films.shutil, "which", lambda name: str(program) if name == "ffmpeg" else None)


@pytest.mark.slow
def test_animations_are_copied_and_encoded_where_there_is_an_ffmpeg(tmp_path, monkeypatch):
    with_ffmpeg(tmp_path / "bin", monkeypatch)
    found = films.all_of(ROOT, tmp_path)
    assert [item.name for item in found] == [f"06-animation-{name}" for name in ("basins", "saddle", "canyon")]
    for item in found:
        stored, film = item.files
        frames = gif.decoded(stored.read_bytes())
        height, width = frames[0][0].shape[:2]
        count, arguments = film.read_text().splitlines()
        assert int(count) == len(frames) * height * width * 3
        assert (
            f"-s {width}x{height}" in arguments
            and "tpad=stop_mode=clone:stop_duration=3" in arguments
            and "yuv420p" in arguments
        )
        assert len(item.alt) > 40 and item.size.startswith(f"{width} × {height} pixels, ")


@pytest.mark.slow
def test_an_ffmpeg_that_fails_is_one_sentence(tmp_path, monkeypatch):
    with_ffmpeg(tmp_path / "bin", monkeypatch, code=1)
    with pytest.raises(CourseError, match=r"ffmpeg could not write .*06-animation-basins\.mp4: it does not say why"):
        films.all_of(ROOT, tmp_path)


def test_without_ffmpeg_gifs_are_there_alone_and_that_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(films.shutil, "which", lambda name: None)
    monkeypatch.setattr(pictures, "of_chapter", lambda *_: [])
    assert cli.main(["media", "06_comparison", "--out", str(tmp_path / "out")]) == 0
    names = sorted(path.name for path in (tmp_path / "out" / "animations").iterdir())
    assert names == [f"06-animation-{name}.gif" for name in ("basins", "canyon", "saddle")]
    assert capsys.readouterr().err == f"{films.MISSING}\n"


def test_unknown_names_and_other_folders_are_one_sentence(tmp_path, capsys):
    assert cli.main(["media", "08_more", "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("There is no chapter '08_more' with pictures; there are 01_")
    (tmp_path / "mine.txt").write_text("mine")
    assert cli.main(["media", "--out", str(tmp_path)]) == 2
    assert "holds something else" in capsys.readouterr().err and (tmp_path / "mine.txt").exists()


def test_the_page_shows_all_with_words_and_sizes_and_asks_nobody(tmp_path, chrome):
    png, svg = tmp_path / "pictures" / "09-01-a.png", tmp_path / "formulas" / "09-formula-01.svg"
    for path in (png, svg):
        path.parent.mkdir()
    drawn().savefig(png)
    svg.write_text(formulas.drawn("a < b"), encoding="utf-8")
    items = [
        Item("09_small", "09-01-a", "A <heading>", 'It says "a" & b.', (png,), "8 × 6 pixels"),
        Item("09_small", "09-formula-01", "A heading", "The formula a < b", (svg,), "9 × 9 points", "a < b"),
    ]
    (tmp_path / "index.html").write_text(listing.page(items, {"09_small": "9 Small"}, tmp_path), encoding="utf-8")
    asked = []
    chrome.on("request", lambda request: asked.append(request.url))
    chrome.goto((tmp_path / "index.html").as_uri())
    assert chrome.locator("li img").evaluate_all("all => all.map(one => [one.alt, one.naturalWidth > 0])") == [
        ['It says "a" & b.', True],
        ["The formula a < b", True],
    ]
    words = chrome.locator("li").first.inner_text()
    assert all(part in words for part in ("A <heading>", "09-01-a", "8 × 6 pixels", 'It says "a" & b.', "PNG", "KB"))
    assert chrome.locator("code").inner_text() == "a < b"
    assert chrome.locator(".files a").first.get_attribute("href") == "pictures/09-01-a.png"
    assert all(address.startswith(("file://", "data:")) for address in asked) and len(asked) >= 3
    assert barriers(chrome) == []
