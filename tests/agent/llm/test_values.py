"""Values of a type out of what models write: asked in every dialect, mended, and asked for again once."""

from __future__ import annotations

import json
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from holdspace.agent.llm.endpoint import Dialect
from holdspace.agent.llm.formats import formats, strict
from holdspace.agent.llm.mending import mend
from holdspace.prompts.port import ChatFailure, ChatValue, Usage

from .conftest import ASK, MakeModel
from .faults import REFUSAL
from .server import FaultServer, Handler, error, fails, says


class Inner(BaseModel):
    cause: str
    default: int = 3


class Heard(BaseModel):
    feeling: Literal["sadness", "anger"]
    intensity: int = 2
    inner: Inner | None = None


GOOD = '{"feeling": "sadness", "intensity": 3}'


async def test_the_first_way_of_openai_is_strict_and_tells_nothing_in_words(
    server: FaultServer, make_model: MakeModel
) -> None:
    server.plays(says(GOOD))
    value = await make_model().value(ASK, Heard)
    assert value == ChatValue(Heard(feeling="sadness", intensity=3), "small", Usage(20, 9))
    (asked,) = server.asked
    sent = asked.body["response_format"]["json_schema"]
    assert (sent["name"], sent["strict"]) == ("Heard", True)
    assert sent["schema"]["required"] == ["feeling", "intensity", "inner"]
    inner = sent["schema"]["$defs"]["Inner"]
    assert inner["required"] == ["cause", "default"]
    assert inner["additionalProperties"] is False
    assert "default" not in sent["schema"]["properties"]["intensity"]
    assert asked.body["messages"][0]["content"] == "Listen."


@pytest.mark.parametrize(
    ("dialect", "types"),
    [
        ("openai", ["json_schema", "json_object", None]),
        ("llama.cpp", ["json_object", "json_schema", None]),
        ("ollama", ["json_schema", "json_object", None]),
        ("vllm", ["json_schema", "json_object", None]),
    ],
)
async def test_each_dialect_falls_back_to_words_and_remembers(
    server: FaultServer, make_model: MakeModel, dialect: Dialect, types: list[str | None]
) -> None:
    def plain_words_only(handler: Handler) -> None:
        if "response_format" in server.asked[-1].body:
            fails(500, error("literal_error in response_format.type"))(handler)
        else:
            says(GOOD)(handler)

    server.plays(plain_words_only)
    model = make_model(dialect=dialect)
    first, second = await model.value(ASK, Heard), await model.value(ASK, Heard)
    assert isinstance(first, ChatValue)
    assert isinstance(second, ChatValue)
    assert [asked.body.get("response_format", {}).get("type") for asked in server.asked] == [*types, None]
    assert "JSON schema" in server.asked[-1].body["messages"][0]["content"]
    assert "max_tokens" in server.asked[0].body


def test_llama_cpp_is_given_the_schema_beside_its_type() -> None:
    first = formats("llama.cpp", Heard)[0]
    assert first.response_format == {"type": "json_object", "schema": Heard.model_json_schema()}


def test_tightening_leaves_the_schema_itself_alone() -> None:
    schema = Heard.model_json_schema()
    before = json.dumps(schema)
    strict(schema)
    assert json.dumps(schema) == before


async def test_a_failure_that_is_not_about_the_format_ends_it(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(fails(503))
    value = await make_model().value(ASK, Heard)
    assert isinstance(value, ChatFailure)
    assert value.kind == "overloaded"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "written",
    [
        f"```json\n{GOOD}\n```",
        f"Here it is:\n\n{GOOD}\n\nI hope that helps {{a lot}}.",
        "{'feeling': 'sadness', 'intensity': 3,}",
        '{feeling: "sadness", intensity: 3}',
        '{"feeling": "sadness" /* sad */, "intensity": 3 // of 5\n}',
        '{“feeling”: “sadness”, “intensity”: 3}',
        '{"feeling": "sadness", "intensity": 3, "why": "she said "no" to him"}',
        '<think>{"feeling": "anger"}</think>{"feeling": "sadness", "intensity": 3,}',
        f"\ufeff[note] {GOOD}",
    ],
)  # fmt: skip
async def test_broken_json_is_mended_without_asking_again(
    server: FaultServer, make_model: MakeModel, written: str
) -> None:
    server.plays(says(written))
    value = await make_model().value(ASK, Heard)
    assert isinstance(value, ChatValue)
    assert (value.value, value.repaired) == (Heard(feeling="sadness", intensity=3), True)
    assert len(server.asked) == 1


