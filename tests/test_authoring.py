"""The build: the same bytes twice, only what changed, and a sentence for what cannot be built."""

import json
from pathlib import Path

import pytest

from course_lib import cli
from course_lib.authoring import AuthoringError, readme
from course_lib.authoring.build import target

ROOT = Path(__file__).resolve().parents[1]

LIVE = """# Live

```{code-cell}
import ipywidgets
import matplotlib.pyplot as plt
import os, sys
```

```{code-cell}
print("one"); sys.stdout.flush()
print("two", os.path.exists(os.environ["COURSE_PROGRESS"]))
```

```{code-cell}
line = plt.plot([1, 2])
```

```{code-cell}
ipywidgets.IntSlider(value=3), ipywidgets.IntText()
slider = ipywidgets.IntSlider(value=3)
slider
```

```{code-cell}
:tags: [measured]
# a time is another one on every machine
import time; print(time.time())
```
"""


def course(folder, **sources):
    """A folder like the course's, with the given sources."""
    (folder / "notebooks" / "src").mkdir(parents=True)
    for name, text in sources.items():
        (folder / "notebooks" / "src" / f"{name}.md").write_text(text)
    (folder / "course_lib").mkdir()
    (folder / "requirements.txt").write_text("numpy")
    return folder


def main(arguments, folder):
    return cli.main(["build", *arguments, "--course", str(folder)])


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = course(tmp_path_factory.mktemp("course"), live=LIVE)
    assert main([], folder) == 0
    return folder


@pytest.mark.slow
def test_two_builds_give_the_same_bytes(built):
    first = target(built, "notebooks/live").read_bytes()
    assert main(["live", "--force"], built) == 0
    assert target(built, "notebooks/live").read_bytes() == first
    assert first.endswith(b"}\n") and not first.endswith(b"\n\n")


@pytest.mark.slow
def test_what_is_stored(built):
    notebook = json.loads(target(built, "notebooks/live").read_text())
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == [1, 2, 3, 4, 5]
    assert [output["text"] for output in code[1]["outputs"]] == [["one\n", "two False\n"]]
    assert list(code[2]["outputs"][0]["data"]) == ["image/png", "text/plain"]
    assert code[4]["outputs"] == []
    states = notebook["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    # The slider that is shown, its layout and its style; nothing of the widgets that are not.
    assert sorted(state["model_name"] for state in states.values()) == [
        "IntSliderModel",
        "LayoutModel",
        "SliderStyleModel",
    ]
    assert code[3]["outputs"][0]["data"]["application/vnd.jupyter.widget-view+json"]["model_id"] in states
    assert set(notebook["metadata"]) == {"kernelspec", "language_info", "widgets"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "changed",
    [
        "notebooks/src/quick.md",
        "notebooks/src/quick.quiz.json",
        "notebooks/quick.ipynb",
        "requirements.txt",
        "course_lib/authoring/run.py",
    ],
)
def test_only_what_changed_is_built(tmp_path, capsys, changed):
    course(tmp_path, quick="# Quick\n")  # no code: the kernel starts, nothing runs
    assert main([], tmp_path) == 0 and "built in" in capsys.readouterr().out
    assert main([], tmp_path) == 0 and "unchanged" in capsys.readouterr().out
    (tmp_path / changed).parent.mkdir(exist_ok=True)
    with (tmp_path / changed).open("a") as file:
        file.write("\n")
    assert main([], tmp_path) == 0 and "built in" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("1 / 0", "bad, code cell 1 (bad-000) ends in ZeroDivisionError: division by zero\n"),
        ("import warnings; warnings.warn('careful')", "bad, code cell 1 (bad-000) writes to stderr"),
    ],
)
def test_a_failing_cell_leaves_the_old_notebook(tmp_path, capsys, line, sentence):
    course(tmp_path, bad="```{code-cell}\n" + line + "\n```\n")
    target(tmp_path, "notebooks/bad").write_text("old")
    assert main([], tmp_path) == 1
    assert capsys.readouterr().err.startswith(sentence)
    assert target(tmp_path, "notebooks/bad").read_text() == "old"


