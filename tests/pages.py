"""A folder of web pages, served to headless Chromium, and what is asked of each of them."""

import contextlib
import itertools
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

from tests.explorer_page import settled

# What axe-core finds. Contrast is nine tenths of its work: it looks at one of all words of the same colour, size and
# weight on the same grounds, on all slides of a page. No page has sound or film, for which `preload` would wait.
VIOLATIONS = """async part => {
  const grounds = new Map([[null, '']]), seen = (document.documentElement.looks ??= new Set())
  const ground = element => {
    if (!grounds.has(element)) {
      const { backgroundColor, backgroundImage, opacity, position, filter } = getComputedStyle(element)
      const own = [backgroundColor, backgroundImage, opacity, position, filter].join()
      const plain = own === 'rgba(0, 0, 0, 0),none,1,static,none'
      grounds.set(element, ground(element.parentElement) + (plain ? '' : own + ';'))
    }
    return grounds.get(element)
  }
  const isFirst = element => {
    const words = element.matches('input, select, textarea')
      || Array.from(element.childNodes).some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
    if (!words || !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) return false
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element)
    const off = element.closest('[disabled], [aria-disabled=true]') !== null || element.control?.disabled
    const look = [color, fontSize, fontWeight, textShadow, off, ground(element)].join('|')
    return seen.size < seen.add(look).size
  }
  let count = 0
  for (const element of (part ? document.querySelector(part) : document).querySelectorAll('*'))
    count += element.toggleAttribute('data-look', isFirst(element))
  axe.configure({ rules: [{ id: 'color-contrast', selector: '[data-look]' }] })
  const rules = { 'color-contrast': { enabled: count > 0 } }
  return (await axe.run(part ?? document, { resultTypes: ['violations'], preload: false, rules })).violations
}"""


class Quiet(SimpleHTTPRequestHandler):
    """not_found: the file that is shown for what is not there."""

    not_found = None

    def log_message(self, *_):
        pass

    def send_error(self, code, *rest):
        if code != 404 or not self.not_found:
            return super().send_error(code, *rest)
        text = (Path(self.directory) / self.not_found).read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(text if self.command == "GET" else b"")


@contextlib.contextmanager
def served(folder, not_found=None):
    """The address at which the folder can be read. not_found: its page for what is not there."""
    handler = type("Handler", (Quiet,), {"not_found": not_found})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def listening(page, home):
    """What a page complains of, and every address outside `home` that it asks for; a list that grows."""
    heard = []

    def said(message):
        # What the processor, which draws here what a graphics card does elsewhere, says of itself.
        if message.type in ("error", "warning") and "GPU stall due to ReadPixels" not in message.text:
            heard.append(message.text)

    def requested(request):
        if not request.url.startswith((home, "data:", "blob:")):
            heard.append(request.url)

    listeners = {"console": said, "pageerror": lambda error: heard.append(str(error)), "request": requested}
    for event, listen in listeners.items():
        page.on(event, listen)
    yield heard
    for event, listen in listeners.items():
        page.remove_listener(event, listen)


def barriers(page, part=None):
    """What axe-core finds on a page that is serious or critical for those who do not see, hear or use a mouse.

    part: a selector, when the rest of the page has been looked at.
    """
    if not page.evaluate("() => 'axe' in window"):  # half a megabyte of script: once for a page, not for each slide
        page.evaluate(Axe().axe_script)
    found = page.evaluate(VIOLATIONS, part)
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def headings(page):
    """The levels of a page's visible headings, in order."""
    return page.evaluate("""() => Array.from(document.querySelectorAll('h1, h2, h3, h4, h5, h6'))
        .filter(heading => heading.checkVisibility()).map(heading => Number(heading.tagName[1]))""")


def in_order(levels):
    """Whether no level is left out on the way down."""
    return all(after <= before + 1 for before, after in itertools.pairwise(levels))


def undescribed(page):
    """Pictures without words for those who do not see them."""
    return page.evaluate("""() => Array.from(document.images).filter(
        image => !image.alt || image.alt.startsWith('No description')).map(image => image.src.slice(0, 200))""")


def moves(page, explorer):
    """Whether some slider of an explorer changes its pictures, by a key."""
    canvases = "root => Array.from(root.querySelectorAll('canvas'), canvas => canvas.toDataURL()).join()"
    explorer.scroll_into_view_if_needed()
    settled(page, 100)
    before = explorer.evaluate(canvases)
    for lever in explorer.locator("input[type=range]").all():
        for key in ("ArrowLeft", "ArrowRight", "Home"):
            if lever.is_enabled() and lever.is_visible():
                lever.press(key)
                settled(page)
                if explorer.evaluate(canvases) != before:
                    return True
    return False
