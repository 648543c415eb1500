"""Saying outright that all is well, or that it is nothing: half of what masking is. The other half is what is read."""

from __future__ import annotations

import re

WAVED = 0.8
"""How likely it hides something where what is read is negative all the same: of 26 such rows the writer
marked 21 (19 of 23 train, 2 of 3 tuning)."""
WORDS = 15
"""In a longer message more is told than that, and less hidden: it was right in 1 of 14 of up to 25 words."""

_WAVED = re.compile(
    r"\b(?:i['’]?m|i\s+am|i['’]?ll\s+be|we['’]?re)\s+"
    r"(?:(?:really|honestly|totally|all|doing|perfectly|just|absolutely|quite|completely)\s+)*"
    r"(?:fine|ok|okay|all\s?right|grand|good|managing)\b(?!\s+(?:with|at|for|to|of|in|on|but)\b|,\s+but\b)"
    r"|\b(?:it['’]?s|it\s+is|that['’]?s)\s+(?:(?:really|honestly|all|just|totally)\s+)*"
    r"(?:fine|nothing|whatever|grand|ok|okay|cool|all\s?right)\b"
    r"|\b(?:no|not\s+a)\s+big\s+(?:deal|one|thing)\b|\bnothing\s+(?:happened|wrong|really)\b"
    r"|\bdoesn['’]?t\s+bother\s+me\b|\bmustn['’]?t\s+grumble\b|\bcan['’]?t\s+complain\b"
    r"|\b(?:only|just)\s+an?\s+\w+\W*$|\bfine\W+(?:really|honestly)\b|\bdon['’]?t\s+worry\s+about\s+me\b",
    re.IGNORECASE,
)


def waved_off(text: str) -> bool:
    """Whether a short message says "i'm fine", "it's nothing", "only a cat"; not "I'm fine with that"."""
    return len(text[:400].split()) <= WORDS and _WAVED.search(text[:400]) is not None
