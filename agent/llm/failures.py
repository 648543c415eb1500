"""What an endpoint's errors mean: every exception and every status becomes one `ChatFailure`."""

from __future__ import annotations

import json
import math
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from ...prompts.port import ChatFailure, FailureKind

LONGEST_DETAIL = 300

_SECRET = re.compile(r"\b(?:sk|pk|rk|gsk|hf|xai|key)[-_](?=[\w*-]*[\d*])[\w*-]{8,}|(?<=Bearer )[\w*.-]+")
_TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_TOO_LONG = re.compile(
    r"context[_ ](?:length|size|window)|maximum context|prompt is too long|too many tokens|reduce the length", re.I
)
_FILTER = re.compile(r"content[_ ](?:filter|management|policy)|safety system", re.I)
_QUOTA = re.compile(r"insufficient_quota|exceeded your current quota|billing|credit|balance", re.I)
_KEY = re.compile(r"api[_ ]?key|unauthori[sz]ed|credentials", re.I)
_NO_MODEL = re.compile(r"model_not_found|not a valid model|no such model|model\b.{0,160}?(?:not found|not exist)", re.I)

_BY_STATUS: Mapping[int, FailureKind] = {
    401: "unauthorised",
    402: "unauthorised",
    403: "unauthorised",
    407: "unauthorised",
    408: "timeout",
    409: "overloaded",
    413: "too_long",
    425: "overloaded",
    429: "rate_limited",
    504: "timeout",
}


def hide_keys(text: str) -> str:
    """Text in which what looks like a key reads [key]."""
    return _SECRET.sub("[key]", text)


def scrub(text: str) -> str:
    """Text without what looks like a key, on one line, cut to a length for a trace."""
    plain = " ".join(hide_keys(text).split())
    return plain if len(plain) <= LONGEST_DETAIL else f"{plain[: LONGEST_DETAIL - 1]}…"


def failure_of_status(status: int, body: str, headers: Mapping[str, str] | None = None) -> ChatFailure:
    """What an HTTP status means, read together with what the endpoint says about it."""
    said = message_of(body)
    detail = scrub(f"{status}: {said}" if said else str(status))
    return ChatFailure(_kind(status, body, said), detail, retry_after(headers or {}))


def _kind(status: int, body: str, said: str) -> FailureKind:
    if status == 429 and _QUOTA.search(body):
        return "unauthorised"
    if status in _BY_STATUS or status >= 500:
        return _BY_STATUS.get(status, "overloaded")
    told: tuple[tuple[FailureKind, bool], ...] = (
        ("too_long", bool(_TOO_LONG.search(body))),
        ("refused", bool(_FILTER.search(body))),
        ("unknown_model", bool(_NO_MODEL.search(body)) or (status == 404 and "model" in said.lower())),
        ("unauthorised", status == 400 and bool(_KEY.search(said))),
    )
    return next((kind for kind, fits in told if fits and _is_object(body)), "bad_request")


def failure_of_error(error: Any, shown: str = "") -> ChatFailure:
    """What an error object inside a stream or a 200 answer means."""
    body = json.dumps({"error": error}, ensure_ascii=False, default=str)
    code = error.get("code") if isinstance(error, dict) else None
    status = code if isinstance(code, int) and not isinstance(code, bool) and 400 <= code < 600 else None
    if status is None and isinstance(code, str) and code.isdigit():
        status = int(code)
    found = failure_of_status(status or 500, body)
    kind: FailureKind = found.kind
    if status is None:
        kind = "rate_limited" if "rate" in body.lower() and "limit" in body.lower() else _kind(400, body, "")
        kind = "overloaded" if kind == "bad_request" else kind
    return ChatFailure(kind, scrub(message_of(body) or body), said=shown)


def message_of(body: str) -> str:
    """The words of an error answer: its message where it is JSON, else the text without its tags."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return _TAG.sub(" ", body).strip()
    for _ in range(3):
        if not isinstance(value, dict):
            break
        value = next((value[name] for name in ("error", "message", "detail", "msg") if value.get(name)), None)
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, default=str)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait as the headers say, 0 or more; a date is read against the answer's own date."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        given = headers.get(name)
        if given is None:
            continue
        try:
            seconds = float(given) * unit
        except ValueError:
            seconds = _until(given, headers.get("date", ""))
        if math.isfinite(seconds):
            return max(0.0, seconds)
    return None


def _until(then: str, now: str) -> float:
    try:
        return (parsedate_to_datetime(then) - parsedate_to_datetime(now)).total_seconds()
    except (ValueError, TypeError, IndexError):
        return math.nan


def failure_of_exception(error: BaseException, shown: str = "") -> ChatFailure:
    """What an exception of openai, httpx2 or asyncio means; loads openai, so call it only after a call was made."""
    from .client import AnswerTooLarge, httpx2, openai

    if isinstance(error, openai.APIStatusError):
        return failure_of_status(error.status_code, _text_of(error.response), error.response.headers)
    kind: FailureKind = "unreadable"
    detail = scrub(f"{type(error).__name__}: {error}")
    if isinstance(error, AnswerTooLarge):
        kind, detail = "unfit", str(error)
    elif isinstance(error, TimeoutError | openai.APITimeoutError | httpx2.TimeoutException):
        kind, detail = "timeout", "it stopped in the middle" if shown else "no answer in time"
    elif isinstance(error, openai.APIConnectionError | httpx2.RequestError | OSError):
        kind, detail = ("cut", "the connection broke off in the middle") if shown else ("unreachable", _why(error))
    elif isinstance(error, RuntimeError) and "closed" in str(error):
        kind, detail = "cancelled", "the model was closed"
    return ChatFailure(kind, detail, said=shown)


def _text_of(response: Any) -> str:
    try:
        return str(response.text)
    except Exception:  # a body that was not read says nothing; the status still does
        return ""


def _why(error: BaseException) -> str:
    """In plain words why nothing was reached: the name, the door, or the certificate."""
    causes = list(_causes(error))
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "no machine is known by this name"
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return scrub(f"the certificate is not trusted: {getattr(cause, 'verify_message', cause)}")
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return "no secure connection (TLS) is spoken there; it may be http and not https"
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return "nothing is listening there (connection refused)"
    said = next((str(cause) for cause in reversed(causes) if str(cause)), "")
    return scrub(said or type(causes[-1]).__name__)


def _causes(error: BaseException) -> Iterator[BaseException]:
    waiting, seen = [error], set[int]()
    while waiting:
        found = waiting.pop(0)
        if id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        waiting += [cause for cause in (found.__cause__, found.__context__) if cause is not None]
        if isinstance(found, BaseExceptionGroup):
            waiting += found.exceptions


def _is_object(body: str) -> bool:
    try:
        return isinstance(json.loads(body), dict)
    except (ValueError, RecursionError):
        return False
