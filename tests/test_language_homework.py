"""A homework in another language is the same assignment: cells, names, version, checks, grade, numbers of one's own."""

import json
import re
from pathlib import Path

import nbformat
import pytest

from course_lib import cli
from course_lib.authoring import build, editions, homework, languages
from course_lib.authoring.handout import own_files
from course_lib.authoring.source import code_cells, to_json
from course_lib.grading import assignment, batch, command, similar, similarity
from course_lib.homework import calling, cells, variants
from course_lib.language import LANGUAGES
from course_lib.translation.code import masked
from tests.hostile.notebooks import STEP, instead, notebook, right_step
from tests.stub_sandbox import StubSandbox

ROOT = Path(__file__).resolve().parents[1]
NAMES = [name for name in build.sources(ROOT) if build.is_homework(name)]
EACH = pytest.mark.parametrize("name", NAMES)
SPOKEN = pytest.mark.parametrize("spoken", LANGUAGES)


@SPOKEN
@EACH
def test_it_is_the_same_assignment_in_other_words(name, spoken):
    other, english = editions.bare(ROOT, name, spoken), build.bare(ROOT, name)
    assert [cell.id for cell in other.cells] == [cell.id for cell in english.cells]
    assert [cell.metadata for cell in other.cells] == [cell.metadata for cell in english.cells]
    assert other.metadata == english.metadata | {"course": {**english.metadata.course, "language": spoken}}
    pairs = zip(code_cells(other), code_cells(english), strict=True)
    assert [masked(one.source) == masked(twin.source) for one, twin in pairs] == [True] * len(code_cells(english))
    assert sum(one.source != twin.source for one, twin in zip(other.cells, english.cells)) > len(other.cells) / 2


@SPOKEN
@EACH
def test_what_is_stored_is_what_its_catalogue_gives(name, spoken):
    path = editions.exercise_of(languages.target(ROOT, name, spoken))
    fresh = to_json(homework.exercise(editions.bare(ROOT, name, spoken)))
    assert path.exists() and path.read_text(encoding="utf-8") == fresh, f"run `course build --language {spoken} {name}`"
    assert fresh.count(cells.STUBS[spoken]) == len(build.points(ROOT, name)) and "SOLUTION" not in fresh


def test_a_stub_counts_as_not_written_in_every_language():
    assert set(LANGUAGES) < set(cells.STUBS)
    assert all(calling.is_unwritten(NotImplementedError(stub)) for stub in cells.STUBS.values())
    assert not calling.is_unwritten(NotImplementedError("later"))


def in_language(data, spoken):
    """A solved English notebook with the other language's cells, where the student changed nothing in them."""
    other, english = editions.bare(ROOT, "solutions/03_momentum", spoken), json.loads(notebook())["cells"]
    twins = {"".join(cell["source"]): cell["source"] for cell in english}
    node = json.loads(data)
    for cell, twin in zip(node["cells"], other.cells, strict=True):
        cell["source"] = twin.source if "".join(cell["source"]) in twins else cell["source"]
    return json.dumps(node | {"metadata": other.metadata}, ensure_ascii=False).encode()


def unspoken(result):
    """A result without what is said of it, which is in the notebook's language."""
    return {name: value for name, value in result.items() if name not in ("message", "hint")}


@SPOKEN
def test_a_class_that_hands_in_both_gets_the_same_grades(spoken, tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "Sandbox", StubSandbox)
    monkeypatch.setattr(command, "probed", lambda: (None, []))
    handed_in = {"ada": notebook(), "bob": instead(STEP, right_step(after="return W + lr * v, v"))}
    handed_in |= {f"{name}-{spoken}": in_language(data, spoken) for name, data in handed_in.items()}
    for name, data in handed_in.items():
        (tmp_path / f"{name}.ipynb").write_bytes(data)
    assert cli.main(["grade", "03_momentum", str(tmp_path), "--out", str(tmp_path / "out"), "--course", str(ROOT)]) == 0
    found = json.loads((tmp_path / "out" / "grades.json").read_text(encoding="utf-8"))["submissions"]
    graded = {one["submission"]: {name: unspoken(each) for name, each in one["exercises"].items()} for one in found}
    assert set(graded) == set(handed_in) and graded["ada"] != graded["bob"]
    for name in ("ada", "bob"):
        assert graded[f"{name}-{spoken}"] == graded[name]


@SPOKEN
@EACH
def test_cells_that_only_display_are_left_out_in_every_language(name, spoken):
    graded = assignment.load(ROOT, name.split("/")[1], 0)
    other, english = editions.bare(ROOT, name, spoken), build.bare(ROOT, name)
    run = [list(graded.to_run([(None, one.source) for one in code_cells(each)])) for each in (other, english)]
    assert run[0] == run[1] and len(run[0]) < len(code_cells(english))


@SPOKEN
@EACH
def test_numbers_of_ones_own_stand_in_every_language(name, spoken):
    stem = name.split("/")[1]
    plain, student = variants.questions(ROOT, stem), "2026001"
    files = own_files(ROOT, {stem: plain}, b"0123456789abcdef" * 4, student)
    both = [json.loads(files[f"exercises/{folder}{stem}.ipynb"]) for folder in ("", f"{spoken}/")]
    english, other = ([numbers_of(cell) for cell in each["cells"]] for each in both)
    asked = [n for n, cell in enumerate(both[0]["cells"]) if cells.mark(cell).get("grade_id") in plain.exercises]
    assert asked and [english[n - 1] for n in asked] == [other[n - 1] for n in asked]
    assert both[1]["metadata"]["course"]["numbers"] == both[0]["metadata"]["course"]["numbers"]


def numbers_of(cell):
    """The numbers in the last paragraph of a cell, sorted: a sentence may name them in another order."""
    return sorted(variants.NUMBER.findall("".join(cell["source"]).rpartition("\n\n")[2]))


@SPOKEN
def test_the_words_that_a_student_found_are_nobodys_own_in_any_language(spoken):
    template = similar.templates(ROOT, "03_momentum")[STEP]
    found = next(
        cell.source
        for cell in code_cells(editions.bare(ROOT, "solutions/03_momentum", spoken))
        if cells.is_answer(cell) and cells.exercise_of(cell) == STEP
    )
    empty = homework.ANSWER.sub("", found)
    assert '"""' in empty and similarity.own_lines(empty, template).strip() == ""


@SPOKEN
@EACH
def test_every_link_of_a_stored_notebook_leads_somewhere(name, spoken):
    solution = languages.target(ROOT, name, spoken)
    for path in (solution, editions.exercise_of(solution)):
        words = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
        links = re.findall(r"\]\(([^)#:]+\.ipynb)", "\n".join(words))
        assert links and not [link for link in links if not (path.parent / link).exists()]
