"""JupyterLab in headless Chromium, for the smoke test and for an author's screenshots."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
from nbformat.sign import NotebookNotary
from playwright.sync_api import TimeoutError, sync_playwright

TOKEN = "course"
PATIENCE = 300_000  # ms: a guard against waiting for ever, not a demand on a busy machine
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",  # WebGL by the processor
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What `make lab` starts with.
COURSE_SETTINGS = Path(__file__).resolve().parents[1] / "course_lib" / "lab_settings"
# On top of it: all cells are in the page, also those out of sight.
TRACKER = "@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
NOTEBOOK = "window.jupyterapp?.shell.currentWidget"
# Earlier, Run All would silently run nothing.
READY = f"""name => {NOTEBOOK}?.context?.path === name && {NOTEBOOK}.context.isReady
  && {NOTEBOOK}.sessionContext.isReady && {NOTEBOOK}.sessionContext.session?.kernel?.status === 'idle'
  && document.querySelector('#jp-main-statusbar').innerText.includes('| Idle')"""
# [code cells, of these executed, error outputs, kernel status]
PROGRESS = f"""() => {{
  const cells = {NOTEBOOK}.content.widgets.map(cell => cell.model).filter(model => model.type === 'code')
  const outputs = cells.flatMap(({{ outputs }}) => Array.from({{ length: outputs.length }}, (_, i) => outputs.get(i)))
  const errors = outputs.filter(output => output.type === 'error').map(output => output.toJSON())
  return [cells.length, cells.filter(cell => cell.executionCount).length,
          errors.map(error => error.ename + ': ' + error.evalue),
          {NOTEBOOK}.sessionContext.session.kernel.status]
}}"""
# The same when all is over and painted, false before.
ENDED = f"""() => {{
  const progress = ({PROGRESS})()
  const [count, executed, errors, status] = progress
  const painted = Array.from(document.querySelectorAll('.jp-Notebook img')).every(image => image.complete)
  return status === 'idle' && painted && (executed === count || errors.length > 0) && progress
}}"""
# Runs code cells, by their numbers, one after the other; says when it is through.
RUN = f"""numbers => {{
  const {{ content }} = {NOTEBOOK}
  const code = content.widgets.flatMap((cell, place) => cell.model.type === 'code' ? [place] : [])
  window.through = false
  const run = async () => {{
    for (const number of numbers) {{
      content.activeCellIndex = code[number]
      await window.jupyterapp.commands.execute('notebook:run-cell')
    }}
    window.through = true
  }}
  run()
}}"""
# What JupyterLab 4.6 itself complains of, whatever the notebook.
ITS_OWN_ERRORS = (
    "Could not restore the debugger state",  # a kernel was shut down while it was still being asked
)


@contextlib.contextmanager
def lab(root, settings=COURSE_SETTINGS):
    """The address of a JupyterLab that serves the folder `root`, with settings of its own besides the course's."""
    home = _home(root)
    tracker = home / "settings" / TRACKER
    tracker.parent.mkdir(parents=True, exist_ok=True)
    tracker.write_text('{"windowingMode": "none"}')
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={TOKEN}",
        f"--ServerApp.root_dir={root}",
        f"--LabApp.app_settings_dir={settings}",
        "--LabApp.expose_app_in_browser=True",
        "--ServerApp.log_level=WARN",
    ]
    with (home / "lab.log").open("w") as log:
        server = subprocess.Popen(command, cwd=root, env=_environment(home), stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_up(server, address, home / "lab.log")
        yield address
    finally:
        server.terminate()  # shuts the kernels down, too
        try:
            server.wait(timeout=60)
        except subprocess.TimeoutExpired:
            server.kill()


@contextlib.contextmanager
def browser(chromium):
    """A page of 1280×900 in headless Chromium."""
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium, args=FLAGS, timeout=PATIENCE)
        page = chrome.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE)
        yield page
        chrome.close()


def copy_without_outputs(notebook, folder):
    """Put a copy that has never run into `folder`; its number of code cells."""
    node = nbformat.read(notebook, as_version=4)
    node.metadata.pop("widgets", None)
    code = [cell for cell in node.cells if cell.cell_type == "code"]
    for cell in code:
        cell.outputs, cell.execution_count = [], None
        cell.metadata.get("jupyter", {}).pop("outputs_hidden", None)  # a collapsed slider cannot be moved
    nbformat.write(node, folder / Path(notebook).name)
    return len(code)


