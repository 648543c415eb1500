"""One person's folder under a data root: its safe name, its lock, and what lies where in it."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

OWNER_ONLY_FOLDER = 0o700
OWNER_ONLY_FILE = 0o600
LOCK_NAME = "lock"
SLUG_LENGTH = 32
LOCK_TRIES = 8


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person's things are, whether or not the folder exists or may be written."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "holdspace.sqlite"

    @property
    def index(self) -> Path:
        return self.folder / "index"

    @property
    def checkpoints(self) -> Path:
        return self.folder / "checkpoints.sqlite"

    @property
    def lock(self) -> Path:
        return self.folder / LOCK_NAME


@dataclass(slots=True, eq=False)
class PersonHome:
    """A person's folder, held by this process alone until `release`. Releasing twice is harmless."""

    place: Place
    _lock: int | None
    kind: Literal["durable"] = "durable"

    @property
    def held(self) -> bool:
        return self._lock is not None

    def release(self) -> None:
        """Lets another process in. The operating system does the same when this one dies."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


@dataclass(frozen=True, slots=True)
class Busy:
    """Another process, or another opener in this one, holds the folder now."""

    place: Place
    kind: Literal["busy"] = "busy"


@dataclass(frozen=True, slots=True)
class Unwritable:
    """The folder cannot be made or written; `reason` is the system's word for it."""

    place: Place
    reason: str
    kind: Literal["unwritable"] = "unwritable"


HomeOutcome = PersonHome | Busy | Unwritable


def folder_name(user_id: str) -> str:
    """A file name for any user id: a readable part and 16 hex digits of its SHA-256, which make it unique.

    Letters outside ASCII, case, separators and dots are lost from the readable part only, so that
    "Ana" and "ana" stay two people on a file system that does not tell case.
    """
    digest = hashlib.sha256(user_id.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    plain = unicodedata.normalize("NFKD", user_id).encode("ascii", "ignore").decode("ascii").lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_LENGTH].strip("-")
    return f"{slug}-{digest}" if slug else digest


def place_of(root: Path, user_id: str) -> Place:
    return Place(root / folder_name(user_id))


def open_home(root: Path, user_id: str) -> HomeOutcome:
    """Makes the folder (owner-only) if need be and takes its lock, without waiting for anyone."""
    place = place_of(root, user_id)
    try:
        place.folder.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        if place.folder.stat().st_mode & 0o077:
            place.folder.chmod(OWNER_ONLY_FOLDER)
        lock = _take(place.lock)
    except OSError as error:
        return Unwritable(place, error.strerror or str(error))
    if lock is None:
        return Busy(place)
    if not os.access(place.folder, os.W_OK):
        os.close(lock)
        return Unwritable(place, os.strerror(errno.EACCES))
    return PersonHome(place, lock)


def _take(path: Path) -> int | None:
    """An open descriptor holding the lock, or None when somebody else has it."""
    for _ in range(LOCK_TRIES):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), OWNER_ONLY_FILE)
        if not _lock(descriptor):
            os.close(descriptor)
            return None
        if _still_there(descriptor, path):
            return descriptor
        # The folder was erased between the opening and the locking: this lock guards nothing any more.
        os.close(descriptor)
        path.parent.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
    return None


def _still_there(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EWOULDBLOCK, errno.EACCES, errno.EAGAIN):
                return False
            raise
        return True
