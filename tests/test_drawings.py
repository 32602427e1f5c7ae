"""The pictures of the slides: each is drawn, fits its shape, and says no word that is cut off."""

import re
from pathlib import Path

import nbformat
import pytest
from matplotlib.figure import Figure

from course_lib import plots, surfaces, training
from course_lib.authoring import AuthoringError, decks, drawings, for_slides, site_drawings
from course_lib.authoring.source import generate
from course_lib.optimizers import SGD
from course_lib.plots import averages as average_plots
from course_lib.plots import rmsprop as rmsprop_plots

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]


def chapter(name):
    text = (ROOT / "notebooks" / "src" / f"{name}.md").read_text(encoding="utf-8")
    return text, nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)


@pytest.mark.parametrize("name", decks.chapters(ROOT))
def test_each_picture_on_a_slide_is_drawn_for_it_and_no_other_is_kept(name):
    wanted = {one.file for one in drawings.wanted(*chapter(name), name)}
    there = {path.name for path in (ROOT / drawings.FOLDER).glob(f"{name}-*.svg")}
    assert wanted and there == wanted, "run `make notebooks`"


def test_a_new_picture_and_a_new_shape_are_drawn_anew():
    assert len({drawings.file_of("a", png, shape) for png in ("x", "y") for shape in ("9 4", "5 4")}) == 4


def test_a_stale_notebook_is_refused():
    text, notebook = chapter("03_momentum")
    with pytest.raises(AuthoringError, match="older than its text"):
        drawings.wanted(text.replace("plots.show(", "plots.show( ", 1), notebook, "03_momentum")


def test_a_notebook_in_another_language_has_drawings_of_its_own(tmp_path):
    text = '+++ {"tags": ["answer"]}\n\nwords\n'
    assert drawings.wanted(text, generate(text, "a", "zh"), "a") == []
    assert drawings.folder_of(tmp_path, "zh") != drawings.folder_of(tmp_path)


def drawn(fig, width=9.0, height=4.1):
    """(share of the height that the smallest letters have, the figure afterwards)."""
    found = for_slides.svg(fig, width, height)
    assert re.search(rf'width="{72 * width:g}pt" height="{72 * height:g}pt"', found)
    return float(drawings.LETTERS.search(found)[1]), fig


def inside(fig):
    """The words that end outside the figure."""
    rim = fig.bbox
    boxes = {one.get_text(): one.get_window_extent() for one in for_slides.words(fig)}
    return [text for text, box in boxes.items() if box.x0 < rim.x0 - 1 or box.x1 > rim.x1 + 1]


def test_small_letters_are_enlarged_and_their_share_is_told():
    fig, ax = plots.figure(size=(12, 9))
    ax.set_title("small", fontsize=5)
    share, _ = drawn(fig)
    assert ax.title.get_fontsize() == for_slides.LEAST
    assert share == pytest.approx(for_slides.LEAST / 72 / 4.1, abs=1e-4)


def test_words_that_are_longer_than_their_axis_stand_in_two_lines():
    fig, axes = plots.figure(columns=3, size=(15, 4))
    for ax in axes:
        ax.set(title="A title that is far too long for this", xlabel="and below the axis just as many words")
    _, fig = drawn(fig)
    assert inside(fig) == [] and all("\n" in ax.get_title() for ax in axes)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("线：理论值；点：实测值", ["线：理论值；", "点：实测值"]),
        ("每一步的梯度都是一", ["每一步的", "梯度都是一"]),
        ("one and two", ["one and", "two"]),
        ("$a b$", ["$a b$"]),
    ],
)
def test_a_text_is_broken_where_its_language_allows(text, lines):
    assert for_slides.broken(text).split("\n") == lines


def test_names_that_would_touch_are_turned_and_numbers_thinned():
    fig, (names, numbers) = plots.figure(columns=2, size=(15, 4))
    names.set_xticks(range(6), ["SGD", "Momentum", "Nesterov", "AdaGrad", "RMSProp", "Adam"])
    numbers.set_xticks([place / 1000 for place in range(0, 1000, 50)])
    numbers.set_xlim(0, 1)
    drawn(fig)
    assert {one.get_rotation() for one in names.get_xticklabels()} == {30}
    assert not for_slides.crowded(numbers)


