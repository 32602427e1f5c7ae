"""From the sources to catalogues and back: the same bytes, the same program, no sentence of a reader left out."""

import ast
import json
from pathlib import Path

import pytest

from course_lib.authoring import build, languages
from course_lib.authoring.source import read
from course_lib.language import ENGLISH
from course_lib.quiz.questions import identity
from course_lib.translation import TranslationError, catalogue, code, library, quizzes, sources
from course_lib.translation.blocks import pieces
from course_lib.translation.comments import comments
from course_lib.translation.literals import literals, messages, names_of
from course_lib.translation.pseudo import plain_words, pseudo
from course_lib.translation.sources import Message
from course_lib.translation.width import WIDEST, width, wrapped

ROOT = Path(__file__).resolve().parents[1]
SOURCES = build.sources(ROOT)
TEXT = """\
# A heading

<!-- S1 -->
A sentence with $x$,
on two lines.

- an item
- another with `code`

1. first

| a table | 3 |
| --- | --- |
| its row | 4 |

$$
x = 1
$$

```
not prose
```
"""


def chinese(table):
    return lambda text: table.get(text, text)


def translated(cell, table, **names):
    return code.translated(cell, chinese(table), names_of([cell], **names))


def read_by_readers(cell, *others, **names):
    return [one.text for one in messages(cell, names_of([cell, *others], **names))]


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_comes_back_byte_for_byte(name):
    text = SOURCES[name].read_text(encoding="utf-8")
    seen = []
    assert languages.text_of(ROOT, name, ENGLISH, lambda said: seen.append(said) or said) == text
    assert len(seen) > 30


@pytest.mark.parametrize("name", SOURCES)
def test_another_language_is_the_same_program_in_lines_that_fit(name):
    """With every message replaced, the longest that translations get: no other name, number, call or placeholder."""
    before = read(SOURCES[name].read_text(encoding="utf-8"), "a")
    after = read(languages.text_of(ROOT, name, ENGLISH, pseudo), "a")
    assert [one.metadata for one in before] == [one.metadata for one in after]
    changed = 0
    for old, new in zip(before, after, strict=True):
        if old.cell_type == "code":
            assert program(old.source) == program(new.source)
            assert [line for line in new.source.splitlines() if width(line) > WIDEST] == []
            changed += old.source != new.source
    assert changed > 3


def program(source):
    """All nodes of a cell but strings, in order, and the expressions of its f-strings, in any order."""
    nodes, filled = [], []

    def walk(node):
        if isinstance(node, ast.JoinedStr):
            filled.extend(ast.dump(value) for value in node.values if isinstance(value, ast.FormattedValue))
        elif not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            nodes.append(
                (type(node).__name__, [v for _, v in ast.iter_fields(node) if isinstance(v, str | int | float)])
            )
            for child in ast.iter_child_nodes(node):
                walk(child)

    walk(ast.parse(source))
    return nodes, sorted(filled)


def test_a_text_cell_is_cut_into_sentences_and_joined_again():
    found = pieces(TEXT)
    assert "".join(piece.text for piece in found) == TEXT
    assert [piece.text for piece in found if piece.prose] == [
        "A heading",
        "A sentence with $x$,\non two lines.",
        "an item",
        "another with `code`",
        "first",
        "| a table | 3 |",
        "| its row | 4 |",
    ]


def test_a_formula_is_a_message_only_for_its_words():
    assert [piece.prose for piece in pieces("$$a \\text{ so } b$$\n") if "$$" in piece.text] == [True]
    assert not any(piece.prose for piece in pieces("$$a \\cdot \\beta$$\n"))


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ('print("the end:", x)', ["the end:"]),
        ('print("end")', ["end"]),
        ('plots.table(["rule", "$W$"], ["SGD", f"{x:.2f}"])', ["rule"]),
        ('plots.show(f, alt="One.")', ["One."]),
        ('explorers.path("canyon", view="landscape")', []),
        ('explorers.path("canyon", presets={"large": {"noise": 1}})', ["large"]),
        ('a = {"swings": 1}', ["swings"]),
        ('a = {"swings": 1}\na["swings"]', []),
        ('a = {"from the wall": 1}\nprint(a["from the wall"])', ["from the wall", "from the wall"]),
        ('a = runs["from the wall"]', []),
        ('settings = {"activation": "relu"}\ntrain(activation=1)', []),
        ('name = "batch_size"', []),
        ('f = {True: "yes"}', ["yes"]),
        ('fig.savefig("file.png")', []),
        ('say(f"After {n} steps {100 * s:.0f} %, {{so}} {n:.1f}")', ["After {n} steps {2} %, {{so}} {3}"]),
        ('def f():\n    """What it gives."""', ["What it gives."]),
    ],
)
def test_what_a_reader_reads_is_a_message_and_what_the_code_reads_is_none(cell, read):
    assert read_by_readers(cell, looked_up=["SGD"]) == read


