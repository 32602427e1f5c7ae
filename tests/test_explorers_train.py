"""The train explorer on a bare page: its numbers are those of `training.fit`, every control moves the picture, tasks
tick, a file of the reader's own is learned from, and the fair race is that of chapter 6."""

import re

import numpy as np
import pytest

from course_lib.explorers import table, train, train_task
from course_lib.optimizers import SGD, Adam, Lion, Momentum, Muon, RMSProp
from tests.explorer_controls import problems
from tests.explorer_page import PIXELS, change, run_module, settled, told
from tests.pages import barriers
from tests.test_explorers_tasks import tasks
from tests.tours import on_tour, tours

RULES = [SGD(0.1), Momentum(0.1), RMSProp(0.01), Adam(0.01)]
OTHERS = ("moons", "rings", "spirals", "my points")
# Play, and Pause by the page's own clock: a test that presses Pause itself may come too late.
PLAY_AND_PAUSE = """() => new Promise(done => {
  const button = name => Array.from(document.querySelectorAll('button')).find(button => button.innerText === name)
  const drawn = document.querySelector('input[name=drawn]')
  button('Play').click()
  const watch = () => Number(drawn.value) > 2 ? done(button('Pause').click()) : requestAnimationFrame(watch)
  watch()
})"""
PLACES = """part => Array.from(document.querySelectorAll(`${part} tbody tr`), row =>
    Array.from(row.children, cell => cell.innerText))"""
COLOURS = """canvas => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  return new Set(new Uint32Array(data.buffer)).size
}"""


def explorer(data="curve", rules=RULES, hidden=(8,), steps=60, **options):
    return train(data, rules, hidden, steps=steps, alt="Losses.", **({"n": 64} | options))


def done(page):
    """Wait until everything is trained: the last update's loss stands in the table."""
    page.wait_for_function("() => !document.querySelector('.course-explorer').hasAttribute('data-busy')")
    settled(page)


def unfold(page, heading):
    """Open what stands behind a heading, if it is not open."""
    opener = page.get_by_role("button", name=heading)
    if opener.get_attribute("aria-expanded") == "false":
        opener.press("Enter")


def known(page):
    """What Python has been told, once all is trained."""
    done(page)
    return told(page)


def numbers(page):
    """{rule: [rate, loss, held loss, …]} of the table, which is opened if it is not."""
    unfold(page, "Numbers")
    return {row[0]: row[1:] for row in page.evaluate(PLACES, "[aria-label=Numbers]")}


@pytest.mark.parametrize(
    ("data", "hidden", "options"),
    [
        ("curve", (8,), {"schedule": "warm-up + cosine"}),
        on_tour(("curve", (), {})),
        ("moons", (6, 5), {"activation": "relu", "seed": 3}),
        on_tour(("rings", (), {"batch_size": 7})),
        on_tour(("spirals", (8,), {"noise": 0.02})),
        on_tour(("my points", (4,), {})),
        on_tour(("diabetes", (), {"held": 0})),
        ("diabetes", (5,), {"held": 0.25, "schedule": "step"}),
        ("digits", (), {"steps": 30}),
        on_tour(("diabetes", (), {"held": 0, "columns": ("bmi", "s5"), "start": (-0.25, 0.7), "schedule": "cosine"})),
    ],
)
def test_its_numbers_are_those_of_fit(opened, data, hidden, options):
    made = explorer(data, [SGD(0.05), Adam(0.02)], hidden, **options)
    page = opened(made)
    done(page)
    shown = numbers(page)
    for name in ("SGD", "Adam"):
        run = made.run(name)
        parts, model = made.split(made.settings), made.model(made.settings)
        # On many samples the explorer takes the loss of the first 1024 of them.
        loss = model.loss(run.W[-1], parts.X[:1024], parts.y[:1024])
        assert float(shown[name][1]) == pytest.approx(loss, rel=0.0051), "three digits are shown"
        if len(parts.X_test):
            held = model.loss(run.W[-1], parts.X_test[:1024], parts.y_test[:1024])
            assert float(shown[name][2]) == pytest.approx(held, rel=0.0051)
        assert run.loss[-1] < run.loss[0]


