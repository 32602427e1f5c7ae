"""The path explorer on a bare page: every control moves the picture, and what it says agrees with course_lib."""

import copy
import re

import numpy as np
import pytest

from course_lib.explorers import average_task, explore, path, rate_map, rate_task, task
from course_lib.explorers.own import said
from course_lib.optimizers import SGD, AdaGrad, Adam, Lion, Momentum, Muon, Nesterov, RMSProp
from tests.explorer_controls import SELECTOR, problems
from tests.explorer_page import change, run_module, settled, told, wider_than

RULES = [SGD(0.1), Momentum(0.1), Nesterov(0.1), RMSProp(0.1), Adam(0.1)]
TASKS = [
    task("Throw SGD out.", "SGD", above=100),
    task("Let Adam win.", "Adam", first=True),
    task("In the deepest basin.", "SGD", below=(-0.95, 100), surface="basins", free=True),
]

# Pause as soon as some steps have been drawn, before which all are; a test that sleeps first may come too late.
PAUSE = """() => new Promise(done => {
  const drawn = document.querySelector('input[name=drawn]')
  const watch = () => Number(drawn.value) > 0 && Number(drawn.value) < Number(drawn.max)
    ? done(Array.from(document.querySelectorAll('button')).find(button => button.innerText === 'Pause').click())
    : requestAnimationFrame(watch)
  watch()
})"""
# [the seconds that Play ran for by the page's clock, the numbers of steps that were drawn in them].
PLAYED = """() => new Promise(done => {
  const drawn = document.querySelector('input[name=drawn]'), seen = new Set()
  const watch = () => {
    seen.add(drawn.value)
    requestAnimationFrame(watch)
  }
  const named = name => Array.from(document.querySelectorAll('button')).find(button => button.innerText === name)
  const began = performance.now()
  named('Play').click()
  requestAnimationFrame(watch)
  setTimeout(() => {
    named('Pause').click()
    done([(performance.now() - began) / 1000, [...seen]])
  }, 800)
})"""


@pytest.fixture
def page(opened):
    return opened(explorer())


def explorer(**options):
    return path("canyon", RULES, others=["basins", "pit", ["quadratic", [1, 25]]], tasks=TASKS, alt="Paths.", **options)


def test_each_slider_moves_the_picture_by_key(page):
    for name in ("lr", "beta", "beta1", "beta2", "steps", "drawn", "noise", "eps"):
        slider = page.locator(f"input[name='{name}']")
        slider.focus()
        key, times = ("End", 1) if name in ("eps", "noise") else ("ArrowLeft", 3)
        assert change(page, lambda: [page.keyboard.press(key) for _ in range(times)]), name  # noqa: B023
        assert slider.get_attribute("aria-valuetext") == page.locator(f"input[name='{name}, typed']").input_value()


def test_rules_surfaces_and_reset(page):
    first = told(page)
    assert change(page, lambda: page.locator("input[name=SGD]").press(" "))
    assert change(page, lambda: page.select_option("select[name=surface]", "pit"))
    assert change(page, lambda: page.select_option("select[name=surface]", "bowl, κ = 25"))
    assert told(page) != first
    assert change(page, lambda: page.get_by_role("button", name="Reset").press("Enter"))
    assert told(page) == first


def test_a_rate_for_one_rule_leaves_the_others(page):
    page.select_option("select[name=of]", "Adam")
    page.locator("input[name=lr]").press("ArrowRight")
    knobs = told(page)["knobs"]
    assert knobs["Adam"]["lr"] > 0.1 and {knobs[name]["lr"] for name in knobs if name != "Adam"} == {0.1}
    assert page.locator("input[name=beta]").count() == 0  # Adam has no β


def test_a_choice_of_one_is_hidden(page):
    assert page.locator("select[name=of]").is_visible()
    for rule in RULES[1:]:
        page.locator(f"input[name={type(rule).__name__}]").press(" ")
    assert page.locator("select[name=of]").is_hidden()
    page.locator("input[name=Adam]").press(" ")
    assert page.locator("select[name=of]").is_visible()


