"""A chat-completions endpoint on loopback that does as it is told, misbehaving included."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LINE = "You set two plates again, and then you stayed."


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class Handler(BaseHTTPRequestHandler):
    """One request: kept, then handed to the next behaviour of the server."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: FaultServer

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        return

    def do_GET(self) -> None:
        self._play()

    def do_POST(self) -> None:
        self._play()

    def _play(self) -> None:
        raw = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.server.asked.append(
            Asked(self.path, {k.lower(): v for k, v in self.headers.items()}, json.loads(raw or b"{}"))
        )
        try:
            self.server.next()(self)
        except OSError:  # the client has left, as it should
            self.close_connection = True

    def send(self, status: int, body: bytes | str, kind: str = "application/json", **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def begin(self, kind: str = "text/event-stream", chunked: bool = True) -> None:
        self.send_response(200)
        self.send_header("content-type", kind)
        if chunked:
            self.send_header("transfer-encoding", "chunked")
        else:
            self.send_header("connection", "close")
            self.close_connection = True
        self.end_headers()

    def chunk(self, data: bytes | str) -> None:
        raw = data.encode() if isinstance(data, str) else data
        self.wfile.write(b"%x\r\n%s\r\n" % (len(raw), raw))
        self.wfile.flush()

    def stall(self) -> None:
        """Does nothing more until the test is over."""
        self.server.over.wait(20)
        self.close_connection = True

    def cut(self) -> None:
        """Leaves without the end of what was begun."""
        self.close_connection = True


Behaviour = Callable[[Handler], None]


@dataclass
class FaultServer(ThreadingHTTPServer):
    """Plays its behaviours in order; the last one stays."""

    behaviours: list[Behaviour] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    daemon_threads = True

    def __post_init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        return

    def plays(self, *behaviours: Behaviour) -> None:
        self.behaviours = list(behaviours)

    def next(self) -> Behaviour:
        return self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def start(self) -> None:
        threading.Thread(target=lambda: self.serve_forever(poll_interval=0.005), daemon=True).start()

    def stop(self) -> None:
        self.over.set()
        self.shutdown()
        self.server_close()


def completion(text: str | None = LINE, finish: str = "stop", **message: Any) -> dict[str, Any]:
    return {
        "id": "c1",
        "object": "chat.completion",
        "model": "small",
        "choices": [
            {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text, **message}}
        ],
        "usage": {"prompt_tokens": 20, "completion_tokens": 9, "total_tokens": 29},
    }


def says(text: str | None = LINE, finish: str = "stop", **message: Any) -> Behaviour:
    return lambda handler: handler.send(200, json.dumps(completion(text, finish, **message)))


def fails(status: int, body: Any = None, kind: str = "application/json", **headers: str) -> Behaviour:
    text = body if isinstance(body, str) else json.dumps(body or error(f"status {status}"))
    return lambda handler: handler.send(status, text, kind, **headers)


def error(message: str, **more: Any) -> dict[str, Any]:
    return {"error": {"message": message, **more}}


def event(text: str | None = None, finish: str | None = None, **delta: Any) -> str:
    content = {} if text is None else {"content": text}
    chunk = {
        "id": "c1",
        "object": "chat.completion.chunk",
        "model": "small",
        "choices": [{"index": 0, "delta": {**content, **delta}, "finish_reason": finish}],
    }
    return f"data: {json.dumps(chunk)}\n\n"


USAGE = f"data: {json.dumps({'choices': [], 'usage': {'prompt_tokens': 20, 'completion_tokens': 9}})}\n\n"
DONE = "data: [DONE]\n\n"


def whole_stream(text: str = LINE) -> list[str]:
    words = text.split(" ")
    pieces = [f"{word} " for word in words[:-1]] + words[-1:]
    return [event(role="assistant"), *map(event, pieces), event(finish="stop"), USAGE, DONE]


def streams(chunks: Iterable[str | bytes], then: str = "end") -> Behaviour:
    """Sends the chunks; then ends as it should, stalls, cuts the connection, or closes an open-ended body."""
    sent = list(chunks)

    def play(handler: Handler) -> None:
        handler.begin(chunked=then != "close")
        for data in sent:
            raw = data.encode() if isinstance(data, str) else data
            handler.chunk(raw) if then != "close" else handler.wfile.write(raw)
        if then == "end":
            handler.wfile.write(b"0\r\n\r\n")
        elif then == "stall":
            handler.stall()
        else:
            handler.cut()

    return play


def either(whole: Behaviour, stream: Behaviour) -> Behaviour:
    """`stream` where a stream is asked for, else `whole`."""
    return lambda handler: (stream if handler.server.asked[-1].body.get("stream") else whole)(handler)


def said(text: str, finish: str = "stop") -> Behaviour:
    """Says the text, in one piece, by whichever door it is asked."""
    return either(says(text, finish), streams([event(text), event(finish=finish), DONE]))


def stalls(handler: Handler) -> None:
    handler.stall()


def lists(*names: str, owner: str = "somebody") -> Behaviour:
    rows = [{"id": name, "object": "model", "owned_by": owner} for name in names]
    return lambda handler: handler.send(200, json.dumps({"object": "list", "data": rows}))
