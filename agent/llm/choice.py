"""Which mode and which model a run has: options of the command line first, then the environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..usage_error import UsageError

if TYPE_CHECKING:
    from pydantic import ValidationError

    from ..settings import Mode, ModelSettings
    from .keys import Keyring

MODES: tuple[Mode, ...] = ("offline", "llm", "agents")
PREFIX = "HOLDSPACE_"
NAMES: Mapping[str, str] = {
    "base_url": "HOLDSPACE_BASE_URL",
    "name": "HOLDSPACE_MODEL",
    "fallbacks": "HOLDSPACE_FALLBACK",
    "moderation_name": "HOLDSPACE_MODERATION_MODEL",
}
"""Variables that are not called as the field is."""
_PLAIN = (
    "base_url", "name", "dialect", "first_seconds", "call_seconds", "turn_seconds", "turn_tokens", "turn_cost",
    "prompt_price", "reply_price", "reply_tokens", "context_tokens", "temperature", "moderation_url", "moderation_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ModelFlags:
    """What was given on the command line; None or empty where nothing was."""

    mode: str | None = None
    base_url: str | None = None
    model: str | None = None
    fallback: Sequence[str] = ()
    key_file: str | None = None
    dialect: str | None = None

    def given(self) -> list[str]:
        """The options that only mean something with a model, as they are typed."""
        named = {
            "--base-url": self.base_url, "--model": self.model, "--fallback": self.fallback,
            "--key-file": self.key_file, "--dialect": self.dialect,
        }  # fmt: skip
        return [option for option, value in named.items() if value]


@dataclass(frozen=True, slots=True)
class Choice:
    """The mode, and the model where it needs one."""

    mode: Mode
    model: ModelSettings | None = None


def choose(
    flags: ModelFlags, environment: Mapping[str, str], keyring: Callable[[], Keyring | None] | None = None
) -> Choice:
    """Raises UsageError that names the option or variable at fault and says what to give instead.

    `keyring` (the system's) is opened only when neither a file nor the environment holds a key.
    """
    mode = _mode(flags, environment)
    if mode == "offline":
        if flags.given():
            raise UsageError(f"{flags.given()[0]} is for talking with a model; add --mode llm or --mode agents")
        return Choice("offline")
    values = _values(flags, environment)
    for field, option in (("base_url", "--base-url"), ("name", "--model")):
        if not values.get(field):
            raise UsageError(
                f"mode {mode} needs {option} (or {variable_of(field)}); `holdspace models` shows what there is"
            )
    return Choice(mode, _model(values, flags, environment, keyring))


def _model(
    values: dict[str, Any],
    flags: ModelFlags,
    environment: Mapping[str, str],
    keyring: Callable[[], Keyring | None] | None,
) -> ModelSettings:
    """Loads pydantic, so it is only called where a model is wanted."""
    from pathlib import Path

    from pydantic import ValidationError

    from ..settings import ModelSettings
    from .keys import key_from, system_keyring

    try:
        found = ModelSettings(**values)
    except ValidationError as error:
        raise UsageError(_told(error, flags)) from None
    file = flags.key_file or environment.get("HOLDSPACE_KEY_FILE")
    key = key_from(environment, Path(file) if file else None, None, found.base_url)
    key = key or key_from({}, None, (keyring or system_keyring)(), found.base_url)
    return found.model_copy(update={"key": key})


def variable_of(field: str) -> str:
    """The environment's name of a field of `ModelSettings`."""
    return NAMES.get(field, f"{PREFIX}{field.upper()}")


def _mode(flags: ModelFlags, environment: Mapping[str, str]) -> Mode:
    given = flags.mode or environment.get("HOLDSPACE_MODE", "").strip() or "offline"
    mode = next((known for known in MODES if known == given), None)
    if mode is None:
        raise UsageError(f"HOLDSPACE_MODE is {given!r}; give offline, llm or agents")
    return mode


def _values(flags: ModelFlags, environment: Mapping[str, str]) -> dict[str, Any]:
    """Text as it was given; pydantic makes numbers of it. The environment is where proxies are named, too."""
    values: dict[str, Any] = {
        field: text for field in _PLAIN if (text := environment.get(variable_of(field), "").strip())
    }
    listed = [name.strip() for name in environment.get(NAMES["fallbacks"], "").split(",")]
    values["fallbacks"] = tuple(flags.fallback) or tuple(name for name in listed if name)
    typed = {"base_url": flags.base_url, "name": flags.model, "dialect": flags.dialect}
    values.update({field: text for field, text in typed.items() if text})
    return {**values, "trust_environment": True}


def _told(error: ValidationError, flags: ModelFlags) -> str:
    """The first fault, by the name under which the value was given."""
    fault = error.errors(include_url=False)[0]
    said = str(fault["msg"]).removeprefix("Value error, ")
    if not fault["loc"]:
        return said
    field = str(fault["loc"][0])
    typed = {"base_url": (flags.base_url, "--base-url"), "dialect": (flags.dialect, "--dialect")}
    value, option = typed.get(field, (None, ""))
    where = option if value else variable_of(field)
    return f"{where}: {said[:1].lower()}{said[1:]} (it is {fault['input']!r})"
