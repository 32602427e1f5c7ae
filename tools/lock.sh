#!/bin/sh
# usage: make lock
# Locks the newest versions that pyproject.toml admits, for Python 3.11 to 3.13 on Linux, macOS and Windows.
set -eu
cd "$(dirname "$0")/.."
compile() {
    .venv/bin/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
        --custom-compile-command "make lock" pyproject.toml "$@"
}
compile --group build -o requirements.txt
compile --group build --group dev -c requirements.txt -o requirements-dev.txt
