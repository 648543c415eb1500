"""One imagined exchange: a supporter's move, how an imagined seeker takes it, and what the critic makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict

from ...prompts.port import ChatModel
from ..catalogue import CATALOGUE, Strategy
from .asking import Asker, Failed, Halted, prompt
from .critic import Critic, Judgement
from .fence import fenced, one_line
from .moment import Moment
from .profiles import MEANINGS, REACTIONS, Profile, Reaction

LONGEST = 600
"""Characters kept of what a model lets somebody say."""

DANGER = "Someone may be in danger: nothing is made small and safety comes before everything else."
NO_DANGER = "Nothing in the talk points to danger."
ELEVATED = 2
"""Risk rank from which the model is told of danger; a test holds it equal to the vetoes'."""


class Answer(BaseModel):
    """What the imagined seeker answers, and in which way they take what was said."""

    model_config = ConfigDict(frozen=True)

    reaction: Reaction
    text: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A move and its answer as imagined. Both texts are a model's, unreviewed: for the trace, never for the person."""

    strategy: Strategy
    move: str
    profile: str
    """Id of the profile that answers."""
    reaction: Reaction
    answer: str
    judgement: Judgement


Course = tuple[Exchange, ...]


@dataclass(slots=True)
class Simulation:
    """Imagines exchanges for one moment. What was written once is kept, so that trying again costs only what failed."""

    model: ChatModel
    critic: Critic
    asker: Asker
    moment: Moment
    _moves: dict[tuple[Course, Strategy], str] = field(default_factory=dict)
    _answers: dict[tuple[Course, Strategy, str], Answer] = field(default_factory=dict)

    async def exchange(self, course: Course, strategy: Strategy, profile: Profile) -> Exchange | Failed | Halted:
        """The exchange that follows `course`. Begins only when there are calls enough to end it with a judgement."""
        asked, answered = (course, strategy), (course, strategy, profile.id)
        calls = (asked not in self._moves) + (answered not in self._answers) + self.critic.samples
        if self.asker.ledger.calls_left < calls:
            return Halted("calls")
        if asked not in self._moves:
            move = await self._move(course, strategy)
            if isinstance(move, Failed | Halted):
                return move
            self._moves[asked] = move
        move = self._moves[asked]
        if answered not in self._answers:
            answer = await self._answer(course, move, profile)
            if isinstance(answer, Failed | Halted):
                return answer
            self._answers[answered] = answer
        answer = self._answers[answered]
        said = (*_said(course), ("supporter", move), ("person", answer.text))
        judgement = await self.critic.judge(self.asker, (*self._data(), fenced("the imagined part", said)))
        if isinstance(judgement, Failed | Halted):
            return judgement
        return Exchange(strategy, move, profile.id, answer.reaction, answer.text, judgement)

    async def _move(self, course: Course, strategy: Strategy) -> str | Failed | Halted:
        data = self._data(course)
        move = await self.asker.text(
            self.model,
            prompt(
                "imagine_move",
                data,
                strategy=strategy,
                meaning=CATALOGUE[strategy].meaning,
                instruction=self.moment.instruction(strategy),
                stage=self.moment.stage,
                danger=self._danger(),
            ),
            "move",
        )
        if not isinstance(move, str):
            return move
        return self.asker.checked(one_line(move, LONGEST), "move")

    async def _answer(self, course: Course, move: str, profile: Profile) -> Answer | Failed | Halted:
        data = (*self._data(course), fenced("what the program says now", [("supporter", move)]))
        answer = await self.asker.value(
            self.model,
            prompt(
                "imagine_seeker",
                data,
                person=profile.name,
                manner=profile.manner,
                opens=profile.opens,
                closes=profile.closes,
                words=f"{profile.words[0]} to {profile.words[1]}",
                sounds_like="\n".join(f"- {line}" for line in profile.sounds_like),
                leans=", ".join(profile.leans),
                reactions="\n".join(f"- {name}: {MEANINGS[name]}" for name in REACTIONS),
            ),
            Answer,
            "answer",
        )
        if not isinstance(answer, Answer):
            return answer
        text = self.asker.checked(one_line(answer.text, LONGEST), "answer")
        return Answer(reaction=answer.reaction, text=text) if isinstance(text, str) else text

    def _data(self, course: Course = ()) -> tuple[str, ...]:
        read = (self.moment.read(), self.moment.talk())
        return (*read, fenced("the imagined part", _said(course))) if course else read

    def _danger(self) -> str:
        return DANGER if self.moment.risk_rank >= ELEVATED else NO_DANGER


def _said(course: Course) -> tuple[tuple[str, str], ...]:
    return tuple(line for e in course for line in (("supporter", e.move), ("person", e.answer)))
