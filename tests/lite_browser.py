"""JupyterLite in headless Chromium that reaches no host but this machine."""

import contextlib
import json

from playwright.sync_api import sync_playwright

from tests.lab import FLAGS, NOTEBOOK, PATIENCE

ALONE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
OPEN = f"""name => {NOTEBOOK}?.context?.path === name && {NOTEBOOK}.context.isReady
  && {NOTEBOOK}.sessionContext.session?.kernel?.status === 'idle'"""
# Nothing is left of an earlier run: what is there afterwards was computed here.
RUN = """() => {
  const run = name => window.jupyterapp.commands.execute(name)
  const all = run('notebook:clear-all-cell-outputs').then(() => run('notebook:run-all-cells'))
  all.finally(() => { window.through = true })
}"""
# The outputs of all code cells, without those that only a page can show.
OUTPUTS = f"""() => {NOTEBOOK}.content.widgets.map(cell => cell.model).filter(model => model.type === 'code')
  .map(({{ outputs, executionCount }}) => [executionCount,
    Array.from({{ length: outputs.length }}, (_, i) => outputs.get(i).toJSON())])"""


@contextlib.contextmanager
def browser(chromium):
    """A page, and a list of the addresses elsewhere that were asked for."""
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, ALONE], timeout=PATIENCE)
        asked = []
        yield watched(chrome, asked), asked
        chrome.close()


def watched(chrome, asked, locale="en-US"):
    """A page of a reader of its own, who keeps nothing of another's; what it asks elsewhere is added to `asked`."""
    page = chrome.new_page(viewport={"width": 1280, "height": 900}, locale=locale)
    page.set_default_timeout(PATIENCE)

    def request(request):
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:")):
            asked.append(request.url)

    page.on("request", request)
    return page


def put(page, address, name, notebook):
    """Put a notebook where the browser keeps what its reader has changed."""
    page.goto(f"{address}/lab/index.html")
    page.wait_for_function("() => window.jupyterapp?.serviceManager?.isReady")
    page.evaluate(
        """([path, content]) => window.jupyterapp.serviceManager.contents.save(
          path, { type: 'notebook', format: 'json', content })""",
        [name, json.loads(json.dumps(notebook))],
    )


def run_all(page, address, name):
    """Open a notebook and run it: [(number, outputs)] of its code cells."""
    page.goto(f"{address}/lab/index.html?path={name}", wait_until="commit")  # the first time over the start page
    page.wait_for_function(OPEN, arg=name)
    page.evaluate(RUN)
    page.wait_for_function("() => window.through")
    return page.evaluate(OUTPUTS)


def complaints(cells):
    """What a reader would see that should not be there: errors, lines on stderr, cells that did not run."""
    said = [output for _, outputs in cells for output in outputs]
    errors = [f"{output['ename']}: {output['evalue']}" for output in said if output["output_type"] == "error"]
    stderr = [output["text"] for output in said if output.get("name") == "stderr"]
    return errors + stderr + [f"cell {place} did not run" for place, (number, _) in enumerate(cells) if not number]
