"""Answers of the chat-completions protocol, read from plain JSON: whole ones and pieces of streams."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ...prompts.port import ChatFailure, ChatReply, Ending, Usage
from .failures import failure_of_error, message_of, scrub
from .thoughts import ThoughtFilter, without_thoughts

_ENDINGS: dict[str, Ending] = {"length": "length", "max_tokens": "length", "content_filter": "filtered"}
_REPEATED = 16
"""From this many letters on, a piece that comes a second time word for word is the same piece sent twice."""
_UNBEGUN = "the stream ended before a word: left for another call, a prompt beyond the context, or no model's stream"
_STOPS = ".!?…\"'”’)*"


def read_answer(body: str, model: str, arguments: bool = False) -> ChatReply | ChatFailure:
    """A whole answer. With `arguments` those of a tool call count as text, where there is no other."""
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        said = message_of(body)
        return ChatFailure("unreadable", scrub(f"no JSON: {said}") if said else "an answer without content")
    if not isinstance(payload, dict):
        return ChatFailure("unreadable", "JSON, but no chat completion")
    usage = read_usage(payload.get("usage"))
    if payload.get("error"):
        return failure_of_error(payload["error"])
    choice = _first(payload.get("choices"))
    message = choice.get("message") if choice else None
    if not isinstance(message, dict):
        return ChatFailure("unreadable", "JSON, but no chat completion", usage=usage)
    text = without_thoughts(_text(message.get("content"))).strip()
    if not text and arguments:
        text = _arguments(message.get("tool_calls"))
    if not text:
        return _nothing(message.get("refusal"), choice.get("finish_reason"), message.get("tool_calls"), usage)
    ending = _ENDINGS.get(str(choice.get("finish_reason")), "complete")
    return ChatReply(text, str(payload.get("model") or model), usage, ending)


def read_usage(given: Any) -> Usage:
    """The tokens counted, 0 where a count is missing or no number."""
    counts = [given.get(name) for name in ("prompt_tokens", "completion_tokens")] if isinstance(given, dict) else []
    whole = [count if isinstance(count, int) and count >= 0 else 0 for count in counts]
    return Usage(*whole)


class StreamedReply:
    """Puts the events of one stream together; `text` is what went on to the caller."""

    def __init__(self, model: str, longest: int) -> None:
        self.text = ""
        self._model, self._longest = model, longest
        self._usage = Usage()
        self._finish: Any = None
        self._calls: Any = None
        self._refusal = ""
        self._last = ""
        self._sieve = ThoughtFilter()
        self.failure: ChatFailure | None = None

    def take(self, data: str) -> Iterator[str]:
        """The text of one event. Sets `failure` where the event says that the stream has failed."""
        for payload in _payloads(data):
            if payload is None:
                self.failure = ChatFailure("unreadable", scrub(f"no JSON: {message_of(data)}"), said=self.text)
                return
            if payload.get("error"):
                self.failure = failure_of_error(payload["error"], self.text)
                return
            if isinstance(payload.get("usage"), dict):
                self._usage = read_usage(payload["usage"])
            self._model = str(payload.get("model") or self._model)
            choice = _first(payload.get("choices"))
            if choice and self._finish is None:
                yield from self._pass(self._sieve.feed(self._new(choice, data)))

    def end(self) -> Iterator[str]:
        """The text still held back.

        Only a finish reason says that a text is whole: llama-cpp-python marks the end of a stream, too, that it breaks
        off for another person's question, and ends one without a word where the prompt exceeds its context.
        """
        if self.failure is None:
            yield from self._pass(self._sieve.end())
        if self.failure is None and self._finish is None:
            whole = self.text.rstrip()
            if whole and whole[-1] not in _STOPS:
                self.failure = ChatFailure("cut", "the stream ended in the middle", said=self.text, usage=self._usage)

    def outcome(self) -> ChatReply | ChatFailure:
        """What the whole stream amounts to; call it last."""
        if self.failure is not None:
            return self.failure
        if not self.text.strip():
            found = _nothing(self._refusal, self._finish, self._calls, self._usage)
            return replace(found, detail=_UNBEGUN) if found.kind == "empty" and self._finish is None else found
        return ChatReply(self.text, self._model, self._usage, _ENDINGS.get(str(self._finish), "complete"))

    def _new(self, choice: dict[str, Any], data: str) -> str:
        delta = choice.get("delta") if isinstance(choice.get("delta"), dict) else choice.get("message")
        delta = delta if isinstance(delta, dict) else {}
        self._finish = choice.get("finish_reason")
        self._calls = delta.get("tool_calls") or self._calls
        self._refusal += _text(delta.get("refusal"))
        text = _text(delta.get("content"))
        twice = len(text) >= _REPEATED and (data == self._last or text == self.text)
        self._last = data
        return "" if twice else text

    def _pass(self, text: str) -> Iterator[str]:
        if not self.text:
            text = text.lstrip()
        if len(self.text) + len(text) > self._longest:
            self.failure = ChatFailure("unfit", f"longer than {self._longest} characters", said=self.text)
        elif text:
            self.text += text
            yield text


def _payloads(data: str) -> Iterator[dict[str, Any] | None]:
    """The objects in the data of an event; some endpoints put several on lines of their own. None is no JSON."""
    for part in (data, *data.split("\n")) if "\n" in data else (data,):
        try:
            payload = json.loads(part)
        except (ValueError, RecursionError):
            if part == data and "\n" in data:
                continue
            yield None
            return
        yield payload if isinstance(payload, dict) else None
        if part == data:
            return


def _first(choices: Any) -> dict[str, Any]:
    found = choices[0] if isinstance(choices, list) and choices else None
    return found if isinstance(found, dict) and found.get("index") in (0, None) else {}


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    texts = [part.get("text") for part in parts if isinstance(part, dict) and part.get("type") in ("text", None)]
    return "".join(text for text in texts if isinstance(text, str))


def _arguments(calls: Any) -> str:
    call = calls[0] if isinstance(calls, list) and calls else None
    function = call.get("function") if isinstance(call, dict) else None
    given = function.get("arguments") if isinstance(function, dict) else None
    return given if isinstance(given, str) else json.dumps(given) if isinstance(given, dict) else ""


def _nothing(refusal: Any, finish: Any, calls: Any, usage: Usage) -> ChatFailure:
    if _text(refusal).strip():
        return ChatFailure("refused", scrub(_text(refusal)), usage=usage)
    if finish == "content_filter":
        return ChatFailure("refused", "stopped by the endpoint's content filter", usage=usage)
    if calls or finish in ("tool_calls", "function_call"):
        return ChatFailure("unreadable", "a tool call instead of words", usage=usage)
    if finish == "length":
        return ChatFailure("empty", "all tokens were used up before a word was said", usage=usage)
    return ChatFailure("empty", "no words", usage=usage)
