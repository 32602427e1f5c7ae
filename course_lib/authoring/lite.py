"""The course in JupyterLite, a JupyterLab that runs in the browser alone: a folder of files for any web server.

It holds Python for the browser (Pyodide) with NumPy, matplotlib and scikit-learn, the course as one more of its
packages, and the course's files. Pyodide loads the packages that a cell imports, so the notebooks are the same as
elsewhere.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version

from course_lib.authoring import AuthoringError, lite_languages, lite_start, pyodide, release
from course_lib.authoring.fonts import font_list
from course_lib.authoring.fresh import emptied
from course_lib.files import write
from course_lib.language import say

# Not installed with the others: an ordinary JupyterLab cannot load the part of it that runs in the page.
KERNEL = "jupyterlite-pyodide-kernel==0.6.1"
# What the kernel and the course import of Pyodide's own packages. The kernel does not start without any of the first.
KERNEL_NEEDS = ("micropip", "ssl", "sqlite3", "ipython", "jedi")
NEEDED = (*KERNEL_NEEDS, "pygments", "decorator", "packaging", "traitlets", "numpy")
NEEDED += ("matplotlib", "pillow", "contourpy", "scikit-learn")
# What has a part that runs in JupyterLab's own page, and what else the course imports and Pyodide does not bring.
PAGES = ("anywidget", "jupyterlab_widgets")
# {package that Pyodide lacks: what it imports}; ipywidgets' parts for the page are no use to Python (2 MB).
OTHERS = {
    "comm": ("traitlets",),
    "psygnal": (),
    "typing-extensions": (),
    "ipywidgets": ("comm", "ipython", "traitlets"),
    "anywidget": ("ipywidgets", "psygnal", "typing-extensions"),
    "jupyterquiz": ("ipython",),
}
COURSE = (
    "numpy",
    "matplotlib",
    "pillow",
    "contourpy",
    "scikit-learn",
    "packaging",
    "traitlets",
    "ipywidgets",
    "anywidget",
)
COURSE += ("ipython", "jupyterquiz")

# Added to the settings of `course lab`, by which explorers and answers are saved. Without it the table of contents
# throws an error as one scrolls: JupyterLab's issue 15166, which is open.
CALM = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "defer"}}
OLD = (".eot", ".svg", ".ttf", ".woff")
# In the browser: where solved exercises are counted.
ENVIRONMENT = {"COURSE_PROGRESS": "/drive/progress.json"}


def contents(root, folder):
    """Unpack what students get into `folder`/course, and what they open into `folder`/contents."""
    package = release.pack(root, folder / "students.zip")
    with zipfile.ZipFile(package) as packed:
        packed.extractall(folder)
    course = folder / release.FOLDER
    for kind in ("notebooks", "exercises"):
        shutil.copytree(course / kind, folder / "contents" / kind)
    return course


def wheels(course, folder):
    """The course and the packages as wheels for any machine: {name: path}, the kernel with them."""
    pip = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(course)], check=True)
    pinned = [KERNEL, *(f"{name}=={version(name)}" for name in dict.fromkeys((*OTHERS, *PAGES)))]
    anywhere = ["--no-deps", "--only-binary=:all:", "--implementation=py", "--abi=none", "--platform=any"]
    subprocess.run([*pip, "download", *anywhere, "-d", str(folder), *pinned], check=True)
    return {pyodide.normal(path.name.split("-")[0]): path for path in sorted(folder.glob("*.whl"))}


def entry(path, depends):
    """A wheel as a package of Pyodide: what its lock file says of it."""
    name, number = path.name.split("-")[:2]
    with zipfile.ZipFile(path) as wheel:
        tops = {file.split("/")[0] for file in wheel.namelist() if file.endswith(".py")}
    return {
        "name": pyodide.normal(name),
        "version": number,
        "file_name": path.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted(top.removesuffix(".py") for top in tops if "." not in top.removesuffix(".py")),
        "depends": list(depends),
        "unvendored_tests": False,
    }


def original(root, cdn):
    """Pyodide's lock file with the packages that are needed, whose files lie in build/pyodide afterwards.

    cdn: the packages stay on Pyodide's public host, and only the core comes here.
    """
    cache = root / "build" / "pyodide"
    lock = pyodide.core(cache)
    packages = {name: lock["packages"][name] for name in pyodide.closure(lock["packages"], NEEDED)}
    if cdn:
        packages = {name: {**each, "file_name": pyodide.HOST + each["file_name"]} for name, each in packages.items()}
    else:
        pyodide.bring({each["file_name"]: each["sha256"] for each in packages.values()}, cache)
    return {**lock, "packages": packages}


def place(cache, folder, lock, found):
    """Write Pyodide into `folder`, and the course and what else it imports as packages of it."""
    folder.mkdir(parents=True)
    for name in [*pyodide.CORE, *(each["file_name"] for each in lock["packages"].values())]:
        if (cache / name).exists():
            shutil.copy(cache / name, folder / name)
    own = {**OTHERS, "optimizers-course": COURSE}
    for name in own:
        shutil.copy(found[name], folder)
    added = {name: entry(found[name], depends) for name, depends in own.items()}
    write(folder / "pyodide-lock.json", json.dumps({**lock, "packages": {**lock["packages"], **added}}))


def spare_fonts(folder):
    """The same font in older formats, which no browser asks for that can run Pyodide."""
    return [path for path in folder.iterdir() if path.suffix in OLD and path.with_suffix(".woff2").exists()]


def main(root, target, cdn=False):
    """Build it in the folder `target`; the exit code of JupyterLite. AuthoringError when something cannot be had."""
    target = emptied(target.resolve(), "jupyter-lite.json")
    folder = root / "build" / "lite"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lock = original(root, cdn)
    course = contents(root, folder)
    try:
        found = wheels(course, folder / "wheels")
    except subprocess.CalledProcessError as error:
        said = "The browser's packages could not be had, most often for lack of a network"
        raise AuthoringError(f"{said}: {error}.") from error
    if not cdn:
        fonts = font_list(root / "build" / "pyodide" / lock["packages"]["matplotlib"]["file_name"])
        with zipfile.ZipFile(found["optimizers-course"], "a") as wheel:
            wheel.writestr("matplotlib/fontlist.json", fonts)
    place(root / "build" / "pyodide", folder / "static" / "pyodide", lock, found)
    with zipfile.ZipFile(found["jupyterlite-pyodide-kernel"]) as packed:
        packed.extractall(folder / "tools")
    pages = [found[pyodide.normal(name)] for name in (*PAGES, "jupyterlite-pyodide-kernel")]
    settings = {
        "LiteBuildConfig": {
            "contents": [str(folder / "contents")],
            "output_dir": str(target),
            "ignore_sys_prefix": True,  # not what happens to be installed here, such as a grader's extension
            "federated_extensions": [str(wheel) for wheel in pages],
            "no_sourcemaps": True,
        }
    }
    write(folder / "jupyter_lite_config.json", json.dumps(settings, indent=1))
    kernel = {"disablePyPIFallback": True, "loadPyodideOptions": {"env": ENVIRONMENT}}
    page = {"litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": kernel}}
    said = {"jupyter-lite-schema-version": 0, "jupyter-config-data": {"exposeAppInBrowser": True, **page}}
    write(folder / "jupyter-lite.json", json.dumps(said, indent=1))
    saved = (course / "course_lib" / "lab_settings" / "overrides.json").read_text(encoding="utf-8")
    write(folder / "overrides.json", json.dumps(json.loads(saved) | CALM, indent=1))
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(folder)]
    with_kernel = {**os.environ, "PYTHONPATH": str(folder / "tools")}  # what it adds to the build is found there
    code = subprocess.run(command, cwd=folder, env=with_kernel, stdout=subprocess.DEVNULL).returncode
    if code == 0:
        for path in spare_fonts(target / "build"):
            path.unlink()
        lite_languages.place(target / "api" / "translations")
        write(target / "index.html", lite_start.page(root, folder / "contents"))
        lab = target / "lab" / "index.html"
        write(lab, lite_start.lab(lab.read_text(encoding="utf-8"), folder / "contents"))
        size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
        print(
            say(
                "{target}: {size:.0f} MB; serve it by `python tools/lite/serve.py {target}`",
                target=target,
                size=size / 1000000.0,
            )
        )
    return code
