"""Slides on the commonest mistakes of a class that was graded."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup

from course_lib import cli
from course_lib.authoring import mistakes, review
from course_lib.authoring.review_pictures import PICTURES
from course_lib.homework import key, spec
from course_lib.homework.compare import agree
from course_lib.homework.slips import result
from course_lib.homework.spec import PUBLIC_SEED

ROOT = Path(__file__).resolve().parents[1]
EXERCISES = {e.name: e for folder in sorted(mistakes.specs(ROOT).glob("0*")) for e in spec.exercises(folder)}
HOSTILE = "<script>alert(1)</script>"


def graded(folder, homework, *classes):
    """The results of (how many, {exercise: diagnosis}), handed in by someone whose name is a script."""
    submissions = [
        {
            "submission": HOSTILE,
            "exercises": {
                name: {"diagnosis": made, "passed": made is None, "note": HOSTILE} for name, made in each.items()
            },
        }
        for many, each in classes
        for _ in range(many)
    ]
    folder.mkdir()
    about = {"assignment": homework, "note": HOSTILE, "submissions": submissions}
    (folder / "grades.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


def deck(out):
    page = (out / "index.html").read_text(encoding="utf-8")
    return page, BeautifulSoup(page, "html.parser").select(".slides > section > section")


def test_the_three_commonest_mistakes_of_two_homeworks(tmp_path, capsys):
    one = graded(
        tmp_path / "one",
        "03_momentum",
        (7, {"momentum_step": "new_gradient_unweighted", "ewma": None}),
        (2, {"momentum_step": None, "ewma": HOSTILE, HOSTILE: "new_gradient_unweighted"}),
        (4, {"answer_beta": "the_weight", "ewma": None}),
    )
    two = graded(tmp_path / "two", "05_adam", (5, {"adam_step": "betas_exchanged"}), (1, {"adam_step": "uphill"}))
    assert cli.main(["review-deck", str(one), str(two), "--out", str(tmp_path / "out")]) == 0
    page, slides = deck(tmp_path / "out")
    asked = [slide for slide in slides if slide.select_one(".fragment")]
    headings = [slide.h2.get_text().rstrip("¶") for slide in asked]
    assert [" ".join(heading.split()) for heading in headings] == [
        "momentum_step: 7 of 9 gave this back",
        "adam_step: 5 of 6 gave this back",
        "answer_beta: 4 of 4 gave this back",
    ]
    assert "v1 = beta * v + g" in asked[0].select_one(".highlight").get_text()
    assert "PyTorch" in asked[0].select_one(".fragment").get_text()
    assert "answer_beta = 1 / 20" in asked[2].get_text() and "20 steps" in asked[2].get_text()
    assert HOSTILE not in page and "alert(1)" not in page
    loaded = [tag["src"] for tag in BeautifulSoup(page, "html.parser").select("[src]")]
    assert len(loaded) >= 3 and not [address for address in loaded if re.match("(https?:)?//", address)]
    assert "Left out: 4 diagnoses" in capsys.readouterr().err


def test_a_number_that_follows_from_a_wrong_function_is_no_mistake_of_its_own(tmp_path):
    folder = graded(
        tmp_path / "class",
        "01_gradient_descent",
        (5, {"updates_per_epoch": "last_batch_not_counted", "answer_updates": "short_batches_dropped"}),
        (2, {"updates_per_epoch": None, "answer_updates": "updates_of_one_epoch"}),
    )
    _, made, _ = mistakes.commonest(ROOT, [folder], 3)
    assert [(one.exercise, one.times) for one in made] == [("updates_per_epoch", 5), ("answer_updates", 2)]


def test_a_class_without_mistakes_gets_one_sentence(tmp_path):
    folder = graded(tmp_path / "class", "01_gradient_descent", (3, {"sgd_step": None}))
    assert cli.main(["review-deck", str(folder)]) == 0
    _, slides = deck(folder / "review")
    assert len(slides) == 1 and "No mistake that the course knows came back." in slides[0].get_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "cannot be read"), ("[]", "cannot be read"), ('{"assignment": "../x", "submissions": []}', "'../x'")],
)
def test_what_is_no_result_is_refused_in_a_sentence(text, said, tmp_path, capsys):
    (tmp_path / "grades.json").write_text(text)
    assert cli.main(["review-deck", str(tmp_path)]) == 2
    assert said in capsys.readouterr().err and not (tmp_path / "review").exists()


def code_of(exercise, name):
    _, code = mistakes.typical(exercise, name)
    if not code:
        return None
    names = {"np": np}
    exec(code, names)
    return names[exercise.name]


@pytest.mark.slow
def test_the_code_that_is_shown_makes_the_mistake():
    shown = 0
    for name in ("momentum_step", "ewma", "minibatches", "travel"):
        exercise = EXERCISES[name]
        cases = exercise.inputs(np.random.default_rng(PUBLIC_SEED))
        for mistake, wrong in exercise.mistakes.items():
            if (function := code_of(exercise, mistake)) is not None:
                shown += 1
                for case in cases:
                    wanted, got = (result(one, case, exercise.returns) for one in (wrong, function))
                    assert agree(got, wanted), f"{name}: {mistake}"
    assert shown > 60


def test_slips_and_exchanged_arguments_are_shown_too():
    adam, momentum = EXERCISES["adam_step"], EXERCISES["momentum_step"]
    hint, code = mistakes.typical(adam, "lr_forgotten + eps_forgotten")
    assert hint.startswith("Two things at once.") and "lr = 1\n" in code and "eps = 0\n" in code
    assert mistakes.typical(momentum, "lr_and_beta_swapped")[1].startswith("def momentum_step(W, g, v, beta, lr):")
    assert mistakes.typical(momentum, "returns_v_W")[1].endswith("return v, W")
    assert mistakes.typical(momentum, "nobody_makes_this") is None
    assert mistakes.typical(momentum, HOSTILE) is None and mistakes.typical(EXERCISES["answer_beta"], HOSTILE) is None


def test_the_hints_are_those_that_students_got():
    momentum = EXERCISES["momentum_step"]
    stored = key.from_json((ROOT / "exercises/checks/03_momentum/momentum_step.json").read_text(encoding="utf-8"))
    names = [mistake.name for mistake in stored.mistakes] + [*stored.slips.hints][:5]
    assert len(names) > 20
    for name in names:
        assert mistakes.typical(momentum, name)[0] == stored.hint(name)


def test_code_is_written_as_people_write_it():
    _, code = mistakes.typical(EXERCISES["momentum_step"], "steps_along_the_old_v")
    assert code.splitlines() == [
        "def momentum_step(W, g, v, lr, beta):",
        "    v1 = beta * v + (1 - beta) * g",
        "    W1 = W - lr * v",
        "    return W1, v1",
    ]


def test_every_picture_belongs_to_an_exercise():
    assert set(PICTURES) <= set(EXERCISES) and len(PICTURES) > 20
    assert all(picture.make() is not None for picture in set(PICTURES.values()))


CUT_OFF = """() => {
  const found = []
  for (let number = 0; number < Reveal.getTotalSlides(); number++) {
    Reveal.slide(number, 0, 99)
    const slide = Reveal.getCurrentSlide(), foot = slide.querySelector(".foot").getBoundingClientRect().top
    for (const part of slide.querySelectorAll(":is(h2, p, pre):not(aside *)"))
      if (part.getBoundingClientRect().bottom > foot || part.scrollWidth > part.clientWidth + 1)
        found.push(slide.querySelector("h2").textContent)
  }
  return found
}"""


@pytest.mark.slow
def test_every_exercise_fits_on_its_slide_with_its_longest_hint(tmp_path, chrome, monkeypatch):
    made = []
    for folder in sorted(mistakes.specs(ROOT).glob("0*")):
        for exercise in spec.exercises(folder):
            name = max(exercise.mistakes, key=lambda name: len(exercise.mistakes[name].__doc__))
            shown = mistakes.typical(exercise, name)
            made.append(mistakes.Made(folder.name, exercise.name, name, 14, 40, *shown))
    monkeypatch.setattr(mistakes, "commonest", lambda *_: (["03_momentum"], made, 0))
    review.main(ROOT, [], tmp_path / "deck")
    errors = []
    chrome.on("pageerror", lambda error: errors.append(error))
    chrome.set_viewport_size({"width": 1280, "height": 720})
    chrome.goto((tmp_path / "deck" / "index.html").as_uri())
    chrome.wait_for_function("window.Reveal?.isReady()")
    assert chrome.evaluate("Reveal.getTotalSlides()") > len(made) > 40
    assert chrome.evaluate(CUT_OFF) == []
    assert chrome.locator(".course-explorer canvas").count() >= len(set(PICTURES.values())) and errors == []


def test_a_deck_in_chinese_has_chinese_hints_questions_and_titles(tmp_path, capsys):
    made = (3, {"ewma": "weights_exchanged", "answer_beta": "the_weight"})
    folder = graded(tmp_path / "one", "03_momentum", made)
    assert cli.main(["review-deck", str(folder), "--language", "zh", "--out", str(tmp_path / "out")]) == 0
    page, slides = deck(tmp_path / "out")
    assert '<html lang="zh-CN">' in page and "作业里的常见错误" in page and "2 个错误" in capsys.readouterr().out
    said = " ".join(slide.get_text(" ") for slide in slides)
    assert "旧的平均和新的值，权重写反了" in said and "3 人里有 3 人" in said and "它实际算的是什么" in said
    # The questions in the homework's own words, without what says that they are some.
    assert "问题。" not in said and not re.search("gave this back|What does it|Where does|Move β", page)
