"""Which groups a part of a reply may come from."""

from __future__ import annotations

from .acts import Act
from .bank import Group

ANCHORS = frozenset(
    {"you", "You", "quote", "label", "cause", "Cause", "memory", "thread", "thing", "Span", "matter", "before", "both"}
)
"""Slots that hold the person's own words; one phrase of a reply has them."""
GOING_ALONG: tuple[Act, ...] = ("ok", "yes", "brief", "better", "same", "agrees", "will_do", "dunno")
"""Answers to the last step of a skill, after which it is brought to an end."""
ASKING_FOR_IDEAS: tuple[Act, ...] = ("asks_advice", "wants_practical")


def anything(_group: Group) -> bool:
    """Any group."""
    return True


def in_their_words(group: Group) -> bool:
    """Groups that say something back."""
    return any(phrase.slots & ANCHORS for phrase in group.phrases)


def about_their_words(group: Group) -> bool:
    """Groups for something particular that was named."""
    return bool(group.cues or group.topics) and not group.acts


def grounded(group: Group) -> bool:
    """Groups for something that was said: for a subject, a situation, or in their own words."""
    told = group.cues or group.topics or group.examples or all(phrase.slots & ANCHORS for phrase in group.phrases)
    return bool(told) and not group.acts


def for_act(group: Group) -> bool:
    """Groups for a plain social act or a move."""
    return bool(group.acts)


def answering(group: Group) -> bool:
    """The same, less what asks on."""
    return bool(group.acts) and group.strategy != "Question"


def for_telling(group: Group) -> bool:
    """Groups for somebody who tells something."""
    return not group.acts


def at_the_end(group: Group) -> bool:
    """Groups that bring a skill to its end."""
    return group.after == ("finished",)