@pytest.fixture
def page(opened):
    page = opened(explorer(others=(*OTHERS, "diabetes"), held=0.25))
    done(page)
    return page


def test_every_control_changes_something(page):
    assert problems(page) == []


@pytest.mark.tour
def test_every_control_of_points_in_the_plane_changes_something(opened):
    # One rule: one large panel, inside which a drag sprays points.
    page = opened(explorer("moons", [Adam(0.01)], others=("curve",)))
    done(page)
    assert problems(page) == []


def test_play_pause_step_restart_and_reset(page):
    drawn = page.locator("input[name=drawn]")
    page.get_by_role("button", name="Restart").press("Enter")
    assert drawn.input_value() == "0"
    page.get_by_role("button", name="Step").press("Enter")
    assert drawn.input_value() == "1"
    page.evaluate(PLAY_AND_PAUSE)
    assert 2 < int(drawn.input_value()) < 60
    first = page.evaluate("() => document.getElementById('explorer0').state.fixed.first")
    unfold(page, "More")
    for name in ("batch_size", "seed", "layers", "units", "lr", "steps", "noise"):
        page.locator(f"input[name={name}]").press("ArrowRight")
    page.select_option("select[name=activation]", "relu")
    page.select_option("select[name=schedule]", "cosine")
    now = known(page)
    assert {name for name in now if now[name] != first[name]} == {
        *("batch_size", "seed", "hidden", "knobs", "steps", "noise", "activation", "schedule")
    }
    page.get_by_role("button", name="Reset").press("Enter")
    assert known(page) == first


def test_a_point_is_added_by_mouse_and_by_key_and_removed(page):
    page.select_option("select[name=data]", "moons")
    canvas = page.locator("canvas").first
    box = canvas.bounding_box()
    page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 0.3 * box["height"])
    assert [len(known(page)["points"]), known(page)["points"][0][2]] == [1, 0]
    unfold(page, "More")
    page.select_option("select[name=brush]", "■ second class")
    canvas.press("ArrowRight")
    canvas.press("Enter")
    assert known(page)["points"][1] == [0.05, 0, 1]
    page.get_by_role("button", name="Remove my points").press("Enter")
    assert known(page)["points"] == []


def test_on_other_data_a_click_adds_nothing_and_a_finger_scrolls(page):
    canvas = page.locator("canvas").first
    assert canvas.get_attribute("tabindex") is None and canvas.get_attribute("role") == "img"
    canvas.click()
    assert known(page)["points"] == []
    page.select_option("select[name=data]", "rings")
    done(page)
    assert canvas.get_attribute("tabindex") == "0" and canvas.get_attribute("role") == "application"


TASKS = [
    train_task("SGD last.", "SGD", last=True),
    train_task("Batches of one.", batch_size=(1, 1)),
    train_task("Adam first, below 0.05 in 59 updates.", "Adam", first=True, below=(0.05, 59)),
    train_task("SGD thrown out.", "SGD", above=100),
    train_task("Two layers and a cosine.", layers=(2, 2), schedule="cosine"),
]


def test_tasks_tick_when_all_is_trained(opened):
    page = opened(explorer(rules=[SGD(0.1), Adam(0.001)], tasks=TASKS))
    done(page)
    ticked = lambda: [i for i, item in enumerate(page.locator(".course-tasks li").all()) if "✓" in item.inner_text()]  # noqa: E731
    assert ticked() == []
    page.locator("input[name=batch_size]").press("Home")
    done(page)
    assert ticked() == [1]
    page.get_by_role("button", name="Reset").press("Enter")
    page.select_option("select[name=of]", "Adam")
    page.get_by_label("learning rate, as a number").fill("0.05")
    page.keyboard.press("Enter")
    done(page)
    assert ticked() == [0, 1, 2]
    page.select_option("select[name=of]", "SGD")
    page.get_by_label("learning rate, as a number").fill("10")
    page.keyboard.press("Enter")
    done(page)
    assert 3 in ticked()
    unfold(page, "More")
    page.locator("input[name=layers]").press("ArrowRight")
    page.select_option("select[name=schedule]", "cosine")
    done(page)
    assert ticked() == [0, 1, 2, 3, 4]