async def test_what_does_not_fit_is_asked_for_once_more_with_what_is_wrong(
    server: FaultServer, make_model: MakeModel
) -> None:
    server.plays(says('{"feeling": "gloom"}'), says(GOOD))
    value = await make_model().value(ASK, Heard)
    assert isinstance(value, ChatValue)
    assert value.usage == Usage(40, 18)
    assert "JSON schema" in server.asked[1].body["messages"][0]["content"]
    speakers = [message["role"] for message in server.asked[1].body["messages"]]
    assert speakers == ["system", "user", "assistant", "user"]
    assert "feeling: Input should be 'sadness' or 'anger'" in server.asked[1].body["messages"][-1]["content"]


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (says("I feel for you."), says("Really."), "unreadable"),
        (says('{"feeling": 1}'), fails(503), "overloaded"),
        (says('{"feeling": 1}'), says(""), "unreadable"),
        (says("[[[[" * 2_000), says("{" * 9_000), "unreadable"),
    ],
)
async def test_after_the_second_try_it_is_a_failure(
    server: FaultServer, make_model: MakeModel, first: Any, second: Any, kind: str
) -> None:
    server.plays(first, second)
    value = await make_model().value(ASK, Heard)
    assert isinstance(value, ChatFailure)
    assert value.kind == kind
    assert value.usage.total >= 29
    assert len(server.asked) == 2


async def test_a_refusal_instead_of_a_value_is_a_refusal(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(says(REFUSAL))
    value = await make_model().value(ASK, Heard)
    assert isinstance(value, ChatFailure)
    assert value.kind == "refused"
    assert len(server.asked) == 1


async def test_a_value_that_breaks_off_is_asked_for_again_and_else_taken_as_it_is(
    server: FaultServer, make_model: MakeModel
) -> None:
    cut = '{"feeling": "sadness", "intensity": 1, "inner": {"cause": "the second pl'
    model = make_model()
    server.plays(says(cut, "length"), says(GOOD))
    value = await model.value(ASK, Heard)
    assert isinstance(value, ChatValue)
    assert value.value.intensity == 3
    server.plays(says(cut, "length"), fails(503))
    value = await model.value(ASK, Heard)
    assert isinstance(value, ChatValue)
    assert (value.value.intensity, value.repaired) == (1, True)


async def test_the_arguments_of_a_tool_call_count_as_the_value(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(says(None, "tool_calls", tool_calls=[{"function": {"name": "Heard", "arguments": GOOD}}]))
    assert isinstance(await make_model().value(ASK, Heard), ChatValue)


@pytest.mark.parametrize("text", ["", "no braces", "null", "12", '"text"', "{]", "NaN", "}", "{" * 500])
def test_what_holds_no_object_is_not_made_one(text: str) -> None:
    found = mend(text)
    assert found is None or not found.value or not isinstance(found.value, dict)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1, max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=8), JSON, min_size=1, max_size=4))
def test_plain_json_is_read_as_it_is(value: dict[str, Any]) -> None:
    found = mend(json.dumps(value))
    assert found is not None
    assert (found.value, found.repaired) == (value, False)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.from_regex(r"\A[a-z]{1,8}\Z"), st.from_regex(r"\A[a-z .]{0,20}\Z"), min_size=1), st.data())
def test_json_cut_anywhere_gives_no_more_than_was_there(value: dict[str, str], data: st.DataObject) -> None:
    whole = json.dumps(value)
    found = mend(whole[: data.draw(st.integers(1, len(whole) - 1))])
    assert found is not None
    assert found.cut
    for name, words in found.value.items():
        assert value[name].startswith(words or "")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="{}[]\",:\\ a1\n'“`tu#/*-.", max_size=60))
def test_no_text_makes_mending_fail(text: str) -> None:
    mend(text)
