"""The language that is spoken, what a catalogue may not have, and what a chapter in another language is like."""

import argparse
import json
import logging
import re
import warnings
from pathlib import Path

import nbformat
import numpy as np
import pytest

from course_lib import cli, language, plots, style
from course_lib.authoring import command, decks, editions, languages, letters, translating, vendor
from course_lib.authoring.source import ANSWER_HEADING, code_cells
from course_lib.called import called, listed
from course_lib.experiments import claims, comparison, kept
from course_lib.experiments.claims import Claim
from course_lib.language import LANGUAGES
from course_lib.plots import averages as average_plots
from course_lib.plots import comparison as comparison_plots
from course_lib.plots import rmsprop as rmsprop_plots
from course_lib.plots.base import as_png, figure
from course_lib.translation import catalogue, checks, glossary
from course_lib.translation.kept import differences
from course_lib.translation.pseudo import plain_words
from course_lib.translation.sources import Message

ROOT = Path(__file__).resolve().parents[1]
GLOSSARY = (ROOT / "locale" / "glossary.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("environment", "folder", "spoken"),
    [
        ({}, "/home/x/notebooks/zh", "zh"),
        ({}, "/home/x/exercises/zh/old", "zh"),
        ({}, "/home/zh/notebooks", "en"),
        ({}, "/home/x/notebooks", "en"),
        ({"COURSE_LANGUAGE": "zh_CN"}, "/home/x/notebooks", "zh"),
        ({"COURSE_LANGUAGE": "en"}, "/home/x/notebooks/zh", "en"),
        ({"COURSE_LANGUAGE": "tlh"}, "/home/x/notebooks/zh", "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "/home/x/notebooks", "en"),
    ],
)
def test_the_environment_speaks_before_the_notebooks_folder(environment, folder, spoken):
    assert language.current(environment, folder) == spoken


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "COURSE_LANGUAGE": "en"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_command_asks_the_system_as_well(environment, spoken):
    assert language.of_system(environment, "/home/x") == spoken


def test_what_is_done_inside_speaks_a_language(monkeypatch):
    monkeypatch.setenv("COURSE_LANGUAGE", "en")
    with language.speaking("zh"):
        assert language.say("step") == "步数" and language.current({}, "/home/x") == "en"
        with language.speaking(""):
            assert language.current() == "zh"
        assert [listed("WvS"[:n]) for n in (1, 2, 3)] == ["W", "W 和 v", "W、v 和 S"]
        assert language.together("一。", None, "", "二。") == "一。二。"
    assert language.say("step") == "step" and language.together("One.", "", "Two.") == "One. Two."


def test_no_blank_stands_between_chinese_letters():
    assert language.tidy("在 返回值 里，少了 v 和 S。 再看") == "在返回值里，少了 v 和 S。再看"
    assert language.tidy("One. Two, three") == "One. Two, three"


def test_a_sentence_without_a_translation_is_said_in_english():
    assert language.say("Nobody has translated this: {n}.", "zh", n=3) == "Nobody has translated this: 3."
    assert language.say("Reset {in braces}", "en") == "Reset {in braces}"
    assert language.say("step", "zh") == "步数" and language.say("step", "en") == "step"
    times = "{k} times [the right value]"
    assert language.say(times, "en", k=2) == "2 times" and language.say(times, "zh", k=2) == "2 倍"
    assert language.tag("zh") == "zh-CN" and language.tag("en") == "en"


@pytest.mark.parametrize(
    ("english", "other", "found"),
    [
        (
            "Take `step` at $x_1$, 12 of [them](a.md), see S7.",
            "见 S7，[它们](a.md)中的 12 个，在 $x_1$ 用 `step`。",
            [],
        ),
        ("with $1-\\beta$", "用 $1+\\beta$", ["formula: without $1-\\beta$ and with $1+\\beta$"]),
        ("call `ewma`", "调用 ewma", ["code: without `ewma`"]),
        (
            "see [c](04_rmsprop.ipynb)",
            "见 [c](05_adam.ipynb)",
            ["link: without ](04_rmsprop.ipynb) and with ](05_adam.ipynb)"],
        ),
        ("after 10 steps of 0.1", "走 100 步，每步 0.1", ["number: without 10 and with 100"]),
        ("slide S12", "第 S13 页", ["slide: without S12 and with S13"]),
        ("{n} of {2}", "{n} 个", ["placeholder: without {2}"]),
        ("$$a \\text{ so } b$$", "$$a \\text{ 所以 } b$$", []),
    ],
)
def test_what_a_translation_has_to_keep(english, other, found):
    assert list(differences(english, other)) == found


def test_a_term_is_the_glossarys():
    terms = glossary.read(GLOSSARY)

    def lacking(english, other):
        return [term.english for term in glossary.missing(english, other, terms)]

    assert lacking("The learning rates differ.", "学习率各不相同。") == []
    assert lacking("The learning rates differ.", "学习速度各不相同。") == ["learning rate"]
    longer = glossary.read(GLOSSARY + "rate of learning,快慢,,x,yes,\nlearning,学习,,x,yes,\n")
    assert not list(glossary.missing("Rate of learning", "快慢", longer))  # no word of it is asked for once more
    assert lacking("`gradient` and $\\text{gradient}$", "它") == []
    assert lacking("The gradient", "Gradient 就是 gradient") == []  # a name may stay


def test_the_glossary_holds_the_courses_terms_and_the_decks_words():
    terms = {term.english: term for term in glossary.read(GLOSSARY)}
    page = (ROOT / "notebooks" / "glossary.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| ")][2:]
    assert len(rows) > 50
    for english, other, symbol, chapter in rows:
        term = terms[english.removeprefix("| ")]
        assert (term.other, term.symbol) == (other, symbol.strip()), english
        assert f"({term.first}.ipynb)" in chapter, english
    for word in ("一阶动量", "偏差修正", "小批量", "累积量", "学习率", "震荡", "鞍点", "指数移动平均"):
        assert word in {term.other for term in terms.values()}, word


