"""The button "Hand in" of a class's server, in Chromium."""

import pytest

from tests.needs import folder_for_all, needs_hub

pytestmark = [pytest.mark.tour, pytest.mark.browser]  # test_drop tries what the button runs
HOMEWORK = "exercises/03_momentum.ipynb"


def test_a_homework_is_handed_in_by_a_button_and_a_chapter_has_none(chrome):
    needs_hub()
    from tests.hub import Hub

    with folder_for_all() as folder:  # a short path, for the sockets of kernels
        hub = Hub(folder, "simple")
        try:
            hub.start()
            handed_in(hub, chrome)
            assert [file.name.partition("--")[0] for file in (folder / "drop").iterdir()] == ["03_momentum"]
        finally:
            chrome.goto("about:blank")
            hub.stop()


def handed_in(hub, page):
    """Sign in, see a chapter, and hand in a homework."""
    page.goto(f"{hub.address}/hub/login?next=/hub/spawn")
    page.fill("#username_input", "ada")
    page.fill("#password_input", "any")
    page.click("#login_submit")
    page.wait_for_url("**/lab/tree/notebooks/00_start_here.ipynb")
    page.locator(".jp-NotebookPanel").first.wait_for()
    assert page.locator(".course-hand-in").count() == 0
    page.goto(f"{hub.address}/user/ada/lab/tree/{HOMEWORK}")
    page.locator(".course-hand-in:visible").click()
    told = page.locator(".Toastify__toast", has_text="Handed in: ")
    told.wait_for()
    assert "The receipt is kept beside it." in told.inner_text()