ROWS = [[i / 50 - 1, (i * 7 % 50) / 25 - 1] for i in range(100)]
GOOD = {
    "numbers": "a;b;c;y\n" + "\n".join(f"{a};{b};{a * b:.3f};{a + 2 * b:.3f}" for a, b in ROWS),
    "decimal commas": "a;b;y\n;1;2\n"
    + "\n".join(f"{a};{b};{a + 2 * b:.3f}" for a, b in ROWS).replace(".", ",")
    + "\n1,5;NaN;2",
    "classes": "a,b,colour,kind\n"
    + "\n".join(f'{a},{b},{"red" if a > 0 else "blue"},"{"up, up" if b > 0 else "down"}"' for a, b in ROWS),
    "of Excel in China": "a,b,种类\n" + "\n".join(f"{a},{b},{'上' if b > 0 else '下'}" for a, b in ROWS),
    "plane": "a\tb\tkind\n" + "\n".join(f"{a}\t{b}\t{int(a > b)}" for a, b in ROWS),
    "curve": "\ufeffx,y\r\n" + "\r\n".join(f"{a},{a * a:.4f}" for a, _ in ROWS),
}
SAID = {
    "numbers": "75 rows to learn from, 25 held back, 3 inputs, a number to predict",
    "decimal commas": "75 rows to learn from, 25 held back, 2 with a missing value left out, 2 inputs, a number to",
    "classes": "75 rows to learn from, 25 held back, 4 inputs, 2 classes",
    "of Excel in China": "75 rows to learn from, 25 held back, 2 inputs, 2 classes",
    "plane": "75 rows to learn from, 25 held back, 2 inputs, 2 classes",
    "curve": "75 rows to learn from, 25 held back, 1 input, a number to predict",
}
BAD = {
    "": "This file has no rows",
    "a,b\n1,2\n": "At least 10 rows must have a value in every column; in this file it is 1 of 1.",
    "a,b\n1,2\n1\n": "Line 3 has 1 of the 2 values that the first line names.",
    "a\n1\n2\n": "This file has one column",
    "PK\0\0": "This is no text file: save the table as CSV first.",
    "a,y\n" + "1,2\n" * 20: "The last column, y, is the same in every row",
    "a,y\n" + "\n".join(f"w{i},{i % 2}" for i in range(30)): "No column can be learned from",
    "a,y\n" + "\n".join(f"{i},w{i}" for i in range(30)): "The last column, y, holds 30 different words",
}


def give(page, text, name="mine.csv", code="utf-8"):
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode(code)}
    page.locator("input[type=file]").set_input_files(file)
    settled(page, 50)


@pytest.mark.parametrize("kind", GOOD)
def test_a_file_of_the_reader_s_own_is_learned_from_and_not_told_to_python(page, kind):
    unfold(page, "More")
    assert change(page, lambda: give(page, GOOD[kind], code="gb18030" if kind == "of Excel in China" else "utf-8"))
    done(page)
    assert SAID[kind] in page.locator("p[role=status]").first.inner_text()
    assert page.locator("select[name=data]").evaluate("own => own.selectedOptions[0].value") == "mine.csv"
    assert "mine" not in str(known(page)) and known(page)["data"] == "curve"
    losses = [row[1] for row in numbers(page).values()]
    assert len(losses) == 4 and all(float(loss) < 0.9 for loss in losses)
    page.select_option("select[name=data]", "moons")
    assert known(page)["data"] == "moons"