@pytest.mark.tour  # each control of each kind is tried in tests/test_explorers_controls.py
def test_an_explorer_of_one_rule_has_no_dead_control_and_the_test_of_notebooks_would_see_one(opened):
    page = opened(path("canyon", [SGD(0.1)], alt="A path."))
    names = [box.get_attribute("name") for box in page.locator("select").all() if box.is_visible()]
    assert names == ["speed", "coordinate"]
    assert problems(page) == []
    page.evaluate(f"() => document.querySelector('{SELECTOR} select[name=of]').closest('label').style.display = 'flex'")
    assert problems(page) == ["Path explorer, number 1: select-one “of” changes nothing"]


@pytest.mark.parametrize(("rules", "shown"), [(("Momentum",), []), (("RMSProp", "Momentum"), ["rule"])])
def test_a_map_of_one_rule_offers_no_other(opened, rules, shown):
    page = opened(rate_map(rules, alt="A map."))
    assert [box.get_attribute("name") for box in page.locator("select").all() if box.is_visible()] == shown


def test_the_start_follows_mouse_and_keys(page):
    canvas = page.locator("canvas").first
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 100)
    page.mouse.down()
    assert change(page, lambda: page.mouse.move(box["x"] + 300, box["y"] + 150))
    dragged = told(page)["start"]
    page.mouse.up()
    page.mouse.move(box["x"] + 100, box["y"] + 90)
    assert told(page)["start"] == dragged
    canvas.press("ArrowUp")
    assert told(page)["start"] == [dragged[0], pytest.approx(dragged[1] + 4 / 50)]  # the window is 4 high
    canvas.press("Shift+ArrowLeft")
    assert told(page)["start"][0] == pytest.approx(dragged[0] - 7 / 10)  # and 7 wide


def test_play_pause_and_step(page):
    drawn = page.locator("input[name=drawn]")
    page.get_by_role("button", name="Play").click()
    page.evaluate(PAUSE)
    reached = int(drawn.input_value())
    assert 0 < reached < 100
    settled(page, 200)
    assert int(drawn.input_value()) == reached
    assert change(page, lambda: page.get_by_role("button", name="Step").click())
    assert int(drawn.input_value()) == reached + 1


def test_reduced_motion_plays_in_few_jumps(page):
    page.emulate_media(reduced_motion="reduce")
    seconds, seen = page.evaluate(PLAYED)
    assert seconds >= 0.8 and 1 <= len(seen) <= 2 * seconds + 1
    page.emulate_media(reduced_motion="no-preference")


def value(text):
    """What a line of the arithmetic comes to: its signs as Python's."""
    signs = {"−": "-", "·": "*", "²": "**2", "^": "**", "√": "np.sqrt", " / √": " / np.sqrt"}
    for sign, ours in signs.items():
        text = text.replace(sign, ours)
    return eval(text, {"np": np, "sign": np.sign, "max": max})


@pytest.mark.parametrize("step", [1, 7])
def test_the_arithmetic_adds_up(opened, step):
    rules = [*RULES, AdaGrad(0.1), Lion(0.01, weight_decay=0.1)]
    page = opened(path("canyon", rules, steps=step, alt="Paths."))
    for rule in rules:
        page.select_option("select[name=spoken]", type(rule).__name__)
        head, *lines = page.locator("pre[aria-label*=arithmetic]").inner_text().split("\n")
        assert head.startswith(f"{type(rule).__name__}, W₁: t = {step}, g = ")
        for line in lines:
            left, right = line.split(" = ", 1)[1].rsplit(" = ", 1)
            # Each number is rounded to four digits, and differences lose some of them.
            assert value(left) == pytest.approx(value(right), rel=5e-3, abs=2e-3), line
        assert len(lines) == {"SGD": 1, "Adam": 5, "Lion": 3}.get(type(rule).__name__, 2)


