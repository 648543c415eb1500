"""Loading the shipped parts. What cannot be loaded is replaced by something more cautious, and reported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ..memory.encoder import open_encoder
from ..memory.people import People
from ..safety.completion import Completer
from ..safety.detect import RiskDetector
from ..safety.resources import ResourceTable
from ..safety.review import Reviewer
from ..strategies.planner import Planner
from .compose.composer import OfflineComposer
from .emotion.reader import EmotionReader
from .llm.assembly import held, models_of, moderator_of
from .llm.moderation import Moderator
from .llm.resilient import Resilient
from .llm.vetted import Vetted
from .llm.voice import Voice
from .parts import BatchParts, Deps, Parts, Reader
from .settings import Settings
from .unread import UnreadReader

T = TypeVar("T")


def load_parts(settings: Settings, deps: Deps | None = None) -> Parts:
    """Everything a live agent needs. Raises EncoderMissing when there is no encoder, ValueError for a
    country the table does not know and for a mode that needs a model where none is given."""
    given = deps or Deps()
    troubles: list[str] = []
    resources = given.resources or ResourceTable.load()
    country = resources.resolve_country(settings.country, code=True) if settings.country else None
    if settings.country and country is None:
        raise ValueError(f"no help lines are listed for country {settings.country!r}; give a two-letter code or a name")
    encoder = given.encoder or open_encoder(settings.encoder)
    voice = _voice(settings, given)
    return Parts(
        settings=settings,
        people=People(settings.data_root, encoder.name, settings.open_people),
        encoder=encoder,
        reader=given.reader or _loaded(_reader, UnreadReader, troubles),
        detector=given.detector or _detector(troubles),
        planner=given.planner
        or _loaded(lambda: Planner.load(setting=settings.planner), Planner.without_weights, troubles),
        composer=given.composer or _loaded(OfflineComposer.load, _absent, troubles),
        completer=given.completer or _loaded(lambda: Completer(resources), _absent, troubles),
        reviewer=given.reviewer
        or _loaded(lambda: Reviewer.load(resources, tuned=voice is not None), _absent, troubles),
        resources=resources,
        clock=given.clock,
        ids=given.ids,
        voice=voice,
        moderator=_moderator(settings, given) if voice is not None else None,
        escalate=given.escalate,
        country=country,
        troubles=tuple(troubles),
    )


def load_batch_parts(settings: Settings | None = None) -> BatchParts:
    """What the batch verbs need; here a part that cannot be loaded is an error, for figures rest on it."""
    chosen = settings or Settings()
    return BatchParts(
        encoder=open_encoder(chosen.encoder),
        reader=EmotionReader.load(),
        detector=RiskDetector.load(),
        planner=Planner.load(setting=chosen.planner),
    )


def _voice(settings: Settings, given: Deps) -> Voice | None:
    if settings.mode == "offline":
        return None
    if isinstance(given.model, Resilient):
        return Voice(given.model)
    if given.model is not None:
        return Voice(held([Vetted(given.model)], settings.model))
    if settings.model is None:
        raise ValueError(f"mode {settings.mode!r} needs a model: give settings.model, or deps.model")
    return Voice(models_of(settings.model))


def _moderator(settings: Settings, given: Deps) -> Moderator | None:
    return given.moderator or (moderator_of(settings.model) if settings.model is not None else None)


class Absent:
    """A part that could not be loaded: each use fails, and the node's stand-in takes over."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"{name}: this part could not be loaded")


def _reader() -> Reader:
    return EmotionReader.load()


def _detector(troubles: list[str]) -> RiskDetector:
    detector = RiskDetector.load()
    if not detector.complete:
        troubles.append("the risk weights cannot be read; rules stand alone, and what they do not know is not assessed")
    if not detector.attuned:
        troubles.append(
            "the encoder for safety cannot be read or made; danger told in unusual words is missed more often"
        )
    return detector


def _absent() -> Any:
    return Absent()


def _loaded(load: Callable[[], T], stand_in: Callable[[], T], troubles: list[str]) -> T:
    try:
        return load()
    except Exception as error:
        troubles.append(str(error))
        return stand_in()
