"""Frames into a GIF: the course's colours exactly, the same bytes for the same frames."""

import io

import numpy as np
from matplotlib.colors import to_rgb
from PIL import Image, ImageSequence

from course_lib import style
from course_lib.plots import same

FRAME, HOLD = 60, 3000  # how long a frame, and the last one, stays: milliseconds

# What must not turn into its neighbour: a palette chosen by frequency alone made orange lines red.
COLOURS = ["white", style.YELLOW, *sorted({*style.OKABE_ITO} - {style.YELLOW})]
OWN = np.round([[255 * part for part in to_rgb(colour)] for colour in COLOURS]).astype(int)


def encode(frames):
    """The frames (height, width, 3), 8 bits a colour, as the bytes of a GIF that loops and holds its last frame.

    A GIF has 256 colours, one of which says "as before": our own, and what the first and the last frame need most.
    """
    frames = list(frames)
    ends = Image.fromarray(np.concatenate([frames[0], frames[-1]]))
    rest = ends.quantize(255 - len(OWN)).getpalette()
    first, *others = indexed(frames, np.concatenate([OWN, np.reshape(rest, (-1, 3))]))
    times = [FRAME] * len(others) + [HOLD]
    buffer = io.BytesIO()
    # optimize: store only what changes from frame to frame, a tenth of the size.
    first.save(buffer, "gif", save_all=True, append_images=others, duration=times, loop=0, optimize=True)
    return buffer.getvalue()


def indexed(frames, palette):
    """Each frame as a picture of indices into `palette` (colours, 3), each pixel that of the nearest colour."""
    before = np.full(frames[0].shape[:2], -1)
    indices = np.zeros(before.shape, dtype=np.uint8)
    for frame in frames:
        packed = frame.astype(int) @ (1 << 16, 1 << 8, 1)
        changed = packed != before  # few, and looking up a colour is what takes time
        colours, place = np.unique(packed[changed], return_inverse=True)
        indices = indices.copy()
        indices[changed] = nearest(colours[:, None] >> (16, 8, 0) & 255, palette)[place]
        before = packed
        picture = Image.fromarray(indices, "P")
        picture.putpalette(palette.astype(np.uint8).tobytes())
        yield picture


def nearest(colours, palette):
    """For each of the colours (n, 3) the place of the nearest in the palette; of two equal ones, the first."""
    return np.argmin(np.sum((colours[:, None] - palette) ** 2, axis=-1), axis=-1)


def decoded(data):
    """[(pixels (height, width, 3), milliseconds)] of the bytes of a GIF."""
    frames = ImageSequence.Iterator(Image.open(io.BytesIO(data)))
    return [(np.asarray(frame.convert("RGB")), frame.info["duration"]) for frame in frames]


def difference(stored, new):
    """A sentence that says how the bytes of two GIFs differ, None when they show the same for the same time."""
    old, now = decoded(stored), decoded(new)
    if len(old) != len(now):
        return f"{len(old)} frames are stored, the library draws {len(now)}."
    for number, ((then, wait), (frame, pause)) in enumerate(zip(old, now)):
        if wait != pause:
            return f"frame {number} stays for {wait} ms, the library says {pause}."
        if apart := same.difference(then, frame):
            return f"frame {number} {apart}"
    return None