def test_a_bad_file_gets_one_sentence_and_changes_nothing(page):
    unfold(page, "More")
    before = known(page)
    for text, sentence in BAD.items():
        give(page, text)
        said = page.locator("p[role=status]").first.inner_text()
        assert said.startswith(sentence) and said.endswith(".") and len(re.findall(r"[.:] ", said)) <= 1
        assert known(page) == before and page.locator("select[name=data]").input_value() == "curve"


@pytest.mark.parametrize("worker", [True, False])
def test_the_fair_race_runs_beside_the_page_and_without_a_worker(page, worker):
    if not worker:
        page.evaluate("() => { window.Worker = class { constructor() { throw new Error('none here') } } }")
    unfold(page, "A fair race")
    page.get_by_role("button", name="Tune each rule").press("Enter")
    page.locator(".course-race canvas").first.wait_for()
    rows = {row[0]: list(map(float, row[1:])) for row in page.evaluate(PLACES, ".course-race ~ table")}
    assert set(rows) == {"SGD", "Momentum", "RMSProp", "Adam"}
    for rate, middle, lowest, highest in rows.values():
        assert 0 < lowest <= middle <= highest < 0.2 and rate > 0
    words = page.locator("p[role=status]").last.inner_text()
    assert re.search(r"^\d+ trainings in .* ends lowest", words)
    assert page.get_by_role("button", name="Tune each rule").is_visible()


def test_a_race_can_be_stopped(page):
    unfold(page, "A fair race")
    page.get_by_role("button", name="Tune each rule").press("Enter")
    page.get_by_role("button", name="Stop").press("Enter")
    page.get_by_text("Stopped.", exact=True).wait_for()
    settled(page, 300)
    assert page.locator("p[role=status]").last.inner_text() == "Stopped."
    assert page.locator(".course-race").count() == 0


@pytest.mark.tour
def test_long_training_leaves_the_page_its_frames(opened):
    page = opened(explorer("spirals", RULES, (64, 64), steps=2000, n=256))
    # Training goes on in slices: between two frames the page is held for one slice and one picture, not for seconds.
    held = page.evaluate("""() => new Promise(done => {
        let last = performance.now(), frames = 0
        const waits = []
        const tick = now => {
          waits.push(now - last)
          last = now
          if (++frames < 60) requestAnimationFrame(tick)
          else done([waits.sort((a, b) => a - b)[30], document.querySelector('[data-busy]') !== null])
        }
        requestAnimationFrame(tick)
    })""")
    assert held[1], "all was trained already: nothing was measured"
    assert held[0] < 250


@pytest.mark.parametrize("width", tours([320, 390, 1600], 390))
def test_nothing_is_wider_than_the_page(opened, width):
    page = opened(explorer("moons", others=("curve",)))
    page.set_viewport_size({"width": width, "height": 844})
    settled(page, 100)
    for name in ("More", "A fair race", "Numbers"):
        unfold(page, name)
    settled(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1280, "height": 900})


def test_what_is_not_offered_is_not_there(opened):
    page = opened(explorer(rules=[SGD(0.1)], offer=("batch_size",), held=0))
    unfold(page, "More")
    names = [box.get_attribute("name") for box in page.locator("input, select").all() if box.is_visible()]
    assert [name for name in names if ", typed" not in name] == ["SGD", "drawn", "lr", "batch_size"]
    assert page.get_by_role("button", name="A fair race").count() == 0


def test_axes_are_drawn_where_no_rule_is_chosen(opened):
    page = opened(explorer(shown=[]))
    done(page)
    unchosen = page.evaluate(PIXELS)
    page.locator("input[name=SGD]").click()
    done(page)
    assert page.evaluate(PIXELS) != unchosen
    page.locator("input[name=SGD]").click()
    done(page)
    assert page.evaluate(PIXELS) == unchosen and page.get_by_role("img").first.evaluate(COLOURS) > 5


