"""Forgetting that can be proved: a person, a turn or a memory is removed, and a scan of the bytes says so."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .home import Busy, PersonHome, Place, Unwritable, open_home, place_of
from .index import VectorIndex
from .store import Store

CHUNK = 1 << 20
REMAKES = 3


@dataclass(frozen=True, slots=True)
class Erased:
    """Nothing of the person is left under the data root; `existed` tells whether there was anything."""

    place: Place
    existed: bool
    kind: Literal["erased"] = "erased"


ErasureOutcome = Erased | Busy | Unwritable


@dataclass(frozen=True, slots=True)
class Trace:
    """A place where a phrase is still to be found: the file, and the offset of its first byte."""

    file: Path
    offset: int


def erase_person(root: Path, user_id: str, close: Callable[[], None] | None = None) -> ErasureOutcome:
    """Removes the person's folder with all in it. `close` is called first, to let go of what this process holds.

    Busy when another conversation has the folder; Unwritable when a file could not be removed.
    """
    place = place_of(root, user_id)
    if close is not None:
        close()
    if not place.folder.exists():
        return Erased(place, existed=False)
    home = open_home(root, user_id)
    if not isinstance(home, PersonHome):
        return home
    try:
        _empty(place)
        shutil.rmtree(place.folder)
    except OSError as error:
        return Unwritable(place, error.strerror or str(error))
    finally:
        home.release()
    return Erased(place, existed=True)


def _empty(place: Place) -> None:
    """Everything but the lock goes first, so that nobody enters a half-erased home."""
    for item in place.folder.iterdir():
        if item == place.lock:
            continue
        if item.is_dir() and not item.is_symlink():
            shutil.rmtree(item)
        else:
            item.unlink()


def forget_turn(store: Store, index: VectorIndex, row: str) -> bool:
    """Removes one turn (by row id), what was drawn from it, and its vector; False when there is no such turn.

    The index is made anew, because Chroma leaves deleted vectors in its files. Should the new files still
    hold the vector (see `ChromaIndex`), they are made again; what cannot be made clean is left unmade until
    somebody searches.
    """
    vectors = [vector for _, held in store.vectors(index.encoder, [row]) for vector in held]
    gone = store.forget_turn(row)
    if gone:
        store.truncate()
        for _ in range(REMAKES):
            index.rebuild()
            if index.folder is None or not traces(index.folder, *vectors):
                return gone
        index.discard()
    return gone


def forget_memory(store: Store, memory: str) -> bool:
    """Removes one memory by id; the turn it came from stays. False when there is no such memory."""
    gone = store.memories.forget(memory)
    if gone:
        store.truncate()
    return gone


def traces(folder: Path, *needles: str | NDArray[np.float32]) -> tuple[Trace, ...]:
    """Where any of the phrases (as UTF-8, UTF-16 or JSON-escaped) or vectors (float32, float16) is found.

    Reads every byte of every file below `folder`, whatever its name; no trace is the proof of absence
    in files, not on the blocks of a disk that once held them.
    """
    patterns = [re.escape(form) for needle in needles for form in _forms(needle)]
    if not patterns:
        return ()
    wanted = re.compile(b"|".join(patterns), re.DOTALL)
    longest = max(len(form) for needle in needles for form in _forms(needle))
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    return tuple(trace for file in files for trace in _in_file(file, wanted, longest))


def _forms(needle: str | NDArray[np.float32]) -> Iterable[bytes]:
    if isinstance(needle, str):
        escaped = needle.encode("ascii", "backslashreplace")
        forms = {needle.encode("utf-8", "replace"), needle.encode("utf-16-le", "replace"), escaped}
        return [form for form in forms if form]
    # Eight numbers in a row identify a vector; an index may pad or split the rest.
    return [needle[:8].astype("<f4").tobytes(), needle[:8].astype("<f2").tobytes()]


def _in_file(file: Path, wanted: re.Pattern[bytes], longest: int) -> Iterator[Trace]:
    with file.open("rb") as stream:
        kept, start = b"", 0
        while chunk := stream.read(CHUNK):
            window = kept + chunk
            if found := wanted.search(window):
                yield Trace(file, start - len(kept) + found.start())
                return
            start += len(chunk)
            kept = window[-longest:]
