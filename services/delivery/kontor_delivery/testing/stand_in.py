"""A provider on this machine that speaks its wire format: answers as told, in order of faults."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

#: JSON, of which a stand-in knows what to expect.
Json = dict[str, Any]
Headers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, its header names in lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: Headers
    body: bytes

    @property
    def json(self) -> Json:
        return dict(json.loads(self.body or b"{}"))


@dataclass(frozen=True, slots=True)
class Answer:
    status: int = 200
    body: bytes = b"{}"
    headers: Headers = field(default_factory=dict)

    @classmethod
    def of(cls, status: int, value: object, **headers: str) -> "Answer":
        return cls(status, json.dumps(value).encode(), headers)


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to the next request to `path`; `done` says whether it has its effect first."""

    path: str
    answer: Answer = Answer(500, b"<html>Internal Server Error</html>")
    done: bool = False
    #: The connection stays open without an answer until the stand-in closes.
    hangs: bool = False


@dataclass
class StandIn:
    """`respond` does what the provider does; `faults` come first, each once."""

    respond: Callable[[Asked], Answer]
    faults: list[Fault] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    url: str = ""
    _one_at_a_time: threading.RLock = field(default_factory=threading.RLock)
    _closing: threading.Event = field(default_factory=threading.Event)

    def count(self, method: str, path: str) -> int:
        with self._one_at_a_time:
            return sum((one.method, one.path) == (method, path) for one in self.asked)

    def answer(self, asked: Asked) -> Answer:
        with self._one_at_a_time:
            self.asked.append(asked)
            fault = next((one for one in self.faults if one.path == asked.path), None)
            if fault is None:
                return self.respond(asked)
            self.faults.remove(fault)
            if fault.done:
                self.respond(asked)
        if fault.hangs:
            self._closing.wait()
        return fault.answer

    def close(self) -> None:
        self._closing.set()


@contextmanager
def serving(stand_in: StandIn) -> Iterator[StandIn]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stand_in))
    server.daemon_threads = True
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield stand_in
    finally:
        stand_in.close()
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(stand_in: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _respond(self) -> None:
            answer = stand_in.answer(_asked(self))
            try:
                self._write(answer)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def _write(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(answer.body)
            self.close_connection = True

        do_GET = do_POST = do_PUT = _respond  # noqa: N815  # how the standard library calls them

        def log_message(self, *_: object) -> None:
            """Tests look at `asked`."""

    return Handler


def _asked(handler: BaseHTTPRequestHandler) -> Asked:
    url = urlsplit(handler.path)
    length = int(handler.headers.get("content-length", 0))
    return Asked(
        method=handler.command,
        path=url.path,
        query={name: values[0] for name, values in parse_qs(url.query).items()},
        headers={name.lower(): value for name, value in handler.headers.items()},
        body=handler.rfile.read(length),
    )
