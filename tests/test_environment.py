"""One set of versions: pyproject.toml, both locks, environment.yml and the workflow say the same."""

import itertools
import os
import re
import shlex
import shutil
import subprocess
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version
from PIL import Image

from tests.needs import missing

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.txt", "requirements-dev.txt")
IGNORED = "sed 's/[^ ]*/--ignore=&/g'"  # how .ci/run leaves files to the run that measures them
ALL_LOCKS = (*LOCKS, "requirements-hub.txt")


def locked(name):
    """[Requirement] of a lock, with the hashes of each: [(requirement, number of hashes)]."""
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    return [(Requirement(entry.split(" \\")[0]), entry.count("--hash=sha256:")) for entry in entries]


def requires(name):
    """What an installed package asks for; nothing for one that is for another system."""
    try:
        return distribution(name).requires
    except PackageNotFoundError:
        return []


@pytest.mark.parametrize("name", ALL_LOCKS)
def test_every_entry_of_a_lock_is_pinned_and_hashed(name):
    entries = locked(name)
    assert len(entries) > 50
    for requirement, hashes in entries:
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement
        assert hashes, requirement


@pytest.mark.parametrize("name", ALL_LOCKS)
def test_a_lock_names_no_registry(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://|--(extra-)?index|--find-links", text)


def test_the_tests_lock_holds_the_learners_lock():
    learner, dev = ({(one.name, str(one.specifier)): one.marker for one, _ in locked(name)} for name in LOCKS)
    assert learner.keys() <= dev.keys()
    # The tests may need a package on more systems than a learner does, never on fewer.
    assert all(
        dev[key] in (None, marker) or str(dev[key]).startswith(f"{marker} or ") for key, marker in learner.items()
    )


def test_the_hub_s_lock_is_the_learners_lock_and_more():
    """What a student's kernel runs with is the same as at home."""
    learner, hub = ({one.name: str(one.specifier) for one, _ in locked(name)} for name in (LOCKS[0], ALL_LOCKS[-1]))
    assert learner.items() <= hub.items() and len(hub) > len(learner)


@pytest.mark.parametrize(
    ("lock", "declared"),
    [
        ("requirements-hub.txt", PROJECT["dependency-groups"]["hub"]),
        ("requirements.txt", PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["build"]),
        ("requirements-dev.txt", PROJECT["dependency-groups"]["dev"]),
    ],
)
def test_every_declared_dependency_is_locked_at_a_version_it_admits(lock, declared):
    pins = {}
    for requirement, _ in locked(lock):
        pins.setdefault(requirement.name, []).append(str(requirement.specifier).removeprefix("=="))
    for line in declared:
        wanted = Requirement(line)
        assert all(version in wanted.specifier for version in pins[wanted.name]), line


def test_the_build_needs_what_the_lock_installs():
    assert PROJECT["build-system"]["requires"] == PROJECT["dependency-groups"]["build"]


def test_conda_gets_the_same_python_and_the_same_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, rest = environment["dependencies"]
    # Binder reads the version in the form python=3.12 only.
    assert python.removeprefix("python=") in SpecifierSet(PROJECT["project"]["requires-python"])
    assert pip == "pip"
    assert rest == {"pip": ["-r requirements.txt"]}
    assert environment["channels"][0] == "conda-forge"


def test_the_workflow_and_the_setup_cover_the_same_pythons():
    supported = SpecifierSet(PROJECT["project"]["requires-python"])
    versions = [f"3.{minor}" for minor in range(30) if f"3.{minor}" in supported]
    workflow = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8"))
    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python"] == versions
    low, high = (version.replace(".", ", ") for version in (versions[0], versions[-1]))
    assert f"({low}) <= sys.version_info[:2] <= ({high})" in (ROOT / "tools/setup.sh").read_text(encoding="utf-8")
    assert f"{versions[0]} to {versions[-1]}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_continuous_integration_calls_the_readmes_command():
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    (called,) = (number for number, line in enumerate(lines) if line.startswith("make --keep-going test-all"))
    assert "export COURSE_REQUIRE_ALL=1" in lines[:called] and "make coverage" in lines[called:]
    assert lines[called].endswith(f'ARGS="$(make -s measured | {IGNORED})"')
    assert "bash .ci/run" in (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8")


def test_what_ci_leaves_to_the_coverage_run_is_run_there_whole():
    make = shutil.which("make") or missing("make was not found; install it.")
    said = subprocess.run(
        f"{make} -s measured | {IGNORED}", shell=True, cwd=ROOT, capture_output=True, text=True
    ).stdout
    ignored = [argument.removeprefix("--ignore=") for argument in said.split()]
    (measured,) = commands("coverage")
    assert ignored and all((ROOT / name).is_file() for name in ignored)
    assert [argument for argument in measured if argument.startswith("tests/")] == ignored
    assert {"-m", "-k", "--ignore", "--deselect"}.isdisjoint(measured)


def test_all_tests_are_run_by_test_all_and_none_of_them_twice():
    """Whatever markers a test has, one of the runs of `make test-all` picks it; the first of them is `make test`."""
    marks = [mark.partition(":")[0] for mark in PROJECT["tool"]["pytest"]["ini_options"]["markers"]]
    assert {"browser", "sandbox", "slow", "tour"} == set(marks)
    (test,), runs = (commands(target) for target in ("test", "test-all"))
    assert runs[0] == test and all(
        run[-5:-2] == ["notebooks", "solutions", "tests"] and run[-2] == "-m" for run in runs
    )
    for chosen in itertools.product([False, True], repeat=len(marks)):
        picked = [eval(run[-1], {}, dict(zip(marks, chosen))) for run in runs]
        assert sum(picked) == 1, chosen


def commands(target):
    """The arguments of each pytest that a make target starts."""
    make = shutil.which("make") or missing("make was not found; install it.")
    env = {key: value for key, value in os.environ.items() if key not in ("ARGS", "MAKEFLAGS", "MFLAGS")}
    plan = subprocess.run([make, "-n", target], cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout
    return [shlex.split(line.partition(" -m pytest ")[2]) for line in plan.splitlines() if " -m pytest " in line]


def test_the_site_is_published_by_the_command_that_builds_it():
    workflow = yaml.safe_load((ROOT / ".github/workflows/pages.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["publish"]["steps"]
    assert {"run": "if make lite; then make site ARGS=--lite; else make site; fi"} in steps
    assert any(step.get("with", {}).get("path") == "dist/site" for step in steps)


def test_the_citation_names_this_version_and_its_licences():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == PROJECT["project"]["version"]
    assert " AND ".join(citation["license"]) == PROJECT["project"]["license"]
    assert {"cff-version", "message", "title", "authors"} <= set(citation)


def test_the_changelog_s_newest_version_is_this_one():
    headings = re.findall(r"^## \[(.+)\] - \d{4}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[0] == PROJECT["project"]["version"]
    assert headings == sorted(headings, key=Version, reverse=True)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_the_extras_that_its_packages_ask_for(name):
    """pip below 23.3 looks for package[extra] beside the pinned package, and finds a newer one that is not pinned."""
    pins = {canonicalize_name(one.name): one.extras for one, _ in locked(name)}
    asked = [
        (canonicalize_name(wanted.name), wanted.extras)
        for one in pins
        for wanted in map(Requirement, requires(one) or [])
        if wanted.extras and (wanted.marker is None or wanted.marker.evaluate({"extra": ""}))
    ]
    assert "jsonschema" in dict(asked)
    assert [(one, extras) for one, extras in asked if not extras <= pins.get(one, set())] == []


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "README.zh.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/grading.md",
        "docs/instructor.md",
        "docs/lite.md",
        "docs/server.md",
    ],
)
def test_a_page_s_links_lead_somewhere_and_its_pictures_are_described(name):
    page = ROOT / name
    text = re.sub(r"(?s)````?.*?````?", "", page.read_text(encoding="utf-8"))
    for described, link in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", text):
        assert len(described) > 40, link
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        assert link.startswith("https://") or (page.parent / link.split("#")[0]).is_file(), link


def test_the_readme_s_recording_moves():
    recording = Image.open(ROOT / "docs" / "explorer.gif")
    assert recording.n_frames >= 40 and recording.width >= 800
    assert (ROOT / "docs" / "explorer.gif").stat().st_size <= 1.5e6
