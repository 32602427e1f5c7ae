"""The animations of slides S16 to S18: six rules race from one start, on a map and on the surface in three dimensions."""
