"""What the terminal itself says, beside the conversation. One place, so that its voice stays one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...strategies.catalogue import Stage
    from ..emotion.reading import Mark

OPENING = (
    "Holdspace",
    "",
    "A place to say how it is. I'm a program: I listen, I try to follow, and I answer in plain words. "
    "I'm not a person and not a crisis service. If someone is in danger right now, call your local emergency "
    "number; findahelpline.com lists lines to call or text, by country.",
    "",
)
KEPT = "What you write is kept on this computer, in {home}, and goes nowhere else."
NOT_KEPT = "Nothing you write is kept: when you leave, it's gone."
KEPT_HERE = "What you write is kept on this computer, in {home}."
NOT_KEPT_HERE = "Nothing you write is kept on this computer."
READ_ELSEWHERE = (
    "To answer you, everything you write is also sent to a language model at {host}, "
    "and what is done with it there is not in my hands."
)
HOW = "/help shows what else there is. Ctrl-D leaves."
START = "Start anywhere."

PROMPT = "you  "

ONE_MOMENT = "one moment, I'm still settling in ..."
STOPPED = "(stopped)"
NOT_SENT = "(not sent; I was still settling in)"
FAREWELL = "Take care of yourself. You can pick this up again any time, or not at all."
NEW = "A fresh page. Start anywhere."
NEW_KEPT = "A fresh page. What you told me before is still known here. Start anywhere."

BROKEN = (
    "Something on my side broke and I lost my answer. Your words are still here on the screen; "
    "would you send them once more? If it can't wait, please call your local emergency number, "
    "or find a line at findahelpline.com."
)
NOT_SET_UP = (
    "I can't listen yet: a part of me was never set up here. If something can't wait, please call your local "
    "emergency number, or find a line at findahelpline.com."
)
TOO_LONG = "(that was very long; I took in the first {megabytes} MB)"

HELP = (
    ("/why", "how I came to my last answer"),
    ("/mood", "how the feeling has moved in this conversation"),
    ("/country CC", "whose help lines to show, such as /country IE"),
    ("/new", "start a new conversation"),
    ("/help", "this list"),
    ("/quit", "leave (so does Ctrl-D)"),
)
HELP_KEYS = "Enter sends; Alt-Enter starts a new line. Ctrl-C stops an answer, or clears what you were typing."

UNKNOWN = "I don't know {command}. /help shows what there is; anything without a slash I take as said to me."
DID_YOU_MEAN = "I don't know {command}. Did you mean {close}?"
COUNTRY_NONE = "Which country? Two letters do, such as /country IE. Until then I give a list for everywhere."
COUNTRY_SET = "Thank you. If it comes to help lines, I'll give those of {country}."
COUNTRY_UNKNOWN = (
    "I have no lines written down for that one. Two letters work best, such as /country IE; "
    "findahelpline.com lists most countries."
)

SCORES = "Score is habit (what supporters do at such a point) plus ahead (what tends to come of it); higher is better."
AHEAD = {
    "lighter": "people sound a little lighter",
    "heavier": "people first tell more of what hurts",
    "same": "people sound much as they did",
    "lighter, heavier": "the mood is a little lighter, while what hurts is felt more strongly",
    "heavier, lighter": "the mood is a little heavier, while what hurts is felt less strongly",
}
"""What tends to follow; where mood and strain go different ways, the mood's comes first."""
LOOKING_AHEAD = (
    "Looking ahead a few turns: on average {what} (mood {mood:+.2f} on a scale from -1 to 1, strain {strain:+.1f} on "
    "one from 1 to 5). That is so for many people taken together; it says little about you."
)
STAGES: Mapping[Stage, str] = {
    "exploration": "finding out what happened",
    "comforting": "staying with how it feels",
    "action": "looking at what could come next",
}
"""What the two of us are doing at each stage."""
NO_WHY = "There's no answer to explain yet."
ON_THE_WHOLE = "on the whole"
EACH_MESSAGE = "each message"
HEAVIEST = "Heaviest: {family}, {intensity} of 5, {messages} ago."
HEAVIEST_NOW = "Just now: {family}, {intensity} of 5, the heaviest so far."
JUST_NOW = "Just now: {family}, {intensity} of 5."
NO_MOOD = "There's nothing to draw yet. It starts with the first thing you tell me."

FAMILY: dict[str, str] = {"shame_guilt": "shame or guilt", "relief_hope": "relief or hope", "neutral": "nothing strong"}
"""Family names that do not read as they are."""

DIRECTION: dict[str, str] = {
    "worsening": "That sounded heavier than before{path}.",
    "improving": "That sounded a little lighter than before{path}.",
    "switch": "The feeling turned{path}.",
    "steady": "Much the same as before{path}.",
}
FIRST_SHIFT = "The first thing you told me, so nothing to compare it with."

NOTHING_TOLD = "Nothing strong so far, in what you've told me."
FIRST_FELT = "The first feeling you told me, so nothing to compare it with yet."
MASKED = "It sounded as if it might be heavier than you let on."
RELAPSE = "It had eased for a while, and now it's heavy again."
RECOVERED = "You have come back up from the lowest point in {messages}."
HELD = "You came back up from the lowest point, and it has held."
ABOVE_LOW = "Still heavy, though lighter than at the lowest point."
EASED = "It eased over the last {messages}."
EASED_FROM_START = "It eased over the last {messages}, after being heavy since the start."
HEAVIER = "It got heavier over the last {messages}."
LESS_LIGHT = "Still light, if a little less than before."
TURNED = "Most of what you tell me now is {about}; before, it was {source}."
LIGHT_MOMENT = "A lighter moment; under it, it still sounds heavy."
HEAVY_MOMENT = "That one came out heavier, but most of what came before was lighter."
HEAVY_AFTER_LOW = "A heavier moment; under it, it's still lighter than at the lowest point."
HEAVIER_ONE = "That one came out heavier than most of what came before."
LIGHTER_ONE = "That one came out lighter than most of what came before."
STUCK = "It has been about as heavy for the last {messages}."
TREND: dict[str, str] = {
    "falling": "Lately it has been getting heavier.",
    "rising": "Lately it has been getting lighter.",
    "level": "Lately it has stayed about where it was.",
}
COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

MAY_FEEL = "It may feel like {theme}."
"""`theme` is the line of an appraisal."""

TOLD: Mapping[Mark, str] = {
    "masking": "perhaps a little lighter than it is",
    "ambivalence": "pulled both ways",
    "irony": "the other way round from how it is",
    "understatement": "smaller than it is",
    "numbness": "as if from far away, where there might be feeling",
    "body": "through what your body does",
    "named": "with the feeling's own name",
}
"""Ways of telling; each goes on from "How you told it: "."""


def family(name: str) -> str:
    """A family of feelings in plain words."""
    return FAMILY.get(name, name.replace("_", " "))


def messages(count: int) -> str:
    """So many of the person's messages."""
    number = COUNTED[count] if count < len(COUNTED) else str(count)
    return f"{number} message{'' if count == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """Names as one would say them: a, b and c."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