def test_it_draws_a_still_picture_of_all_data():
    for data in ("curve", *OTHERS, "diabetes", "digits"):
        fig = explorer(data, steps=20).figure()
        assert len(fig.axes) == (2 if data == "curve" else 5)
    assert len(explorer("diabetes", [SGD(0.1)], (), columns=("bmi", "s5")).figure().axes) == 2
    assert len(explorer("curve", [SGD(0.1), Lion(0.001)], shown=["Lion"]).settings["rules"]) == 1


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: explorer("curves"), "there is no data 'curves' here; did you mean 'curve'"),
        (lambda: explorer(rules=[Muon(0.1, 0.9, ((2, 2),))]), "there is no rule 'Muon' here"),
        (lambda: explorer(rules=[]), "rules must hold at least one rule"),
        (lambda: explorer(hidden=(1, 2, 3, 4)), "hidden must have at most 3 layers, got 4"),
        (lambda: explorer(hidden=(100,)), "hidden must be a whole number from 1 to 64, got 100"),
        (lambda: explorer(schedule="cosinus"), "there is no schedule 'cosinus' here; did you mean 'cosine'"),
        (lambda: explorer(activation="swish"), "there is no activation 'swish' here"),
        (lambda: explorer(offer=("races",)), "there is no control 'races' here; did you mean 'race'"),
        (lambda: explorer(tasks=[train_task("x", "Lion", first=True)]), "there is no rule 'Lion' here"),
        (lambda: train_task("x"), "a task needs something to find"),
        (lambda: train_task("x", batchsize=(1, 2)), "there is no setting 'batchsize' here"),
    ],
)
def test_what_cannot_be_shown_is_said_in_a_sentence(make, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        make()


def test_every_rule_of_the_table_trains(opened):
    rates = {"AdaDelta": 0.3, "Lion": 0.003}
    kinds = [kind(rates.get(name, 0.02)) for name, kind in table.RULES.items()]
    page = opened(explorer("curve", kinds, steps=80))
    done(page)
    shown = numbers(page)
    assert list(shown) == list(table.RULES) and len(shown) == 11
    assert all(np.isfinite(float(row[1])) for row in shown.values())


@pytest.mark.parametrize("theme", tours(["light", "dark"]))
def test_nobody_is_shut_out(opened, theme):
    page = opened(explorer("moons", others=("curve",), tasks=[train_task("x", batch_size=(1, 1))]))
    page.evaluate("theme => (document.body.dataset.theme = theme)", theme)
    for name in ("More", "A fair race", "Numbers"):
        unfold(page, name)
    page.get_by_role("button", name="Tune each rule").press("Enter")
    page.locator(".course-race canvas").first.wait_for()
    assert barriers(page) == []


# Whether a task is solved at the first settings, and by some rate for all rules.
SEARCH = """([fixed, first, task]) => {
  const names = Object.fromEntries(Object.entries(fixed.rules).map(([label, look]) => [label, look.rule]))
  const home = fixed.start ? Float64Array.from(fixed.start) : null
  const solved = (settings) => {
    const made = session(dataset(settings, fixed), settings, names, { home, epochs: fixed.epochs })
    while (!made.work(1000));
    return reached(task, { settings, runs: made.runs, accuracy: {} })
  }
  const asked = Object.fromEntries(Object.entries(task.settings).map(([name, wanted]) =>
    [name, Array.isArray(wanted) ? wanted[0] : wanted]))
  const rates = [0.001, 0.002, 0.003, 0.005, 0.01, 0.03, 0.06, 0.1, 0.2, 0.3, 0.4, 0.5]
  return [solved(first), rates.some((lr) => solved({ ...first, ...asked, knobs: Object.fromEntries(
    Object.entries(first.knobs).map(([label, knobs]) => [label, { ...knobs, lr }])) }))]
}"""


@pytest.mark.parametrize(("fixed", "settings", "task"), list(tasks("schedules")))
def test_a_task_of_a_chapter_is_open_at_first_and_can_be_solved(chrome, fixed, settings, task):
    at_first, later = run_module(chrome, "datasets session train_goals", SEARCH, [fixed, settings, task])
    assert not at_first, "solved before anything is moved: ask for more, or begin elsewhere"
    assert later, "no rate for all rules solves it"
