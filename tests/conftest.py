"""What the report of a test run says beyond passed and failed, and explorers on a page."""

import os
import re
from collections import Counter

import pytest

from course_lib.language import ENGLISH, of_system
from tests.needs import LEFT_OUT, needs_browser, needs_sandbox
from tests.tours import is_spared, is_toured

if of_system() != ENGLISH:  # the tests' learner is an English one, whatever the machine speaks
    os.environ.pop("COURSE_LANGUAGE", None)
    os.environ["LC_ALL"] = "en_US.UTF-8"

BROWSER = {"chrome", "served", "page_at"}  # the fixtures that start one
QUICK = 2  # seconds of the processor that a test without the mark `slow` may take

# The longest files begin first, so that no core waits for one at the end.
LONGEST = [
    "test_lite.py",
    "test_hub.py",
    "test_lab_browser.py",
    "test_slides.py",
    "test_site.py",
    "test_hostile.py",
    "test_experiments_comparison.py",
    "06_comparison.ipynb",
    "07_beyond.ipynb",
    "05_adam.ipynb",
    "test_hub_lti.py",
    "test_hub_button.py",
    "test_release.py",
    "test_explorers_train.py",
    "test_explorers_landscape.py",
    "test_homework_answers.py",
    "test_experiments_momentum.py",
    "test_explorers_path.py",
    "test_grading_hidden.py",
    "test_grading.py",
    "test_experiments_network_surface.py",
    "03_momentum.ipynb",
    "04_rmsprop.ipynb",
    "01_gradient_descent.ipynb",
    "test_cluster.py",
    "test_nbval_red.py",
    "test_experiments_rmsprop.py",
    "test_rules.py",
    "test_regrade.py",
    "test_experiments_adam.py",
    "test_lab_days.py",
    "test_platforms.py",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items, config):
    """The order of files; markers that a test need not carry: `browser` by its fixtures, `slow` of notebooks, tours.

    Translated chapters that are spared are taken out.
    """
    named = [config.invocation_params.dir / argument.partition("::")[0] for argument in config.args]
    spared = [item for item in items if is_spared(item.path, named)]
    config.hook.pytest_deselected(items=spared)
    items[:] = [item for item in items if item not in spared]
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))
    for item in items:
        if BROWSER & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
        if is_toured(item.path):
            item.add_marker("tour")
        if item.path.suffix == ".ipynb" or item.get_closest_marker("tour"):  # by its name: `make parity` has no nbval
            item.add_marker("slow")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """A test marked `sandbox` is left out where there is no bubblewrap, before its fixtures need it."""
    if item.get_closest_marker("sandbox"):
        needs_sandbox()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """How long the processor worked for a test, in this process and in those that it started and waited for."""
    before = processor()
    try:
        return (yield)
    finally:
        item.user_properties.append(("seconds", processor() - before))


def processor():
    """Seconds of the processor so far: this process's and its children's, in user's and system's mode."""
    return sum(os.times()[:4])


def pytest_terminal_summary(terminalreporter):
    """What the machine lacks, what should be marked `slow`, and the homework's table."""
    say_what_was_left_out(terminalreporter)
    say_what_is_slow(terminalreporter)
    say_the_mistakes(terminalreporter)


def say_what_was_left_out(terminalreporter):
    """A line for each thing that tests need and this machine has not (see tests/needs.py)."""
    reports = terminalreporter.stats.get("skipped", [])
    reasons = [report.longrepr[2].partition(LEFT_OUT)[2] for report in reports if LEFT_OUT in str(report.longrepr)]
    for reason, count in Counter(reasons).items():
        terminalreporter.write_line(f"{count} tests were left out: {reason}", yellow=True)


def say_what_is_slow(terminalreporter):
    """A line for each quick test that is none: it fails nothing, since a busy machine takes more time for the same."""
    for report in terminalreporter.stats.get("passed", []):
        seconds = dict(report.user_properties).get("seconds", 0)
        if seconds > QUICK and not {"slow", "browser", "sandbox"} & set(report.keywords):
            said = f"{report.nodeid} takes {seconds:.1f} s of the processor: make it quicker, or mark it slow."
            terminalreporter.write_line(said, yellow=True)


def say_the_mistakes(terminalreporter):
    """The confusion table of the homework: how many mistakes of each exercise were named as themselves."""
    rows = {}
    for report in terminalreporter.stats.get("passed", []):
        found = dict(report.user_properties)
        if "mistakes" in found:
            rows[report.nodeid.split("[")[1].split("-")[0]] = found["mistakes"]
    if rows:
        terminalreporter.section("mistakes of the homework, each caught and named as itself")
        width = max(map(len, rows))
        for name, count in rows.items():
            terminalreporter.write_line(f"{name:{width}}  {count:3} of {count}")
        terminalreporter.write_line(f"{'all':{width}}  {sum(rows.values()):3}, no entry off the diagonal")


@pytest.fixture(scope="module")
def chrome():
    """A page in headless Chromium; without it the test is left out, or fails where everything is required."""
    chromium = needs_browser()
    from tests.lab import browser  # playwright is needed only with a browser

    with browser(chromium) as page:
        yield page


@pytest.fixture
def opened(chrome):
    """A function that shows explorers on a page of their own; afterwards nothing was complained of or fetched."""
    from tests.explorer_controls import open_panels  # `make parity` has no widgets
    from tests.explorer_page import page_of, settled

    heard = []

    def console(message):
        # It is the tests that read pixels often, and the processor that draws what else a graphics card does.
        if not re.search("getImageData|GPU stall due to ReadPixels", message.text):
            heard.append(message.text)

    listeners = {
        "console": console,
        "pageerror": lambda error: heard.append(error),
        "request": lambda request: request.url.startswith("blob:") or heard.append(request.url),  # a page's own text
    }
    for event, listen in listeners.items():
        chrome.on(event, listen)

    def show(*widgets, panels=True):
        chrome.set_content(page_of(*widgets))
        chrome.locator("canvas").first.wait_for()
        if panels:
            open_panels(chrome)
        settled(chrome, 100)
        return chrome

    yield show
    for event, listen in listeners.items():
        chrome.remove_listener(event, listen)
    assert heard == []
