"""Where an endpoint's key comes from. Read at the edge, once, and carried as a value that does not print itself."""

from __future__ import annotations

import stat
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from ..usage_error import UsageError
from .endpoint import OPENAI_HOST

KEY_VARIABLE = "HOLDSPACE_KEY"
OPENAI_VARIABLE = "OPENAI_API_KEY"
"""Goes to OpenAI's own address alone: a key is not sent to whoever is named as an endpoint."""
KEYRING_SERVICE = "holdspace"

Keyring = Callable[[str, str], str | None]
"""Service and name to a secret, as `keyring.get_password`."""


def key_from(
    environment: Mapping[str, str], file: Path | None = None, keyring: Keyring | None = None, base_url: str = ""
) -> SecretStr | None:
    """The key from the file if one is named, else the environment, else the keyring; None where there is none.

    In the keyring it is kept under the service "holdspace" and the endpoint's host. Raises UsageError for a key file
    that cannot be used.
    """
    host = urlsplit(base_url).hostname or ""
    if file is not None:
        return read_key_file(file)
    names = (KEY_VARIABLE, OPENAI_VARIABLE) if host == OPENAI_HOST else (KEY_VARIABLE,)
    for name in names:
        if environment.get(name, "").strip():
            return _checked(environment[name].strip(), name)
    found = keyring(KEYRING_SERVICE, host) if keyring is not None and host else None
    return _checked(found.strip(), "the keyring") if found and found.strip() else None


def read_key_file(file: Path) -> SecretStr:
    """The key in a file: its first line that is no comment, alone or behind `NAME=`. Raises UsageError."""
    try:
        lines = file.expanduser().read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError as error:
        raise UsageError(f"{file}: there is no such key file; put the key alone on its first line") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: no text file; put the key alone on its first line") from error
    except OSError as error:
        raise UsageError(f"{file}: the key file cannot be read ({error.strerror or error})") from error
    line = next((line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    name, mark, value = line.removeprefix("export ").partition("=")
    if mark and name.strip().isidentifier() and value.strip("= "):
        line = value.strip()
    if len(line) > 1 and line[0] == line[-1] and line[0] in "\"'":
        line = line[1:-1]
    if not line:
        raise UsageError(f"{file}: the key file is empty; put the key alone on its first line")
    return _checked(line, str(file))


def is_exposed(file: Path) -> bool:
    """Whether others on this machine may read the file."""
    try:
        return bool(file.expanduser().stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except OSError:
        return False


def system_keyring() -> Keyring | None:
    """The system's keyring where the package `keyring` is installed; a keyring that fails holds nothing."""
    try:
        get_password = import_module("keyring").get_password
    except ImportError:
        return None

    def get(service: str, name: str) -> str | None:
        try:
            found = get_password(service, name)
        except Exception:  # locked, missing or broken in a way of its own: as good as empty
            return None
        return str(found) if found else None

    return get


def _checked(key: str, source: str) -> SecretStr:
    if not key.isascii() or any(letter.isspace() or not letter.isprintable() for letter in key):
        raise UsageError(f"{source}: what is there is no key: it holds spaces or letters that no key has")
    return SecretStr(key)
