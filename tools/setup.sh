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

# uv, where it is (or $UV names it), is faster; it is told of the mirror and the wheels that pip is told of.
with_uv() {
    command -v "${UV:=uv}" >/dev/null 2>&1 || return 1
    (
        [ -z "${PIP_INDEX_URL:-}" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$PIP_INDEX_URL}"
        [ -z "${PIP_FIND_LINKS:-}" ] || export UV_FIND_LINKS="${UV_FIND_LINKS:-$PIP_FIND_LINKS}"
        [ -z "${PIP_CERT:-}" ] || export SSL_CERT_FILE="${SSL_CERT_FILE:-$PIP_CERT}"
        logged "$UV" pip install --python .venv/bin/python "$@"
    )
}

# All words go to a file, so that a failure can be said in one sentence; large downloads are shown.
logged() {
    { "$@" 2>&1 && touch .venv/done; } | tee .venv/install.log |
        sed -n -e 's/^ *Downloading \(.*(.*M[iB]*)\)$/    \1/p' -e 's/^Installing collected.*/    unpacking …/p'
    rm .venv/done 2>/dev/null
}

# Where uv cannot, as behind a mirror that only pip's own settings name, pip does it.
install() {
    with_uv "$@" || logged .venv/bin/python -m pip install --disable-pip-version-check "$@" && return
    tail -n 5 .venv/install.log >&2
    stop "Installing failed, most often because there is no network: try again when there is (the last words are above, all of them in .venv/install.log)."
}

case "${1:-}" in
    learner) lock=requirements.txt size='140 MB' ;;
    dev) lock=requirements-dev.txt size='260 MB' ;;
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

echo "Setting up .venv from $lock (only when it changed; the first time about $size are downloaded) …"
# From here on the versions are of neither lock, until all is installed.
rm -f .venv/requirements.txt .venv/requirements-dev.txt
install --require-hashes -r "$lock"
install --no-deps --no-build-isolation -e .
cp "$lock" ".venv/$lock"
# The tests' lock holds all that the learner's holds.
if [ "$lock" = requirements-dev.txt ]; then cp requirements.txt .venv/requirements.txt; fi
