"""What every notebook must satisfy: a check takes a notebook and returns sentences, none if all is well."""

import itertools
import json
import re
import statistics

import numpy as np

from course_lib.authoring.export import html
from course_lib.authoring.normalise import ADDRESS, STATE
from course_lib.authoring.pictures import decoded
from course_lib.authoring.source import (
    HIDDEN,
    NOT_TO_READ,
    code_cells,
    heading_levels,
    language_of,
    tagged,
    to_json,
    without_outputs,
)
from course_lib.explorers import base
from course_lib.explorers.path import kicks
from course_lib.language import ENGLISH

PICTURES = ("image/png", "image/jpeg", "image/svg+xml")
NEUTRAL = {"The answer:", "答案：", "Figure"}  # what may show of a folded result
LONGEST, MEDIAN = 15, 6  # lines of a code cell that are not blank
WIDEST = 100  # characters: what a cell shows without a bar to scroll
TRACES = {
    "an absolute path": re.compile(
        r"(?<![\w.:/])/(?:home|root|Users|tmp|work|opt|usr|var)/\w"
        r"|\b[A-Z]:\\\w|site-packages"
    ),
    "a time of day": re.compile(r"\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d"),
    "a Python version": re.compile(r"\bPython 3\.\d|\b3\.1\d\.\d+\b"),
    "an address in memory": ADDRESS,
}


def stale(notebook, fresh, name):
    """Cells and metadata are those of `fresh`, which its source gives, byte for byte."""
    if to_json(without_outputs(notebook)) == to_json(fresh):
        return []
    kind, stem = name.split("/")
    if (language := language_of(fresh)) != ENGLISH:
        return [f"{name} is not what its catalogue gives; run course build --language {language} {stem}."]
    return [f"{name} is not what its source gives; change {kind}/src/{stem}.md and run make notebooks."]


def errors_and_stderr(notebook):
    """No cell ended in an error or wrote to stderr."""
    return [
        f"Cell {cell.id} has an output of {output.get('name', 'error')}."
        for cell, output in _outputs(notebook)
        if output.output_type == "error" or output.get("name") == "stderr"
    ]


def unexecuted(notebook):
    """Code cells were executed once each, from top to bottom."""
    return [
        f"Cell {cell.id} has execution count {cell.execution_count}, not {number}."
        for number, cell in enumerate(code_cells(notebook), start=1)
        if cell.execution_count != number
    ]


def pictures_without_alt(notebook):
    """Every picture says in words what it shows, in its metadata or in its <img>."""
    missing = []
    for cell, output in _outputs(notebook):
        data, metadata = output.get("data", {}), output.get("metadata", {})
        bare = [mime for mime in PICTURES if mime in data and not metadata.get(mime, {}).get("alt", "").strip()]
        bare += _bare_img(data.get("text/html", ""))
        missing += [f"Cell {cell.id} shows {picture} without alt text." for picture in bare]
    return missing


def cut_off_pictures(notebook):
    """Nothing of a PNG picture reaches its edge: a title or a label that does is cut off."""
    return [
        f"Cell {cell.id} shows a picture that is cut off at its edge."
        for cell, output in _outputs(notebook)
        if "image/png" in output.get("data", {}) and touches_its_edge(decoded(output.data["image/png"]))
    ]


def touches_its_edge(pixels):
    """Whether the outermost pixels (height, width, 4) hold more than one colour, with room for smoothing."""
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]]).astype(int)
    return bool(np.ptp(edge, axis=0).max() > 64)


def markdown_without_alt(notebook):
    """So does every picture of the prose."""
    return [
        f"Cell {cell.id} shows {found} without alt text."
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for found in re.findall(r"!\[\s*\]\([^)]*\)", cell.source) + _bare_img(cell.source)
    ]


def undescribed_in_html(notebook):
    """The exported page has a description of every picture."""
    found = html(notebook).count("No description has been provided")
    return [f"The HTML page has {found} pictures without a description."] if found else []


def headings(notebook):
    """One top heading, the first of all, and no level left out on the way down."""
    levels = [level for cell in notebook.cells for level in heading_levels(cell)]
    one_top = levels[:1] == [1] and levels.count(1) == 1
    problems = [] if one_top else ["There must be one top heading, the first."]
    return problems + [
        f"A heading of level {below} follows one of level {above}."
        for above, below in itertools.pairwise(levels)
        if below > above + 1
    ]


