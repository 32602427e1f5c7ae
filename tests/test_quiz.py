"""The questions of each chapter: their form, their answers, and how they behave in a browser."""

import json
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course_lib import averages, data, quiz
from course_lib.authoring import export
from course_lib.authoring.source import METADATA
from course_lib.experiments import adagrad, gradient_descent, momentum, rmsprop_rates, second_moment
from course_lib.optimizers import SGD, AdaDelta, AdaGrad, Adam, RMSProp

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = [path.stem for path in sorted((ROOT / "notebooks" / "src").glob("0[1-9]*.md"))]
QUESTIONS = {name: quiz.load(name) for name in CHAPTERS}
EACH_CHAPTER = pytest.mark.parametrize("name", CHAPTERS)


# ---- the form ----


def problems(question):
    """What is wrong with one question, as sentences."""
    answers = question.get("answers", [])
    right = [answer for answer in answers if answer.get("correct")]
    said = [answer.get("feedback", "").strip() for answer in answers]
    found = []
    if not question.get("question", "").strip():
        found.append("It asks nothing.")
    if "$" in json.dumps(question):
        found.append("A formula between $ is not typeset: write β and √ as letters.")
    if not all(said) or len(set(said)) < len(said):
        found.append("Each answer needs an explanation of its own.")
    if len(right) != 1:
        found.append("It needs exactly one right answer.")
    if question.get("type") == "multiple_choice":
        texts = [answer.get("answer", "") for answer in answers]
        if len(set(texts)) < 3 or not all(texts):
            found.append("It needs three different choices or more.")
    elif question.get("type") == "numeric":
        if answers[-1:] == [] or answers[-1].get("type") != "default" or answers[-1].get("correct"):
            found.append("Its last answer must be a hint for all other numbers, of type default.")
        if sum(answer.get("type") in ("value", "range") for answer in answers) < 2:
            found.append("It needs the right number and at least one number that a typical mistake gives.")
        if any(not fits(number_of(answer), answer) for answer in answers[:-1]):
            found.append("All answers but the last are of type value with a value, or of type range with [from, to].")
    else:
        found.append("Its type must be multiple_choice or numeric.")
    return found


def number_of(answer):
    """A number that an answer is about: its value, or the middle of its range; None when it has none."""
    kind = answer.get("type")
    ends = {"value": [answer.get("value")], "range": answer.get("range")}.get(kind) or [None]
    return None if None in ends else sum(ends) / len(ends)


def fits(number, answer):
    """Whether jupyterquiz takes a number to be this answer; a range ends before its second number."""
    if number is None:
        return False
    if "value" in answer:
        return bool(np.isclose(number, answer["value"], rtol=1e-9))
    return "range" in answer and answer["range"][0] <= number < answer["range"][1]


@EACH_CHAPTER
def test_a_chapter_has_five_to_eight_questions_of_both_kinds(name):
    kinds = [question["type"] for question in QUESTIONS[name]]
    assert 5 <= len(kinds) <= 8
    assert set(kinds) == {"multiple_choice", "numeric"}


@pytest.mark.parametrize(("name", "number"), [(name, n) for name in CHAPTERS for n in range(len(QUESTIONS[name]))])
def test_a_question_is_well_formed(name, number):
    assert problems(QUESTIONS[name][number]) == []


@EACH_CHAPTER
def test_the_right_choice_does_not_always_stand_in_the_same_place(name):
    choices = [q["answers"] for q in QUESTIONS[name] if q["type"] == "multiple_choice"]
    places = [next(i for i, answer in enumerate(answers) if answer["correct"]) for answers in choices]
    assert len(set(places)) > 1


@EACH_CHAPTER
def test_the_chapter_shows_its_questions(name):
    assert f'quiz.show("{name}")' in (ROOT / "notebooks" / "src" / f"{name}.md").read_text(encoding="utf-8")


CHOICE = {
    "question": "Why?",
    "type": "multiple_choice",
    "answers": [
        {"answer": "a", "correct": True, "feedback": "yes"},
        {"answer": "b", "correct": False, "feedback": "no"},
        {"answer": "c", "correct": False, "feedback": "nor this"},
    ],
}
NUMBER = {
    "question": "How many?",
    "type": "numeric",
    "answers": [
        {"type": "value", "value": 2, "correct": True, "feedback": "yes"},
        {"type": "value", "value": 3, "correct": False, "feedback": "one too many"},
        {"type": "default", "feedback": "count"},
    ],
}


def without(question, position):
    return question | {"answers": question["answers"][:position] + question["answers"][position + 1 :]}


