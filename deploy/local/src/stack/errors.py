"""What can go wrong on the machine itself."""


class StackError(Exception):
    """A part cannot run: the message says which, why, and what to do."""
