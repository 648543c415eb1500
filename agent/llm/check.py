"""`holdspace models`: what an endpoint can do, step by step, and in plain words what is wrong and how to mend it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ...prompts.port import ChatFailure, ChatMessage, ChatReply, FailureKind
from ..usage_error import UsageError
from .endpoint import Dialect, Endpoint, Limits
from .fitness import unfit
from .keys import KEY_VARIABLE, is_exposed, key_from, system_keyring
from .openai import OpenAIModel

ADDRESS_VARIABLE = "HOLDSPACE_BASE_URL"
USUAL_ADDRESSES = {
    "Ollama": "http://127.0.0.1:11434/v1",
    "llama.cpp": "http://127.0.0.1:8080/v1",
    "vLLM": "http://127.0.0.1:8000/v1",
    "LM Studio": "http://127.0.0.1:1234/v1",
}
"""Where local servers listen unless they are told otherwise."""
FINE, MISSING = 0, 2
LISTED = 12

_ASK = (
    ChatMessage("system", "You listen to people. Answer in one short English sentence."),
    ChatMessage("user", "I set the table for two again last night, out of habit."),
)

_MENDS: Mapping[FailureKind, str] = {
    "unreachable": "start the server, or give the right address with --base-url",
    "timeout": "it may still be loading the model: try again in a minute, or choose a smaller model",
    "unauthorised": f"give a key that is valid and may use this model, with --key-file FILE or in {KEY_VARIABLE}",
    "unknown_model": "give one of the models listed above with --model, or load it on the server first",
    "rate_limited": "wait a little, or use an account that may ask more often",
    "overloaded": "the server is at fault or busy: look at its log, then try again",
    "bad_request": "the address may lack its end, as a rule /v1; or the server speaks another protocol",
    "too_long": "give the server a larger context, 4096 tokens or more",
    "unreadable": "the address may lead to a web page and not to a model; as a rule it ends in /v1",
    "empty": "the model says nothing: choose a chat model (one with a chat template)",
    "cut": "something between here and the server breaks connections off: a proxy, or the server stopping",
    "refused": "the model will not talk about feelings: choose another one",
    "unfit": "the model writes no usable English: choose a larger one, or a chat model",
    "cancelled": "try again",
}


class Heard(BaseModel):
    """What the check asks for as a value."""

    model_config = ConfigDict(extra="forbid")

    feeling: Literal["sadness", "anger", "fear", "joy", "other"]
    object: str
    """What was set for two."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One step of the check. `mend` says what to do where something is wrong."""

    step: Literal["reach", "key", "model", "text", "stream", "value"]
    verdict: Literal["fine", "note", "wrong"]
    words: str
    mend: str = ""


def models(
    base_url: str | None,
    key_file: str | None,
    model: str | None,
    environment: Mapping[str, str],
    out: Callable[[str], None] = lambda line: print(line, flush=True),  # noqa: T201
) -> int:
    """Checks one endpoint and prints what was found; 0 when all is fine, else 2. Raises UsageError."""
    file = Path(key_file) if key_file else None
    address = base_url or environment.get(ADDRESS_VARIABLE) or asyncio.run(_look_around(out))
    if address is None:
        places = ", ".join(f"{name} at {place}" for name, place in USUAL_ADDRESSES.items())
        raise UsageError(f"no address was given and nothing answers on this machine ({places}); give --base-url")
    try:
        endpoint = Endpoint(address, model or "unnamed", trust_environment=True)
    except ValueError as error:
        raise UsageError(str(error)) from error
    key = key_from(environment, file, system_keyring(), endpoint.base_url)
    endpoint = replace(endpoint, key=key)
    out(endpoint.base_url)
    if file is not None and is_exposed(file):
        out(line_of(Finding("key", "note", f"others on this machine may read {file}", f"chmod 600 {file}")))
    if key is not None and endpoint.base_url.startswith("http:") and not endpoint.local:
        out(line_of(Finding("key", "note", "the key and every word travel unprotected", "use an https address")))
    findings = asyncio.run(check(endpoint, asked=model, tell=lambda finding: out(line_of(finding))))
    wrong = [finding for finding in findings if finding.verdict == "wrong"]
    if wrong:
        return MISSING
    out("All is fine.")
    return FINE


def line_of(finding: Finding) -> str:
    """One finding as it is printed."""
    mend = f"; {finding.mend}" if finding.mend else ""
    return f"  {finding.step:<7} {finding.verdict:<6} {finding.words}{mend}"