@pytest.mark.parametrize(
    "bad",
    [
        CHOICE | {"question": " "},
        CHOICE | {"question": r"Which $\beta$?"},
        CHOICE | {"type": "essay"},
        CHOICE | {"answers": [*CHOICE["answers"], {"answer": "d", "correct": False, "feedback": "no"}]},
        CHOICE | {"answers": [*CHOICE["answers"], {"answer": "d", "correct": True, "feedback": "also"}]},
        CHOICE | {"answers": [*CHOICE["answers"], {"answer": "d", "correct": False}]},
        without(CHOICE, 0),
        without(CHOICE, 1),
        without(NUMBER, 0),
        without(NUMBER, 1),
        without(NUMBER, 2),
        NUMBER | {"answers": [{"type": "range", "correct": True, "feedback": "oh"}, *NUMBER["answers"][1:]]},
        NUMBER | {"answers": [NUMBER["answers"][0] | {"type": "number"}, *NUMBER["answers"][1:]]},
        NUMBER
        | {"answers": [{"type": "range", "range": [3, 1], "correct": True, "feedback": "oh"}, *NUMBER["answers"][1:]]},
    ],
)
def test_a_bad_question_is_seen(bad):
    assert problems(CHOICE) == problems(NUMBER) == []
    assert problems(bad)


# ---- the answers: each right number is computed here, by the library ----


def adadelta_first(eps, rho):
    opt, W = AdaDelta(1.0, rho, eps), np.zeros(1)
    return -opt.step(W, np.array([7.0]), opt.start(W))[0][0]


def adam(gradients, **knobs):
    """(W, state) after Adam's steps from 0 on given gradients."""
    opt, W = Adam(**knobs), np.zeros(1)
    state = opt.start(W)
    for g in gradients:
        W, state = opt.step(W, np.array([float(g)]), state)
    return W[0], state


def batch_for(share, sizes=range(1, 9)):
    """The batch size whose measured noise is nearest to this share of a single sample's."""
    noise = gradient_descent.gradient_noise(sizes, replacement=True)
    return sizes[np.argmin(abs(noise / noise[0] - share))]


def constant_average(beta, value):
    return averages.ewma(np.full(1000, value), beta)[-1]


# The beginning of each numeric question, and its answer.
COMPUTED = {
    "1000 samples, batch size 64": lambda: len(data.minibatches(np.arange(1000), 64)),
    "You want half the noise": lambda: batch_for(share=1 / 2),
    "The steepest direction has the curvature λ = 50": lambda: momentum.stability_limit(SGD, curvature=50),
    "AdaGrad, ε = 0: the first two gradients are 3 and 4": lambda: (
        -np.diff(adagrad.rule_path(AdaGrad(1.0, eps=0), [0.0], np.array([[3.0], [4.0]]))[:, 0])[-1]
    ),
    "A bowl has the curvatures 1 and 9": lambda: adagrad.contraction(2 / 10, (1.0, 9.0)).max(),
    "Which β averages about the last 25": lambda: averages.beta_for_window(25),
    "With β = 0.9 and all gradients equal to 3": lambda: constant_average(0.9, 3.0),
    "You port Momentum(lr=0.5, beta=0.98)": lambda: 0.5 / averages.window(0.98),
    "RMSProp with β = 0.9, ε = 0 and lr = 0.1": lambda: (
        0.1 * second_moment.steps_for([7.0], RMSProp, lr=0.1, steps=1, beta=0.9, eps=0)[0]
    ),
    "RMSProp runs for a long time at the constant rate": lambda: round(rmsprop_rates.resting_distance(0.04), 5),
    "The first gradient is 4, with β₁ = 0.9": lambda: adam([4], beta1=0.9)[1]["m"][0],
    "With β₂ = 0.9 and S₀ = 0 the first two": lambda: (
        adam([2, 4], beta2=0.9)[1]["S"][0] / averages.weights(0.9, 2).sum()
    ),
    "All gradients are equal to −2, and Adam": lambda: adam([-2] * 100, lr=0.01)[0],
    "A fair coin decides": lambda: 100 * sum(bin(flips).count("1") >= 8 for flips in range(1024)) / 1024,
    "Adadelta with ρ = 0.9 and ε = 1e-5": lambda: adadelta_first(1e-5, 0.9),
}


def judged(question, number):
    """The answer that jupyterquiz takes a number to be: the first that fits, else the hint."""
    return next((answer for answer in question["answers"] if fits(number, answer)), question["answers"][-1])


NUMERIC = [question for name in CHAPTERS for question in QUESTIONS[name] if question["type"] == "numeric"]


@pytest.mark.parametrize("question", NUMERIC, ids=lambda question: question["question"][:40])
def test_the_right_number_is_what_the_library_computes(question):
    found = [compute for start, compute in COMPUTED.items() if question["question"].startswith(start)]
    assert len(found) == 1, "add the question's beginning and its answer, computed by course_lib, to COMPUTED"
    assert judged(question, found[0]()).get("correct")


