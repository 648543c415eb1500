"""The eight nodes of a turn. Each asks the room that owns its question and reports what it answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

import numpy as np

from ..memory.message import Vector, hear
from ..memory.people import Person
from ..memory.store import row_id
from ..memory.windows import recall_windows
from ..safety.completion import Completion, CompletionState
from ..safety.control import FAINT_REASON, LIGHT_REASON, RiskDecision, RiskState, decide, doubtful
from ..safety.escalation import Whereabouts, escalation_due
from ..safety.reply_text import sentences_of
from ..safety.risk import Level, rank
from ..safety.violations import Review
from ..strategies.plan import Plan
from .asking import blamed_in, brief, completion_request, feeling_of, lines, past, remark_of, seeker_state, skills_after
from .emotion import dynamics, movement
from .emotion.reading import NEGATIVE
from .emotion.shift import shift
from .events import Completed, Drafted, Event, Fault, Perceived, Planned, Recalled, Reviewed, RiskFound, Sentence
from .notices import notice
from .parts import Parts
from .state import Plain, TurnState
from .unread import reading_from_plain, reading_to_plain

Emit = Callable[[Event], None]
Node = Callable[[TurnState, Emit], TurnState]

CONTEXT_TURNS = 40
"""How many utterances planning and review may look back on; older ones live on in memory only."""

FEELINGS = 12
"""How many of the person's messages keep their feeling for the planner."""

COMPLETIONS = 3
"""How many completions are tried on the review before the last words stand in."""

EARLIER_MESSAGES = 6
"""How many of the person's own messages risk control reads along with the new one."""