@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_copied_python_gives_the_same_paths(opened, noise):
    widget = explorer(noise=noise, seed=3)
    page = opened(widget)
    page.locator("canvas").first.press("ArrowDown")
    for name in ("beta", "lr", "beta2"):
        page.locator(f"input[name={name}]").press("ArrowLeft")
    page.get_by_role("button", name="Copy as Python").click()
    settings, shown = told(page), {}
    code = page.locator("pre[aria-label*=Python]").inner_text()
    exec(code.replace("plots.show(", "dict(shown="), shown)  # the picture has been tried in JupyterLab
    assert list(shown["runs"]) == settings["rules"]
    for name, run in shown["runs"].items():
        np.testing.assert_array_equal(run.W, widget.run(name, settings).W)
    said = page.locator("[aria-label=Numbers] tbody td:last-child").all_inner_texts()
    assert [float(text.replace("−", "-")) for text in said] == [
        pytest.approx(float(f"{run.loss[-1]:.3g}")) for run in shown["runs"].values()
    ]


def test_tasks_are_solved_by_moving(page):
    assert page.locator(".course-done").count() == 0
    page.locator("input[name=lr]").focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    assert page.locator(".course-done").count() >= 1
    assert page.locator(".course-wishes [role=status]").inner_text().startswith("Task")
    page.get_by_role("button", name="Reset").click()
    page.select_option("select[name=surface]", "basins")
    canvas = page.locator("canvas").first
    for _ in range(7):
        canvas.press("Shift+ArrowRight")
    canvas.press("Shift+ArrowUp")
    assert page.locator("ol li").nth(2).get_attribute("class") == "course-done"
    told(page)
    assert 2 in page.evaluate("() => document.getElementById('explorer0').state.solved")


def test_moving_the_start_is_no_way_to_solve_a_task(opened):
    page = opened(path("canyon", RULES, tasks=[task("Reach the minimum.", "SGD", below=(1e-3, 100))], alt="Paths."))
    canvas = page.locator("canvas").first
    box = canvas.bounding_box()
    for x in range(300, 700, 4):
        page.mouse.click(box["x"] + x, box["y"] + 195)
    assert page.locator("[aria-label=Numbers] td:last-child").first.inner_text().startswith("0.0")
    assert page.locator(".course-done").count() == 0
    assert "Reset" in page.locator(".course-hint").inner_text()
    page.get_by_role("button", name="Reset").click()
    assert page.locator(".course-hint").inner_text() == ""


def test_nothing_is_wider_than_the_page(page):
    assert wider_than(page, 320, 800, 1600) == []


def test_a_dark_page_is_drawn_in_light_ink(page):
    darken = """() => { document.body.style.setProperty('--jp-ui-font-color1', '#eeeeee')
                        document.body.dataset.jpThemeLight = 'false' }"""
    assert change(page, lambda: page.evaluate(darken))


def test_two_explorers_do_not_touch_each_other(opened):
    page = opened(explorer(), explorer())
    second = "() => document.querySelectorAll('canvas')[2].toDataURL()"
    before = page.evaluate(second)
    assert change(page, lambda: page.locator("input[name=lr]").first.press("ArrowRight"))
    assert page.evaluate(second) == before


def test_arguments_out_of_range_are_refused():
    for wrong, sentence in [
        ({"surface": "moon"}, "no surface 'moon'"),
        ({"rules": [Muon(0.1, shapes=((2, 1),))]}, "cannot be explored"),
        ({"steps": 0}, "at least 1"),
        ({"steps": 501}, "at most 500"),
        ({"noise": 9}, "noise must lie between"),
        ({"rules": [SGD(20.0)]}, "lr must lie between"),
    ]:
        with pytest.raises(ValueError, match=sentence):
            path(**{"surface": "canyon", "rules": [SGD(0.1)], "alt": "x"} | wrong)
    with pytest.raises(ValueError, match="something to find"):
        task("Nothing.", "SGD")


def test_the_still_picture_is_that_of_the_settings():
    widget = explorer(shown=["SGD", "Adam"], start=(1.0, 1.0))
    figure = widget.figure()
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == ["SGD", "Adam"]
    data, metadata = widget._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain", "application/vnd.jupyter.widget-view+json"}
    assert metadata["image/png"]["alt"] == "Paths."