async def check(
    endpoint: Endpoint,
    asked: str | None = None,
    tell: Callable[[Finding], None] = lambda finding: None,  # noqa: ARG005
    clock: Callable[[], float] = time.perf_counter,
) -> list[Finding]:
    """Goes through the steps until one makes the next ones pointless; tells each finding as it comes.

    `asked` is the model wanted, None takes the only one listed. `clock` gives seconds.
    """
    findings: list[Finding] = []

    def found(finding: Finding) -> Finding:
        findings.append(finding)
        tell(finding)
        return finding

    model = OpenAIModel(endpoint)
    try:
        rows = await model.listed()
        if isinstance(rows, ChatFailure) and rows.kind in ("unreachable", "timeout", "unauthorised", "unreadable"):
            found(_wrong("key" if rows.kind == "unauthorised" else "reach", rows))
            return findings
        names = [] if isinstance(rows, ChatFailure) else [row["id"] for row in rows]
        found(Finding("reach", "fine", "it answers" if names else "it answers, but lists no models"))
        chosen = found(_choice(names, asked))
        if chosen.verdict == "wrong":
            return findings
        dialect = dialect_of([] if isinstance(rows, ChatFailure) else rows) or endpoint.dialect
        await model.aclose()
        model = OpenAIModel(replace(endpoint, model=asked or names[0], dialect=dialect))
        text = found(await _text(model))
        if text.verdict != "wrong":
            found(await _stream(model, clock))
            found(await _value(model, dialect))
    finally:
        await model.aclose()
    return findings


def dialect_of(rows: Sequence[Mapping[str, object]]) -> Dialect | None:
    """Whose server it is, as the owners in its list of models tell; None when they do not.

    llama-cpp-python says "me" of its own, which could be anybody, and is known by the permissions beside it.
    """
    if any(row.get("owned_by") == "me" and "permissions" in row for row in rows):
        return "llama.cpp"
    owners = {str(row.get("owned_by", "")).lower() for row in rows}
    known: dict[str, Dialect] = {"llamacpp": "llama.cpp", "library": "ollama", "vllm": "vllm", "openai": "openai"}
    return next((dialect for owner, dialect in known.items() if owner in owners), None)


def _choice(names: Sequence[str], asked: str | None) -> Finding:
    shown = ", ".join(names[:LISTED]) + (f" and {len(names) - LISTED} more" if len(names) > LISTED else "")
    if asked is None and len(names) == 1:
        return Finding("model", "fine", f"{names[0]} (the only one)")
    if asked is None:
        words = f"it has {shown}" if names else "it does not say which it has"
        return Finding("model", "wrong", words, "choose one with --model")
    if names and asked not in names:
        also = [name for name in names if name.split(":")[0] == asked]
        if also:
            return Finding("model", "note", f"{asked} is listed as {also[0]}")
        return Finding("model", "wrong", f"{asked} is not there; it has {shown}", "choose one of these with --model")
    return Finding("model", "fine", asked)


async def _text(model: OpenAIModel) -> Finding:
    reply = await model.text(_ASK)
    failure = reply if isinstance(reply, ChatFailure) else unfit(reply.text)
    if failure is not None:
        return _wrong("text", failure)
    words = f"{reply.usage.reply_tokens} tokens" if isinstance(reply, ChatReply) and reply.usage.total else "no count"
    return Finding("text", "fine", f"a reply ({words})")


async def _stream(model: OpenAIModel, clock: Callable[[], float]) -> Finding:
    began, first, pieces = clock(), None, 0
    last: ChatReply | ChatFailure | None = None
    async for item in model.stream(_ASK):
        if isinstance(item, str):
            first = clock() if first is None else first
            pieces += 1
        else:
            last = item
    if isinstance(last, ChatFailure):
        return _wrong("stream", last)
    waited = f"first words after {((first or began) - began) * 1000:.0f} ms"
    if pieces < 2:
        return Finding("stream", "note", f"{waited}, all at once", "something holds the stream back, maybe a proxy")
    return Finding("stream", "fine", f"{waited}, {pieces} pieces")


async def _value(model: OpenAIModel, dialect: Dialect) -> Finding:
    value = await model.value(_ASK, Heard)
    if isinstance(value, ChatFailure):
        finding = _wrong("value", value)
        if value.kind == "unreadable":
            return replace(finding, mend="this model cannot be used for structured calls: choose a larger one")
        return finding
    how = ", after mending its JSON" if value.repaired else ""
    given = "" if dialect == "openai" else f"talk with it as --dialect {dialect}"
    return Finding("value", "fine", f"a structured value{how} (asked the way of {dialect})", given)


def _wrong(step: Literal["reach", "key", "model", "text", "stream", "value"], failure: ChatFailure) -> Finding:
    return Finding(step, "wrong", failure.detail or failure.kind, _MENDS[failure.kind])


async def _look_around(out: Callable[[str], None]) -> str | None:
    """The first of the usual local addresses at which something lists models."""
    out("No address was given; looking on this machine ...")
    quick = Limits(connect=1.0, first=2.0, between=2.0, call=2.0)
    for address in USUAL_ADDRESSES.values():
        model = OpenAIModel(Endpoint(address, "unnamed", limits=quick))
        try:
            if not isinstance(await model.listed(), ChatFailure):
                return address
        finally:
            await model.aclose()
    return None
