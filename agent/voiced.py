"""The nodes of a turn that has a language model: each asks it for its part, and goes on without it where it fails."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np

from ..memory.message import Vector
from ..prompts.port import ChatFailure, ChatMessage
from ..prompts.sentences import sentence_key, split_sentences
from ..safety.control import RiskState, decide
from ..safety.reply_text import sentences_of
from ..safety.risk import rank
from ..safety.violations import Review
from ..strategies.catalogue import Strategy
from .asking import brief, lines, past, skills_after
from .compose.brief import Draft
from .compose.register import budget, length_of
from .emotion.reading import Reading, Shift
from .events import Asked, AskedPart, Attempted, Drafted, Fault, Reviewed, Sentence
from .gate import Length, SentenceGate
from .llm.moderation import Moderated
from .llm.voice import ModelTurn, Voice
from .nodes import Emit, Nodes
from .parts import Parts
from .raising import alarmed, raised
from .speaker import Speaker, Spoken
from .state import Plain, TurnState
from .telling import Telling, messages_for

CONTEXT_TOKENS = 4096
REPLY_TOKENS = 600
"""Where the settings say nothing, because the model was given as a part."""

OWN_WORDS = 4
"""A shorter sentence of the person's may well be a reply's, too: "I know", "Not yet"."""


class VoicedNodes(Nodes):
    """`llm`: the model writes the reply, under the same plan and through the same review."""

    def __init__(self, parts: Parts, voice: Voice) -> None:
        super().__init__(parts)
        self.voice = voice

    def risk_control(self, state: TurnState, emit: Emit) -> TurnState:
        """The detector decides; then the moderation endpoint may raise what it found."""
        before = RiskState.from_plain(self.sticky(state))
        found = super().risk_control(state, emit)
        moderator, decision = self.parts.moderator, found["decision"]
        if moderator is None or rank(decision.assessment.level) >= rank("high"):
            return found
        turn = self.turn(state)
        judged = turn.run(lambda: moderator.judge(state["text"]))
        if isinstance(judged, ChatFailure):
            self.failed(turn, "moderation", "risk_control", judged, emit)
            return found
        return self.heeded(state, before, found, judged, emit)

    def heeded(self, state: TurnState, before: RiskState, found: TurnState, voice: Moderated, emit: Emit) -> TurnState:
        """What risk control found, raised where the voice heard something graver."""
        graver = raised(found["decision"].assessment, voice)
        self.tell(self.turn(state), "moderation", "raised" if graver else "used", voice.level, emit)
        return found if graver is None else self.decided(state, before, decide(before, graver), emit)

    def respond(self, state: TurnState, emit: Emit) -> TurnState:
        """The model first; the composer wherever there is nothing of it to show, and after a draft was sent back."""
        if state.get("attempt", 0):
            return super().respond(state, emit)
        line, after = self.led_in(state, self.said(state), self.seed(state))
        turn, out = self.turn(state), _Out(self._strategies(state), self.voice.name, emit)
        known = self.said(state) | own_sentences(state["text"])
        own = set(sentences_of(line))
        gate = SentenceGate(self._reviewing(state, own), known, self._length(state), out)
        if line:
            gate.take(line)
        spoken = self.spoken(state, turn, gate, emit)
        for rejected in spoken.rejected:
            emit(Reviewed(1, rejected.review.verdict, _named(rejected.review)))
        self.tell(turn, "reply", "used" if spoken.ending == "said" else spoken.ending, spoken.cause, emit)
        if spoken.ending == "said":
            return self._said_by_model(state, gate, after)
        emit(Fault("respond", f"{spoken.ending}: {spoken.cause}"))
        if spoken.ending == "alarmed":
            before = RiskState.from_plain(self.sticky(state))
            decided = self.decided(state, before, alarmed(before, state["decision"].assessment), emit)
            return {**decided, "route": "completion", "draft": Draft((), (), ()), "attempt": 1}
        if len(gate.shown) > bool(line):
            self._close(state, gate, own)
            return self._said_by_model(state, gate, after)
        if spoken.ending == "declined":
            return {"route": "completion", "draft": Draft((), (), ()), "attempt": 1}
        return super().respond(state, emit)

    def review(self, state: TurnState, emit: Emit) -> TurnState:
        """What the gate let out was reviewed as it left; everything else is reviewed here."""
        if state.get("spoken"):
            emit(Reviewed(state["attempt"], "ok", ()))
            return {}
        if state.get("route") == "completion":
            return {}
        return super().review(state, emit)

    def begin(self, state: TurnState) -> TurnState:
        begun = super().begin(state)
        self.voice.begin(begun["turn_id"])
        return begun

    def remember(self, state: TurnState, emit: Emit) -> TurnState:
        self.voice.over(state["turn_id"])
        return super().remember(state, emit)

    def turn(self, state: TurnState) -> ModelTurn:
        return self.voice.turn(state["turn_id"])

    def spoken(self, state: TurnState, turn: ModelTurn, gate: SentenceGate, emit: Emit) -> Spoken:
        """The model's reply, as far as it passed the gate."""
        del emit
        return Speaker(turn, gate, min(1, self.parts.settings.rewrites)).speak(self.messages(state))

    def messages(self, state: TurnState) -> list[ChatMessage]:
        """What the model is told for this reply."""
        settings = self.parts.settings.model
        room, own = (settings.context_tokens, settings.reply_tokens) if settings else (CONTEXT_TOKENS, REPLY_TOKENS)
        return messages_for(self.telling(state), room - own)

    def telling(self, state: TurnState) -> Telling:
        reading, plan = state["reading"], state["plan"]
        return Telling(
            text=state["text"],
            steps=plan.steps,
            stage=plan.stage,
            feeling=feeling_words(reading),
            moved=moved_words(state["shift"]),
            cause=reading.cause or "",
            level=state["decision"].level,
            memories=state["memories"],
            past=past(state),
            length=Length(*budget(length_of(state["text"]))),
            notes=(("a second reading", state["second"]),) if state.get("second") else (),
        )

    @staticmethod
    def tell(turn: ModelTurn, part: AskedPart, outcome: str, detail: str, emit: Emit) -> None:
        """One event about what the model was asked, with the calls made since the last one."""
        fresh, spent = turn.fresh_attempts(), turn.asked.spent
        tried = tuple(Attempted(attempt.model, attempt.outcome, attempt.detail) for attempt in fresh)
        emit(Asked(part, turn.asked.name, outcome, detail, tried, spent.usage.total, spent.cost))

    def failed(self, turn: ModelTurn, part: AskedPart, node: str, failure: ChatFailure, emit: Emit) -> None:
        """What was asked of a model did not come; the node goes on as it would without."""
        self.tell(turn, part, failure.kind, failure.detail, emit)
        emit(Fault(node, f"{part}: {failure.kind}: {failure.detail}"))

    def _close(self, state: TurnState, gate: SentenceGate, own: set[str]) -> None:
        """Rounds off a reply that broke off, in the composer's words; one that can stand as it is stays so."""
        if gate.asked or len(gate.shown) >= 2:
            return
        known = self.said(state) | {sentence_key(sentence) for sentence in gate.shown}
        draft = self.parts.composer.compose(brief(state, known, self.seed(state)))
        own.update(sentences_of(draft.text))
        asking = [sentence for sentence in draft.sentences if sentence.endswith("?")]
        for sentence in asking or draft.sentences[-1:]:
            if gate.take(sentence) == "shown":
                return

    def _said_by_model(self, state: TurnState, gate: SentenceGate, after: Plain) -> TurnState:
        draft = Draft(tuple(gate.shown), self._strategies(state), ())
        return {
            "draft": draft,
            "attempt": 1,
            "completion": after,
            "spoken": draft.sentences,
            "reply": draft.text,
            "strategies": list(draft.strategies),
            "skills": skills_after(state, draft),
        }

    def _strategies(self, state: TurnState) -> tuple[Strategy, ...]:
        return tuple(step.strategy for step in state["plan"].steps)

    def _length(self, state: TurnState) -> Length:
        """What the gate lets out: somewhat more than the model is told, for it cannot count."""
        sentences, words = budget(length_of(state["text"]))
        return Length(sentences + 1, words + words // 2)

    def _reviewing(self, state: TurnState, own: Collection[str]) -> Callable[[Sequence[str]], Review]:
        """The outgoing review of a growing reply, some sentences of it `own`; every sentence is encoded once."""
        known: dict[str, Vector] = {}
        level, country, around = self.answered_level(state), self.country(state), lines(state)

        def review(sentences: Sequence[str]) -> Review:
            reply = " ".join(sentences)
            cut = sentences_of(reply)
            new = [sentence for sentence in cut if sentence not in known]
            made = self.vectors_of(new)
            known.update(zip(new, made if made is not None else (), strict=False))
            vectors = np.vstack([known[s] for s in cut]) if all(s in known for s in cut) and cut else None
            return self.parts.reviewer.review(reply, around, level, country, vectors, own)

        return review


class _Out:
    """Tells of the draft once, then of each sentence that leaves."""

    def __init__(self, strategies: tuple[Strategy, ...], by: str, emit: Emit) -> None:
        self._strategies, self._by, self._emit = strategies, by, emit
        self._count = 0

    def __call__(self, sentence: str) -> None:
        if not self._count:
            self._emit(Drafted(1, self._strategies, (), self._by))
        self._emit(Sentence(self._count, sentence))
        self._count += 1


def own_sentences(text: str) -> frozenset[str]:
    """The keys of the person's sentences that are more than a word or two: a reply does not say them back unturned."""
    keys = map(sentence_key, split_sentences(text))
    return frozenset(key for key in keys if len(key.split()) >= OWN_WORDS)


def feeling_words(reading: Reading) -> str:
    """The feeling in a few words: "grief, with anger, 4 of 5"."""
    also = f", with {reading.secondary[0].replace('_', ' or ')}" if reading.secondary else ""
    return f"{reading.dominant.replace('_', ' or ')}{also}, {reading.intensity} of 5"


def moved_words(shift: Shift) -> str:
    """How it moved since the message before: "worsening, from anger"."""
    if shift.source is None:
        return "their first message"
    return shift.direction if shift.source == shift.target else f"{shift.direction}, from {shift.source}"


def _named(review: Review) -> tuple[tuple[str, str], ...]:
    return tuple((violation.name, violation.evidence) for violation in review.violations)
