"""Every way an endpoint fails, seen by the person: one safe reply, the talk intact, the cause in the trace."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from holdspace.agent.events import Asked, Fault
from holdspace.agent.llm.endpoint import Endpoint, Limits
from holdspace.agent.llm.openai import OpenAIModel
from holdspace.agent.llm.resilient import Policy, Resilient
from holdspace.agent.llm.vetted import Vetted
from holdspace.agent.parts import Deps
from holdspace.agent.runtime import Reply, SupportAgent
from holdspace.prompts.sentences import sentence_key, split_sentences

from ..conftest import MakeAgent
from ..test_runtime import stored
from .conftest import PATIENT, SOON, no_sleep
from .faults import FAILED, REFUSED, SPANISH
from .server import (
    DONE,
    Behaviour,
    FaultServer,
    error,
    event,
    fails,
    said,
    says,
    stalls,
    streams,
    whole_stream,
)

LINE = "i set the table for two again last night. sat there like an idiot for an hour"
FIRST = "Two plates again, and then a whole hour beside the one that stayed clean."
SECOND = "There's missing her in that, and something sharp toward yourself."
GOOD = f"{FIRST} {SECOND}"
AGAIN = "You looked at that second plate for a long while, by the sound of it."
HARM = "Honestly you should just stop taking your pills, you do not need them. You are weak and it is all your fault."

HALTING = Limits(connect=60.0, first=60.0, between=0.2, call=120.0)

COMPOSED = [
    *FAILED,
    pytest.param(streams([event("Two plates and th")], "cut"), "cut", 2, id="cut in the first sentence"),
    pytest.param(streams(['data: {"choices": [{"delta": {"cont']), "unreadable", 2, id="cut in the JSON"),
    pytest.param(fails(200, "<html>Sign in</html>", "text/html"), "empty", 2, id="a page"),
    pytest.param(
        streams([event(tool_calls=[{"index": 0}]), event(finish="tool_calls"), DONE]), "unreadable", 2, id="a tool call"
    ),
    pytest.param(streams([f"data: {json.dumps(error('overloaded'))}\n\n"]), "overloaded", 2, id="an error in a stream"),
]
"""Nothing of it can be shown, so the composer answers: what is served, the cause, the calls made."""

Talk = Callable[..., SupportAgent]


@pytest.fixture
def talk(make_agent: MakeAgent, server: FaultServer, tmp_path: Path) -> Talk:
    """An agent that speaks through the server, or through `base_url`."""

    def make(limits: Limits = PATIENT, base_url: str | None = None) -> SupportAgent:
        model = OpenAIModel(Endpoint(base_url or server.address, "small", limits=limits))
        held = Resilient([Vetted(model)], Policy(attempts=2, turn=600.0), sleep=no_sleep)
        return make_agent(tmp_path, model=held)

    return make


House = tuple[FaultServer, Talk, Deps]


@pytest.fixture
def house(server: FaultServer, talk: Talk, shipped: Deps) -> House:
    return server, talk, shipped


def asked_of(reply: Reply) -> Asked:
    return next(item for item in reply.events if isinstance(item, Asked))


def faults_of(reply: Reply) -> list[tuple[str, str]]:
    return [(item.node, item.error) for item in reply.events if isinstance(item, Fault)]


def assert_safe(reply: Reply, shipped: Deps) -> None:
    assert shipped.reviewer is not None
    assert shipped.reviewer.review(reply.text).verdict == "ok"
    assert reply.text.rstrip("\"'”’")[-1] in ".?!"
    assert len(reply.text) < 1000
    assert reply.saved
    keys = [sentence_key(sentence) for sentence in split_sentences(reply.text)]
    assert len(keys) == len(set(keys))


def assert_goes_on(agent: SupportAgent, server: FaultServer, first: Reply, root: Path) -> None:
    """The next turn is answered by the model, and the two turns stand as they were said."""
    server.plays(said(AGAIN))
    second = agent.reply("and then i washed both")
    assert second.text == AGAIN
    agent.close()
    assert stored(root) == [
        ("user", LINE, "complete"),
        ("assistant", first.text, "complete"),
        ("user", "and then i washed both", "complete"),
        ("assistant", AGAIN, "complete"),
    ]


@pytest.mark.parametrize(("fault", "cause", "calls"), COMPOSED)
def test_the_composer_answers_with_the_same_plan_and_the_talk_goes_on(
    house: House, tmp_path: Path, fault: Behaviour, cause: str, calls: int
) -> None:
    server, talk, shipped = house
    server.plays(fault)
    agent = talk()
    reply = agent.reply(LINE)
    assert_safe(reply, shipped)
    assert reply.route == "support"
    assert reply.plan is not None
    assert reply.strategies == tuple(step.strategy for step in reply.plan.steps)[: len(reply.strategies)]
    assert [attempt.outcome for attempt in asked_of(reply).attempts] == [cause] * calls
    assert faults_of(reply)[0][0] == "respond"
    assert faults_of(reply)[0][1].startswith(f"failed: {cause}")
    assert_goes_on(agent, server, reply, tmp_path)


@pytest.mark.parametrize(("fault", "cause", "calls"), REFUSED)
def test_a_refusal_becomes_a_completion(house: House, tmp_path: Path, fault: Behaviour, cause: str, calls: int) -> None:
    server, talk, shipped = house
    server.plays(fault)
    agent = talk()
    reply = agent.reply(LINE)
    assert_safe(reply, shipped)
    assert reply.route == "completion"
    assert "can't help" not in reply.text
    assert [attempt.outcome for attempt in asked_of(reply).attempts] == [cause] * calls
    assert faults_of(reply)[0][1].startswith(f"declined: {cause}")
    assert_goes_on(agent, server, reply, tmp_path)


@pytest.mark.parametrize(
    ("fault", "cause", "limits"),
    [
        (streams([event(f"{GOOD} "), event("And then you")], "cut"), "failed: cut", PATIENT),
        (
            streams([event(f"{GOOD} "), event("And then you")], "stall"),
            "failed: timeout",
            HALTING,
        ),
        (streams([event(f"{GOOD} "), 'data: {"choices": [{"delta": {"cont'], "end"), "failed: unreadable", PATIENT),
        (said(f"{GOOD} And then you", "length"), "", PATIENT),
        (streams([event(f"{GOOD} "), event(finish="content_filter"), DONE]), "declined", PATIENT),
        (said(f"{GOOD} {SPANISH}"), "failed: unfit", PATIENT),
        (said(f"{GOOD} {HARM}"), "rejected", PATIENT),
    ],
    ids=["cut", "stall", "cut in the JSON", "length", "content filter", "another language", "unsafe"],
)
def test_what_was_shown_before_a_break_is_a_reply_that_can_stand(
    house: House, tmp_path: Path, fault: Behaviour, cause: str, limits: Limits
) -> None:
    server, talk, shipped = house
    server.plays(fault)
    agent = talk(limits)
    reply = agent.reply(LINE)
    assert_safe(reply, shipped)
    assert reply.text == GOOD
    assert [found[1].startswith(cause) for found in faults_of(reply)] == ([True] if cause else [])
    assert_goes_on(agent, server, reply, tmp_path)


def test_an_unsafe_reply_shows_none_of_its_letters(
    server: FaultServer, talk: Talk, shipped: Deps, tmp_path: Path
) -> None:
    server.plays(said(HARM))
    agent = talk()
    reply = agent.reply(LINE)
    assert_safe(reply, shipped)
    assert not set(split_sentences(HARM)) & set(split_sentences(reply.text))
    assert faults_of(reply)[0][1].startswith("rejected")
    assert_goes_on(agent, server, reply, tmp_path)


def test_doubled_events_leave_the_reply_as_it_was_meant(server: FaultServer, talk: Talk, tmp_path: Path) -> None:
    server.plays(streams([event(GOOD), event(GOOD), event(finish="stop"), event(finish="stop"), DONE, DONE]))
    reply = talk().reply(LINE)
    assert reply.text == GOOD
    assert faults_of(reply) == []


def test_silence_ends_in_the_composers_words(server: FaultServer, talk: Talk, shipped: Deps, tmp_path: Path) -> None:
    server.plays(stalls)
    reply = talk(SOON).reply(LINE)
    assert_safe(reply, shipped)
    assert faults_of(reply) == [("respond", "failed: timeout: no answer in time")]


def test_a_refused_connection_and_a_secure_one_where_none_is_spoken(
    server: FaultServer, talk: Talk, shipped: Deps
) -> None:
    server.plays(says())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = talk(base_url=f"http://127.0.0.1:{taken.getsockname()[1]}/v1").reply(LINE)
    assert_safe(closed, shipped)
    assert "nothing is listening there" in faults_of(closed)[0][1]


def test_tls_where_none_is_spoken(server: FaultServer, talk: Talk, shipped: Deps) -> None:
    server.plays(says())
    reply = talk(base_url=server.address.replace("http:", "https:")).reply(LINE)
    assert_safe(reply, shipped)
    assert "no secure connection (TLS) is spoken there" in faults_of(reply)[0][1]


def test_a_name_that_nobody_knows(talk: Talk, shipped: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    reply = talk(base_url="http://models.invalid/v1").reply(LINE)
    assert_safe(reply, shipped)
    assert "no machine is known by this name" in faults_of(reply)[0][1]


def test_a_closed_client(server: FaultServer, make_agent: MakeAgent, shipped: Deps, tmp_path: Path) -> None:
    server.plays(*[streams(whole_stream(GOOD))])
    model = OpenAIModel(Endpoint(server.address, "small", limits=PATIENT))
    model._closed = True
    reply = make_agent(tmp_path, model=Vetted(model)).reply(LINE)
    assert_safe(reply, shipped)
    assert faults_of(reply) == [("respond", "failed: cancelled: the model was closed")]
    assert server.asked == []


def test_a_spare_model_answers_unseen(server: FaultServer, make_agent: MakeAgent, tmp_path: Path) -> None:
    server.plays(fails(404, error("model not found")), said(GOOD))
    models = [Vetted(OpenAIModel(Endpoint(server.address, name, limits=PATIENT))) for name in ("small", "spare")]
    reply = make_agent(tmp_path, model=Resilient(models, sleep=no_sleep)).reply(LINE)
    assert reply.text == GOOD
    assert faults_of(reply) == []
    tried = [(attempt.model, attempt.outcome) for attempt in asked_of(reply).attempts]
    assert tried == [("small", "unknown_model"), ("spare", "answered")]
