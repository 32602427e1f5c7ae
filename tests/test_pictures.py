"""A rebuild keeps the stored bytes of a picture in which nothing changed that another CPU may not change too."""

import base64
import io

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image

from course_lib.authoring.pictures import decoded, kept
from course_lib.plots import same

WHITE = np.full((300, 400, 4), 255, dtype=np.uint8)


def png(pixels):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "png")
    return base64.b64encode(file.getvalue()).decode()


def notebook(*pictures):
    """A notebook that shows them, the last one also inside a widget's HTML."""
    outputs = [new_output("display_data", data={"image/png": one}) for one in pictures]
    made = new_notebook(cells=[new_code_cell(outputs=outputs, id="one")])
    made.metadata.widgets = {"value": f'<img src="data:image/png;base64,{pictures[-1]}">'} if pictures else {}
    return made


def dotted(count, grey):
    """White, but for the first `count` pixels."""
    pixels = WHITE.copy()
    pixels.reshape(-1, 4)[:count, :3] = grey
    return pixels


def test_pixels_come_back():
    assert (decoded(png(dotted(7, 10))) == dotted(7, 10)).all()


@pytest.mark.parametrize(("count", "grey"), [(2, 0), (5000, 255 - same.LEVELS)])
def test_two_pixels_in_a_hundred_thousand_or_a_few_levels_are_the_same(count, grey):
    old, new = notebook(png(WHITE)), notebook(png(dotted(count, grey)))
    assert new != old and kept(new, old) == old


@pytest.mark.parametrize(("count", "grey"), [(3, 0), (3, 254 - same.LEVELS)])
def test_a_third_pixel_is_a_change(count, grey):
    old, new = notebook(png(WHITE)), notebook(png(dotted(count, grey)))
    assert kept(new, old) == new


def test_each_picture_is_judged_by_itself():
    changed, nudged = dotted(400, 0), dotted(400, 250)
    found = kept(notebook(png(changed), png(nudged)), notebook(png(WHITE), png(WHITE)))
    assert found == notebook(png(changed), png(WHITE))


@pytest.mark.parametrize("stored", [None, notebook(), notebook(png(WHITE), png(WHITE))])
def test_another_number_of_pictures_is_all_new(stored):
    new = notebook(png(dotted(1, 250)))
    assert kept(new, stored) == new


def test_another_size_is_a_change():
    small = png(WHITE[:100])
    assert kept(notebook(small), notebook(png(WHITE))) == notebook(small)
    assert same.difference(WHITE, WHITE[:100]) == "is now 400×100, stored is 400×300."
