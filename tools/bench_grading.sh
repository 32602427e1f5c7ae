#!/bin/sh
# usage: make bench-grading [ARGS="--against COMMIT"]
# Grades the same forty submissions with course grade, nbgrader and Otter-Grader, which has an environment of its own.
set -eu
cd "$(dirname "$0")/.."
if [ "${1:-}" = --against ]; then
    exec .venv/bin/python -m tools.bench_grading "$@"
fi
if [ ! -x .venv-otter/bin/otter ]; then
    "${PYTHON:-python3}" -m venv .venv-otter
    .venv-otter/bin/python -m pip install --quiet otter-grader==7.0.0 numpy ipykernel
fi
.venv/bin/python -m tools.bench_grading .venv-otter/bin/python
