"""Text made safe to show: what a terminal would obey instead of print is taken out."""

from __future__ import annotations

import re

_ORDERS = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # escape sequences whole, so that no "[31m" is left standing
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f]"
    r"|[\u202a-\u202e\u2066-\u2069]"  # would turn the direction of what follows
)
_HALVES = re.compile(r"[\ud800-\udfff]")


def visible(text: str) -> str:
    """The text without control characters and direction overrides; line breaks and tabs stay."""
    return _HALVES.sub("\ufffd", _ORDERS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
