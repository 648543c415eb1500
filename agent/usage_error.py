"""What is wrong with what was asked of the program, told to whoever runs it."""

from __future__ import annotations


class UsageError(Exception):
    """A usage error, a bad file or a missing part: the message names what is wrong and how to mend it.

    The command line prints the message alone and leaves with code 2; a library user may catch it.
    """