@pytest.mark.parametrize("question", NUMERIC, ids=lambda question: question["question"][:40])
def test_no_answer_hides_behind_an_earlier_one(question):
    assert all(judged(question, number_of(answer)) is answer for answer in question["answers"][:-1])


# ---- what is shown ----


def test_two_pages_are_the_same_bytes_and_need_no_network():
    first, second = (quiz.page("03_momentum", QUESTIONS["03_momentum"]) for _ in range(2))
    assert first == second
    assert "http" not in re.sub(r"<http\(.*?>http\$1</a>", "", first).replace("http://www.w3.org", "").replace(
        '\'<a href="http$1" target="_blank" class="Quiz JQLink">http$1</a>\'', ""
    ).replace("/<http(.*?)>/g", "")
    assert not re.search(r"(?<!No)MathJax", first)


def test_where_scripts_are_cut_the_questions_stand_as_a_list_without_the_answers():
    shown = re.sub(r"<(script|style)>.*?</\1>", "", quiz.page("x", [CHOICE, NUMBER]), flags=re.DOTALL)
    assert "Why?" in shown and "<li>b</li>" in shown and "How many? (a number)" in shown
    assert "yes" not in shown and "correct" not in shown
    assert quiz.plain([CHOICE, NUMBER]) == "1. Why?\n2. How many?"
    assert quiz.plain([CHOICE | {"question": "Is the slide's lr &lt; 1?"}]) == "1. Is the slide's lr < 1?"


def test_feedback_says_in_words_whether_it_is_right():
    assert quiz.spoken(CHOICE["answers"][0])["feedback"] == "Right. yes"
    assert quiz.spoken(NUMBER["answers"][-1])["feedback"] == "Not quite. count"


def luminance(colour):
    """WCAG's relative luminance of "#rrggbb"."""
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(parts <= 0.03928, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("name", ["multiple-choice-bg", "numeric-bg", "correct-color", "incorrect-color"])
def test_white_on_a_colour_and_the_colour_on_white_can_be_read(name):
    # Questions and chosen answers are white on the colour, feedback is the colour on white, in both themes.
    assert quiz.COLOURS["--jq-text-color"] == "#FFFFFF"
    assert 1.05 / (luminance(quiz.COLOURS[f"--jq-{name}"]) + 0.05) >= 4.5


def test_the_ring_around_what_has_the_focus_is_seen_on_a_white_page_and_on_a_dark_one():
    light, dark = 1.05 / (luminance(quiz.FOCUS) + 0.05), (luminance(quiz.FOCUS) + 0.05) / (luminance("#111111") + 0.05)
    assert min(light, dark) >= 3


def test_the_questions_are_found_from_the_learners_copy_and_from_anywhere(tmp_path, monkeypatch):
    copy = tmp_path / "work" / "notebooks" / "src"
    copy.mkdir(parents=True)
    (copy / "09_own.quiz.json").write_text("[]")
    for place in (copy.parent, copy.parents[1]):
        monkeypatch.chdir(place)
        assert quiz.load("09_own") == []
    monkeypatch.chdir(tmp_path)
    assert quiz.load("03_momentum") == QUESTIONS["03_momentum"]
    with pytest.raises(ValueError, match=r"^There are no questions called '08_none'; there are 01_gradient_descent, "):
        quiz.load("08_none")


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"[",
        b"\xff\xfe",
        b"{}",
        b"[1]",
        b'[{"question": "Why?", "type": "numeric"}]',
        b'[{"question": "Why?", "type": "numeric", "answers": [{"type": "default"}]}]',
    ],
)
def test_a_broken_file_is_a_sentence_that_says_what_to_do(damage, tmp_path, monkeypatch):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "broken.quiz.json").write_bytes(damage)
    monkeypatch.chdir(tmp_path)
    sentence = r"^broken\.quiz\.json cannot be read \(.+\): repair it or, .* delete it and run 'course update'\.$"
    with pytest.raises(ValueError, match=sentence):
        quiz.load("broken")


# ---- in a browser ----


def feedback(page, question):
    """What a screen reader is told after an answer to the question with this text, the first such one on the page."""
    return page.get_by_role("group", name=question).first.locator("xpath=..").get_by_role("status").inner_text()


def by_keyboard(page):
    """Answer both questions with Tab, arrows and Enter, from the first choice on; the explanations, in order."""
    told = []
    page.locator(".MCButton input").first.focus()
    for key in ("Enter", "ArrowDown", "ArrowDown", "ArrowUp", "Space"):
        page.keyboard.press(key)
        told.append(feedback(page, "Why?"))
    page.keyboard.press("Tab")
    for key in ("3", "Enter"):
        page.keyboard.press(key)
    told.append(feedback(page, "How many?"))
    return told


