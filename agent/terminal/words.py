"""What the terminal itself says, beside the conversation. One place, so that its voice stays one."""

from __future__ import annotations

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

SCORES = "Score is habit (what supporters do at such a point) plus ahead (what tends to follow); nearer to 0 is better."
NO_WHY = "There's no answer to explain yet."
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
TREND: dict[str, str] = {
    "falling": "Lately it has been getting heavier.",
    "rising": "Lately it has been getting lighter.",
    "level": "Lately it has stayed about where it was.",
}


def family(name: str) -> str:
    """A family of feelings in plain words."""
    return FAMILY.get(name, name.replace("_", " "))
