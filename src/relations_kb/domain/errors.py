"""Errors that a user can do something about."""

from __future__ import annotations


class KbError(Exception):
    """A failure with a remedy; the command line prints both and no traceback.

    Attributes:
        message: what went wrong, in one sentence.
        remedy: what to do about it, in one sentence; may be empty.
        exit_code: 1 for problems found in data, 2 for wrong use or a base that cannot be used.
    """

    def __init__(self, message: str, remedy: str = "", exit_code: int = 2) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.exit_code = exit_code
