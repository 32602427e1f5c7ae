"""What the course's commands raise for the user to mend."""


class CourseError(Exception):
    """Something the user can mend, said in one sentence."""
