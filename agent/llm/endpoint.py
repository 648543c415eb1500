"""Where a model answers, how long it may take, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from pydantic import SecretStr

from ...prompts.port import Usage

Dialect = Literal["openai", "llama.cpp", "ollama", "vllm"]
"""Whose reading of the protocol an endpoint speaks; it matters for structured values."""

OPENAI_HOST = "api.openai.com"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much, in seconds unless said otherwise. All are above 0."""

    connect: float = 5.0
    """Until the endpoint has taken the call."""
    first: float = 20.0
    """Until the first event of a stream."""
    between: float = 10.0
    """Between two events of a stream."""
    call: float = 60.0
    """One call from its beginning to its end, streamed or not."""
    characters: int = 16_000
    """The longest reply that is taken for one."""
    bytes: int = 8 * 2**20
    """The most that is read of one answer, whatever is in it."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Money for a million tokens, in whatever currency the operator counts."""

    prompt: float = 0.0
    reply: float = 0.0

    def cost(self, usage: Usage) -> float:
        """What these tokens cost, in that currency."""
        return (usage.prompt_tokens * self.prompt + usage.reply_tokens * self.reply) / 1_000_000


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One model of one OpenAI-compatible endpoint.

    Raises ValueError for an address that is none, for a model without a name and for a limit that is not above 0.
    """

    base_url: str
    """Ends where `/chat/completions` is added, as a rule in `/v1`."""
    model: str
    key: SecretStr | None = field(default=None, repr=False)
    dialect: Dialect = "openai"
    limits: Limits = Limits()
    prices: Prices | None = None
    reply_tokens: int = 800
    """The most tokens a reply may take, thinking included where the model thinks."""
    temperature: float | None = None
    """None leaves it to the endpoint."""
    trust_environment: bool = False
    """Whether proxies and certificates named in the environment are used; never for this machine itself."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "base_url", clean_address(self.base_url))
        if not self.model.strip():
            raise ValueError("the model has no name; give the one that the endpoint lists")
        limits = self.limits
        for name in ("connect", "first", "between", "call", "characters", "bytes"):
            if not getattr(limits, name) > 0:
                raise ValueError(f"limits.{name} is {getattr(limits, name)}; give a number above 0")
        if self.reply_tokens < 1:
            raise ValueError(f"reply_tokens is {self.reply_tokens}; give 1 or more")

    @property
    def openai(self) -> bool:
        """Whether it is OpenAI's own: its models refuse `max_tokens`, while others pass over the name that it wants."""
        return urlsplit(self.base_url).hostname == OPENAI_HOST

    @property
    def local(self) -> bool:
        """Whether the address is on this very machine."""
        return is_local(self.base_url)


def clean_address(given: str) -> str:
    """The base address without what is often pasted along with it. Raises ValueError for what is no address."""
    address = given.strip().rstrip("/")
    for tail in ("/chat/completions", "/completions", "/models"):
        address = address.removesuffix(tail)
    try:
        parts = urlsplit(address)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known or any(letter.isspace() for letter in address):
        raise ValueError(f"{given.strip()!r} is no address; give one such as http://127.0.0.1:8080/v1")
    if parts.username or parts.password:
        raise ValueError("the address holds a name or password; leave it out and give the key in a file instead")
    return address


def is_local(address: str) -> bool:
    """Whether an address names this machine."""
    host = urlsplit(address).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
