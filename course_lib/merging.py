"""Merge a learner's notebook with the course's new edition of it: the course's text, the learner's work.

Cells are told apart by what stays when the text moves: an answer by its nbgrader id, any other by its source as the
learner was given it, a cell that the learner added by an id that the course does not know.
"""

import copy
import hashlib
import json


def read(path):
    """The notebook in a file; ValueError when it is not one, as after an edit by hand that went wrong."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    try:
        for cell in notebook["cells"]:
            fingerprint(cell), answer_id(cell)  # half a character cannot be written either: a ValueError, too
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a notebook") from error
    return notebook


def source(cell):
    """The text of a cell, which a file holds as one string or as a list of lines."""
    return "".join(cell["source"])


def fingerprints(notebook):
    """{a cell's id: a fingerprint of its kind and source}: what tells an edited notebook from one that was only run."""
    return {cell.get("id", str(number)): fingerprint(cell) for number, cell in enumerate(notebook["cells"])}


def fingerprint(cell):
    """Sixteen digits that stand for the kind and the source of a cell."""
    return hashlib.sha256(f"{cell['cell_type']} {source(cell)}".encode()).hexdigest()[:16]


def answer_id(cell):
    """The nbgrader id of a cell that a student answers, else None."""
    grading = cell["metadata"].get("nbgrader", {})
    return grading.get("grade_id") if grading.get("solution") else None


def merged(yours, given, fresh):
    """(`fresh` with the learner's work in it, how many cells were carried over).

    given: the fingerprints of the edition that the learner started from. Carried over are answers, other cells that the
    course left as they were, and added cells, each after the cell that it followed. Where course and learner changed
    the same text, the course's stands.
    """
    result, carried, at = copy.deepcopy(fresh), 0, -1
    cells, taken = result["cells"], set()
    for cell in yours["cells"]:
        was, now = given.get(cell.get("id")), fingerprint(cell)
        home = home_of(cell, was or now, cells, taken)
        if home is not None:
            at = home
            taken.add(cells[home].get("id"))
            if now not in (was, fingerprint(cells[home])):
                cells[home] |= to_run(cell, ("source", "attachments", "outputs", "execution_count"))
                carried += 1
        elif given and cell.get("id") and was is None and cell["id"] not in {one.get("id") for one in cells}:
            at += 1
            cells.insert(at, to_run(cell, cell))
            carried += 1
    return result, carried


def to_run(cell, parts):
    """These parts of a cell, without results: those of the old edition may not fit the new one."""
    bare = {"outputs": [], "execution_count": None}
    return {part: bare.get(part, cell[part]) for part in parts if part in cell}


def home_of(cell, as_given, cells, taken):
    """The place of a learner's cell in the new edition: that of its answer, or of the source that it had; or None."""
    wanted = answer_id(cell)
    for number, other in enumerate(cells):
        same = answer_id(other) == wanted if wanted else fingerprint(other) == as_given
        if same and other["cell_type"] == cell["cell_type"] and other.get("id") not in taken:
            return number
    return None