def test_an_unknown_name_is_refused(tmp_path, capsys):
    course(tmp_path, one="# One\n")
    assert main(["two"], tmp_path) == 2
    assert capsys.readouterr().err == "No source is called two; there are notebooks/one.\n"


def test_course_has_no_leftover_of_an_interrupted_build():
    assert list((ROOT / "notebooks").glob("*.partial")) == []


# ---- the README's table of claims ----

TABLE = f"{readme.HEAD} shown by | not when |\n| --- |"
README = f"# Course\n{readme.START}\nold\n{readme.END}\nthe rest\n"


def chapter(*tables):
    """Chapter 6 as JSON, showing these Markdown outputs."""
    outputs = [{"data": {"text/markdown": [table]}} for table in tables]
    return {"cells": [{"outputs": outputs}, {"cell_type": "markdown"}]}


@pytest.mark.slow
def test_an_outdated_last_chapter_leaves_the_readme_alone(tmp_path):
    last = f"```{{code-cell}}\nfrom IPython.display import Markdown\n\nMarkdown({TABLE!r})\n```\n"
    course(tmp_path, **{"01_quick": "# Quick\n", "07_beyond": last})
    (tmp_path / "README.md").write_text(README)
    assert main([], tmp_path) == 0
    assert TABLE in (tmp_path / "README.md").read_text()
    (tmp_path / "README.md").write_text(README)
    (tmp_path / "notebooks" / "src" / "07_beyond.md").write_text(last + "\nnewer\n")
    assert main(["01_quick"], tmp_path) == 0
    assert (tmp_path / "README.md").read_text() == README


def test_the_committed_readme_holds_the_table_that_the_last_chapter_computed():
    built = json.loads(target(ROOT, readme.CHAPTER).read_text(encoding="utf-8"))
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.with_table(text, readme.claims_table(built)) == text, "run make notebooks"


def test_the_table_of_claims_replaces_the_old_one_and_nothing_else():
    new = readme.with_table(README, readme.claims_table(chapter("| the slide says |", TABLE)))
    assert new == f"# Course\n{readme.START}\n\n{TABLE}\n\n{readme.END}\nthe rest\n"
    assert readme.with_table(new, TABLE) == new


@pytest.mark.parametrize("tables", [[], [TABLE, TABLE]])
def test_a_chapter_without_one_table_of_claims_is_refused(tables):
    with pytest.raises(AuthoringError, match=r"tables of claims, not one\.$"):
        readme.claims_table(chapter(*tables))


def test_a_readme_without_marks_is_refused():
    with pytest.raises(AuthoringError, match=r"^README\.md must hold the lines .*\.$"):
        readme.with_table("# Course\n", TABLE)


@pytest.mark.slow
def test_a_build_writes_the_readme(tmp_path, capsys):
    shown = f"```{{code-cell}}\nfrom IPython.display import Markdown\nMarkdown({TABLE!r})\n```\n"
    folder = course(tmp_path, **{readme.CHAPTER.split("/")[1]: shown})
    (folder / "README.md").write_text(README)
    assert main([], folder) == 0
    assert TABLE in (folder / "README.md").read_text()
    (folder / "README.md").write_text("no marks")
    assert main([], folder) == 1
    assert "README.md must hold" in capsys.readouterr().err


# ---- folders of builds ----


@pytest.mark.slow
@pytest.mark.parametrize("command", ["slides", "site", "lite"])
def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path, capsys, command):
    theirs = tmp_path / "01_gradient_descent" / "thesis.txt" if command == "slides" else tmp_path / "thesis.txt"
    theirs.parent.mkdir(exist_ok=True)
    theirs.write_text("years of work")
    # One deck that is in the way of something stops no other.
    assert cli.main([command, str(tmp_path), "--course", str(ROOT)]) == (1 if command == "slides" else 2)
    assert theirs.read_text() == "years of work"
    assert "holds something else" in capsys.readouterr().err
