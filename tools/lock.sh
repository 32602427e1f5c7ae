#!/bin/sh
# usage: sh tools/lock.sh [--upgrade]
# Locks the versions that are locked already, and the newest for what is not, or for all with --upgrade: for Python 3.11 to 3.13 on Linux, macOS and Windows.
set -eu
cd "$(dirname "$0")/.."
# With their extras: pip below 23.3, which Python 3.11 brings, takes the newest coverage for a coverage[toml] that no line pins.
compile() {
    .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-strip-extras --python-version 3.11 \
        --custom-compile-command "make lock" pyproject.toml "$@"
}
compile "$@" --group build -o requirements.txt
compile "$@" --all-extras --group build --group dev -c requirements.txt -o requirements-dev.txt
