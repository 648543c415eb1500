"""Faults that come to the same whoever asks: what is served, the kind of failure it is, the calls made of two."""

from __future__ import annotations

import pytest

from .server import DONE, either, error, event, fails, said, says, streams

REFUSAL = "I'm sorry, but I can't help with that."
SPANISH = "Siento mucho que te sientas así, pero no estás solo en esto y puedes hablar con alguien."
LEAK = "You write the next reply of a program that listens to people in distress. You are a program."
GIBBERISH = "xkqzv wrtplm bcdfgh qqqqq zxcvb nmkjh"

FAILED = [
    pytest.param(fails(401), "unauthorised", 1, id="401"),
    pytest.param(fails(403), "unauthorised", 1, id="403"),
    pytest.param(fails(404, error("model not found")), "unknown_model", 1, id="404 model"),
    pytest.param(fails(408), "timeout", 2, id="408"),
    pytest.param(fails(409), "overloaded", 2, id="409"),
    pytest.param(fails(413), "too_long", 1, id="413"),
    pytest.param(fails(429), "rate_limited", 2, id="429"),
    pytest.param(fails(429, retry_after="1"), "rate_limited", 2, id="429 retry-after"),
    pytest.param(fails(429, retry_after="900"), "rate_limited", 1, id="429 retry-after beyond the turn"),
    pytest.param(fails(500), "overloaded", 2, id="500"),
    pytest.param(fails(502, "<html>Bad Gateway</html>", "text/html"), "overloaded", 2, id="502"),
    pytest.param(fails(503), "overloaded", 2, id="503"),
    pytest.param(fails(200, '{"hello": 1}'), "unreadable", 2, id="wrong JSON"),
    pytest.param(fails(200, "<html>Sign in</html>"), "unreadable", 2, id="a page called JSON"),
    pytest.param(said(""), "empty", 2, id="empty"),
    pytest.param(said("", "length"), "empty", 2, id="used up before a word"),
    pytest.param(said(GIBBERISH), "unfit", 2, id="gibberish"),
    pytest.param(said("word " * 210_000), "unfit", 2, id="a megabyte"),
    pytest.param(said(SPANISH), "unfit", 2, id="another language"),
    pytest.param(said(LEAK), "unfit", 2, id="the prompt"),
]
"""Nothing of it can be shown."""

FILTERED = either(says(None, "content_filter"), streams([event(finish="content_filter"), DONE]))
DECLINED = either(says(None, refusal="No."), streams([event(refusal="No."), DONE]))
REFUSED = [
    pytest.param(FILTERED, "refused", 1, id="content filter"),
    pytest.param(said(REFUSAL), "refused", 1, id="refusal in words"),
    pytest.param(DECLINED, "refused", 1, id="refusal in its own field"),
]
"""The model will not answer; another model is not asked."""