def test_panels_with_the_same_legend_show_it_once_and_a_wide_one_is_broken():
    fig, axes = plots.figure(columns=2)
    for ax in axes:
        ax.plot([0, 1], label="SGD")
        ax.legend()
    drawn(fig)
    assert [ax.get_legend() is not None for ax in axes] == [False, True]
    fig, ax = plots.figure(size=(20, 5))
    for number in range(7):
        ax.plot([0, number], label=f"rule number {number}")
    fig.legend(loc="outside lower center", ncols=7)
    drawn(fig)
    assert fig.legends[0].get_window_extent().width <= fig.bbox.width


@pytest.mark.parametrize(("lines", "below"), [([(1, 1)], False), ([(1, 0)], False), ([(0, 1), (1, 0)], True)])
def test_a_legend_hides_no_line(lines, below):
    fig, ax = plots.figure()
    for number, line in enumerate(lines):
        ax.plot(line, label=f"a rule with a long name, number {number}")
    ax.plot([0.5, 0.5])
    ax.legend(loc="upper center")
    drawn(fig, *(4, 2.2) if below else (9, 4.1))
    assert not for_slides.hides(ax)
    assert bool(fig.legends) == below


def test_two_legends_that_find_no_corner_stand_below_their_panels():
    """One that moved below the picture made its panels smaller, so that the other one then hid a line."""
    fig, axes = plots.figure(columns=2, size=(12, 4))
    for panel, ax in enumerate(axes):
        for number, line in enumerate([(0, 1), (1, 0), (0.5, 0.5)]):
            ax.plot(line, label=f"panel {panel}, rule {number}")
        ax.set_xlabel("step")
        ax.legend()
    drawn(fig, 9, 2.6)
    for ax in axes:
        names, step = ax.get_legend().get_window_extent(), ax.xaxis.get_tightbbox()
        assert names.y1 < step.y0 and names.y0 >= 0 and not for_slides.hides(ax)
        assert 0 <= names.x0 and names.x1 <= fig.bbox.x1


@pytest.mark.parametrize("draw", [lambda fig: for_slides.svg(fig, 9, 4.1), lambda fig: site_drawings.forms(fig, "a")])
@pytest.mark.filterwarnings("error:Glyph")
def test_a_legend_that_is_made_anew_has_chinese_letters_too(draw):
    fig, ax = plots.figure(size=(30, 5))
    for number in range(7):
        ax.plot([0, number], label=f"山脊 ridge of this number {number}")
    plots.base.in_style(fig.legend)(loc="outside lower center", ncols=7)
    draw(fig)


def test_the_rate_has_the_lecture_s_sign():
    fig = Figure()
    fig.subplots().set(title="the step / lr", xlabel="already clear")
    drawn(fig)
    assert [fig.axes[0].get_title(), fig.axes[0].get_xlabel()] == ["the step / α", "already clear"]


def test_the_weights_of_all_panels_share_one_legend():
    """Below the picture, one of the second panel alone once spoke for both."""
    fig = average_plots.weight_bars([0.9, 0.98])
    drawn(fig)
    assert [bool(ax.get_legend()) for ax in fig.axes] == [True, False] and not fig.legends
    assert not for_slides.hides(fig.axes[0])
    assert [ax.get_title().split("= ")[-1] for ax in fig.axes] == ["10", "50"]


def test_a_long_valley_is_as_wide_as_its_picture():
    bowl = surfaces.quadratic((1, 100))
    fig = rmsprop_plots.swings(bowl, {"SGD": training.descend(bowl, SGD(0.01), bowl.start, steps=5)})
    drawn(fig, 5.6, 3.8)
    assert fig.axes[0].get_window_extent().width > 0.6 * fig.bbox.width
