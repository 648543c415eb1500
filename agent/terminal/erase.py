"""The verb `erase`: all that is kept of one person, gone for good, after asking."""

from __future__ import annotations

import sys
from pathlib import Path

from ...memory.forget import erase_person
from ...memory.home import place_of
from ..usage_error import UsageError
from ..visible import visible

ASK = "Erase all that is kept of {user}, in {folder}? It cannot be brought back. Type yes: "
GONE = "Erased. Nothing of {user} is left in {root}."
NOTHING = "Nothing is kept of {user} in {root}."
KEPT = "Nothing was erased."


def erase(root: Path, user: str, *, sure: bool) -> int:
    """0 when nothing is left, 1 when the person said no. Raises UsageError when it cannot be done now."""
    shown = visible(user)
    place = place_of(root, user)
    if not place.folder.exists():
        sys.stdout.write(NOTHING.format(user=shown, root=root) + "\n")
        return 0
    if not sure and not _confirmed(ASK.format(user=shown, folder=place.folder)):
        sys.stdout.write(KEPT + "\n")
        return 1
    outcome = erase_person(root, user)
    if outcome.kind == "busy":
        raise UsageError(f"{shown} is talking in another window; close it and erase again")
    if outcome.kind == "unwritable":
        raise UsageError(f"{place.folder}: could not erase all of it ({outcome.reason}); mend that and erase again")
    sys.stdout.write(GONE.format(user=shown, root=root) + "\n")
    return 0


def _confirmed(question: str) -> bool:
    if not sys.stdin.isatty():
        raise UsageError("erase asks first, and nobody is at the keyboard; give --yes")
    sys.stdout.write(question)
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() == "yes"
