#!/bin/sh
# Serve the course to this computer and open it; for Linux and macOS.
cd "$(dirname "$0")" || exit 2

# Whether a Python is there and new enough. A Mac's own python3 may be a stub that opens a window to install one.
usable() {
    path=$(command -v "$1") || return 1
    [ "$path" != /usr/bin/python3 ] || [ "$(uname)" != Darwin ] || xcode-select -p >/dev/null 2>&1 || return 1
    "$path" -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null
}

for python in python3 python; do
    if usable "$python"; then exec "$python" serve.py "$@"; fi
done
echo "No Python 3.8 or newer was found. Install one (python.org), then start this again." >&2
exit 2
