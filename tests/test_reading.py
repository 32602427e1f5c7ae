"""How a chapter reads: predictions that are not given away, its time, its first picture. Each check can fail."""

import pytest

from course_lib.authoring import reading
from course_lib.authoring.source import generate

TOP = "# Top\n\nTime: about 5 minutes.\n\n"
PICTURE = '```{code-cell}\n:tags: [%s]\nplots.show(fig, alt="It falls.")\n```\n'
ANSWER = '+++ {"tags": ["answer"]}\n\nIt falls, because.\n\n+++\n\n'
PREDICT = "**Predict.** Where does it go?\n\n"
HIDDEN = PICTURE % "hide-input, hide-output"


def of(text):
    return generate(text, "01_planted")


GOOD = {
    "result, then words": PREDICT + HIDDEN + ANSWER + "On.\n",
    "words alone": PREDICT + ANSWER + "On.\n",
    "in Chinese": "**预测。** 哪里？\n\n" + HIDDEN + ANSWER,
    "a code cell between": PREDICT + "```{code-cell}\nfig = draw()\n```\n" + HIDDEN + ANSWER,
    "a new section follows": PREDICT + HIDDEN + "## Next\n\nIt fell.\n",
    "a new prediction follows": PREDICT + HIDDEN + PREDICT.replace("Where", "When") + HIDDEN + ANSWER,
    "nothing follows": PREDICT + HIDDEN,
}
OPEN = {
    "no answer": PREDICT + "It falls.\n",
    "an answer that is not folded": PREDICT + PICTURE % "hide-input",
    "an answer beyond the next heading": PREDICT + "+++\n\n## Next\n\n" + HIDDEN + ANSWER,
    "one answer for two": PREDICT + "+++\n\n" + PREDICT + HIDDEN + ANSWER,
    "words in the open": PREDICT + HIDDEN + "It falls.\n\n" + ANSWER,
    "words behind more code": PREDICT + HIDDEN + "```{code-cell}\nmore()\n```\n" + "It falls.\n",
    "words after a second result": PREDICT + HIDDEN + ANSWER + HIDDEN + "It falls.\n",
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD.keys())
def test_a_folded_answer_is_accepted(text):
    assert reading.answers_in_the_open(of(TOP + text)) == reading.telling_code(of(TOP + text)) == []


@pytest.mark.parametrize("text", OPEN.values(), ids=OPEN.keys())
def test_an_answer_in_the_open_is_seen(text):
    assert len(reading.answers_in_the_open(of(TOP + text))) == 1


@pytest.mark.parametrize("words", ['alt="It falls."', 'title = "It falls"'])
def test_code_that_tells_is_seen(words):
    code = "```{code-cell}\n:tags: [%s]\nshow(fig, " + words + ")\n```\n"
    assert len(reading.telling_code(of(code % "hide-output"))) == 1
    assert reading.telling_code(of(code % "hide-output, hide-input")) == reading.telling_code(of(code % "")) == []


def test_the_estimate_adds_up():
    # The chapter's title is a word, and so is a formula.
    assert reading.minutes(of("# Top\n\n" + "word " * 108 + "$a + b$\n")) == pytest.approx(1)
    assert reading.minutes(of("```{code-cell}\n1\n```\n" * 3)) == pytest.approx(1.5)
    assert reading.minutes(of(PICTURE % "hide-input")) == 0
    assert reading.minutes(of('```{code-cell}\n:tags: [hide-input]\nexplorers.path("canyon")\n```\n')) == 3
    assert reading.minutes(of("# Top\n"), questions=6) == pytest.approx(6 + 1 / 110)
    assert reading.minutes(of(PREDICT)) == pytest.approx(1 + 5 / 110)


def test_what_is_not_on_the_thread_costs_no_time():
    more = '+++ {"tags": ["more"]}\n\n## Top\n\n```{code-cell}\n1\n```\n\nmany words\n'
    assert reading.minutes(of(more)) == pytest.approx(1 / 110)
    slide = '+++ {"tags": ["slide-only"], "slideshow": {"slide_type": "slide"}}\n\nwords\n\n'
    notes = '+++ {"slideshow": {"slide_type": "notes"}}\n\nwords\n\n+++\n\nword\n'
    assert reading.minutes(of(slide + notes)) == pytest.approx(1 / 110)


def test_markup_is_no_word():
    assert reading.count_words("A [link](https://a.b/c d), <b>bold</b> <!-- S7 --> — $x$ and\n$$x = y + z$$ | - |") == 6


def test_the_stated_time_is_the_estimate():
    text = "# Top\n\nTime: about %s minutes.\n\n" + "word " * 1095
    assert reading.wrong_time(of(text % 10)) == []
    assert len(reading.wrong_time(of(text % 15))) == len(reading.wrong_time(of("# Top\n"))) == 1
    assert reading.wrong_time(of(text % 20), questions=10) == []
    assert reading.wrong_time(of(text % 70), questions=60) == ["It takes 70 minutes, more than 65."]


def test_the_first_picture_is_on_the_first_screen():
    picture = PICTURE % "hide-input"
    imports = "```{code-cell}\nimport numpy as np\nfrom course_lib import plots, surfaces, training\n```\n"
    assert reading.late_picture(of("word " * 160 + "\n\n" + imports + picture)) == []
    assert len(reading.late_picture(of("word " * 161 + "\n\n" + picture))) == 1
    assert len(reading.late_picture(of("word " * 158 + "\n\n```{code-cell}\na = b + c\n```\n" + picture))) == 1

    assert len(reading.late_picture(of(HIDDEN))) == len(reading.late_picture(of("# Top\n"))) == 1
