"""What a person is told when their words cannot be kept as usual. Quiet, plain, no blame."""

from __future__ import annotations

from ..memory.people import Trouble
from .events import Notice

_WORDS: dict[Trouble, str] = {
    "unsaved": "I can't save anything just now ({reason}). We can still talk; this part won't be kept.",
    "busy": "This conversation is open in another window too. We can talk here, but this part won't be kept.",
    "restored": "What was kept before could not be read, so I've put it aside and started fresh. {reason}",
}


def notice(trouble: tuple[Trouble, str]) -> Notice:
    kind, reason = trouble
    return Notice(kind, _WORDS[kind].format(reason=reason))
