"""Serve the course that runs in a browser to this computer alone: python serve.py [FOLDER] [--port N] [--no-browser]

--language zh opens its first page in Chinese.
It needs Python 3.8 or newer, nothing else, and no network.
"""

import argparse
import functools
import sys
import threading
import urllib.request
import webbrowser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
# Always the same: a browser keeps what a learner changed for one address, the port with it.
PORT = 8653
# Said here, because what Windows believes of these files is in its registry, where any program may have changed it.
KINDS = {
    ".wasm": "application/wasm",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".ipynb": "application/json",
    ".html": "text/html",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".gif": "image/gif",
    ".woff2": "font/woff2",
    ".whl": "application/zip",
    ".zip": "application/zip",
}
MARK = "X-Optimizers-Course"  # by which a second start knows the first


class Handler(SimpleHTTPRequestHandler):
    """Files, of which the browser asks each time whether there is a newer one."""

    protocol_version = "HTTP/1.1"

    def guess_type(self, path):
        return KINDS.get(Path(path).suffix.lower()) or super().guess_type(path)

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")
        self.send_header(MARK, "yes")
        super().end_headers()

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    """A port that another program listens on is an error, on Windows, too."""

    allow_reuse_address = sys.platform != "win32"


def is_ours(address):
    """Whether this program answers there already."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(address, timeout=5) as answer:
            return answer.headers.get(MARK) is not None
    except OSError:
        return False


def main(arguments=None):
    """Serve until Ctrl+C; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0].partition(":")[0] + ".")
    parser.add_argument("folder", nargs="?", type=Path, default=HERE / "course", help="what is served (course)")
    parser.add_argument("--port", type=int, default=PORT, help=f"({PORT})")
    parser.add_argument("--language", help="open the first page in this one (the reader's last, or the browser's)")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    options = parser.parse_args(arguments)
    if not (options.folder / "index.html").is_file():
        print(f"There is no course in {options.folder}: unpack the whole zip, then start it again.", file=sys.stderr)
        return 2
    show = (lambda address: None) if options.no_browser else webbrowser.open
    first = f"?language={quote(options.language)}" if options.language else ""
    address = f"http://127.0.0.1:{options.port}/{first}"
    try:
        server = Server(("127.0.0.1", options.port), functools.partial(Handler, directory=str(options.folder)))
    except (OSError, OverflowError):
        if is_ours(address):
            print(f"The course is being served already: open {address}")
            show(address)
            return 0
        print(f"Port {options.port} is taken or not allowed: choose another by --port 8700.", file=sys.stderr)
        return 2
    if options.port == 0:
        address = f"http://127.0.0.1:{server.server_port}/{first}"
    print(f"Open {address} in Chrome, Edge or Firefox. Leave this window open; Ctrl+C ends it.", flush=True)
    threading.Timer(0.5, show, [address]).start()  # once it answers
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
