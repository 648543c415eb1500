"""What a turn's state means to those it is handed to: planner, completion, composer and review."""

from __future__ import annotations

from ..memory.turns import Turn
from ..safety.completion import CompletionRequest, CompletionState
from ..safety.risk import rank
from ..safety.violations import Line
from ..strategies.catalogue import strategy_named
from ..strategies.seeker import Feeling, SeekerState, Utterance, Vector
from ..strategies.situation import seeker_states
from .compose.brief import Brief
from .emotion.reading import NEGATIVE, Reading
from .state import TurnState


def past(state: TurnState) -> list[Turn]:
    """What was said in this session before the message at hand, oldest first."""
    return [item.turn for item in state["past"]]


def lines(state: TurnState) -> list[Line]:
    """The context of a reply, the person's message last."""
    return [*(Line(turn.role, turn.content) for turn in past(state)), Line("user", state["text"])]


def feeling_of(reading: Reading) -> Feeling:
    """The numbers of a reading that planning may use."""
    return Feeling(reading.intensity, reading.valence, reading.arousal, reading.dominant in NEGATIVE)


def seeker_state(state: TurnState, blank: Vector) -> SeekerState:
    """The conversation up to the message at hand; `blank` stands for a vector that is not stored."""
    utterances = [
        Utterance(
            "seeker" if item.turn.role == "user" else "supporter",
            item.turn.content,
            item.vector if item.vector is not None else blank,
            strategy_named(item.turn.strategies[0]) if item.turn.strategies else None,
        )
        for item in state["past"]
    ]
    felt = {row: Feeling(**plain) for row, plain in (state.get("feelings") or {}).items()}
    feelings = {i: felt[item.turn.id] for i, item in enumerate(state["past"]) if item.turn.id in felt}
    feelings[len(utterances)] = feeling_of(state["reading"])
    utterances.append(Utterance("seeker", state["text"], state["message"].vector))
    ranks = [rank(state["decision"].level)] * len(utterances)
    return seeker_states(utterances, [len(utterances)], feelings, ranks)[0]


def completion_request(state: TurnState, said: frozenset[str], country: str | None, seed: int) -> CompletionRequest:
    """The risk decision and the feeling, for a reply that stays while it says a limit or leads to help."""
    decision, reading = state["decision"], state["reading"]
    signals = decision.assessment.signals
    return CompletionRequest(
        text=state["text"],
        evidence=decision.assessment.evidence,
        level=decision.level,
        categories=decision.categories,
        boundaries=decision.boundaries,
        ask_directly=decision.ask_directly,
        emergency_first=decision.emergency_first,
        assessed=decision.assessment.assessed,
        about_other=bool(signals) and all(signal.subject == "other" for signal in signals),
        country=country,
        family=reading.dominant,
        intensity=reading.intensity,
        user_turns=state.get("turns", 1),
        said=said,
        state=CompletionState.from_plain(state.get("completion") or {}),
        seed=seed,
    )


def brief(state: TurnState, said: frozenset[str], seed: int) -> Brief:
    """The plan, the feeling and what was said before, for the composer. `seed` fixes its choices."""
    reading, plan, before = state["reading"], state["plan"], past(state)
    replies = [turn.content for turn in before if turn.role == "assistant"]
    return Brief(
        text=state["text"],
        strategies=tuple(step.strategy for step in plan.steps),
        stage=plan.stage,
        family=reading.dominant,
        secondary=reading.secondary[0] if reading.secondary else None,
        intensity=reading.intensity,
        cause=reading.cause,
        direction=state["shift"].direction,
        memories=state["memories"],
        risk=state["decision"].level,
        earlier=tuple(turn.content for turn in before if turn.role == "user"),
        last_reply=replies[-1] if replies else None,
        turn=state.get("turns", 1) - 1,
        seed=seed,
        said=said,
        lately=state.get("lately") if reading.dominant == "neutral" else None,
    )