def long_code(notebook):
    """Code cells of a handful of lines, those that are read in the median, none wide; the rest: course_lib."""
    lines = {cell.id: sum(bool(line.strip()) for line in cell.source.splitlines()) for cell in code_cells(notebook)}
    problems = [
        f"Cell {name} has {count} lines, more than {LONGEST}." for name, count in lines.items() if count > LONGEST
    ]
    read = [lines[cell.id] for cell in code_cells(notebook) if not tagged(cell, NOT_TO_READ)]
    median = statistics.median(read) if read else 0
    if median > MEDIAN:
        problems.append(f"The median code cell has {median} lines, more than {MEDIAN}.")
    wide = [line for cell in code_cells(notebook) for line in cell.source.splitlines() if len(line) > WIDEST]
    return problems + [f"A line of code has more than {WIDEST} characters: {line.strip()}" for line in wide]


def spoilers(notebook):
    """A folded result gives nothing away: not by its first line, which JupyterLab shows, nor by an assert above it."""
    folded = [cell for cell in code_cells(notebook) if HIDDEN in cell.metadata.get("tags", []) and cell.outputs]
    first = [(cell, _text(cell.outputs[0]).strip().split("\n")[0]) for cell in folded]
    open_code = [cell for cell in folded if NOT_TO_READ not in cell.metadata["tags"]]
    return [
        f"Cell {cell.id} is folded, but shows {line!r}; print 'The answer:' first."
        for cell, line in first
        if line not in NEUTRAL
    ] + [
        f"Cell {cell.id} asserts in plain sight what it folds; tag it {NOT_TO_READ} as well."
        for cell in open_code
        if re.search(r"^\s*assert ", cell.source, re.MULTILINE)
    ]


def trailing_semicolons(notebook):
    """No cell hides its value by a last `;`: Jupyter obeys that, nbval does not and would see the value."""
    return [
        f"Cell {cell.id} ends with a semicolon; name the value instead."
        for cell in code_cells(notebook)
        if cell.source.rstrip().endswith(";")
    ]


def traces_of_the_machine(notebook):
    """No path, time, address or Python version of the machine that built it."""
    return [
        f"{where} holds {what}: {found.group()}."
        for where, text in _texts(notebook)
        for what, pattern in TRACES.items()
        if (found := pattern.search(text))
    ]


def _text(output):
    return output.get("text") or output.get("data", {}).get("text/plain", "")


def old_explorers(notebook):
    """The explorers that it holds are those of course_lib, script and style."""
    models = notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {}).values()
    states = [model["state"] for model in models if {"fixed", "code"} & set(model["state"])]
    seeds = {state["fixed"]["seed"] for state in states if "seed" in state.get("fixed", {})}
    texts = {*base.bundles().values(), *map(kicks, seeds), base.words(language_of(notebook))}
    now = {base.LOADER, base.Script._esm, base.CSS, *texts} if states else {}
    held = [state[part] for state in states for part in ("_esm", "code") if part in state]
    return [
        f"It holds an explorer of an older course_lib: run make notebooks ({text[:40]!r}…)."
        for text in held
        if text not in now
    ]


OF_A_NOTEBOOK = [
    errors_and_stderr,
    unexecuted,
    pictures_without_alt,
    cut_off_pictures,
    markdown_without_alt,
    undescribed_in_html,
    headings,
    long_code,
    spoilers,
    trailing_semicolons,
    traces_of_the_machine,
    old_explorers,
]


def _outputs(notebook):
    return [(cell, output) for cell in code_cells(notebook) for output in cell.outputs]


def _bare_img(text):
    return re.findall(r"<img\b(?![^>]*\balt=[\"'][^\"'])[^>]*>", text)


def _texts(notebook):
    """(where, text) of what a build could leave a trace in: code, outputs, metadata; no pictures."""
    yield "The metadata", json.dumps({**notebook.metadata, "widgets": None})
    for cell in code_cells(notebook):
        yield f"Cell {cell.id}", cell.source
        yield f"The metadata of cell {cell.id}", json.dumps(cell.metadata)
    for cell, output in _outputs(notebook):
        texts = [text for mime, text in output.get("data", {}).items() if mime.startswith("text/")]
        yield f"The output of cell {cell.id}", "\n".join([output.get("text", ""), *texts])
