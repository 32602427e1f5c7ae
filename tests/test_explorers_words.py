"""An explorer in another language says nothing in English but names, signs and code."""

import re

import numpy as np
import pytest
from matplotlib.text import Text

from course_lib import explorers, optimizers
from course_lib.called import called
from course_lib.experiments.sparse import pixel_sums
from course_lib.optimizers import SGD, Adam, Lion

# What stays as it is in Chinese, too: names, and what one types.
NAMES = re.compile(rf"\b(?:{'|'.join(optimizers.RULES)}|course_lib|Python|CSV|WebGL|Enter|Shift|tanh|relu|nats|lr)\b")
# All that is read or said of what the page shows. Code is none of it.
SAID = """() => {
  const box = document.querySelector(".course-explorer")
  const texts = [...box.querySelectorAll("*")].filter(each => !each.closest("pre") && !each.closest("option"))
    .flatMap(each => [each.getAttribute("aria-label") ?? "",
      ...[...each.childNodes].filter(node => node.nodeType === 3).map(node => node.textContent)])
  const options = [...box.querySelectorAll("option")].map(each => each.textContent)
  return [box.getAttribute("aria-label"), ...texts, ...options]
}"""
NOISE = np.random.default_rng(0).standard_normal(200)


def made(name):
    """An explorer of each kind."""
    rules = [SGD(0.1), Adam(0.1), Lion(0.01)]
    return {
        "path": lambda: explorers.path("canyon", rules, 20, others=[["rotated", ["saddle"], 30]], alt="图"),
        "average": lambda: explorers.average(NOISE, 0 * NOISE, alt="图"),
        "bias": lambda: explorers.bias(alt="图"),
        "rate_map": lambda: explorers.rate_map(("Momentum", "Adam"), alt="图"),
        "train": lambda: explorers.train("moons", rules, others=["curve"], steps=20, n=32, alt="图"),
        "pixel_rates": lambda: explorers.pixel_rates(pixel_sums(epochs=1, records=3), alt="图"),
    }[name]()


KINDS = ("path", "average", "bias", "rate_map", "train", "pixel_rates")


def english(texts):
    """The words of these texts that are English."""
    left = (NAMES.sub(" ", text) for text in texts)
    return sorted({word for text in left for word in re.findall(r"[A-Za-z]{3,}", text)})


@pytest.mark.parametrize("kind", KINDS)
def test_a_chinese_explorer_says_no_english(kind, monkeypatch, opened):
    monkeypatch.setenv("COURSE_LANGUAGE", "zh")
    page = opened(made(kind))
    texts = page.evaluate(SAID)
    assert len([text for text in texts if text.strip()]) > 10
    assert english(texts) == []


@pytest.mark.parametrize("kind", KINDS)
def test_so_does_its_still_picture(kind, monkeypatch):
    monkeypatch.setenv("COURSE_LANGUAGE", "zh")
    figure = made(kind).figure()
    figure.canvas.draw()
    assert english(text.get_text() for text in figure.findobj(Text) if "$" not in text.get_text()) == []


def test_a_name_is_called_by_what_it_is_made_of(monkeypatch):
    assert called("2 × canyon, turned by 30°") == "2 × canyon, turned by 30°"
    monkeypatch.setenv("COURSE_LANGUAGE", "zh")
    assert called("2 × canyon, turned by 30°") == "2 × 峡谷，转了 30°"
    assert [called(name) for name in ("bowl, κ = 25", "mine")] == ["碗，κ = 25", "mine"]
