"""The nodes of mode `agents`: a second reading, a plan tried out ahead, and a reply taken by imagined people first."""

from __future__ import annotations

from dataclasses import replace
from math import exp

from ..prompts.port import ChatFailure, ChatValue
from ..safety.control import RiskState, decide
from ..safety.risk import rank
from ..strategies.catalogue import CATALOGUE, Strategy
from ..strategies.deliberate.budget import Budget
from ..strategies.deliberate.deliberated import Searched
from ..strategies.deliberate.moment import moment_of
from ..strategies.deliberate.search import Deliberation, Shape
from ..strategies.plan import Plan, PlanStep
from ..strategies.reason import reason_of
from ..strategies.seeker import SeekerState
from ..strategies.skills.library import open_library
from .asking import past, seeker_state
from .events import Fault, ThoughtOver
from .gate import SentenceGate
from .llm.voice import ModelTurn
from .nodes import Emit
from .raising import raised
from .reactions import Reactions, reactions_prompt
from .second_reader import SecondReading, reading_prompt
from .speaker import Speaker, Spoken
from .state import TurnState
from .telling import again
from .voiced import VoicedNodes, feeling_words, moved_words

PLANNING = Shape(simulations=4, depth=1)
PLANNING_CALLS = 14
PLANNING_SECONDS = 12.0
PLANNING_SHARE = 0.4
"""Of the time left in the turn, where that is less than the seconds: the reply needs the rest."""


class DeliberatingNodes(VoicedNodes):
    """Each part the model takes falls back to what the turn would have done without it."""

    def risk_control(self, state: TurnState, emit: Emit) -> TurnState:
        """The detector first; then the second reader, who may raise what it found and never lowers it."""
        before = RiskState.from_plain(self.sticky(state))
        found = super().risk_control(state, emit)
        if rank(found["decision"].assessment.level) >= rank("high"):
            return found
        turn = self.turn(state)
        answer = turn.value(reading_prompt(state["text"], past(state)), SecondReading)
        if not isinstance(answer, ChatValue):
            self.failed(turn, "reading", "perceive", answer, emit)
            return found
        graver = raised(found["decision"].assessment, answer.value.voice)
        self.tell(turn, "reading", "raised" if graver else "used", answer.value.note(), emit)
        second: TurnState = {**found, "second": answer.value.note()}
        return second if graver is None else {**second, **self.decided(state, before, decide(before, graver), emit)}

    def planned(self, state: TurnState, emit: Emit) -> Plan:
        """The planner's plan, its first strategy moved as far as imagined talks bear it. What is under way goes on."""
        plan = super().planned(state, emit)
        if plan.steps[0].skill_step is not None:
            return plan
        turn, seeker = self.turn(state), seeker_state(state, self.parts.blank)
        moment = moment_of(
            seeker, plan.stage, open_library(), feeling_words(state["reading"]), moved_words(state["shift"])
        )
        deliberation = Deliberation(
            turn.asked,
            budget=Budget(PLANNING_CALLS, min(PLANNING_SECONDS, PLANNING_SHARE * turn.asked.left)),
            clock=self.voice.models.clock,
            shape=PLANNING,
            seed=self.seed(state),
        )
        barred = frozenset(veto.strategy for veto in plan.vetoes)
        found = turn.run(lambda: deliberation.deliberate(moment, prior_of(plan), barred))
        if isinstance(found, ChatFailure):
            return plan
        searched = isinstance(found, Searched)
        self.tell(turn, "plan", "used" if searched else found.kind, found.reason, emit)
        emit(ThoughtOver(found.reason, found.path if isinstance(found, Searched) else (), found))
        if not isinstance(found, Searched):
            if found.failures:
                emit(Fault("plan", f"{found.failures[-1].kind}: {found.failures[-1].detail}"))
            return plan
        return led_by(found.ranked[0].strategy, plan, seeker)

    def spoken(self, state: TurnState, turn: ModelTurn, gate: SentenceGate, emit: Emit) -> Spoken:
        """A whole draft is taken by four imagined people before its first word is shown; one that hurts is written
        again once, and given up if it still does."""
        messages = self.messages(state)
        trial = gate.rehearsal()
        spoken = Speaker(turn, trial, self.parts.settings.rewrites and 1).speak(messages)
        hurt = self._hurt(state, turn, trial, emit) if spoken.ending == "said" else ""
        if hurt:
            first, trial = " ".join(trial.shown[len(gate.shown) :]), gate.rehearsal()
            spoken = Speaker(turn, trial, 0).speak(again(messages, gate.shown, first, hurt))
            hurt = self._hurt(state, turn, trial, emit) if spoken.ending == "said" else ""
            if hurt:
                return Spoken("rejected", hurt, spoken.rejected)
        for sentence in trial.shown[len(gate.shown) :]:
            gate.take(sentence)
        return spoken

    def _hurt(self, state: TurnState, turn: ModelTurn, trial: SentenceGate, emit: Emit) -> str:
        """Whom the draft would leave worse, for a rewrite; empty where it may be shown, or nobody could be asked."""
        answer = turn.value(reactions_prompt(state["text"], past(state), " ".join(trial.shown)), Reactions)
        if not isinstance(answer, ChatValue):
            self.failed(turn, "reactions", "review", answer, emit)
            return ""
        worse = ", ".join(answer.value.worse())
        fine = answer.value.acceptable
        self.tell(turn, "reactions", "used" if fine else "rewrite", f"worse for: {worse}" if worse else "", emit)
        return "" if fine else answer.value.told()


def prior_of(plan: Plan) -> dict[Strategy, float]:
    """The planner's scores as chances, sum 1."""
    top = max(candidate.score for candidate in plan.candidates)
    weights = {candidate.strategy: exp(candidate.score - top) for candidate in plan.candidates}
    return {strategy: weight / sum(weights.values()) for strategy, weight in weights.items()}


def led_by(strategy: Strategy, plan: Plan, state: SeekerState) -> Plan:
    """The plan with this strategy first."""
    if strategy == plan.steps[0].strategy:
        return plan
    choice = open_library().choose(strategy, state, plan.stage, state.skills)
    intent = choice.card.intent or CATALOGUE[strategy].intent
    first = PlanStep(strategy, intent, choice.card.id, choice.fits, choice.step)
    steps = (first, *(step for step in plan.steps[1:] if step.strategy != strategy))
    return replace(plan, steps=steps, reason=reason_of(state, plan.stage, steps))
