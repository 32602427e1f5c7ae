"""An extra: the course in JupyterLite, a JupyterLab that runs in the browser alone.
What is built holds the course's files and the packages that Pyodide lacks. Pyodide itself, Python with NumPy,
matplotlib and scikit-learn for the browser, is fetched from its public host by the reader's browser; nothing here can
try that.
"""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version

import nbformat
from nbformat.v4 import new_code_cell

from course_lib.authoring import AuthoringError, release
from course_lib.authoring.fresh import emptied
from course_lib.authoring.source import to_json
from course_lib.files import write

# Not installed with the others: an ordinary JupyterLab cannot load the part of it that runs in the page.
KERNEL = "jupyterlite-pyodide-kernel==0.8.6"
# What has a part that runs in JupyterLab's own page, and what else the course imports and Pyodide does not bring.
PAGES = ("anywidget", "jupyterlab_widgets")
PACKAGES = (*PAGES, "ipywidgets", "widgetsnbextension", "comm", "psygnal", "jupyterquiz")
INSTALL = """\
# In the browser the course is installed when a notebook begins.
import piplite
await piplite.install(["optimizers-course", "psygnal", "jupyterquiz"], deps=False)
await piplite.install(["anywidget", "ipywidgets", "matplotlib", "pillow", "scikit-learn"])"""


def contents(root, folder):
    """Unpack what students get into `folder`/course, each notebook with a first cell that installs."""
    package = release.pack(root, folder / "students.zip")
    with zipfile.ZipFile(package) as packed:
        packed.extractall(folder)
    course = folder / release.FOLDER
    for kind in ("notebooks", "exercises"):
        shutil.copytree(course / kind, folder / "contents" / kind)
        for path in (folder / "contents" / kind).glob("*.ipynb"):
            notebook = nbformat.read(path, as_version=4)
            notebook.cells.insert(0, new_code_cell(INSTALL, id="install"))
            write(path, to_json(notebook))
    return course


def wheels(course, folder):
    """The course and the packages as wheels for any machine; their paths."""
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(course)], check=True)
    pinned = [KERNEL, *(f"{name}=={version(name)}" for name in PACKAGES)]
    anywhere = ["--no-deps", "--only-binary=:all:", "--implementation=py", "--abi=none", "--platform=any"]
    subprocess.run([*pip, "download", *anywhere, "-d", str(folder), *pinned], check=True)
    return sorted(folder.glob("*.whl"))


def main(root, target):
    """Build it in the folder `target`; the exit code of JupyterLite. AuthoringError when there is no network."""
    emptied(target, "jupyter-lite.json")
    folder = root / "build" / "lite"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        found = wheels(contents(root, folder), folder / "wheels")
    except subprocess.CalledProcessError as error:
        said = "The browser's packages could not be had, most often for lack of a network"
        raise AuthoringError(f"{said}: {error}.") from error
    pages = [wheel for wheel in found if wheel.name.startswith((*PAGES, "jupyterlite"))]
    (kernel,) = folder.glob("wheels/jupyterlite*.whl")
    with zipfile.ZipFile(kernel) as packed:
        packed.extractall(folder / "tools")
    settings = {
        "LiteBuildConfig": {
            "contents": [str(folder / "contents")],
            "output_dir": str(target),
            "ignore_sys_prefix": True,  # not what happens to be installed here, such as a grader's extension
            "federated_extensions": [str(wheel) for wheel in pages],
            "no_sourcemaps": True,
        },
        "PipliteAddon": {"piplite_urls": [str(wheel) for wheel in found]},
    }
    write(folder / "jupyter_lite_config.json", json.dumps(settings, indent=1))
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(folder)]
    with_kernel = {**os.environ, "PYTHONPATH": str(folder / "tools")}  # what it adds to the build is found there
    code = subprocess.run(command, cwd=folder, env=with_kernel, stdout=subprocess.DEVNULL).returncode
    if code == 0:
        size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
        print(f"{target}: {size / 1e6:.0f} MB; serve it by `python -m http.server -d {target}`")
    return code
