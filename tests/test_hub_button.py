"""The button "Hand in" of a class's server, in Chromium."""

import contextlib
import shutil
from pathlib import Path

import pytest

from tests.needs import folder_for_all, needs_hub

pytestmark = [pytest.mark.tour, pytest.mark.browser]  # test_drop tries what the button runs
ROOT = Path(__file__).resolve().parents[1]
HOMEWORK = "exercises/03_momentum.ipynb"


def test_a_homework_is_handed_in_by_a_button_and_a_chapter_has_none(chrome):
    with tried(chrome) as hub:
        sign_in(hub, chrome)
        chrome.locator(".jp-NotebookPanel").first.wait_for()
        assert chrome.locator(".course-hand-in").count() == 0
        told = handed_in(hub, chrome, "Hand in", HOMEWORK, "Handed in: ")
        assert "The receipt is kept beside it." in told
        chinese = hub.folder / "state/homes/ada/optimizers-course" / HOMEWORK.replace("/", "/zh/")
        chinese.parent.mkdir(exist_ok=True)  # as it is for who has chosen this language
        shutil.copy(ROOT / "exercises" / "zh" / chinese.name, chinese)
        told = handed_in(hub, chrome, "交作业", HOMEWORK.replace("/", "/zh/"), "已交：")
        assert "回执保存在它旁边" in told
        assert [file.name.partition("--")[0] for file in (hub.folder / "drop").iterdir()] == ["03_momentum"] * 2


def test_the_hub_s_own_pages_speak_the_browser_s_language(chrome):
    with tried(chrome) as hub:
        context = chrome.context.browser.new_context(locale="zh-CN")
        page = context.new_page()
        page.goto(f"{hub.address}/hub/login")
        assert page.locator("#login_submit").input_value() == "登录"
        assert "用户名：" in (said := page.locator("#login-main").inner_text()) and "Password" not in said
        assert (
            "Sign in" in chrome.goto(f"{hub.address}/hub/login").text()
            and chrome.locator("text=Username:").count() == 1
        )
        sign_in(hub, page, "hub/home")
        page.locator("#start", has_text="启动我的服务器").wait_for()
        assert "Logout" not in page.locator("body").inner_text()
        page.locator("#start").click()
        page.wait_for_url("**/lab/tree/**")
        context.close()


@contextlib.contextmanager
def tried(page):
    """A hub that runs."""
    needs_hub()
    from tests.hub import Hub

    with folder_for_all() as folder:  # a short path, for the sockets of kernels
        hub = Hub(folder, "simple")
        try:
            hub.start()
            yield hub
        finally:
            page.goto("about:blank")
            hub.stop()


def sign_in(hub, page, then="hub/spawn"):
    """Sign in, and wait for the page after it."""
    page.goto(f"{hub.address}/hub/login?next=/{then}")
    page.fill("#username_input", "ada")
    page.fill("#password_input", "any")
    page.click("#login_submit")
    page.wait_for_url("**/lab/tree/notebooks/00_start_here.ipynb" if then == "hub/spawn" else f"**/{then}")


def handed_in(hub, page, label, homework, begins):
    """Press a homework's button; returns what JupyterLab tells."""
    page.goto(f"{hub.address}/user/ada/lab/tree/{homework}")
    page.locator(".course-hand-in:visible", has_text=label).click()
    told = page.locator(".Toastify__toast", has_text=begins)
    told.wait_for()
    return told.inner_text()
