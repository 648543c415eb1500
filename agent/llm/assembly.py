"""Models put together from settings: the adapter, a look at what it says, retries, fallbacks, an end to each turn."""

from __future__ import annotations

from ...prompts.port import ChatModel
from ..settings import ModelSettings
from .endpoint import Endpoint, Limits, Prices
from .moderation import ModerationEndpoint
from .openai import OpenAIModel
from .resilient import Policy, Resilient
from .vetted import Vetted


def endpoint_of(settings: ModelSettings, name: str) -> Endpoint:
    """One of the models that the settings name."""
    return Endpoint(
        settings.base_url,
        name,
        key=settings.key,
        dialect=settings.dialect,
        limits=Limits(first=settings.first_seconds, call=settings.call_seconds),
        prices=prices_of(settings),
        reply_tokens=settings.reply_tokens,
        temperature=settings.temperature,
        trust_environment=settings.trust_environment,
    )


def prices_of(settings: ModelSettings) -> Prices | None:
    """None where none are given."""
    if settings.prompt_price is None or settings.reply_price is None:
        return None
    return Prices(settings.prompt_price, settings.reply_price)


def models_of(settings: ModelSettings) -> Resilient:
    """The model named first and then its fallbacks."""
    names = (settings.name, *settings.fallbacks)
    return held([Vetted(OpenAIModel(endpoint_of(settings, name))) for name in names], settings)


def held(models: list[ChatModel] | list[Vetted], settings: ModelSettings | None) -> Resilient:
    """The models with the limits of the settings, or with the usual ones."""
    if settings is None:
        return Resilient(models)
    policy = Policy(turn=settings.turn_seconds, tokens=settings.turn_tokens, cost=settings.turn_cost)
    prices = prices_of(settings)
    return Resilient(models, policy, prices={model.name: prices for model in models} if prices else None)


def moderator_of(settings: ModelSettings) -> ModerationEndpoint | None:
    """The moderation endpoint, where one is named."""
    if settings.moderation_url is None:
        return None
    key = settings.key if settings.moderation_url == settings.base_url else None
    limits = Limits(first=5.0, call=min(5.0, settings.call_seconds))
    name = settings.moderation_name or "moderation"
    endpoint = Endpoint(
        settings.moderation_url, name, key=key, limits=limits, trust_environment=settings.trust_environment
    )
    return ModerationEndpoint(endpoint, settings.moderation_name)
