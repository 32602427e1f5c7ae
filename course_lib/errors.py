"""What the course's commands raise for something that the user can fix."""


class CourseError(Exception):
    """Something the user can fix, said in one sentence."""