def test_what_is_missing_doubtful_or_left_over_is_told():
    messages = [
        Message(text, "a.md", "text")
        for text in ("Never translated.", "A sentence of nine words is this one.", "Kept.")
    ]
    found = catalogue.merged(catalogue.empty("zh_CN"), messages, "zh_CN")
    found.get("Kept.").string, found.get("A sentence of nine words is this one.").string = "留着。", "一句话。"
    assert [one.split(":")[0] for one in checks.unfinished(found, messages, "zh_CN")] == ["missing"]
    later = [messages[0], messages[1]._replace(text="A sentence of nine words was this one.")]
    found = catalogue.merged(found, later, "zh_CN")
    assert [one.split(":")[0] for one in checks.unfinished(found, later, "zh_CN")] == ["missing", "fuzzy", "left over"]
    assert not catalogue.merged(catalogue.merged(catalogue.empty("zh_CN"), messages, "zh_CN"), [], "zh_CN").obsolete
    assert "was 'A sentence of nine words is this one.'" in [*checks.unfinished(found, later, "zh_CN")][1]


def test_asterisks_that_markdown_would_show_are_named():
    shown = ["**看。**会", "看**“一”**看", "**看。**{one}"]
    hidden = ["**看。** 会", "**看**。会", "看 **“一”** 看", "**看：**`x`", "**a.** b", "x`**。`**y**"]
    assert [len([*checks.not_bold(text)]) > 0 for text in shown + hidden] == [True] * 3 + [False] * 6


@pytest.mark.parametrize("name", LANGUAGES)
@pytest.mark.slow
def test_nothing_is_wrong_with_the_catalogues(name):
    """Those that are finished lack nothing; of the others, what is translated already is right."""
    assert set(translating.finished(ROOT, name)) <= set(translating.catalogues(ROOT))
    assert [one for each in translating.catalogues(ROOT) for one in translating.problems(ROOT, each, name)] == []


def test_a_planted_mistake_in_a_catalogue_is_found(tmp_path):
    folder = tmp_path / "locale" / "zh_CN"
    folder.mkdir(parents=True)
    (tmp_path / "locale" / "glossary.csv").write_text(GLOSSARY, encoding="utf-8")
    (folder / "finished.txt").write_text("# none\n", encoding="utf-8")
    (folder / "03_momentum.po").write_text('msgid "The gradient at $x$"\nmsgstr "$y$ 处的坡度"\n', encoding="utf-8")
    found = list(translating.problems(tmp_path, "03_momentum", "zh"))
    assert len(found) == 2 and "formula: without $x$ and with $y$" in found[0] and "gradient is 梯度" in found[1]


def test_the_font_has_every_letter_of_the_translations():
    missing = set(letters.needed(ROOT)) - letters.there()
    assert not missing, f"run `sh tools/font.sh`: {''.join(sorted(missing))}"
    assert letters.for_pages()[:4] == b"wOFF"


def pixels(title):
    fig, ax = figure(size=(3, 2))
    ax.set(title=title, xlabel=r"$\beta$ and more")
    return as_png(fig)


def test_an_english_picture_stays_the_same_pixels_and_a_chinese_one_has_letters(monkeypatch, caplog):
    with warnings.catch_warnings(), caplog.at_level(logging.WARNING, logger="matplotlib"):
        warnings.simplefilter("error")
        english, chinese, other = pixels("Momentum, β"), pixels("动量，学习率"), pixels("偏差，修正后")
    assert not caplog.records
    assert chinese != other  # boxes would all look alike
    monkeypatch.setitem(style.RC, "font.family", ["sans-serif"])
    assert pixels("Momentum, β") == english


