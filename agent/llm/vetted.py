"""A model whose texts are looked at before they go on."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from dataclasses import replace

from ...prompts.port import ChatFailure, ChatMessage, ChatModel, ChatReply, ChatValue, ValueT
from ...prompts.sentences import split_sentences
from .fitness import unfit

Check = Callable[[str], ChatFailure | None]
"""Why a text is no reply, or None."""

SEEN_FIRST = 60
"""A stream's first letters wait until so many are there, in whole sentences: too little says too little."""


class Vetted:
    """Passes on what `check` finds nothing against; the rest becomes its `ChatFailure`.

    A stream goes on sentence by sentence, each looked at together with all that went before it, so that nothing is
    passed on that the check would not have passed. A stream that fails leaves whole sentences, or nothing and may be
    tried again. Values are left alone: they are not what a person reads.
    """

    def __init__(self, model: ChatModel, check: Check = unfit) -> None:
        self._model, self._check = model, check

    @property
    def name(self) -> str:
        """The name of the model itself."""
        return self._model.name

    async def release(self) -> None:
        """Lets go of the connections that the model holds on this event loop; it may be asked again."""
        release = getattr(self._model, "release", None)
        if release is not None:
            await release()

    async def text(self, messages: Sequence[ChatMessage]) -> ChatReply | ChatFailure:
        """The whole reply at once."""
        reply = await self._model.text(messages)
        found = self._check(reply.text) if isinstance(reply, ChatReply) else None
        return replace(found, usage=reply.usage) if found else reply

    async def value(self, messages: Sequence[ChatMessage], of: type[ValueT]) -> ChatValue[ValueT] | ChatFailure:
        """The reply as a value of the pydantic type `of`."""
        return await self._model.value(messages, of)

    async def stream(self, messages: Sequence[ChatMessage]) -> AsyncIterator[str | ChatReply | ChatFailure]:
        """Sentences as they are whole, then exactly one `ChatReply` (the whole) or `ChatFailure`."""
        passed = held = ""
        last: ChatReply | ChatFailure = ChatFailure("unreadable", "a stream without an end")
        found: ChatFailure | None = None
        source = self._model.stream(messages)
        try:
            async for item in source:
                if not isinstance(item, str):
                    last = item
                    break
                held += item
                ready = _whole_sentences(held) if passed or len(held) >= SEEN_FIRST else ""
                found = self._check(passed + (ready or held)) if ready or len(held) > 4 * SEEN_FIRST else None
                if found is not None and found.kind == "refused" and not passed:
                    found = None  # more may come that keeps it company
                    continue
                if found is not None:
                    break
                if ready:
                    passed, held = passed + ready, held[len(ready) :]
                    yield ready
        finally:
            if isinstance(source, AsyncGenerator):
                await source.aclose()
        held = _fit_to_pass(held, last)
        if found is None and held:
            found = self._check(passed + held)
            if found is None:
                passed += held
                yield held
        if found is not None:
            yield replace(found, said=passed, usage=last.usage)
        else:
            yield replace(last, said=passed) if isinstance(last, ChatFailure) else last


def _fit_to_pass(held: str, last: ChatReply | ChatFailure) -> str:
    broken_off = isinstance(last, ChatFailure) and not held.rstrip().endswith((".", "!", "?"))
    return _whole_sentences(held) if broken_off else held


def _whole_sentences(text: str) -> str:
    """The text up to the end of its last sentence but one: the last may still be growing."""
    sentences = split_sentences(text)
    if len(sentences) < 2:
        return ""
    return text[: text.rfind(sentences[-1])]
