"""A class's server for the tests: a real hub with its proxy, users of this machine, and students who use it by HTTP."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import uuid
from pathlib import Path

import requests
import websocket

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "build" / "hub"
PATIENCE = 300  # seconds: a guard against waiting for ever


def free_ports(count):
    """So many ports that nobody uses."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


@contextlib.contextmanager
def users(folder, *names):
    """Users of this machine, with homes in `folder`."""
    try:
        for name in names:
            home = ["--create-home", "--home-dir", str(folder / name), "--shell", "/bin/sh"]
            subprocess.run(["useradd", *home, name], check=True, capture_output=True)
            (folder / name).chmod(0o700)
        yield names
    finally:
        for name in names:
            subprocess.run(["userdel", name], check=False, capture_output=True)


class Hub:
    """The server that `deploy/hub/setup.sh` made, with folders of its own."""

    def __init__(self, folder, spawner, **said):
        self.folder = folder
        port, hub, proxy = free_ports(3)
        self.address = f"http://127.0.0.1:{port}"
        for name in ("course", "venv", "node_modules"):
            (folder / name).symlink_to(BUILT / name)
        for name, mode in (("drop", 0o1733), ("returned", 0o711), ("state", 0o700)):
            (folder / name).mkdir()
            (folder / name).chmod(mode)
        for name in ("jupyterhub_config.py", "start.sh"):
            shutil.copy(ROOT / "deploy" / "hub" / name, folder)
        shutil.copytree(ROOT / "deploy" / "hub" / "templates", folder / "templates")
        settings = (ROOT / "deploy" / "hub" / "settings.toml").read_text()
        settings = settings.replace("port = 8000", f"port = {port}")
        settings = settings.replace('spawner = "simple"', f'spawner = "{spawner}"')
        for name, value in said.items():
            settings = re.sub(rf"(?m)^(lti\.)?{name} = .*", rf'\g<1>{name} = "{value}"', settings)
        (folder / "settings.toml").write_text(settings)
        own = f"c.JupyterHub.hub_port = {hub}\nc.ConfigurableHTTPProxy.api_url = 'http://127.0.0.1:{proxy}'\n"
        (folder / "local_config.py").write_text(own)

    def start(self):
        """Start it, and wait until it is well."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("COURSE_", "JUPYTER"))}
        with (self.folder / "hub.log").open("a") as log:
            command = ["sh", str(self.folder / "start.sh")]
            self.process = subprocess.Popen(command, env=kept, stdout=log, stderr=log, start_new_session=True)
        until(lambda: self.process.poll() is not None or self.is_well())
        assert self.process.poll() is None, self.log()

    def is_well(self):
        """What a health check asks."""
        with contextlib.suppress(requests.ConnectionError):
            return requests.get(f"{self.address}/hub/health", timeout=60).ok
        return False

    def kill(self):
        """As a machine's failure does: nothing is tidied up."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        """Stop it, and what would go on without it: proxy, students' servers, kernels."""
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(60)
        until(lambda: not [os.kill(int(one.name), signal.SIGKILL) for one, _ in self.processes()])

    def processes(self):
        """(its folder in /proc, its command) of each process that was started for this hub."""
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                command = (process / "cmdline").read_text().replace("\0", " ")
                if command and str(self.folder) in command + (process / "environ").read_text():
                    yield process, command

    def log(self):
        return (self.folder / "hub.log").read_text()[-4000:]


class Student:
    """Somebody with a browser."""

    def __init__(self, hub, name):
        self.hub, self.name, self.session = hub, name, requests.Session()

    def sign_in(self):
        """Sign in, and wait until the own server is ready."""
        login = f"{self.hub.address}/hub/login"
        self.session.get(login, timeout=PATIENCE)
        form = {"username": self.name, "password": "any", "_xsrf": self.session.cookies.get("_xsrf", path="/hub/")}
        answer = self.session.post(login, data=form, timeout=PATIENCE)
        assert answer.ok, answer.text[-1000:]
        self.session.get(f"{self.hub.address}/hub/spawn", timeout=PATIENCE)
        until(self.is_ready)
        return self

    def is_ready(self):
        """Whether the page of JupyterLab is shown."""
        page = self.session.get(f"{self.hub.address}/user/{self.name}/lab", timeout=PATIENCE)
        return page.ok and page.url.startswith(f"{self.hub.address}/user/{self.name}/lab")

    def ask(self, method, path, whose=None, **more):
        """The server's answer at an address of its API."""
        whose = whose or self.name
        token = self.session.cookies.get("_xsrf", path=f"/user/{whose}/")
        place = f"{self.hub.address}/user/{whose}/api/{path}"
        return self.session.request(method, place, headers={"X-XSRFToken": token or ""}, timeout=PATIENCE, **more)

    def file(self, path):
        """The content of a file of the copy."""
        answer = self.ask("GET", f"contents/{path}")
        assert answer.ok, answer.text
        return answer.json()["content"]

    def save(self, path, notebook):
        """Save a notebook, as JupyterLab does."""
        assert self.ask("PUT", f"contents/{path}", json={"type": "notebook", "content": notebook}).ok

    def runs(self, path, *codes):
        """Run code in the kernel of a notebook, over the websocket; returns what it printed and raised, a text each."""
        about = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
        session = self.ask("POST", "sessions", json=about).json()
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.session.cookies if one.path.startswith("/user/"))
        place = f"{self.hub.address}/user/{self.name}/api/kernels/{session['kernel']['id']}/channels"
        channel = websocket.create_connection(place.replace("http", "ws", 1), cookie=cookies, timeout=PATIENCE)
        try:
            return [executed(channel, code) for code in codes]
        finally:
            channel.close()


def executed(channel, code):
    """What one cell printed and raised."""
    number, said = uuid.uuid4().hex, []
    content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False, "user_expressions": {}}
    header = {"msg_id": number, "msg_type": "execute_request", "username": "", "session": number, "version": "5.3"}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    channel.send(json.dumps(message))
    while True:
        answer = json.loads(channel.recv())
        if answer["parent_header"].get("msg_id") != number:
            continue
        content = answer["content"]
        said.append(content.get("text", "") if answer["msg_type"] == "stream" else "")
        said.append(content.get("evalue", "") if answer["msg_type"] == "error" else "")
        if answer["msg_type"] == "status" and content["execution_state"] == "idle":
            return "".join(said)


def until(true):
    """Wait until a function says something true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "It took too long."
        time.sleep(0.3)
