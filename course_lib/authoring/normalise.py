"""Makes the outputs of an executed notebook the same bytes in every build: pure functions of the notebook."""

import hashlib
import json
import re

import nbformat

from course_lib.authoring.source import METADATA, code_cells, is_measured

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
ADDRESS = re.compile(r"0x[0-9a-f]{6,16}")


def normalise(notebook, name):
    """The executed notebook with only what a reader needs, and ids from position instead of random ones."""
    notebook = nbformat.from_dict(notebook)
    for cell in code_cells(notebook):
        cell.metadata.pop("execution", None)
        cell.outputs = [] if is_measured(cell) else [plain(out) for out in merge_streams(cell.outputs)]
    widgets = widgets_in_use(notebook)
    kept = {key: value for key, value in notebook.metadata.items() if key == "course"}
    notebook.metadata = nbformat.from_dict(METADATA | kept)
    if widgets:
        notebook.metadata.widgets = {STATE: {"state": widgets, "version_major": 2, "version_minor": 0}}
    return rename(notebook, {old: identity(name, index) for index, old in enumerate(widgets)})


def merge_streams(outputs):
    """Outputs with consecutive pieces of one stream joined: where a kernel cuts them depends on its clock."""
    merged = []
    for output in outputs:
        last = merged[-1] if merged else None
        if output.output_type == "stream" and last and last.get("name") == output.name:
            last.text += output.text
        else:
            merged.append(output)
    return merged


def widgets_in_use(notebook):
    """{model id: state} of the widgets that outputs show and all they refer to, in order of creation."""
    states = notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    shown = [
        output.data[VIEW]["model_id"]
        for cell in code_cells(notebook)
        for output in cell.outputs
        if VIEW in output.get("data", {})
    ]
    reached = set()
    while shown:
        model = shown.pop()
        if model in states and model not in reached:
            reached.add(model)
            shown += re.findall(r"IPY_MODEL_([0-9a-f]{32})", json.dumps(states[model]))
    return {model: without_defaults(state) for model, state in states.items() if model in reached}


def without_defaults(model):
    """A model; a layout without its forty entries that say nothing, a kilobyte for each widget."""
    if model.get("model_name") != "LayoutModel":
        return model
    return model | {"state": {name: value for name, value in model["state"].items() if value is not None}}


def rename(notebook, names):
    """The notebook with every model id replaced, wherever it stands (views, states, references)."""
    text = json.dumps(notebook)
    for old, new in names.items():
        text = text.replace(old, new)
    return nbformat.from_dict(json.loads(text))


def plain(output):
    """A widget's repr may hold its address in memory."""
    if VIEW in output.get("data", {}) and "text/plain" in output.data:
        output.data["text/plain"] = ADDRESS.sub("0x...", output.data["text/plain"])
    return output


def identity(name, index):
    return hashlib.sha256(f"{name} {index}".encode()).hexdigest()[:32]