def trusted_copy(notebook, folder, root, numbers):
    """Put a copy into `folder` that the JupyterLab that serves `root` trusts; its number of code cells.

    All but the code cells of these numbers have their outputs. No widget is stored: Lab may still look for it when its
    cell is run.
    """
    node = nbformat.read(notebook, as_version=4)
    code = [cell for cell in node.cells if cell.cell_type == "code"]
    for cell in code:
        cell.metadata.get("jupyter", {}).pop("outputs_hidden", None)
    for number in numbers:
        code[number].outputs, code[number].execution_count = [], None
    node.metadata.pop("widgets", None)
    nbformat.write(node, folder / Path(notebook).name)
    NotebookNotary(data_dir=str(_home(root) / "data")).sign(node)
    return len(code)


def opened(page, address, name):
    """Open a notebook and wait for its kernel.

    A page in which JupyterLab is open already is used again: loading it takes longer than most homework.
    """
    if page.url.startswith(address):
        # Not the promise of a widget, which cannot be handed over.
        page.evaluate("path => { window.jupyterapp.commands.execute('docmanager:open', { path }) }", name)
    else:
        page.goto(f"{address}/lab/tree/{name}?reset&token={TOKEN}")
    page.wait_for_function(READY, arg=name)


def run_all(page, address, name, seconds=1800):
    """Open a notebook, run it through the menu, and return `PROGRESS` when it has ended."""
    opened(page, address, name)
    page.locator(".lm-MenuBar").get_by_text("Run", exact=True).click()
    page.locator('.lm-Menu [data-command="runmenu:run-all"]').click()
    try:
        return page.wait_for_function(ENDED, polling=100, timeout=1000 * seconds).json_value()
    except TimeoutError:
        return page.evaluate(PROGRESS)  # how far it came


def run_some(page, numbers):
    """The same of the notebook that is open, but only these code cells are run: the others keep their outputs."""
    page.evaluate(RUN, numbers)
    page.wait_for_function("() => window.through")
    return page.wait_for_function(ENDED).json_value()


def wait_until_told(page):
    """Let an explorer moved last tell the kernel, a fifth of a second later; and let the kernel hear it.

    Told to nobody, it would be an error in the console, at a moment that nobody expects.
    """
    page.evaluate("() => new Promise(told => setTimeout(told, 300))")
    page.wait_for_function(f"() => {NOTEBOOK}.sessionContext.session?.kernel?.status !== 'busy'")


def close(page):
    """Close the notebook without saving and end its kernel."""
    wait_until_told(page)
    page.evaluate(f"() => {NOTEBOOK}.sessionContext.shutdown().then(() => {NOTEBOOK}.dispose())")


@contextlib.contextmanager
def watched(page):
    """A list of sentences: errors in the console and requests that leave this machine, as long as the block lasts."""
    heard = []

    def console(message):
        if message.type == "error" and not any(own in message.text for own in ITS_OWN_ERRORS):
            heard.append(f"console: {message.text}")

    def request(request):
        if not request.url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "about:", "file:")):
            heard.append(f"request to {request.url}")

    listeners = {
        "console": console,
        "request": request,
        "websocket": request,
        "pageerror": lambda error: heard.append(f"page: {error}"),
    }
    for event, listen in listeners.items():
        page.on(event, listen)
    yield heard
    for event, listen in listeners.items():
        page.remove_listener(event, listen)


def _home(root):
    """Where the JupyterLab that serves `root` keeps what is a user's."""
    return root.parent / f"{root.name}-home"


def _environment(home):
    """Nothing of the user's: no settings, no extensions, no kernels, no progress in the course."""
    folders = {
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "HOME": ".",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
        "COURSE_PROGRESS": "progress.json",
    }
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "MPLBACKEND"))}
    own = {key: str(home / folder) for key, folder in folders.items()}
    return kept | own | {"JUPYTER_PREFER_ENV_PATH": "1"}


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_up(server, address, log):
    for _ in range(PATIENCE // 100):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=60).close()
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start: {log.read_text()[-2000:]}")


def fresh_root(folder):
    """An empty folder to serve."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
