"""What a learner of the Chinese edition is told of an answer: Chinese, but for names, code and formulas."""

import re

import pytest

from course_lib.grading import telling
from course_lib.homework import check, hints
from course_lib.homework.examine import examine
from course_lib.homework.report import Report
from course_lib.homework.sentences import SENTENCES, sentence
from course_lib.language import speaking
from tests.test_homework_answers import EXERCISES, IDS, committed, written

# What is no English: Python's own words and those of NumPy, and the names of ours that stand in formulas.
PYTHON = {"True", "False", "None", "NaN", "NumPy", "int", "dict", "set", "str", "array", "empty", "copy", "len", "sum"}
PYTHON |= {
    "print",
    "return",
    "axis",
    "batch",
    "Python",
    "np",
    "shape",
    "maximum",
    "accumulate",
    "cumsum",
    "centered",
    "total",
}
NAMES = {"checks", "exercises", "course", "update", "Adam", "AdamW", "RMSProp", "AdaGrad", "Adadelta", "Nesterov"}


def latin(text, *known):
    """The English words in a text: those that are no code, and of three letters or more."""
    text = re.sub(
        r"`[^`]*`|\w*Error: .*?(?=，出在|$)|单元格第 \d+ 行：.*|[\w.]*[*/@^][\w.*/@^()]*|\w+\(.*?\)|\w+\[.*?\]",
        " ",
        text,
    )
    return sorted({*re.findall(r"(?<!\w)[A-Za-z]{3,}(?!\w)", text)} - PYTHON - NAMES - {*known})


@pytest.mark.parametrize(("name", "exercise"), EXERCISES, ids=IDS)
def test_what_is_said_of_a_wrong_answer_is_chinese(name, exercise):
    key = committed(exercise)
    known = {*(key.cases[0] if key.cases else ()), exercise, *(key.returns if isinstance(key.returns, tuple) else ())}
    with speaking("zh"):
        for answer in written(name, exercise, "WRONG"):
            verdict = examine(key, answer)
            titles = [title for title, _ in Report(key, verdict).facts()]
            told = [verdict.message, Report(key, verdict).headline, *titles]
            parts = {word for text in known for word in re.split(r"[_\d]", text)}
            assert all(re.search("[\u4e00-\u9fff]", text) for text in told), told
            assert latin(" ".join(told), *known, *parts) == [], told


def test_every_sentence_on_a_slip_has_a_translation():
    with speaking("zh"):
        for kind in SENTENCES:
            said = sentence(f"{kind}(return, v1, beta)")
            assert re.search("[\u4e00-\u9fff]", said) and latin(said) == [], said
        assert sentence("not_divided(v_used, (1-beta**t))") == "这一步用到的 v 里没有除以 (1-β^t)。"


def test_a_hint_with_numbers_is_known_by_its_words():
    english = "That is 1 - 2/(N+1), from the length of a plain mean. Solve N = 1/(1-β)."
    swapped = hints.SWAPPED.format(a="W", b="g")
    assert [hints.said(text) for text in (english, swapped, "A hint of nobody.")] == [
        english,
        swapped,
        "A hint of nobody.",
    ]
    with speaking("zh"):
        assert hints.said(english).startswith("这是 1 - 2/(N+1)")
        assert hints.said(swapped) == "这些数，是把 W 和 g 互换位置才会得到的。"
        assert hints.said("A hint of nobody.") == "A hint of nobody."
        (own,) = [one for one in committed("answer_updates").mistakes if one.name == "samples"][:1] or [None]
        assert own is None or re.search("[\u4e00-\u9fff]", hints.said(own.hint))


@pytest.mark.parametrize("exercise", IDS)
def test_all_hints_of_a_key_have_a_translation(exercise):
    key = committed(exercise)
    with speaking("zh"):
        for text in [one.hint for one in key.mistakes] + list(key.slips.hints.values()):
            assert not text or re.search("[\u4e00-\u9fff]", hints.said(text)), text


def test_check_speaks_the_language_of_the_folder(monkeypatch, capsys):
    monkeypatch.setenv("COURSE_LANGUAGE", "zh")

    def ewma(x, beta):
        return None

    check(ewma)
    out = capsys.readouterr().out
    assert out.startswith("✗ ewma：12 个用例通过了 0 个") or re.match(r"✗ ewma：\d+ 个用例通过了 0 个", out)
    assert "它什么也没返回" in out and "还会显示应该得到的值" in out


def test_only_the_words_of_the_process_that_saw_hidden_cases_are_doubtful():
    key = committed("ewma")
    with speaking("zh"):
        verdict = examine(key, lambda x, beta: None)
        assert telling.is_doubtful(key, verdict) and re.search("[\u4e00-\u9fff]", telling.told(verdict, None))


@pytest.mark.parametrize(
    ("hint", "said"),
    [
        ("That is what one step leaves. The question is about five hundred of them.", "题目问的是 500 步。"),
        ("After that many steps W has not quite moved by nine: one more.", "移动的距离还不到 9：再多一步。"),
    ],
)
def test_a_number_that_a_hint_writes_as_a_word_is_no_english_in_chinese(hint, said):
    with speaking("zh"):
        assert hints.said(hint).endswith(said)
    assert hints.said(hint) == hint
