"""Mode `agents`: a second reading, a plan tried out, imagined people first; and each part does without."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pydantic import BaseModel

from holdspace.agent.events import Asked, Fault, RiskFound, Sentence, ThoughtOver
from holdspace.agent.llm.resilient import Policy, Resilient
from holdspace.agent.reactions import Reactions, Taken
from holdspace.agent.runtime import Reply
from holdspace.agent.second_reader import SecondReading
from holdspace.prompts.port import ChatFailure, ChatMessage, ChatReply, ChatValue
from holdspace.safety.risk import Level

from .conftest import FIRST, LINE, MakeAgent

BETTER = "You laid her place, and then you stayed with it for the hour."
FINE = Taken(answer="mm, yes", leaves="better")
HURT = Taken(answer="you make it sound daft", leaves="worse")
DOWN = ChatFailure("overloaded", "503")


class Players:
    """A model that knows its parts by what it is asked for; `down` names those it fails."""

    name = "players"

    def __init__(self, risk: Level = "none", hurt: Sequence[str] = (), down: Sequence[str] = ()) -> None:
        self.risk, self.hurt, self.down = risk, hurt, set(down)
        self.calls: list[str] = []

    async def text(self, messages: Sequence[ChatMessage]) -> ChatReply | ChatFailure:
        judging = "exactly one of these" in messages[0].content
        self.calls.append("judge" if judging else "move")
        said = "The person feels better than before." if judging else "You stayed with the second plate."
        return DOWN if "plan" in self.down else ChatReply(said, self.name)

    async def value(self, messages: Sequence[ChatMessage], of: type[BaseModel]) -> ChatValue[BaseModel] | ChatFailure:
        self.calls.append(of.__name__)
        part = {"SecondReading": "reading", "Reactions": "reactions"}.get(of.__name__, "plan")
        if part in self.down:
            return DOWN
        if of is SecondReading:
            kinds = ("suicide",) if self.risk != "none" else ()
            read = SecondReading(feeling="grief", intensity=4, under="longing", risk=self.risk, of=kinds)
            return ChatValue(read, "p")
        if of is Reactions:
            worse = [text for text in self.hurt if text in messages[-1].content]
            taken = HURT if worse else FINE
            return ChatValue(Reactions(normal=taken, withdrawn=FINE, oversensitive=taken, angry=FINE), "p")
        return ChatValue(of.model_validate({"reaction": "normal", "text": "yes. that is how it was"}), "p")

    async def stream(self, messages: Sequence[ChatMessage]) -> object:
        self.calls.append("reply")
        if "reply" in self.down:
            yield DOWN
            return
        said = BETTER if len(messages) > 2 else FIRST
        yield said
        yield ChatReply(said, self.name)


def played(make_agent: MakeAgent, players: Players, line: str = LINE) -> Reply:
    held = Resilient([players], Policy(attempts=1, opens_after=99))  # type: ignore[list-item]
    return make_agent(mode="agents", model=held).reply(line)


def parts(reply: Reply) -> list[tuple[str, str]]:
    return [(event.part, event.outcome) for event in reply.events if isinstance(event, Asked)]


def test_every_part_is_asked_and_the_turn_tells_of_each(make_agent: MakeAgent) -> None:
    players = Players()
    reply = played(make_agent, players)
    assert reply.text == FIRST
    assert [part for part, _ in parts(reply)] == ["reading", "plan", "reactions", "reply"]
    assert [event for event in reply.events if isinstance(event, Fault)] == []
    (thought,) = [event for event in reply.events if isinstance(event, ThoughtOver)]
    assert thought.reason
    assert len([call for call in players.calls if call in ("move", "judge", "Answer")]) <= 14


EACH = ("reading", "plan", "reactions", "reply")


@pytest.mark.parametrize("down", [*((part,) for part in EACH), EACH])
def test_each_part_that_fails_leaves_what_there_was_without_it(make_agent: MakeAgent, down: tuple[str, ...]) -> None:
    reply = played(make_agent, Players(down=down))
    assert reply.route == "support"
    assert reply.text == (FIRST if "reply" not in down else reply.text)
    nodes = {"reading": "perceive", "plan": "plan", "reactions": "review", "reply": "respond"}
    reached = [part for part in down if part != "reactions" or "reply" not in down]
    assert {event.node for event in reply.events if isinstance(event, Fault)} == {nodes[part] for part in reached}
    if len(down) == 4:
        assert reply.text == make_agent().reply(LINE).text


def test_a_second_reader_raises_the_level_and_never_lowers_it(make_agent: MakeAgent) -> None:
    raised = played(make_agent, Players(risk="high"))
    assert raised.route == "completion"
    assert [event.level for event in raised.events if isinstance(event, RiskFound)] == ["none", "high"]
    grave = played(make_agent, Players(risk="none"), "i've written the note and i'm going to do it tonight")
    assert [event.level for event in grave.events if isinstance(event, RiskFound)] == ["imminent"]


def test_a_draft_that_hurts_is_written_again_before_anything_is_shown(make_agent: MakeAgent) -> None:
    reply = played(make_agent, Players(hurt=[FIRST]))
    assert [event.text for event in reply.events if isinstance(event, Sentence)] == [BETTER]
    assert [outcome for part, outcome in parts(reply) if part == "reactions"] == ["rewrite", "used"]


def test_a_draft_that_hurts_twice_is_given_up(make_agent: MakeAgent) -> None:
    players = Players(hurt=[FIRST, BETTER])
    reply = played(make_agent, players)
    assert reply.route == "support"
    assert FIRST not in reply.text
    assert BETTER not in reply.text
    assert players.calls.count("Reactions") == 2
    assert ("reply", "rejected") in parts(reply)
