#!/bin/sh
# usage: sh tools/lock.sh [--upgrade]
# Locks for Python 3.11 to 3.13 on Linux, macOS and Windows: what is locked already stays at its version, unless all are
# to be the newest (--upgrade).
set -eu
cd "$(dirname "$0")/.."
# With their extras: pip below 23.3, which Python 3.11 brings, takes the newest coverage for a coverage[toml] that no line pins.
compile() {
    .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-strip-extras --python-version 3.11 \
        --custom-compile-command "make lock" pyproject.toml "$@"
}
compile "$@" --group build -o requirements.txt
compile "$@" --all-extras --group build --group dev -c requirements.txt -o requirements-dev.txt
compile "$@" --group build --group hub -c requirements.txt -o requirements-hub.txt
