"""The animations of slides S16 to S18: six rules race from one start, on a map and on the surface in three dimensions.

    animations.build("saddle")      # the bytes of a GIF, the same in every run on one machine
    animations.poster("saddle")     # its last frame as a Figure, for paper

`make animations` writes all three into notebooks/media.

scene  the figure of one race, and what moves in it
gif    frames into a GIF
"""

from course_lib.animations.gif import encode
from course_lib.animations.scene import SHOWS, Scene

__all__ = ["SHOWS", "build", "poster"]


def build(name):
    """The animation "basins", "saddle" or "canyon" as the bytes of a GIF that loops."""
    return encode(Scene(name).frames())


def poster(name):
    """The last frame of an animation as a Figure."""
    return Scene(name).still()
