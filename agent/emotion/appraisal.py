"""What a person takes a happening to mean: a fixed set, each with its words and its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .reading import Appraisal

LAZARUS = "Lazarus 1991, Emotion and Adaptation, core relational themes"
FOLKMAN = "Lazarus & Folkman 1984, Stress, Appraisal, and Coping"
PEPLAU = "Peplau & Perlman 1982, Loneliness: toward a definition"
LEARY = "Leary 2001, Interpersonal Rejection"
SCHERER = "Scherer 2001, stimulus evaluation checks: outcome probability, coping potential"
ROZIN = "Rozin, Haidt & McCauley 2008, Disgust"
MCCULLOUGH = "McCullough et al. 2001, Is gratitude a moral affect?"


@dataclass(frozen=True, slots=True)
class Theme:
    """`line` completes "Taken as ..."; `source` is where the theme is described."""

    line: str
    source: str


THEMES: Mapping[Appraisal, Theme] = MappingProxyType(
    {
        "loss": Theme("something that mattered and is gone", f"{LAZARUS}: sadness, irrevocable loss"),
        "threat": Theme("something bad that may come", f"{LAZARUS}: anxiety, uncertain threat"),
        "danger": Theme("something bad that is here", f"{LAZARUS}: fright, immediate danger"),
        "injustice": Theme("being wronged or belittled", f"{LAZARUS}: anger, a demeaning offence"),
        "failure": Theme("falling short of what they hold themselves to", f"{LAZARUS}: shame, failing an ego ideal"),
        "transgression": Theme("having done wrong", f"{LAZARUS}: guilt, having broken a moral rule"),
        "exposure": Theme("being seen as bad or ridiculous", f"{LAZARUS}: shame, before the eyes of others"),
        "isolation": Theme("having nobody there", f"{PEPLAU}: fewer or poorer ties than wanted"),
        "rejection": Theme("not being wanted", f"{LEARY}: being valued less than hoped"),
        "overload": Theme("more than they can carry", f"{FOLKMAN}: demands above what one has to meet them"),
        "uncertainty": Theme("not being able to know or decide", SCHERER),
        "contamination": Theme("something to keep away from oneself", f"{ROZIN}; {LAZARUS}: disgust"),
        "progress": Theme("getting on towards what matters", f"{LAZARUS}: happiness and pride"),
        "relief": Theme("a bad thing over, or easing", f"{LAZARUS}: relief and hope"),
        "support": Theme("being given something, or cared for", MCCULLOUGH),
        "connection": Theme("being close to somebody", f"{LAZARUS}: love, affection wanted or shared"),
        "none": Theme("nothing in particular", "no relational theme"),
    }
)