# A learner's own rule


def heavy(W, g, state):
    v = 0.9 * state.get("v", 0) + 0.1 * g
    return W - 0.1 * v, {"v": v}


def momentum_step(W, g, v, lr, beta):
    v = beta * v + (1 - beta) * g
    return W - lr * v, v


@pytest.mark.parametrize(("step", "knobs"), [(heavy, {}), (momentum_step, {"lr": 0.1, "beta": 0.9})])
def test_an_own_rule_takes_the_library_s_path(step, knobs):
    widget = explore(step, "canyon", steps=200, beside=[Momentum(0.1)], **knobs)
    answer = widget.answer(widget.settings)
    np.testing.assert_allclose(answer["path"], widget.run("Momentum", widget.settings).W, rtol=1e-12, atol=1e-12)
    assert f"{step.__name__} (yours)" in widget.settings["rules"]


def test_an_own_rule_s_sliders_reach_it():
    widget = explore(momentum_step, lr=0.1, beta=0.9)
    name = "momentum_step (yours)"
    moved = widget.settings | {"knobs": widget.settings["knobs"] | {name: {"lr": 0.2, "beta": 0.5}}}
    np.testing.assert_allclose(
        widget.answer(moved)["path"], explore(momentum_step, lr=0.2, beta=0.5).run(name, moved).W, rtol=1e-12
    )
    assert widget.answer(moved)["path"] != widget.answer(widget.settings)["path"]


def test_an_exception_of_an_own_rule_is_shown():
    def broken(W, g, state):
        return W - rate * g, state  # noqa: F821

    widget = explore(broken)
    assert re.fullmatch(
        r"NameError in “return W - rate \* g, state.*”: name 'rate' is not defined",
        widget.answer(widget.settings)["error"],
    )
    assert widget.figure().axes  # the others are drawn all the same
    assert said(ValueError("no"), heavy) == "ValueError: no"


def test_an_own_rule_that_returns_too_little_is_told_so():
    def forgetful(W, g, v, lr):
        return W - lr * g

    def summed(W, g, lr):
        return (W - lr * g).sum()

    for step, sentence in [(forgetful, "must return W and v"), (summed, "must be (2,)")]:
        widget = explore(step, lr=0.1)
        assert sentence in widget.answer(widget.settings)["error"]
    with pytest.raises(ValueError, match="takes no speed"):
        explore(forgetful, speed=1)


@pytest.mark.parametrize(
    ("search", "beta", "steps"),
    [
        ("?map.knobs.Momentum.beta=0.97&map.steps=300", 0.97, 300),
        ("?other.knobs.Momentum.beta=0.97", 0.9, 60),
        ("?map.knobs.beta=0.97&map.steps=many&map.steps.at=1", 0.9, 60),
    ],
)
def test_a_link_opens_an_explorer_at_other_settings(chrome, search, beta, steps):
    settings = run_module(
        chrome,
        "host",
        """([settings, search]) => linked(settings, "map", search)""",
        [{"knobs": {"Momentum": {"beta": 0.9}}, "steps": 60}, search],
    )
    assert settings == {"knobs": {"Momentum": {"beta": beta}}, "steps": steps}


def test_what_a_link_changes_of_one_rule_is_seen_on_its_slider(opened):
    widget = path("canyon", [Momentum(0.1), Adam(0.1)], alt="Paths.")
    changed = copy.deepcopy(widget.settings)
    changed["knobs"]["Adam"]["beta1"] = 0.5
    widget.settings = changed
    page = opened(widget)
    assert page.locator("select[name=of]").input_value() == "Adam"
    assert float(page.locator("input[name=beta1]").input_value()) == 0.5


# Names that nobody knows, and two rules of one name


