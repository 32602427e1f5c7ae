"""js/train_worker_source.js: the race's script as a text, of which the browser makes a Web Worker without a request."""

import json
from pathlib import Path

from course_lib.explorers import base
from course_lib.files import write

FILE = Path("course_lib/explorers/js/train_worker_source.js")
HEAD = "// Made of train_worker.js and what it imports by `make notebooks`: the same code, for a Web Worker.\n"


def script() -> str:
    """All of train_worker_source.js."""
    modules = base.needed("train_worker", {}).values()
    text = "\n".join([*map(base.without_exports, modules), base.module("train_worker")])
    plain = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("//"))
    lines = [f"  {json.dumps(line, ensure_ascii=False)}," for line in plain.splitlines() if line.strip()]
    return HEAD + "\nexport const WORKER = [\n" + "\n".join(lines) + '\n].join("\\n")\n'


def refresh(root: Path | str) -> bool:
    """Write the file when its modules no longer give it; True when it was written."""
    path, text = Path(root) / FILE, script()
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    write(path, text)
    return True
