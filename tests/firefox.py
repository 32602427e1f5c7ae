"""Firefox without a window that reaches no host but this machine, driven by WebDriver BiDi, which it speaks itself."""

import contextlib
import itertools
import json
import re
import subprocess

import websocket

# A window that is not there never gets the focus, by which JupyterLab knows the current notebook.
FOCUS = """Array.from(window.jupyterapp?.shell?.widgets('main') ?? [],
  each => each.node.dispatchEvent(new FocusEvent('focus')))"""
# A proxy that nobody listens to for every other host, and nothing that Firefox does of its own accord.
PREFERENCES = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "127.0.0.1",
    "network.proxy.allow_hijacking_localhost": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "extensions.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "dom.max_script_run_time": 0,
}
LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


class Firefox:
    """A tab. `asked`: the addresses that its pages asked for."""

    def __init__(self, address, seconds):
        self.socket = websocket.create_connection(f"{address}/session", timeout=seconds, suppress_origin=True)
        self.numbers, self.asked = itertools.count(1), []
        self.tell("session.new", capabilities={})
        self.tab = self.tell("browsingContext.getTree")["contexts"][0]["context"]
        self.tell("session.subscribe", events=["network.beforeRequestSent"])

    def tell(self, method, **given):
        """Give a command and return its result; RuntimeError with what Firefox says when it failed."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": given}))
        while True:
            heard = json.loads(self.socket.recv())
            if heard.get("method") == "network.beforeRequestSent":
                self.asked.append(heard["params"]["request"]["url"])
            if heard.get("id") == number:
                if heard["type"] == "error":
                    raise RuntimeError(heard["message"])
                return heard["result"]

    def goto(self, address):
        """Load a page."""
        self.tell("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def evaluate(self, expression):
        """What a JavaScript expression, or the promise that it is, comes to."""
        # As text: BiDi has a notation of its own for values.
        expression = f"Promise.resolve({expression}).then(value => JSON.stringify(value ?? null))"
        answer = self.tell("script.evaluate", expression=expression, target={"context": self.tab}, awaitPromise=True)
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def wait(self, condition):
        """Wait until an expression is true."""
        self.evaluate(f"""new Promise(through => {{
          const look = () => ({condition}) ? through(true) : setTimeout(look, 100)
          look()
        }})""")


@contextlib.contextmanager
def firefox(program, folder, seconds=900):
    """A Firefox with a profile of its own in an empty folder."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (folder / "user.js").write_text("\n".join(lines))
    command = [program, "--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port=0"]
    browser = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        address = next(filter(None, map(LISTENS.search, browser.stderr)))[1]
        driven = Firefox(address, seconds)
        yield driven
        with contextlib.suppress(Exception):
            driven.tell("browser.close")
    finally:
        browser.terminate()
        browser.communicate()