def test_two_rules_of_one_name_are_both_shown(opened):
    widget = path("canyon", [Adam(0.1), Adam(0.01), SGD(0.1)], alt="Paths.")
    names = ["Adam, lr 0.1", "Adam, lr 0.01", "SGD"]
    assert widget.settings["rules"] == names
    first, second, _ = (widget.fixed["rules"][name] for name in names)
    assert first["colour"] == second["colour"] and first["dashes"] != second["dashes"]
    drawn = {line.get_label(): line for line in widget.figure().axes[0].lines if line.get_label() in names}
    assert list(drawn) == names
    assert drawn[names[0]].get_linestyle() != drawn[names[1]].get_linestyle()
    first_steps = [abs(np.diff(drawn[name].get_xdata())[0]) for name in names[:2]]  # Adam's first step is lr long
    np.testing.assert_allclose(first_steps, [0.1, 0.01], rtol=1e-3)
    page = opened(widget)
    assert page.locator("[aria-label=Numbers] tbody th").all_inner_texts() == names
    assert page.locator("[aria-label=Numbers] tbody td:nth-child(2)").all_inner_texts() == ["0.1", "0.01", "0.1"]
    assert len(set(page.locator("[aria-label=Numbers] tbody td:nth-child(3)").all_inner_texts())) == 3
    code = page.locator("pre[aria-label*=Python]").text_content()
    assert '"Adam, lr 0.01": Adam(lr=0.01,' in code and "import Adam, SGD\n" in code


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: explorer(shown=["Adm"]), "no rule 'Adm' here; did you mean 'Adam'"),
        (lambda: path("canyon", RULES, tasks=[task("x", "Adm", first=True)], alt="x"), "no rule 'Adm' here; did you"),
        (lambda: path("canyon", RULES, tasks=[task("x", "SGD", where={"beta": (0, 1)})], alt="x"), "There are lr"),
        (lambda: path("canyon", RULES, tasks=[task("x", "SGD", above=1, surface="pit")], alt="x"), "There are canyon"),
        (lambda: path("canyon", [SGD], alt="x"), "such as SGD"),
        (lambda: path("canyon", [SGD(0.1), SGD(0.1)], alt="x"), "more than once"),
        (lambda: path("canyon", [SGD(0.1)], start=(1.0,), alt="x"), "start must hold 2 numbers"),
        (lambda: average_task("x", bta=(0, 1)), "no fact 'bta' here; did you mean 'beta'"),
        (lambda: average_task("x", beta=(1, 0)), r"must be a range \(low, high\)"),
        (lambda: rate_map(tasks=[rate_task("x", rule="Adm")], alt="x"), "no rule 'Adm' here"),
    ],
)
def test_what_is_not_there_is_named(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()


# The page around it


def test_pictures_outlive_a_moment_without_size(page):
    """JupyterLab swaps style sheets while it changes the theme: then nothing has a size for a moment."""
    page.evaluate("""async () => {
        document.body.style.display = 'none'
        document.body.dataset.jpThemeLight = 'false'
        for (let i = 0; i < 9; i++) await null  // observers are told of the change
        document.body.style.display = ''
    }""")
    settled(page, 200)
    sizes = page.evaluate("() => Array.from(document.querySelectorAll('canvas'), c => [c.width, c.height])")
    assert len(sizes) == 2 and all(width > 100 and height > 100 for width, height in sizes)
    assert change(page, lambda: page.locator("input[name=lr]").press("ArrowRight"))


def test_no_number_is_broken_in_two(opened):
    page = opened(path("canyon", [Adam(0.1)], steps=47, alt="Paths."))
    page.add_style_tag(content=".jp-OutputArea-output pre { word-break: break-all; overflow-wrap: break-word }")
    page.evaluate("() => document.body.classList.add('jp-OutputArea-output')")
    rows = page.evaluate("""() => [340, 380, 420, 460, 500].flatMap(width => {
        const pre = document.querySelector('pre[aria-label*=arithmetic]')
        pre.style.width = width / 2 + 'px'
        const text = pre.firstChild
        return Array.from(text.data.matchAll(/[\\d.]+/g), match => {
          const range = document.createRange()
          range.setStart(text, match.index)
          range.setEnd(text, match.index + match[0].length)
          return new Set(Array.from(range.getClientRects(), box => box.top)).size
        })
    })""")
    assert len(rows) > 50 and set(rows) == {1}
