"""The labels of GoEmotions and how other vocabularies map onto the thirteen families."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from .reading import Family

Label = Literal[
    "admiration",
    "amusement",
    "anger",
    "annoyance",
    "approval",
    "caring",
    "confusion",
    "curiosity",
    "desire",
    "disappointment",
    "disapproval",
    "disgust",
    "embarrassment",
    "excitement",
    "fear",
    "gratitude",
    "grief",
    "joy",
    "love",
    "nervousness",
    "optimism",
    "pride",
    "realization",
    "relief",
    "remorse",
    "sadness",
    "surprise",
    "neutral",
]
LABELS: tuple[Label, ...] = get_args(Label)
"""The 28 labels of GoEmotions (Demszky et al. 2020), in the order of its label file."""

FAMILY_OF_LABEL: Mapping[Label, Family] = MappingProxyType(
    {
        "admiration": "joy",
        "amusement": "joy",
        "anger": "anger",
        "annoyance": "anger",
        "confusion": "confusion",
        "disappointment": "sadness",
        "disgust": "disgust",
        "embarrassment": "shame_guilt",
        "excitement": "joy",
        "fear": "fear",
        "gratitude": "gratitude",
        "grief": "grief",
        "joy": "joy",
        "love": "joy",
        "nervousness": "anxiety",
        "optimism": "relief_hope",
        "pride": "joy",
        "relief": "relief_hope",
        "remorse": "shame_guilt",
        "sadness": "sadness",
        "neutral": "neutral",
    }
)
"""Labels that speak for one family. The other seven (approval, surprise, ...) can go with any of them."""

FAMILY_OF_ESCONV: Mapping[str, Family] = MappingProxyType(
    {
        "anxiety": "anxiety",
        "nervousness": "anxiety",
        "depression": "sadness",
        "sadness": "sadness",
        "pain": "sadness",
        "anger": "anger",
        "fear": "fear",
        "disgust": "disgust",
        "shame": "shame_guilt",
        "guilt": "shame_guilt",
    }
)
"""ESConv's `emotion_type`, chosen once per dialogue by the seeker; jealousy has no family."""

Ekman = Literal["anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise"]

EKMAN_OF_LABEL: Mapping[Label, Ekman] = MappingProxyType(
    {
        "admiration": "joy",
        "amusement": "joy",
        "anger": "anger",
        "annoyance": "anger",
        "approval": "joy",
        "caring": "joy",
        "confusion": "surprise",
        "curiosity": "surprise",
        "desire": "joy",
        "disappointment": "sadness",
        "disapproval": "anger",
        "disgust": "disgust",
        "embarrassment": "sadness",
        "excitement": "joy",
        "fear": "fear",
        "gratitude": "joy",
        "grief": "sadness",
        "joy": "joy",
        "love": "joy",
        "nervousness": "fear",
        "optimism": "joy",
        "pride": "joy",
        "realization": "surprise",
        "relief": "joy",
        "remorse": "sadness",
        "sadness": "sadness",
        "surprise": "surprise",
        "neutral": "neutral",
    }
)
"""The grouping of GoEmotions' authors (Demszky et al. 2020, section 5), for comparison with published figures."""
