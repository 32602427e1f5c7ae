"""From an author's text (MyST Markdown) to a notebook without outputs: a pure function of the text."""

import re

import jupytext
import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_lib.authoring import AuthoringError
from course_lib.language import ENGLISH, say
from course_lib.translation.sources import moved

# No versions: the same text gives the same bytes with every Python.
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
MEASURED = "measured"  # the result is a measured time: different each run, so neither stored nor compared
HIDDEN = "hide-output"  # the result stands behind a prediction: collapsed until the learner asks for it
ANSWER = "answer"  # the words behind a prediction: folded, in every viewer, by HTML's own element
NOT_TO_READ = "hide-input"  # code that only draws or sets up an explorer: one click away
MORE = "more"  # on a heading: what the thread can do without, collapsed
HEADING = re.compile(r"^(#{1,6}) ", re.MULTILINE)
FENCED = re.compile(r"^(```+|~~~+).*?^\1", re.MULTILINE | re.DOTALL)
ANSWER_HEADING = re.compile("^(The answer:|答案：)")  # the line that JupyterLab shows of a folded answer
SLIDE_ONLY = "slide-only"  # text for the projector, which the notebook says at greater length


def generate(text, name, language=ENGLISH):
    """Notebook without outputs for the MyST text of notebooks/src/`name`.md, which is in `language`."""
    cells = [cell for cell in read(text, name) if not is_for_slides(cell)]
    notebook = new_notebook(
        cells=[built_cell(cell, name, position, language) for position, cell in enumerate(cells)],
        metadata=METADATA if language == ENGLISH else METADATA | {"course": {"language": language}},
    )
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    return notebook


def read(text, name):
    """The cells of a MyST text; in a text that has slides, a cell without slide metadata is not on them."""
    try:
        cells = jupytext.reads(text, fmt="md:myst").cells
    except Exception as error:  # jupytext raises whatever its Markdown and YAML readers raise
        raise AuthoringError(
            say("{name}: the text cannot be read as MyST Markdown ({error}).", name=name, error=error)
        ) from error
    if any("slideshow" in cell.metadata for cell in cells):
        for cell in cells:
            cell.metadata.setdefault("slideshow", {"slide_type": "skip"})
    return cells


def is_for_slides(cell):
    """Whether a cell is on slides alone: text for the projector, or what the lecturer says to it."""
    return tagged(cell, SLIDE_ONLY) or slide_type(cell) == "notes"


def slide_type(cell):
    """slide, fragment, skip, notes, or "-": goes on where the cell before it stands."""
    return cell.metadata.get("slideshow", {}).get("slide_type")


def language_of(notebook):
    """The language in which a notebook was generated."""
    return notebook.metadata.get("course", {}).get("language", ENGLISH)


def to_json(notebook):
    """The bytes a notebook has on disk, as text."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def without_outputs(notebook):
    """What `generate` returned before the notebook was executed."""
    bare = nbformat.from_dict(notebook)
    bare.metadata.pop("widgets", None)
    for cell in code_cells(bare):
        cell.outputs, cell.execution_count = [], None
    return bare


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def is_measured(cell):
    return tagged(cell, MEASURED)


def tagged(cell, tag):
    return tag in cell.metadata.get("tags", [])


def heading_levels(cell):
    """The levels of a Markdown cell's headings, 1 for the chapter's own; none of a code cell."""
    return (
        [len(marks) for marks in HEADING.findall(FENCED.sub("", cell.source))] if cell.cell_type == "markdown" else []
    )


def inside_more(cells):
    """The positions of the cells below a heading tagged `more`, up to the next heading of its level or a higher one."""
    inside, opened = set(), None
    for position, cell in enumerate(cells):
        level = min(heading_levels(cell), default=None)
        if opened and level and level <= opened:
            opened = None
        if opened:
            inside.add(position)
        elif tagged(cell, MORE):
            opened = level
    return inside


def built_cell(cell, name, position, language=ENGLISH):
    # Ids from position, not random: nbformat allows letters, digits, - and _, at most 64 of them.
    identity = f"{name.replace('_', '-')[:60]}-{position:03d}"
    if cell.cell_type != "code":
        if tagged(cell, MORE) and not HEADING.match(cell.source):
            raise AuthoringError(
                say(
                    "{name}, cell {position}: a cell tagged {more} must begin with a heading.",
                    name=name,
                    position=position,
                    more=MORE,
                )
            )
        return text_cell(cell, identity, language)
    if is_measured(cell) and not any(line.lstrip().startswith("#") for line in cell.source.splitlines()):
        raise AuthoringError(
            say(
                "{name}, cell {position}: say in a comment why the cell is tagged {measured}.",
                name=name,
                position=position,
                measured=MEASURED,
            )
        )
    return new_code_cell(cell.source, id=identity, metadata=code_metadata(cell.metadata))


def text_cell(cell, identity, language=ENGLISH):
    metadata = dict(cell.metadata)
    if tagged(cell, MORE):
        metadata["jp-MarkdownHeadingCollapsed"] = True
    return new_markdown_cell(text_of(cell, language), id=identity, metadata=metadata)


def text_of(cell, language=ENGLISH):
    """What a cell of an author's text says in the notebook."""
    words = cell.source
    if language != ENGLISH and cell.cell_type == "markdown":
        words = moved(words, language)
    return folded(words, language) if tagged(cell, ANSWER) else words


def folded(text, language=ENGLISH):
    """Text that opens at a click, in JupyterLab, VS Code, on GitHub and on any page."""
    # Between blank lines Markdown stays Markdown: lists, formulas.
    opener = say("Show the answer", language)
    return f"<details>\n<summary>{opener}</summary>\n\n{text}\n\n</details>"


def code_metadata(metadata):
    tags = list(metadata.get("tags", []))
    if MEASURED in tags:
        tags.append("nbval-ignore-output")
    metadata = dict(metadata, tags=tags) if tags else dict(metadata)
    hidden = {"outputs_hidden": HIDDEN in tags, "source_hidden": NOT_TO_READ in tags}
    if any(hidden.values()):
        metadata["jupyter"] = metadata.get("jupyter", {}) | {name: True for name, value in hidden.items() if value}
    return metadata
