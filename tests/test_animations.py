"""The animations of chapter 6: what is committed is what the library draws, and a browser can show it."""

import io
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from course_lib import animations, plots, style, surfaces
from course_lib.animations.gif import decoded, difference, encode
from course_lib.animations.scene import Scene, inside
from course_lib.experiments import races
from tests.tours import tours

pytestmark = pytest.mark.slow

MEDIA = Path(__file__).resolve().parents[1] / "notebooks" / "media"
NAMES = list(animations.SHOWS)

built = cache(animations.build)


@pytest.mark.parametrize("name", tours(NAMES))
def test_the_committed_file_is_what_the_library_draws(name):
    stale = difference((MEDIA / f"{name}.gif").read_bytes(), built(name))
    assert stale is None, f"notebooks/media/{name}.gif is out of date, run `make animations`: {stale}"


@pytest.mark.tour
def test_building_twice_gives_equal_bytes():
    assert animations.build("saddle") == built("saddle")


@pytest.mark.tour
def test_a_changed_rate_makes_the_committed_file_stale(monkeypatch):
    monkeypatch.setitem(races.RATES["saddle"], "Adam", 0.011)
    stale = difference((MEDIA / "saddle.gif").read_bytes(), animations.build("saddle"))
    assert re.match(r"frame \d+ differs from the stored one in \d+ pixels, by up to \d+ of 255\.$", stale)


def test_another_number_of_frames_is_seen():
    frames = np.full((4, 20, 30, 3), 255, dtype=np.uint8)
    for count, frame in enumerate(frames):
        frame[0, :count] = 0
    assert difference(encode(frames), encode(frames)) is None
    assert difference(encode(frames[:3]), encode(frames)) == "3 frames are stored, the library draws 4."


@pytest.mark.parametrize("name", tours(NAMES))
def test_a_file_loops_is_small_and_long_enough(name):
    assert len(built(name)) <= 1.5e6
    picture = Image.open(io.BytesIO(built(name)))
    assert picture.n_frames >= 90
    assert picture.info["loop"] == 0, "0 means for ever"
    assert 800 <= picture.width <= 1000


@pytest.mark.parametrize("name", tours(NAMES))
def test_the_last_frame_is_held(name):
    times = [time for _, time in decoded(built(name))]
    assert set(times[:-1]) == {60} and times[-1] >= 2000


@pytest.mark.parametrize("name", tours(NAMES))
def test_every_line_keeps_its_colour_exactly(name):
    last = decoded(built(name))[-1][0]
    for rule in races.RULES:
        own = np.round(255 * np.array(to_rgb(style.line(rule)["color"])))
        assert np.sum((last == own).all(axis=-1)) > 200, rule


def test_a_rare_colour_is_kept_among_thousands_of_others():
    frames = np.random.default_rng(0).integers(0, 256, (3, 60, 80, 3)).astype(np.uint8)
    orange = np.round(255 * np.array(to_rgb(style.ORANGE))).astype(np.uint8)
    frames[:, 7, 9] = orange
    shown = decoded(encode(frames))
    assert all((frame[7, 9] == orange).all() for frame, _ in shown)
    assert all(np.abs(frame - before.astype(int)).mean() < 25 for (frame, _), before in zip(shown, frames))


@pytest.mark.tour
def test_the_poster_is_the_last_frame():
    last = list(Scene("basins").frames())[-1]
    poster = np.asarray(Image.open(io.BytesIO(plots.as_png(animations.poster("basins")))).convert("RGB"))
    assert (poster[0, 0] == 255).all()
    apart = np.abs(poster.astype(int) - last)
    # The picture is stored in 256 colours.
    assert apart.max() <= 24 and apart.mean() < 2


def test_the_saddle_says_how_far_the_start_is_from_the_ridge():
    assert surfaces.saddle().start == (1.0, 1e-4)
    assert "1e-4" in animations.SHOWS["saddle"].title


@pytest.mark.parametrize("name", NAMES)
def test_the_legend_names_each_rule_and_its_rate(name):
    labels = [text.get_text() for text in Scene(name).fig.legends[0].get_texts()]
    assert [label.split(",")[0] for label in labels] == list(races.RULES)
    rates = [float(label.split("lr ")[1]) for label in labels]
    assert rates == pytest.approx(list(races.RATES[name].values()), rel=0.05)


def test_a_path_that_leaves_the_map_stops_at_its_last_place_inside():
    path = np.array([(0, 0), (1, 0), (3, 0), (0, 0)])
    assert inside(path, ((-2, 2), (-2, 2))).tolist() == [[0, 0], [1, 0], [1, 0], [1, 0]]
    assert inside(path, ((-4, 4), (-2, 2))).tolist() == path.tolist()


@pytest.mark.parametrize("name", ["basins", "canyon"])
def test_here_no_path_leaves_the_map(name):
    low, high = np.array(races.surface_of(name).window).T
    for run in races.race(name, animations.SHOWS[name].steps).values():
        assert np.all((low <= run.W) & (run.W <= high))