def test_words_and_formulas_in_one_chinese_label_are_told(caplog):
    """matplotlib draws such a label by its own fonts for formulas alone: boxes, and only its log says so."""
    with caplog.at_level(logging.WARNING, logger="matplotlib.mathtext"):
        pixels(r"学习率 $\beta$")
    assert any("does not have a glyph" in record.message for record in caplog.records)


def test_a_picture_speaks_the_language(monkeypatch):
    monkeypatch.setenv("COURSE_LANGUAGE", "zh")
    ax = average_plots.smoothed(np.zeros(5), np.zeros(5), [0.9]).axes[0]
    assert ax.get_xlabel() == "步数" and plots.base.as_png(ax.figure)
    monkeypatch.setenv("COURSE_LANGUAGE", "en")
    assert average_plots.smoothed(np.zeros(5), np.zeros(5), [0.9]).axes[0].get_xlabel() == "step"


def test_every_claim_of_the_lecture_is_said_in_chinese():
    """As it is kept for browsers: in English, with the numbers of the runs in it."""
    lectured = [Claim(*fields) for fields in kept.runs()[kept.CLAIMS]]
    with language.speaking("zh"):
        head, _, *rows = claims.table(lectured).splitlines()
    assert head == "| 幻灯片 | 说法 | 判定 | 依据 | 何时不成立 |" and len(rows) == len(lectured) > 30
    english = claims.table(lectured)
    for row in rows:
        texts = [text.strip() for text in row.split("|")[2:-1] if text.strip()]
        assert all(re.search("[\u4e00-\u9fff]", text) for text in texts), row
        assert not plain_words(row.replace("Adam", "").replace("SGD", "").replace("RMSProp", "")), row
    assert "| S1 | SGD's path scribbles" in english


def test_an_explorer_brings_its_words_only_in_another_language(monkeypatch):
    from course_lib import explorers

    def words():
        return explorers.average(np.zeros(200), np.zeros(200), alt="x").scripts.get("words")

    assert words() is None
    monkeypatch.setenv("COURSE_LANGUAGE", "zh")
    assert json.loads(words().code)["Reset"] == "重置"


@pytest.mark.parametrize("name", languages.chapters(ROOT))
@pytest.mark.parametrize("spoken", LANGUAGES)
def test_a_chapter_in_another_language_has_the_same_cells(spoken, name):
    """Whether its catalogue is finished or not."""
    full = f"notebooks/{name}"
    notebook, english = editions.bare(ROOT, full, spoken), nbformat.read(languages.target(ROOT, full), as_version=4)
    for part in ("id", "metadata", "cell_type"):
        assert [cell[part] for cell in notebook.cells] == [cell[part] for cell in english.cells]
    assert notebook.metadata.course.language == spoken and len(notebook.cells) > 15


def test_a_language_is_built_where_its_catalogue_is_finished(monkeypatch):
    built = []
    monkeypatch.setattr(command, "built", lambda root, name, force, language: built.append((name, language)) or True)
    monkeypatch.setattr(translating, "finished", lambda root, language: ["03_momentum"])
    for names in ([], ["07_beyond"]):
        assert cli.main(["build", "--language", "zh", "--course", str(ROOT), *names]) == 0
    assert built == [("notebooks/03_momentum", "zh"), ("solutions/03_momentum", "zh"), ("notebooks/07_beyond", "zh")]


@pytest.mark.parametrize("name", languages.chapters(ROOT))
def test_the_heading_of_a_folded_answer_is_one_that_the_slides_leave_out(name):
    entry = languages.load(ROOT, name, "zh").get("The answer:")
    assert entry is None or not entry.string or ANSWER_HEADING.fullmatch(entry.string)


def test_outputs_are_taken_over_only_where_no_word_of_them_can_differ(monkeypatch):
    english = json.loads(languages.target(ROOT, "notebooks/03_momentum").read_text(encoding="utf-8"))
    same = editions.bare(ROOT, "notebooks/03_momentum", "zh", lambda text: text)
    prose = editions.bare(ROOT, "notebooks/03_momentum", "zh", _prose)
    code = editions.bare(ROOT, "notebooks/03_momentum", "zh", _code)
    assert not editions.same_outputs(same, english, "zh")  # the library speaks Chinese
    monkeypatch.setattr(editions, "catalogue", lambda name: {})
    assert editions.same_outputs(same, english, "zh") and editions.same_outputs(prose, english, "zh")
    assert not editions.same_outputs(code, english, "zh")
    taken = editions.with_outputs(prose, english)
    assert taken.cells[0].source.startswith("# 3 动量") and taken.metadata.widgets
    assert [cell.outputs for cell in code_cells(taken)][1] == nbformat.reads(json.dumps(english), as_version=4).cells[
        2
    ].outputs


