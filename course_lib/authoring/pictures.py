"""The pictures of a notebook: their pixels, and keeping the stored bytes of those in which nothing changed."""

import base64
import io
import json
import re

import nbformat
import numpy as np
from PIL import Image

from course_lib.plots.same import difference

PNG = re.compile(r"iVBORw0KGgo[A-Za-z0-9+/]+=*")  # how every PNG begins in base64


def decoded(text):
    """The pixels (height, width, 4) of a PNG in base64."""
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(text))).convert("RGBA"))


def kept(notebook, stored):
    """The notebook with the stored bytes of each picture that is still the same; `stored` is None when there is none.

    So a build on another CPU, or by another matplotlib, changes no byte of a picture in which nothing changed.
    """
    text, before = json.dumps(notebook), PNG.findall(json.dumps(stored))
    if len(PNG.findall(text)) != len(before):
        return notebook
    pairs = iter(before)
    return nbformat.from_dict(json.loads(PNG.sub(lambda found: same_or_new(next(pairs), found[0]), text)))


def same_or_new(old, new):
    """The stored picture where nothing changed, else the new one."""
    return old if old == new or difference(decoded(old), decoded(new)) is None else new
