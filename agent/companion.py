"""What the edges need of an agent: less than all of it, so that a test can stand in for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from .events import Event


class Companion(Protocol):
    """Somebody to talk with. `SupportAgent` is one."""

    def warm(self, user_id: str | None = None) -> None:
        """Loads what a turn needs, with the memory of that person if one is named."""
        ...

    def stream(
        self, text: str, *, user_id: str = "me", session: str | None = None, turn_id: str | None = None
    ) -> Iterator[Event]:
        """One turn as it happens; closing the iterator stops it."""
        ...

    def new_session(self, user_id: str = "me") -> str: ...

    def set_country(self, country: str, user_id: str = "me") -> str:
        """Returns the ISO 3166 code. Raises ValueError for a country without help lines in the table."""
        ...

    def close(self) -> None: ...
