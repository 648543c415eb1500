"""Serves one model file with llama.cpp's server. Run by the Python of the server's own environment, see `server.py`.

Takes a free port of this machine, says which on stdout once it answers there, and ends when its stdin does: whatever
becomes of the tests, no server is left behind.
"""

from __future__ import annotations

import os
import socket
import sys
import threading

import uvicorn
from llama_cpp.server.app import create_app
from llama_cpp.server.settings import Settings


class _Telling(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        sys.stdout.write(f"{sockets[0].getsockname()[1] if sockets else 0}\n")
        sys.stdout.flush()


def _end_with_stdin() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main(file: str, name: str, context: int) -> None:
    """`context` is in tokens. Everything else is as the server has it by itself, but for a seed and one thread."""
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    settings = Settings(
        model=file,
        model_alias=name,
        n_ctx=context,
        n_threads=1,
        n_threads_batch=1,
        seed=7,
        logits_all=False,
        verbose=False,
    )
    app = create_app(settings)
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    _Telling(uvicorn.Config(app, log_level="info")).run(sockets=[door])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
