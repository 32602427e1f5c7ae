#!/bin/sh
# Serve the course to this computer and open it; for Linux and macOS.
cd "$(dirname "$0")" || exit 2
python=$(command -v python3 || command -v python) || {
    echo "No Python was found. Install Python 3 (python.org), then start this again." >&2
    exit 2
}
exec "$python" serve.py "$@"
