"""Models for tests: one that says what it is given, one that plays what was recorded."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from holdspace.agent.llm.recorded import RecordingMissed
from holdspace.agent.llm.scripted import ScriptEnded
from holdspace.agent.usage_error import UsageError
from holdspace.prompts.port import ChatFailure, ChatMessage, ChatModel, ChatReply, ChatValue, Usage
from holdspace.testing import Pieces, RecordedModel, RecordingModel, ScriptedModel

from .conftest import ASK

OTHER = (ChatMessage("user", "my key is sk-live-0123456789abc"),)
LINE = "You set two plates again."


class Heard(BaseModel):
    feeling: str


async def drained(model: ChatModel, messages: tuple[ChatMessage, ...] = ASK) -> list[str | ChatReply | ChatFailure]:
    return [item async for item in model.stream(messages)]


async def test_a_scripted_model_gives_its_lines_in_order_and_keeps_what_it_was_asked() -> None:
    model = ScriptedModel([LINE, ChatFailure("timeout"), lambda asked: f"{len(asked)} messages"])
    assert await model.text(ASK) == ChatReply(LINE, "scripted")
    assert await drained(model) == [ChatFailure("timeout")]
    assert await model.text(ASK) == ChatReply("2 messages", "scripted")
    assert model.asked == [ASK, ASK, ASK]
    model.assert_complete()
    with pytest.raises(ScriptEnded, match="asked for one more"):
        await model.text(ASK)


async def test_lines_that_nobody_asked_for_are_an_error() -> None:
    with pytest.raises(AssertionError, match="1 of 1 lines"):
        ScriptedModel([LINE]).assert_complete()


async def test_a_scripted_stream_comes_word_by_word_or_in_its_pieces() -> None:
    model = ScriptedModel([LINE, Pieces(("You ", "se"), ChatFailure("cut"))])
    assert await drained(model) == ["You ", "set ", "two ", "plates ", "again.", ChatReply(LINE, "scripted")]
    assert await drained(model) == ["You ", "se", ChatFailure("cut", said="You se")]


async def test_a_scripted_value_that_does_not_fit_is_unreadable() -> None:
    found = await ScriptedModel(["{}"]).value(ASK, Heard)
    assert isinstance(found, ChatFailure)
    assert found.kind == "unreadable"


async def test_what_was_recorded_is_played_again_in_any_order(tmp_path: Path) -> None:
    file = tmp_path / "talk.jsonl"
    lines = [
        ChatReply(LINE, "small", Usage(20, 9), "length"),
        "One two",
        Heard(feeling="grief"),
        ChatFailure("cut", "x"),
    ]
    recording = RecordingModel(ScriptedModel(lines), file)
    text, streamed = await recording.text(ASK), await drained(recording)
    value, failure = await recording.value(ASK, Heard), await recording.text(OTHER)
    assert file.stat().st_mode & 0o077 == 0

    model = RecordedModel(file)
    assert await model.text(OTHER) == failure
    assert await model.value(ASK, Heard) == value
    assert isinstance(value, ChatValue)
    assert await drained(model) == streamed
    assert await model.text(ASK) == text
    model.assert_complete()
    with pytest.raises(RecordingMissed, match="no exchange is left for this text call"):
        await model.text(ASK)


async def test_a_recording_holds_no_key(tmp_path: Path) -> None:
    file = tmp_path / "talk.jsonl"
    await RecordingModel(ScriptedModel([ChatFailure("unauthorised", "Bearer abc.def-123 is wrong")]), file).text(OTHER)
    written = file.read_text()
    assert "sk-live" not in written
    assert "abc.def" not in written
    assert written.count("[key]") == 2


async def test_a_recording_that_was_not_played_to_its_end_is_told(tmp_path: Path) -> None:
    file = tmp_path / "talk.jsonl"
    await RecordingModel(ScriptedModel([LINE]), file).text(ASK)
    with pytest.raises(AssertionError, match="1 exchanges were not asked for"):
        RecordedModel(file).assert_complete()


def test_a_file_that_is_no_recording_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "talk.jsonl"
    with pytest.raises(UsageError, match="cannot be read"):
        RecordedModel(file)
    file.write_text('{"ask": "poem"}\n')
    with pytest.raises(UsageError, match=r"talk\.jsonl:1: no exchange"):
        RecordedModel(file)