def by_mouse(page):
    """Click a wrong choice and the right one, click into the field and type; the explanations, in order."""
    told = []
    for choice in ("b", "a"):
        page.get_by_role("group", name="Why?").first.get_by_text(choice, exact=True).click()
        told.append(feedback(page, "Why?"))
    page.get_by_label("Type numeric answer here:").first.click()
    for key in ("2", "Enter"):
        page.keyboard.press(key)
    return [*told, feedback(page, "How many?")]


BY_KEYBOARD = [
    "Right. yes",
    "Not quite. no",
    "Not quite. nor this",
    "Not quite. no",
    "Not quite. no",
    "Not quite. one too many",
]
BY_MOUSE = ["Not quite. no", "Right. yes", "Right. yes"]
SHOW = f"""import json
from IPython.display import display
from course_lib import quiz
questions = json.loads({json.dumps(json.dumps([CHOICE, NUMBER]))})
display({{"text/html": quiz.page("x", questions), "text/plain": "quiz"}}, raw=True)"""


@pytest.mark.browser
@pytest.mark.tour
def test_answers_are_explained_in_lab(tmp_path):
    from tests.needs import needs_browser

    chromium = needs_browser()
    from tests.lab import browser, lab, run_all

    root = tmp_path / "lab"
    root.mkdir()
    # Twice, as when a chapter is open beside a copy of it.
    nbformat.write(new_notebook(cells=[new_code_cell(SHOW) for _ in range(2)], metadata=METADATA), root / "quiz.ipynb")
    with lab(root) as address, browser(chromium) as page:
        assert run_all(page, address, "quiz.ipynb")[2] == []
        page.locator(".NumericQn").nth(1).wait_for()
        assert not any(plainly.is_visible() for plainly in page.locator(".jp-OutputArea ol").all())
        assert by_keyboard(page) == BY_KEYBOARD
        assert by_mouse(page) == BY_MOUSE
        cells = page.locator(".jp-Notebook .jp-Cell").count()
        assert cells == 2, "typing an answer must not reach JupyterLab's shortcuts"


@pytest.mark.browser
def test_answers_are_explained_in_the_exported_page_without_a_network(tmp_path):
    from tests.needs import needs_browser

    chromium = needs_browser()
    from tests.lab import browser

    shown = nbformat.v4.new_output("display_data", data={"text/html": quiz.page("x", [CHOICE, NUMBER])})
    file = tmp_path / "page.html"
    cells = [new_code_cell("1", outputs=[shown], execution_count=number) for number in (1, 2)]
    file.write_text(export.html(new_notebook(cells=cells)))
    with browser(chromium) as page:
        page.context.set_offline(True)
        page.goto(file.as_uri(), wait_until="domcontentloaded")
        page.locator(".NumericQn").nth(1).wait_for()
        assert by_keyboard(page) == BY_KEYBOARD
        assert by_mouse(page) == BY_MOUSE


TYPED = {
    "0.5": "Right. yes",
    "0,5": "Right. yes",
    "０，５": "Right. yes",
    "．５": "Right. yes",
    " 1/2 ": "Right. yes",
    "5e-1": "Right. yes",
    "−0,5": "Not quite. the sign",
    "3": "Not quite. count",
    "half": "Type a number, such as 0.05 or 1/20.",
    "0.5.1": "Type a number, such as 0.05 or 1/20.",
}
HALF = {
    "question": "How much?",
    "type": "numeric",
    "answers": [
        {"type": "value", "value": 0.5, "correct": True, "feedback": "yes"},
        {"type": "value", "value": -0.5, "correct": False, "feedback": "the sign"},
        {"type": "default", "feedback": "count"},
    ],
}


@pytest.mark.browser
def test_a_number_may_be_typed_as_people_write_it_and_what_is_right_is_counted(chrome):
    chrome.set_content(quiz.page("x", [CHOICE, HALF]))
    chrome.locator(".NumericQn").wait_for()
    score, field = chrome.locator(".Score"), chrome.get_by_label("Type numeric answer here:")
    assert score.inner_text() == "0 of 2 answered correctly."
    chrome.get_by_role("button", name="Check").click()  # of nothing
    assert feedback(chrome, "How much?") == ""
    told = {}
    for text in TYPED:
        field.fill(text)
        chrome.get_by_role("button", name="Check").click()
        told[text] = feedback(chrome, "How much?")
    assert told == TYPED
    assert score.inner_text() == "1 of 2 answered correctly."
    field.fill("3")
    field.press("Enter")
    assert "incorrectButton" in field.get_attribute("class")
    field.blur()
    field.focus()
    assert field.input_value() == "" and field.get_attribute("class") == "Input-text"
    chrome.get_by_role("group", name="Why?").get_by_text("a", exact=True).click()
    assert score.inner_text() == "2 of 2 answered correctly."
