"""A page as PDF, by the Chromium that is there: it is printed when the page says so, however busy the machine is."""

import asyncio
import base64
import json
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError, websocket_connect

from course_lib.authoring import AuthoringError
from course_lib.language import say

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0")
SECONDS = 600
BYTES = 2**30  # that an answer of the browser may have: a deck's PDF
PAPER = {"printBackground": True, "preferCSSPageSize": True}
# A promise of the page's own that it can be printed; where it has none, its fonts do.
READY = "Promise.resolve(globalThis.printable).then(() => document.fonts.ready).then(() => true)"


def pdf(page, target, query=""):
    """Print `page`, a file, into `target`; False where there is no Chromium.

    query: what stands behind the page's address. A page that is not complete when it has loaded has a promise
    `printable`, and is printed when that is fulfilled.
    """
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return False
    target = Path(target).resolve()
    target.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [browser, *OPTIONS, f"--user-data-dir={profile}", "about:blank"]
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            printing = asyncio.wait_for(printed(running, Path(profile), Path(page).resolve().as_uri() + query), SECONDS)
            with ThreadPoolExecutor(1) as aside:  # the caller's own thread may have a loop that runs, as a notebook's
                target.write_bytes(aside.submit(asyncio.run, printing).result())
        except (TimeoutError, OSError, StreamClosedError, WebSocketClosedError, Refused) as error:
            raise AuthoringError(
                say(
                    "{browser} could not print {page} ({error}).",
                    browser=browser,
                    page=page,
                    error=error or type(error).__name__,
                )
            ) from error
        finally:
            running.kill()
            running.wait()
    return True


class Refused(Exception):
    """What the browser would not do, in its words."""


async def printed(running, profile, address):
    """The bytes of the page at `address`, printed by a browser that was just started."""
    socket = await websocket_connect(await place(running, profile), max_message_size=BYTES)
    numbers = count(1)

    async def ask(method, until=None, **details):
        """What the browser answers; until: the event that is waited for, too."""
        number, answer = next(numbers), None
        await socket.write_message(json.dumps({"id": number, "method": method, **details}))
        while answer is None or until:
            text = await socket.read_message()
            if text is None:
                raise Refused(say("it has closed"))
            said = json.loads(text)
            if said.get("id") == number:
                answer = said
                if wrong := said.get("error") or said["result"].get("exceptionDetails"):
                    raise Refused(json.dumps(wrong))
            until = None if said.get("method") == until else until
        return answer["result"]

    every = (await ask("Target.getTargets"))["targetInfos"]
    opened = next(one["targetId"] for one in every if one["type"] == "page")  # the one in front, which is drawn
    attached = await ask("Target.attachToTarget", params={"targetId": opened, "flatten": True})
    here = {"sessionId": attached["sessionId"]}
    await ask("Page.enable", **here)
    await ask("Page.navigate", until="Page.loadEventFired", params={"url": address}, **here)
    await ask("Runtime.evaluate", params={"expression": READY, "awaitPromise": True}, **here)
    paper = await ask("Page.printToPDF", params=PAPER, **here)
    return base64.b64decode(paper["data"])


async def place(running, profile):
    """Where a browser that was just started is listening, once it has written that into its profile."""
    file = profile / "DevToolsActivePort"
    while not file.is_file() or len(lines := file.read_text(encoding="utf-8").splitlines()) < 2:
        if running.poll() is not None:
            raise Refused(say("exit code {code}", code=running.returncode))
        await asyncio.sleep(0.05)
    return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
