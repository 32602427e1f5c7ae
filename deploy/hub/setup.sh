#!/bin/sh
# usage: sh deploy/hub/setup.sh [DIR]        in a clone that `make dev` has set up; DIR is build/hub if not said
# Makes a class's server in DIR, or brings this edition of the course into it; sh DIR/start.sh starts it.
set -eu
umask 022
cd -P "$(dirname "$0")/../.."
stop() {
    echo "$1" >&2
    exit 1
}

[ -x .venv/bin/course ] || stop "There is no .venv here: run 'make dev' first."
command -v npm >/dev/null || stop "npm is missing, which installs the proxy: apt install nodejs npm."
mkdir -p "${1:-build/hub}"
place=$(cd -P "${1:-build/hub}" && pwd)

# One that is not in /root, where students could not run it.
find_python() {
    for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3 /usr/bin/python3; do
        real=$("$candidate" -c 'import os, sys, venv, ensurepip
assert (3, 11) <= sys.version_info[:2] <= (3, 13)
print(os.path.realpath(sys.executable))' 2>/dev/null) || continue
        case "$real" in /root/*) ;; *) echo "$real" && return ;; esac
    done
    stop "No Python 3.11 to 3.13 with venv was found outside of /root: apt install python3-venv, or name one by PYTHON=…"
}

# What students get, and nothing else: no solutions, no specs. The old edition stays until the new one is whole.
.venv/bin/course release >/dev/null
rm -rf "$place/course.new" "$place/course.old"
.venv/bin/python -m zipfile -e dist/optimizers-course-students.zip "$place/course.new"
if [ -d "$place/course" ]; then mv "$place/course" "$place/course.old"; fi
mv "$place/course.new/optimizers-course" "$place/course"
rm -rf "$place/course.new" "$place/course.old"

# One environment for all; kept while its lock is the same.
if ! cmp -s requirements-hub.txt "$place/venv/requirements-hub.txt"; then
    python=$(find_python) || exit 1
    echo "Setting up $place/venv (once; about 190 MB are downloaded) …"
    rm -rf "$place/venv"
    "$python" -m venv "$place/venv"
    "$place/venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-hub.txt
    cp requirements-hub.txt "$place/venv/"
fi
"$place/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e "$place/course"
# The button that hands in.
extension="$place/venv/share/jupyter/labextensions/optimizers-course-hand-in"
rm -rf "$extension"
cp -R deploy/hub/labextension "$extension"
if ! cmp -s tools/hub/package-lock.json "$place/package-lock.json" || [ ! -d "$place/node_modules" ]; then
    cp tools/hub/package.json tools/hub/package-lock.json "$place/"
    (cd "$place" && npm ci --silent --no-audit --no-fund)
fi

# Everybody may add to `drop` and nobody list it; in `returned` each student has a folder; `state` is the hub's alone.
mkdir -p "$place/drop" "$place/returned" "$place/state"
chmod 1733 "$place/drop"
chmod 711 "$place/returned"
chmod 700 "$place/state"
cp deploy/hub/jupyterhub_config.py deploy/hub/start.sh "$place/"
rm -rf "$place/templates"
cp -R deploy/hub/templates "$place/templates"
[ -f "$place/settings.toml" ] || cp deploy/hub/settings.toml "$place/"
echo "$place is ready: look at settings.toml there, then sh $place/start.sh"
