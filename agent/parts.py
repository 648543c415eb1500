"""What an agent is put together from. Every part can be given; what is not given is loaded as shipped."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

import numpy as np

from ..memory.encoder import Encoder
from ..memory.message import Message, Vector
from ..memory.people import People
from ..prompts.port import ChatModel
from ..safety.completion import Completer
from ..safety.escalation import Escalate
from ..safety.resources import ResourceTable
from ..safety.review import Reviewer
from ..safety.risk import RiskAssessment
from ..strategies.planner import Plan
from ..strategies.seeker import SeekerState
from .compose.brief import Brief, Draft
from .emotion.context import Said
from .emotion.reading import Reading
from .llm.moderation import Moderator
from .llm.resilient import Resilient
from .llm.voice import Voice
from .settings import Settings


class Reader(Protocol):
    """Reads the emotion of one message; `before` is what was said in this conversation so far, oldest first."""

    def read(self, message: Message, before: Sequence[Said] = ()) -> Reading: ...


class Detector(Protocol):
    """Reads the risk of one message.

    `earlier` are the person's messages before it, oldest first; `asked` tells that the direct question was put.
    """

    def assess(self, message: Message, earlier: Sequence[str] = (), asked: bool = False) -> RiskAssessment: ...


class StrategyPlanner(Protocol):
    """Chooses the support strategies of the next reply."""

    def plan(self, state: SeekerState) -> Plan: ...


class Composer(Protocol):
    """Puts a plan into words."""

    def compose(self, brief: Brief) -> Draft: ...


class BatchReader(Reader, Protocol):
    """Reads many messages at once, each with what came before it."""

    def read_all(
        self, messages: Sequence[Message], before: Sequence[Sequence[Said]] | None = None
    ) -> list[Reading]: ...


class BatchPlanner(StrategyPlanner, Protocol):
    """Plans many replies at once."""

    def plan_all(self, states: Sequence[SeekerState]) -> list[Plan]: ...


@dataclass(frozen=True)
class BatchParts:
    """What it takes to annotate recorded conversations: nobody is spoken to, nothing is kept."""

    encoder: Encoder
    reader: BatchReader
    detector: Detector
    planner: BatchPlanner


def utc_now() -> datetime:
    return datetime.now(UTC)


def random_id() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True)
class Deps:
    """Parts given by whoever embeds the agent; None is replaced by the shipped part."""

    encoder: Encoder | None = None
    reader: Reader | None = None
    detector: Detector | None = None
    planner: StrategyPlanner | None = None
    composer: Composer | None = None
    completer: Completer | None = None
    reviewer: Reviewer | None = None
    resources: ResourceTable | None = None
    model: ChatModel | Resilient | None = None
    """A model of the embedder's own; None is made as `Settings.model` says. Offline uses none."""
    moderator: Moderator | None = None
    escalate: Escalate | None = None
    """Told when people of the deployer's should look (see `safety.escalation`). Off while None."""
    clock: Callable[[], datetime] = utc_now
    """Aware, in UTC."""
    ids: Callable[[], str] = random_id
    """Makes session and turn ids; each must be new."""


@dataclass(frozen=True)
class Parts:
    """The parts in working order, shared by all people of one agent."""

    settings: Settings
    people: People
    encoder: Encoder
    reader: Reader
    detector: Detector
    planner: StrategyPlanner
    composer: Composer
    completer: Completer
    reviewer: Reviewer
    resources: ResourceTable
    clock: Callable[[], datetime]
    ids: Callable[[], str]
    voice: Voice | None = None
    """The models, in the modes that have any."""
    moderator: Moderator | None = None
    escalate: Escalate | None = None
    country: str | None = None
    troubles: tuple[str, ...] = field(default=())
    """What could not be loaded as shipped and which stand-in took its place, for the operator."""

    @property
    def blank(self) -> Vector:
        """Stands for an utterance whose vector is not stored."""
        return np.zeros(self.encoder.dimension, dtype=np.float32)
