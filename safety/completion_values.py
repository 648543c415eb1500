"""What may be filled into a reviewed sentence of a completion: their words, who is meant, where they are."""

from __future__ import annotations

from .completion_circumstances import Circumstances
from .completion_reply import CompletionRequest
from .own_words import OwnWords
from .resources import ResourceTable

_FEELINGS = {
    "sadness": "sadness", "anxiety": "worry", "anger": "anger", "shame_guilt": "shame", "loneliness": "loneliness",
    "grief": "grief", "fear": "fear",
}  # fmt: skip
_CALLED = {"GB": "the UK", "US": "the US", "NL": "the Netherlands", "PH": "the Philippines"}


def values_of(request: CompletionRequest, words: OwnWords, seen: Circumstances, table: ResourceTable) -> dict[str, str]:
    """Each value by its name, and with a capital by its name and "_"; "" or absent where there is none."""
    country = request.country or ""
    place = _CALLED.get(country) or table.countries().get(country, "")
    values = {
        "words": words.quote if words.weighty else "",
        "told": words.told if words.weighty else "",
        "person": words.person,
        "feeling": _FEELINGS.get(request.family, "") if request.intensity >= 3 else "",
        "where": f"In {place}" if place else "",
    }
    if (other := seen.other) is not None:
        many = other.they == "they"
        values |= {
            "who": other.who,
            "they": other.they,
            "them": other.them,
            "their": other.their,
            "they_have": "they have" if many else f"{other.they} has",
            "they_arent": "they aren't" if many else f"{other.they} isn't",
        }
    if seen.company is not None:
        near = seen.company.person
        values |= {"near": near.who or "someone", "near_them": near.them, "near_they": near.they}
    return values | {f"{name}_": value[:1].upper() + value[1:] for name, value in values.items()}
