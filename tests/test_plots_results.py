"""Results as tables and sentences."""

import IPython.display
import pytest

from course_lib import plots
from course_lib.authoring import mathml


@pytest.fixture
def shown(monkeypatch):
    """A function that shows something and returns the Markdown that the notebook gets."""
    displayed = []
    monkeypatch.setattr(IPython.display, "display", displayed.append)

    def shown(act, *arguments):
        act(*arguments)
        return displayed.pop().data

    return shown


def test_a_table_has_words_to_the_left_and_numbers_to_the_right(shown):
    text = shown(plots.table, ["rule", "steps"], ["SGD", 351], ["Momentum", "174"])
    assert text.splitlines() == ["| rule | steps |", "| :--- | ---: |", "| SGD | 351 |", "| Momentum | 174 |"]


def test_a_bar_does_not_end_an_entry(shown):
    assert shown(plots.table, ["|W|"]).splitlines()[0] == r"| \|W\| |"


def test_a_bar_in_a_formula_stays_one_bar(shown):
    header = shown(plots.table, ["by $|W|$ and |W|"]).splitlines()[0]
    assert header == r"| by $\vert{}W\vert{}$ and \|W\| |"
    assert mathml.with_mathml(header).count("&#x0007C;") == 2


def test_a_row_of_another_length_is_told():
    with pytest.raises(ValueError, match="a row has 1 entries and the header 2"):
        plots.table(["rule", "steps"], ["SGD"])


def test_a_sentence_is_markdown(shown):
    assert shown(plots.say, "**351** steps") == "**351** steps"
