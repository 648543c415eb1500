"""What a turn's state means to those it is handed to: planner, completion, composer and review."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..memory.turns import Turn
from ..prompts.sentences import sentence_key
from ..safety.completion import CompletionRequest, CompletionState
from ..safety.completion_misread import asked_about, denies, remark_kind
from ..safety.control import Remark, concerns_another
from ..safety.risk import RiskAssessment, rank
from ..safety.violations import Line, Review
from ..strategies.catalogue import CATALOGUE, strategy_named
from ..strategies.plan import PlanStep
from ..strategies.seeker import Feeling, SeekerState, Utterance, Vector
from ..strategies.situation import seeker_states
from ..strategies.skills.library import open_library
from .compose.brief import Brief, Draft
from .compose.cards import cards_of, skills_in
from .emotion.reading import NEGATIVE, Reading
from .state import TurnState

EARLIER = 8
"""How many messages before this one say who is near and whose the danger is."""

SKILLS = 24
"""How many uses of skill cards a session remembers."""


def past(state: TurnState) -> list[Turn]:
    """What was said in this session before the message at hand, oldest first."""
    return [item.turn for item in state["past"]]


def lines(state: TurnState) -> list[Line]:
    """The context of a reply, the person's message last."""
    return [*(Line(turn.role, turn.content) for turn in past(state)), Line("user", state["text"])]


def feeling_of(reading: Reading) -> Feeling:
    """The numbers of a reading that planning may use."""
    return Feeling(reading.intensity, reading.valence, reading.arousal, reading.dominant in NEGATIVE, reading.dominant)


def skills_of(state: TurnState) -> tuple[str, ...]:
    """The skills used so far. A reply that stayed with a limit or a danger has ended what was under way."""
    used = tuple(state.get("skills") or ())
    return (*used, "") if used and used[-1] and not state.get("strategies") else used


def skills_after(state: TurnState, draft: Draft) -> list[str]:
    """The skills used, once the draft is said; `state` is that of before."""
    before, now = skills_of(state), skills_in(draft.phrases)
    steps = {step.skill for step in state["plan"].steps if step.skill_step is not None}
    parted = bool(before and before[-1]) and not (now and (now[0] in steps or now[0] != before[-1]))
    return [*before, *(("",) if parted else ()), *now][-SKILLS:]


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
    ranks = [rank(state["decision"].answered_as)] * len(utterances)
    return replace(seeker_states(utterances, [len(utterances)], feelings, ranks)[0], skills=skills_of(state))


def completion_request(
    state: TurnState, said: frozenset[str], country: str | None, seed: int, *, echo: bool = True
) -> CompletionRequest:
    """The risk decision and the feeling, for a reply that stays while it says a limit or leads to help. Without `echo`
    it gives back none of the person's words."""
    decision, reading = state["decision"], state["reading"]
    signals = decision.assessment.signals
    return CompletionRequest(
        text=state["text"],
        evidence=() if decision.misread else decision.assessment.evidence,
        level=decision.level,
        categories=decision.categories,
        boundaries=decision.boundaries,
        ask_directly=decision.ask_directly,
        emergency_first=decision.emergency_first,
        assessed=decision.assessment.assessed,
        about_other=concerns_another(decision.assessment),
        now=decision.assessment.level if decision.assessment.assessed else None,
        earlier=tuple(turn.content for turn in past(state) if turn.role == "user")[-EARLIER:],
        plain=tuple(dict.fromkeys(signal.category for signal in signals if signal.source == "rules")),
        means=any(signal.means and signal.subject == "self" for signal in signals),
        country=country,
        family=reading.dominant,
        intensity=reading.intensity,
        user_turns=state.get("turns", 1),
        said=said,
        state=CompletionState.from_plain(state.get("completion") or {}),
        seed=seed,
        denied=decision.misread,
        echo=echo and (decision.state.ruled or not denies(state["text"])),
    )


def remark_of(state: TurnState, alone: RiskAssessment) -> Remark:
    """What the message is beside an alarm of ours; `alone` is what it reads without those before it."""
    return Remark(remark_kind(state["text"]), alone)


def blamed_in(sentences: tuple[str, ...], review: Review) -> frozenset[str]:
    """The keys of the sentences that hold the evidence; all of them where none can be singled out."""
    guilty = {
        sentence_key(sentence)
        for sentence in sentences
        for violation in review.violations
        if violation.evidence and violation.evidence in sentence
    }
    return frozenset(guilty or {sentence_key(sentence) for sentence in sentences})


def _if_asked(state: TurnState) -> tuple[PlanStep, ...]:
    """The card of a suggestion where none is planned and none ruled out: the composer answers who asks for one."""
    plan, kind = state["plan"], CATALOGUE["Providing Suggestions"]
    if kind.strategy in {step.strategy for step in plan.steps} | {veto.strategy for veto in plan.vetoes}:
        return ()
    asked = seeker_state(state, np.zeros(0, dtype=np.float32))
    choice = open_library().choose(kind.strategy, asked, plan.stage, asked.skills)
    return () if choice.step is not None else (PlanStep(kind.strategy, kind.intent, choice.card.id, choice.fits),)


def brief(state: TurnState, said: frozenset[str], seed: int) -> Brief:
    """The plan, the feeling and what was said before, for the composer. `seed` fixes its choices. After a denial it
    goes on with what the person had asked about."""
    reading, plan, before = state["reading"], state["plan"], past(state)
    decision = state["decision"]
    replies = [turn.content for turn in before if turn.role == "assistant"]
    earlier = tuple(turn.content for turn in before if turn.role == "user")
    text = asked_about(state["text"], earlier) if decision.misread else state["text"]
    return Brief(
        text=text,
        strategies=tuple(step.strategy for step in plan.steps),
        stage=plan.stage,
        family=reading.dominant,
        secondary=reading.secondary[0] if reading.secondary else None,
        intensity=reading.intensity,
        cause=reading.cause if reading.cause and reading.cause in text else None,
        direction=state["shift"].direction,
        memories=state["memories"],
        risk=decision.answered_as,
        earlier=earlier,
        last_reply=replies[-1] if replies and not decision.misread else None,
        turn=state.get("turns", 1) - 1,
        seed=seed,
        said=said,
        cards=cards_of((*plan.steps, *_if_asked(state))),
        lately=state.get("lately") if reading.dominant == "neutral" else None,
        vector=state["message"].vector if text == state["text"] else None,
        certainty=reading.families[reading.dominant],
    )
