"""The questions of each chapter: their form, their answers, and how they behave in a browser."""

import json
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course_lib import averages, data, quiz, records
from course_lib.authoring import export
from course_lib.authoring.source import METADATA
from course_lib.experiments import adagrad, gradient_descent, momentum, rmsprop_rates, second_moment
from course_lib.optimizers import SGD, AdaDelta, AdaGrad, Adam, RMSProp
from course_lib.quiz import drawing, progress
from course_lib.quiz.questions import is_right
from course_lib.quiz.widget import Quiz

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
    "id": "c",
    "question": "Why?",
    "type": "multiple_choice",
    "answers": [
        {"answer": "a", "correct": True, "feedback": "yes"},
        {"answer": "b", "correct": False, "feedback": "no"},
        {"answer": "c", "correct": False, "feedback": "nor this"},
    ],
}
NUMBER = {
    "id": "n",
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


@pytest.mark.parametrize("name", CHAPTERS)
def test_what_counts_is_what_is_marked_as_right(name):
    for question in QUESTIONS[name]:
        for place, answer in enumerate(question["answers"]):
            given = str(place) if question["type"] == "multiple_choice" else str(number_of(answer))
            assert is_right(question, given) == bool(answer.get("correct"))


# ---- what is shown ----


def test_two_pages_are_the_same_bytes_and_need_no_network():
    first, second = (drawing.page("03_momentum", QUESTIONS["03_momentum"]) for _ in range(2))
    assert first == second
    assert "http" not in re.sub(r"<http\(.*?>http\$1</a>", "", first).replace("http://www.w3.org", "").replace(
        '\'<a href="http$1" target="_blank" class="Quiz JQLink">http$1</a>\'', ""
    ).replace("/<http(.*?)>/g", "")
    assert not re.search(r"(?<!No)MathJax", first)


def test_where_scripts_are_cut_the_questions_stand_as_a_list_without_the_answers():
    shown = re.sub(r"<(script|style)>.*?</\1>", "", drawing.page("x", [CHOICE, NUMBER]), flags=re.DOTALL)
    assert "Why?" in shown and "<li>b</li>" in shown and "How many? (a number)" in shown
    assert "yes" not in shown and "correct" not in shown
    assert drawing.plain([CHOICE, NUMBER]) == "1. Why?\n2. How many?"
    assert drawing.plain([CHOICE | {"question": "Is the slide's lr &lt; 1?"}]) == "1. Is the slide's lr < 1?"


def test_feedback_says_in_words_whether_it_is_right():
    choice, number = drawing.spoken([CHOICE, NUMBER])
    assert choice["answers"][0]["feedback"] == "Right. yes"
    assert number["answers"][-1]["feedback"] == "Not quite. count"


def luminance(colour):
    """WCAG's relative luminance of "#rrggbb"."""
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(parts <= 0.03928, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("name", ["multiple-choice-bg", "numeric-bg", "correct-color", "incorrect-color"])
def test_white_on_a_colour_and_the_colour_on_white_can_be_read(name):
    # Questions and chosen answers are white on the colour, feedback is the colour on white, in both themes.
    assert drawing.COLOURS["--jq-text-color"] == "#FFFFFF"
    assert 1.05 / (luminance(drawing.COLOURS[f"--jq-{name}"]) + 0.05) >= 4.5


def test_the_ring_around_what_has_the_focus_is_seen_on_a_white_page_and_on_a_dark_one():
    light, dark = (
        1.05 / (luminance(drawing.FOCUS) + 0.05),
        (luminance(drawing.FOCUS) + 0.05) / (luminance("#111111") + 0.05),
    )
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
from course_lib.quiz.widget import Quiz
Quiz("x", json.loads({json.dumps(json.dumps([CHOICE, NUMBER]))}))"""


@pytest.mark.browser
@pytest.mark.tour
def test_answers_are_explained_in_lab_and_survive_the_kernel(tmp_path):
    from tests.needs import needs_browser

    chromium = needs_browser()
    from tests.lab import NOTEBOOK, browser, close, lab, opened, run_all

    root, file = tmp_path / "lab", tmp_path / "lab" / "quiz.ipynb"
    root.mkdir()
    # Twice, as when a chapter is open beside a copy of it.
    nbformat.write(new_notebook(cells=[new_code_cell(SHOW) for _ in range(2)], metadata=METADATA), file)
    with lab(root) as address, browser(chromium) as page:
        assert run_all(page, address, "quiz.ipynb")[2] == []
        page.locator(".NumericQn").nth(1).wait_for()
        assert not any(plainly.is_visible() for plainly in page.locator(".jp-OutputArea ol").all())
        assert by_keyboard(page) == BY_KEYBOARD
        assert by_mouse(page) == BY_MOUSE
        cells = page.locator(".jp-Notebook .jp-Cell").count()
        assert cells == 2, "typing an answer must not reach JupyterLab's shortcuts"
        page.get_by_text(progress.COUNTED).wait_for()
        answers, record = {"c": ["0", "0"], "n": ["3", "2"]}, tmp_path / "lab-home" / "progress.json"
        for _ in range(600):  # until the kernel has heard the last one
            if records.read(record)[0]["quizzes"] == {"x": answers}:
                break
            page.wait_for_timeout(100)
        assert records.read(record)[0]["quizzes"] == {"x": answers}
        # The kernel dies, and the second quiz is answered nevertheless.
        page.evaluate(f"() => {NOTEBOOK}.sessionContext.shutdown()")
        page.evaluate(f"() => {NOTEBOOK}.context.save()")
        second = page.get_by_role("group", name="Why?").nth(1)
        second.get_by_text("b", exact=True).click()
        page.get_by_text("Save the notebook to keep your answers").wait_for()
        assert page.evaluate(f"() => {NOTEBOOK}.context.model.dirty"), "JupyterLab must ask before it closes"
        page.evaluate(f"() => {NOTEBOOK}.context.save()")
        close(page)
        models = nbformat.read(file, as_version=4).metadata.widgets[progress.STATE]["state"].values()
        kept = [model["state"]["answers"] for model in models if model["state"].get("quiz")]
        # A notebook lists its widgets by their names, which are random.
        assert sorted(kept, key=str) == sorted([answers, {"c": ["1", "1"]}], key=str)
        opened(page, address, "quiz.ipynb")
        page.locator(".incorrectButton").wait_for()  # of the second quiz
        assert page.locator(".Score").all_inner_texts() == [
            "2 of 2 answered correctly, 1 at the first try.",
            "0 of 2 answered correctly.",
        ]
        assert feedback(page, "How many?") == "Right. yes"


@pytest.mark.browser
def test_answers_are_explained_in_the_exported_page_without_a_network(tmp_path):
    from tests.needs import needs_browser

    chromium = needs_browser()
    from tests.lab import browser

    shown = nbformat.v4.new_output("display_data", data={"text/html": drawing.page("x", [CHOICE, NUMBER])})
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
    "id": "h",
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
    chrome.set_content(drawing.page("x", [CHOICE, HALF]))
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
    assert score.inner_text() == "1 of 2 answered correctly, 1 at the first try."
    field.fill("3")
    field.press("Enter")
    assert "incorrectButton" in field.get_attribute("class")
    field.blur()
    field.focus()
    assert field.input_value() == "" and field.get_attribute("class") == "Input-text"
    chrome.get_by_role("group", name="Why?").get_by_text("a", exact=True).click()
    assert score.inner_text() == "2 of 2 answered correctly, 2 at the first try."


def served(page, body):
    """Show a page that has an address, so that the browser may remember something for it."""
    page.route("http://course.test/", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    page.goto("http://course.test/")


def shown(page):
    """[(class of each choice or field), what is said of each answer, the score, where the answers are kept]"""
    page.locator(".Score").wait_for()
    marks = [one.get_attribute("class") for one in page.locator(".MCButton, .Input-text").all()]
    return [marks, page.locator(".Feedback").all_inner_texts(), *page.locator(".Score, .Kept").all_inner_texts()]


ANSWERED = [
    ["MCButton correctButton", "MCButton", "MCButton", "Input-text incorrectButton"],
    ["Right. yes", "Not quite. the sign"],
    "1 of 2 answered correctly, 0 at the first try.",
]


@pytest.mark.browser
def test_a_page_without_a_kernel_remembers_answers_in_this_browser_and_says_so(chrome):
    served(chrome, drawing.page("x", [CHOICE, HALF]))
    assert shown(chrome)[2:] == ["0 of 2 answered correctly.", ""]
    choices = chrome.get_by_role("group", name="Why?")
    for choice in ("b", "a"):
        choices.get_by_text(choice, exact=True).click()
    chrome.get_by_label("Type numeric answer here:").fill("−1/2")
    chrome.get_by_role("button", name="Check").click()
    in_this_browser = "Your answers are kept in this browser only."
    assert shown(chrome) == [*ANSWERED, in_this_browser]
    chrome.reload()
    chrome.locator(".incorrectButton").wait_for()
    assert shown(chrome) == [*ANSWERED, in_this_browser]
    assert chrome.get_by_label("Type numeric answer here:").input_value() == "-1/2"
    for damaged in ("{", "3", '{"c": 1, "h": ["<img src=x onerror=alert(1)>", "0.5"]}', '{"c": ["9", "9"]}'):
        chrome.evaluate("text => localStorage.setItem('course-quiz-x', text)", damaged)
        chrome.reload()
        chrome.locator(".Score").wait_for()
        assert chrome.locator("img").count() == 0 and chrome.locator(".MCButton").count() == 3
    chrome.evaluate("localStorage.setItem('course-quiz-y', JSON.stringify({ n: ['2', '2'] }))")
    served(chrome, drawing.page("y", [NUMBER, HALF]))
    chrome.locator(".correctButton").wait_for()
    assert chrome.evaluate("document.activeElement === document.body"), "nothing may take the focus from the reader"


# A model as JupyterLab hands it to a widget; `window.kept` is what it holds.
MODEL = """async ([code, state]) => {
  window.kept = state
  window.dirty = 0
  const heard = {}
  window.kernel = told => { kept.told = told; heard['change:told']() }
  const model = {
    get: name => kept[name],
    set: (name, value) => { kept[name] = value },
    save_changes: () => {},
    on: (event, act) => { heard[event] = act },
    widget_manager: { setDirty: () => { window.dirty += 1 } },
  }
  const { default: widget } = await import(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })))
  const el = document.createElement('div')
  widget.render({ model, el })
  await new Promise(done => setTimeout(done, 120)) // JupyterLab puts it into the page later
  document.body.replaceChildren(el)
}"""


@pytest.mark.browser
def test_in_a_notebook_the_widget_remembers_answers_with_a_kernel_and_without(chrome):
    served(chrome, "<!doctype html><body></body>")
    state = {"questions": drawing.spoken([CHOICE, HALF]), "answers": {}, "told": {}}
    chrome.evaluate(MODEL, [Quiz._esm, state])
    assert shown(chrome)[3] == ""
    for choice in ("b", "a", "b"):  # what was right once stays right
        chrome.get_by_text(choice, exact=True).click()
    chrome.get_by_label("Type numeric answer here:").fill("-0,5")
    chrome.get_by_role("button", name="Check").click()
    answers = {"c": ["1", "0"], "h": ["-0.5", "-0.5"]}
    assert chrome.evaluate("kept.answers") == answers
    assert chrome.evaluate("dirty") == 3  # the notebook is to be saved
    chrome.get_by_text("Save the notebook to keep your answers").wait_for()  # nobody has answered
    chrome.evaluate("answers => kernel({ answers, said: 'Counted.' })", answers)
    assert shown(chrome)[3] == "Counted."
    chrome.evaluate(MODEL, [Quiz._esm, state | {"answers": answers, "told": {"answers": answers, "said": "Counted."}}])
    chrome.locator(".incorrectButton").wait_for()
    assert shown(chrome) == [*ANSWERED, "Counted."]
    assert chrome.evaluate("[kept.answers, dirty]") == [answers, 0]  # looking changes nothing