def test_what_another_cell_looks_up_is_no_message():
    assert read_by_readers('a = {"swings": 1}', 'a["swings"]') == []


def test_comments_that_follow_each_other_are_one_sentence():
    cell = "a = 1  # beside it\n# one\n# sentence\nb = 2\n# BEGIN SOLUTION\n# 3\n"
    assert [one.text for one in comments(cell)] == ["beside it", "one sentence"]
    table = {"beside it": "旁边", "one sentence": "一句话"}
    assert translated(cell, table) == "a = 1  # 旁边\n# 一句话\nb = 2\n# BEGIN SOLUTION\n# 3\n"


def test_placeholders_may_move_and_their_expressions_stay():
    cell = 'say(f"After {n} steps {a[\'x\']:.2f} is \\"left\\"")'
    table = {'After {n} steps {2} is "left"': '{n} 步之后剩 {2}，"如此"'}
    assert translated(cell, table) == 'say(f"{n} 步之后剩 {a[\'x\']:.2f}，\\"如此\\"")'
    turned = {'After {n} steps {2} is "left"': "剩 {2}，{n} 步"}
    assert eval(translated(cell, turned), {"say": str, "n": 3, "a": {"x": 1.0}}) == "剩 1.00，3 步"


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ("{m} 步", r"has a placeholder \{m\} that"),
        ("步", "has other placeholders"),
        ("{n} 步 {n}", "has other placeholders"),
    ],
)
def test_a_placeholder_is_neither_lost_nor_made_up(other, sentence):
    with pytest.raises(TranslationError, match=sentence):
        translated('print(f"after {n} steps")', {"after {n} steps": other})


def test_a_long_translation_is_broken_where_chinese_may_be():
    cell = 'x = 1\ntitle = "short words"\nplots.show(fig, alt="short words", title="short words")\n'
    cell += 'plots.table([a_name_so_long_that_its_line_is_half_full, "short words"])\n'
    long = "梯度下降没有记忆，" * 12
    new = translated(cell, {"short words": long})
    assert all(width(line) <= WIDEST and line == line.rstrip() for line in new.splitlines())
    assert [one.text for one in literals(new)] == [long] * 4
    assert wrapped("一二，三四。", 6) == ["一二，", "三四。"]


def test_a_quiz_keeps_its_numbers_and_says_its_sentences():
    text = (ROOT / "notebooks" / "src" / "03_momentum.quiz.json").read_text(encoding="utf-8")
    said = [sentence for _, _, sentence in quizzes.sentences(text)]
    assert len(said) > 20
    new = json.loads(quizzes.in_language(text, lambda sentence: "问" + sentence))
    old = json.loads(text)
    assert new[0]["question"] == "问" + old[0]["question"] and new[0]["type"] == old[0]["type"]
    assert [a.get("value") for a in new[0]["answers"]] == [a.get("value") for a in old[0]["answers"]]
    # An answer to the question in one language counts in every other.
    same = [question | {"id": identity(question)} for question in old]
    assert json.loads(quizzes.in_language(text, lambda sentence: sentence)) == same
    assert [question["id"] for question in new] == [question["id"] for question in same]


def test_every_hint_of_a_homework_is_a_message():
    texts = {one.text for one in languages.messages(ROOT, "03_momentum") if one.kind == "hint"}
    key = json.loads((ROOT / "exercises" / "checks" / "03_momentum" / "momentum_step.json").read_text(encoding="utf-8"))
    hints = [mistake["hint"] for mistake in key["mistakes"]]
    assert len(hints) > 15
    written = [hint for hint in hints if hint.startswith(("These are the numbers of", "The v is", "W goes", "Your v"))]
    assert len(written) > 5 and set(written) <= texts