class Nodes:
    """The parts, put to work in the order the graph knows."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    def perceive(self, state: TurnState, emit: Emit) -> TurnState:
        begun = self.begin(state)
        message = hear([state["text"]], self.parts.encoder)[0]
        reading = self.parts.reader.read(message, [(item.turn.role, item.turn.content) for item in begun["past"]])
        before = state.get("last_reading")
        moved = shift(reading_from_plain(before) if before else None, reading)
        mood = dynamics.advance(dynamics.from_plain(state.get("mood") or {}), reading)
        rolling, course = movement.follow(movement.from_plain(state.get("rolling") or {}), reading)
        emit(Perceived(reading, moved, course))
        felt = (row_id(begun["turn_id"], "user"), asdict(feeling_of(reading)))
        lately = state.get("lately") if reading.dominant == "neutral" else reading.dominant
        return {
            **begun,
            "feelings": dict([*(state.get("feelings") or {}).items(), felt][-FEELINGS:]),
            "lately": lately if lately in NEGATIVE else None,
            "message": message,
            "reading": reading,
            "shift": moved,
            "mood": dynamics.to_plain(mood),
            "rolling": movement.to_plain(rolling),
            "last_reading": reading_to_plain(reading),
        }

    def risk_control(self, state: TurnState, emit: Emit) -> TurnState:
        before = RiskState.from_plain(self.sticky(state))
        earlier = [turn.content for turn in past(state) if turn.role == "user"][-EARLIER_MESSAGES:]
        assessment = self.parts.detector.assess(state["message"], earlier, asked=state.get("asked", False))
        if not doubtful(before, assessment):
            return self.decided(state, before, decide(before, assessment), emit)
        alone = self.parts.detector.assess(state["message"]) if earlier else assessment
        return self.decided(state, before, decide(before, assessment, remark_of(state, alone)), emit)

    def decided(self, state: TurnState, before: RiskState, decision: RiskDecision, emit: Emit) -> TurnState:
        """Persists the decision, before anything is said, and tells of it."""
        assessment, plain = decision.assessment, decision.state.to_plain()
        self.person(state).store.put_state("risk", plain)
        emit(
            RiskFound(
                level=decision.level,
                message_level=assessment.level,
                categories=decision.categories,
                evidence=assessment.evidence,
                route=decision.route,
                assessed=assessment.assessed,
                reason=decision.reason,
            )
        )
        self._escalate(state, before, decision, emit)
        return {"decision": decision, "risk": plain, "route": decision.route, "asked": decision.ask_directly}

    def _escalate(self, state: TurnState, before: RiskState, decision: RiskDecision, emit: Emit) -> None:
        """Tells a deployer's people where they asked for it. Whatever happens there, the turn goes on."""
        tell = self.parts.escalate
        if tell is None:
            return
        try:
            where = Whereabouts(state["user_id"], state["session"], state["turn_id"], self.country(state))
            due = escalation_due(before, decision, where)
            if due is not None:
                tell(due)
        except Exception as error:  # theirs, not ours: it may hold up nothing and change nothing
            emit(Fault("escalation", f"{type(error).__name__}: {error}"))

    def complete(self, state: TurnState, emit: Emit) -> TurnState:
        completion = self.fit_completion(state)
        emit(Completed(completion.kind, tuple(resource.name for resource in completion.resources)))
        return {
            **self.speak(completion.sentences, emit),
            "completion": completion.state.to_plain(),
            "route": "completion",
            "strategies": [],
        }

    def fit_completion(self, state: TurnState) -> Completion:
        """A completion that passes its own review: after the first, in other words and without any of the person's.

        Raises UnfitCompletion where the review blocks every one.
        """
        country, said, seed = self.country(state), self.said(state), self.seed(state)
        blamed: list[str] = []
        for again in range(COMPLETIONS):
            request = completion_request(state, said, country, seed + 31 * again, echo=not again)
            completion = self.parts.completer.complete(request)
            review = self.reviewed(state, completion.text, request.level)
            if review.verdict != "block":
                return completion
            blamed += [violation.name for violation in review.violations]
        raise UnfitCompletion(", ".join(dict.fromkeys(blamed)))

    def recall(self, state: TurnState, emit: Emit) -> TurnState:
        recent = frozenset(turn.id for turn in past(state)[-EARLIER_MESSAGES:])
        found = self.person(state).recall.search(
            state["text"], state["message"].vector, limit=self.parts.settings.memories, now=state["at"], exclude=recent
        )
        emit(
            Recalled(
                texts=tuple(hit.text for hit in found.hits),
                turn_ids=tuple(hit.turn_ids for hit in found.hits),
                scores=tuple(hit.score for hit in found.hits),
                abstained=found.abstained,
            )
        )
        told = [self.person(state).store.turn(hit.turn_ids[0]) for hit in found.hits]
        before = [turn for turn in told if turn and turn.role == "user" and turn.session != state["session"]]
        return {"recalled": found, "memories": tuple(turn.content for turn in before)}

    def plan(self, state: TurnState, emit: Emit) -> TurnState:
        plan = self.planned(state, emit)
        emit(Planned(plan))
        return {"plan": plan, "stage": plan.stage}

    def planned(self, state: TurnState, emit: Emit) -> Plan:
        del emit
        return self.parts.planner.plan(seeker_state(state, self.parts.blank))

    def respond(self, state: TurnState, emit: Emit) -> TurnState:
        attempt = state.get("attempt", 0) + 1
        said, seed = self.said(state), self.seed(state)
        draft = self.parts.composer.compose(brief(state, said, seed))
        line, after = self.led_in(state, said, seed)
        if line:
            draft = replace(draft, sentences=(line, *draft.sentences))
        emit(Drafted(attempt, draft.strategies, draft.phrases))
        return {"draft": draft, "attempt": attempt, "completion": after}

    def review(self, state: TurnState, emit: Emit) -> TurnState:
        draft = state["draft"]
        whole = self.reviewed(state, draft.text, self.answered_level(state))
        emit(Reviewed(state["attempt"], whole.verdict, tuple((v.name, v.evidence) for v in whole.violations)))
        if whole.verdict == "ok" and draft.sentences:
            return {
                **self.speak(draft.sentences, emit),
                "strategies": list(draft.strategies),
                "skills": skills_after(state, draft),
            }
        if whole.verdict == "block" or state["attempt"] > self.parts.settings.rewrites or not draft.sentences:
            return {"route": "completion"}
        return {"rejected": state["rejected"] | blamed_in(draft.sentences, whole)}

    def remember(self, state: TurnState, emit: Emit) -> TurnState:
        del emit
        message, text, reply = state.get("message"), state["text"], state["reply"]
        said = [turn.content for turn in past(state) if turn.role == "assistant"]
        windows = recall_windows(text, said[-1] if said else None)[1:]
        made = self.parts.encoder.encode([reply, *windows])
        heard = np.vstack([message.vector, made[1:]]) if message is not None and len(message.vectors) else None
        self.person(state).remember(
            turn_id=state["turn_id"],
            session=state["session"],
            at=state["at"],
            reply=reply,
            strategies=tuple(state.get("strategies") or ()),
            vectors=(heard, made[:1]),
        )
        return {}

    def reviewed(self, state: TurnState, reply: str, level: Level) -> Review:
        """The outgoing check of a reply in the product's own words; what is judged by itself is answered so."""
        own = sentences_of(reply)
        vectors = self.vectors_of(own)
        decision = state.get("decision")
        said = lines(state)[-1:] if decision is not None and decision.reason == LIGHT_REASON else lines(state)
        return self.parts.reviewer.review(reply, said, level, self.country(state), vectors, own)

    def vectors_of(self, sentences: Sequence[str]) -> Vector | None:
        """Shape (len(sentences), dimension). Without vectors the review goes by its rules and words alone."""
        try:
            return self.parts.encoder.encode(list(sentences)) if sentences else None
        except Exception:  # an encoder that fails must not take the review along
            return None

    @staticmethod
    def answered_level(state: TurnState) -> Level:
        """The message's own level, not the sticky one: what was met before need not be named in every reply,
        and a faint sign is answered by staying near, not by naming it."""
        decision = state["decision"]
        return "low" if decision.reason == FAINT_REASON else decision.assessment.level

    def led_in(self, state: TurnState, said: frozenset[str], seed: int) -> tuple[str, Plain]:
        """One line where a danger has passed or was misread, else "", and the state of completion after it."""
        before = CompletionState.from_plain(state.get("completion") or {})
        if state["decision"].misread:
            return self.parts.completer.misread(said, seed), before.to_plain()
        if rank(state["decision"].level) >= rank("elevated"):
            return "", before.to_plain()
        line, after = self.parts.completer.returning(before, said, seed)
        return line, after.to_plain()

    def begin(self, state: TurnState) -> TurnState:
        """Stores the message before anything is made of it; a repeat of the same turn id stores nothing new."""
        user_id, session = state.get("user_id", "me"), state.get("session", "default")
        store = self.parts.people.open(user_id).store
        turn_id = state.get("turn_id") or self.parts.ids()
        own = row_id(turn_id, "user")
        past = (item for item in store.recent(session, CONTEXT_TURNS) if item.turn.content and item.turn.id != own)
        begun: TurnState = {
            "user_id": user_id,
            "session": session,
            "turn_id": turn_id,
            "past": tuple(past),
            "visit": sum(before.id != session for before in store.sessions()),
            "at": state.get("at") or self.parts.clock().isoformat(timespec="seconds"),
            "turns": state.get("turns", 0) + 1,
            "attempt": 0,
            "rejected": frozenset(),
        }
        store.append(turn_id=begun["turn_id"], role="user", content=state["text"], session=session, at=begun["at"])
        return begun

    def go_unsaved(self, state: TurnState, reason: str, emit: Emit) -> None:
        """Moves the person to memory and tells them, in the turn in which it happens."""
        person = self.parts.people.unsave(state.get("user_id", "me"), reason)
        if person.trouble is not None:
            emit(notice(person.trouble))

    def person(self, state: TurnState) -> Person:
        return self.parts.people.open(state.get("user_id", "me"))

    def country(self, state: TurnState) -> str | None:
        """The person's own choice, else the setting, else unknown: never guessed."""
        chosen = self.person(state).store.get_state("country")
        return str(chosen) if chosen else self.parts.country

    def said(self, state: TurnState) -> frozenset[str]:
        return self.person(state).store.said(state["session"]) | state.get("rejected", frozenset())

    def sticky(self, state: TurnState) -> Plain:
        """The store is written before the reply, so it is never behind the checkpoint."""
        held = self.person(state).store.get_state("risk") or state.get("risk") or {}
        return held if state.get("past") else RiskState.from_plain(held).begun_anew().to_plain()

    def seed(self, state: TurnState) -> int:
        """Another one each turn, each try and each conversation: whoever comes back is greeted otherwise."""
        turn = state.get("visit", 0) * 7_919 + state.get("turns", 0) * 101 + state.get("attempt", 0)
        return self.parts.settings.seed * 1_000_003 + turn

    @staticmethod
    def speak(sentences: tuple[str, ...], emit: Emit) -> TurnState:
        for index, sentence in enumerate(sentences):
            emit(Sentence(index, sentence))
        return {"spoken": sentences, "reply": " ".join(sentences)}


class UnfitCompletion(RuntimeError):
    """A completion did not pass its own review; the last words stand in for it."""
