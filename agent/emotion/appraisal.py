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


SAID_AT = 0.4
"""The `appraisal_chance` from which a theme is said to the person; under it nothing is."""


@dataclass(frozen=True, slots=True)
class Theme:
    """`line` completes "It may feel like ...", said to the person; `source` is where the theme is described."""

    line: str
    source: str


THEMES: Mapping[Appraisal, Theme] = MappingProxyType(
    {
        "loss": Theme("losing something that mattered", f"{LAZARUS}: sadness, irrevocable loss"),
        "threat": Theme("waiting for something bad to happen", f"{LAZARUS}: anxiety, uncertain threat"),
        "danger": Theme("not being safe right now", f"{LAZARUS}: fright, immediate danger"),
        "injustice": Theme("being wronged", f"{LAZARUS}: anger, a demeaning offence"),
        "failure": Theme("falling short of what you ask of yourself", f"{LAZARUS}: shame, failing an ego ideal"),
        "transgression": Theme(
            "carrying something you wish had gone another way", f"{LAZARUS}: guilt, having broken a moral rule"
        ),
        "exposure": Theme("being shown up in front of others", f"{LAZARUS}: shame, before the eyes of others"),
        "isolation": Theme("being on your own with it", f"{PEPLAU}: fewer or poorer ties than wanted"),
        "rejection": Theme("being turned away", f"{LEARY}: being valued less than hoped"),
        "overload": Theme("more than one person can carry", f"{FOLKMAN}: demands above what one has to meet them"),
        "uncertainty": Theme("not knowing which way it will go", SCHERER),
        "contamination": Theme("something to keep well away from", f"{ROZIN}; {LAZARUS}: disgust"),
        "progress": Theme("getting somewhere that matters", f"{LAZARUS}: happiness and pride"),
        "relief": Theme("a weight coming off", f"{LAZARUS}: relief and hope"),
        "support": Theme("someone being good to you", MCCULLOUGH),
        "connection": Theme("being close to someone", f"{LAZARUS}: love, affection wanted or shared"),
        "none": Theme("nothing in particular", "no relational theme"),
    }
)
