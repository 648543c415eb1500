"""A moment about which nothing is known; a test tells what is known of its own with `replace`."""

from __future__ import annotations

from holdspace.agent.compose.brief import Brief

PLAIN = Brief(
    text="",
    strategies=("Reflection of feelings",),
    stage="exploration",
    family="neutral",
    secondary=None,
    intensity=3,
    cause=None,
    direction="steady",
    memories=(),
    risk="none",
    earlier=(),
    last_reply=None,
    turn=0,
    seed=1,
    said=frozenset(),
)