def _prose(text):
    return "3 动量" if text == "3 Momentum" else text


def _code(text):
    return "SGD，40 步" if text == "SGD, 40 steps" else text


def helps(parser):
    """All that the help of a command and of its sub-commands says, but for names alone."""
    yield parser.description
    for group in parser._action_groups:
        yield from (group.title, group.description)
    for action in parser._actions:
        yield action.help
        for one in getattr(action, "_choices_actions", ()):
            yield one.help
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from helps(inner)


def test_the_help_of_every_command_is_chinese():
    with language.speaking("zh"):
        said = [text for text in helps(cli.commands()) if text]
    names = {"Moodle XML", "moodle, canvas, ilias", "Canvas：Grades，Export", "Moodle：Download grading worksheet"}
    assert len(said) > 150
    assert [text for text in said if not re.search("[\u4e00-\u9fff]", text) and text not in names] == []
    assert [text for text in helps(cli.commands()) if text and re.search("[\u4e00-\u9fff]。", text)] == []


def test_no_heading_of_a_chinese_help_ends_with_a_colon_of_half_the_width(capsys):
    with pytest.raises(SystemExit):
        cli.main(["grade", "--help", "--language", "zh"])
    said = capsys.readouterr().out
    assert "\n选项：\n" in said
    assert re.findall("^.*[\u4e00-\u9fff]:$", said, re.MULTILINE) == []


def test_a_word_that_the_code_looks_up_is_called_by_the_language_in_a_picture_and_a_table(monkeypatch):
    def drawn():
        fig, ax = figure()
        ax.plot([1, 2], label="mini-batch")
        ax.set(xlabel="epochs", ylabel="a label of one's own")
        legend = ax.legend()
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # no letter is missing
            as_png(fig)
        return [ax.get_xlabel(), ax.get_ylabel(), *(text.get_text() for text in legend.get_texts())]

    assert drawn() == ["epochs", "a label of one's own", "mini-batch"]
    monkeypatch.setenv("COURSE_LANGUAGE", "zh")
    assert drawn() == ["轮数", "a label of one's own", "小批量"]
    table = plots.results.as_markdown(["rule", "step"], ["constant", 1], ["rate × √β₂ in each step", 2])
    assert [line.split(" | ")[0] for line in table.splitlines()] == [
        "| 优化器",
        "| :---",
        "| 恒定",
        "| 每一步学习率 × √β₂",
    ]


def test_a_schedule_is_named_in_its_legend_and_a_formula_beside_chinese_is_letters(monkeypatch, caplog):
    def shown():
        fig = comparison_plots.schedules(dict.fromkeys(["step", "cosine", "warm-up + cosine"], np.ones(3)))
        forgotten = rmsprop_plots.forgotten(np.ones(4), np.ones(3), 1.0)
        as_png(fig), as_png(forgotten)
        return [text.get_text() for text in fig.axes[0].get_legend().get_texts()], forgotten.axes[1].get_ylabel()

    assert shown() == (["step", "cosine", "warm-up + cosine"], r"$\alpha/\sqrt{S_2}$ (W² per loss)")
    monkeypatch.setenv("COURSE_LANGUAGE", "zh")
    with caplog.at_level(logging.WARNING, logger="matplotlib"):
        assert shown() == (["阶梯", "余弦", "预热 + 余弦"], "α/√S₂（W² / 损失）")
    assert not caplog.records


def test_the_races_of_the_comparison_have_one_name_each_in_chinese(monkeypatch):
    monkeypatch.setenv("COURSE_LANGUAGE", "zh")
    assert [called(name) for name in comparison.COLUMNS] == ["统一学习率", "最佳恒定学习率", "预热 + 余弦"]


def test_the_speaker_s_window_is_in_the_language_and_each_of_its_labels_is_there():
    plugin = vendor.REVEAL / "dist" / "plugin" / "notes.js"
    english, chinese = (decks.speaker(plugin, language) for language in ("en", "zh"))
    # By which a browser chooses the letters' shapes: in Chinese a colon stands at the left.
    assert english.count('<html lang="en">') == 1 and chinese.count('<html lang="zh-CN">') == 1
    assert '<html lang="en">' not in chinese
    for label in decks.LABELS:
        place = re.compile(f"[>']{re.escape(label)}[<' ]")
        assert place.search(english) and not place.search(chinese), label