FIRST = [Message("One sentence about momentum.", "a.md", "text"), Message("Two.", "a.md#b", "notes", ("{1} is x",))]


def test_a_catalogue_is_the_same_bytes_each_time_and_in_the_sources_order():
    text = catalogue.written(catalogue.merged(catalogue.empty("zh_CN"), FIRST, "zh_CN"), "zh_CN")
    assert text.index("One sentence") < text.index("Two.")
    assert "#. notes" in text and "#. {1} is x" in text and "#: a.md#b" in text
    assert "POT-Creation-Date" not in text and "Generated-By" not in text
    again = catalogue.merged(catalogue.read(text, "zh_CN"), FIRST, "zh_CN")
    assert catalogue.written(again, "zh_CN") == text


def test_a_changed_sentence_keeps_its_translation_as_doubtful_and_a_lost_one_is_left_over():
    found = catalogue.merged(catalogue.empty("zh_CN"), FIRST, "zh_CN")
    found.get(FIRST[0].text).string, found.get("Two.").string = "一句话。", "二。"
    changed = [Message("One sentence more about momentum.", "a.md", "text")]
    text = catalogue.written(catalogue.merged(found, changed, "zh_CN"), "zh_CN")
    assert "#, fuzzy" in text and '#| msgid "One sentence about momentum."' in text and '#~ msgid "Two."' in text
    say = catalogue.sayer(catalogue.read(text, "zh_CN"))
    assert say(changed[0].text) == changed[0].text  # not by a doubtful one
    assert say("Two.") == "Two."


def test_a_broken_catalogue_is_told_in_a_sentence():
    with pytest.raises(TranslationError, match="cannot be read as a gettext catalogue"):
        catalogue.read('msgid "a"\nnonsense\n', "zh_CN")


def test_what_python_and_javascript_hand_to_say_is_found():
    module = 'from course_lib.language import say\nx = say("One {n}.", n=1) + say(text)\n'
    assert list(library.in_python(module)) == ["One {n}."]
    assert list(library.in_python(module.replace("course_lib.language", "elsewhere"))) == []
    site = "from course_lib.authoring.site_words import say\nfrom course_lib.language import ENGLISH\nsay('Mine.')\n"
    assert list(library.in_python(site)) == []
    kept = 'from course_lib.language import later\nx = later({"a": "One.", "b": "Two."}) | later("Three.")\n'
    assert list(library.in_python(kept)) == ["One.", "Two.", "Three."]
    claim = "from course_lib.experiments.claims import Claim\nClaim('S1', 'it falls', True, f'{a:.2f} to {b[0]}')\n"
    assert list(library.in_claims(claim)) == ["it falls", "{a} to {2}"]
    script = 'shell(page, "Its name", {})\nlabel(say("A \\"word\\" {n}", { n }), saying("no"))\n'
    assert list(library.in_script(script)) == ["Its name", 'A "word" {n}']
    assert list(library.in_script('say("One part, "\n  + "another.")')) == ["One part, another."]


def test_pseudo_keeps_what_a_translation_keeps():
    said = pseudo("See `code`, $x_1$, {n} and [here](a.md), S7, 12 <b>times</b>.")
    assert all(part in said for part in ("`code`", "$x_1$", "{n}", "](a.md)", "S7", "12", "<b>", "</b>"))
    assert plain_words(said.replace("`code`", "")) == [] and plain_words("two words") == ["two words"]
    assert len(pseudo("one step further")) >= 1.4 * len("one step further")


def test_links_from_a_language_lead_one_folder_up_and_to_notebooks_in_it():
    assert sources.moved("[h](../exercises/a.ipynb) [c](04_rmsprop.ipynb)", "zh") == (
        "[h](../../exercises/zh/a.ipynb) [c](04_rmsprop.ipynb)"
    )
    assert sources.moved("![a](media/b.gif) [l](../LICENSE)", "zh") == "![a](../media/b.gif) [l](../../LICENSE)"
    assert sources.moved("[g](glossary.md)", "zh") == "[g](../glossary.md)"
