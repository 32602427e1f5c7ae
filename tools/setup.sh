#!/bin/sh
# usage: sh tools/setup.sh learner|dev
# Makes .venv and installs into it what the lock names; does nothing when that has been done and the lock is the same.
set -u
cd -P "$(dirname "$0")/.." || exit 1

stop() {
    echo "$1" >&2
    exit 1
}

# True for an interpreter that runs and is of a version that the locks cover.
suits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"; else set -- python3.13 python3.12 python3.11 python3 python; fi
    for candidate in "$@"; do
        if suits "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    found=$("${PYTHON:-python3}" --version 2>/dev/null) || found="none that runs"
    stop "The course needs Python 3.11, 3.12 or 3.13, and found $found: install one, or name it with 'make PYTHON=/path/to/python3.12 …'."
}

# pip's own words go to a file, so that a failure can be said in one sentence.
pip_install() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "$@" >.venv/pip.log 2>&1 && return
    tail -n 5 .venv/pip.log >&2
    stop "Installing failed, most often because there is no network: try again when there is (pip's last words are above, all of them in .venv/pip.log)."
}

case "${1:-}" in
    learner) lock=requirements.txt ;;
    dev) lock=requirements-dev.txt ;;
    *) stop "usage: sh tools/setup.sh learner|dev" ;;
esac
[ -f "$lock" ] || stop "There is no $lock in $(pwd): run this in a complete clone of the course."

# An environment knows its own path, so one that was moved, or whose Python is gone, is made anew.
usable() {
    [ "$(cat .venv/place 2>/dev/null)" = "$(pwd)" ] && suits .venv/bin/python
}

# A copy of each lock is kept in .venv once it is installed: the lock's content decides, not its date.
usable && cmp -s "$lock" ".venv/$lock" && exit 0

if ! usable; then
    python=$(find_python) || exit 1
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
        stop "$python has no venv module: install it (on Debian and Ubuntu: apt install python3-venv) and try again."
    rm -rf .venv
    "$python" -m venv .venv || stop "$python could not make the environment .venv: see above."
    pwd >.venv/place
fi

echo "Setting up .venv from $lock (about a minute, only when the lock changed) …"
# From here on the versions are of neither lock, until all is installed.
rm -f .venv/requirements.txt .venv/requirements-dev.txt
pip_install --require-hashes -r "$lock"
pip_install --no-deps --no-build-isolation -e .
cp "$lock" ".venv/$lock"
# The tests' lock holds all that the learner's holds.
if [ "$lock" = requirements-dev.txt ]; then cp requirements.txt .venv/requirements.txt; fi
