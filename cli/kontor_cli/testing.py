"""A real HTTP server that answers what a test tells it to, in place of all services."""

import json
import threading
from collections import defaultdict, deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from kontor_cli.settings import Service, Settings

PASSWORD = "made up"  # noqa: S105  # it opens nothing
Headers = dict[str, str]


@dataclass
class Answer:
    body: object = None
    status: int = 200
    headers: Headers = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass
class Request:
    method: str
    path: str
    headers: Headers
    body: bytes


class ScriptedServices:
    """Answers of one path come in the order in which they were given; the last one stays."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._answers: dict[tuple[str, str], deque[Answer]] = defaultdict(deque)
        handler = type("Handler", (_Handler,), {"script": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}).start()
        token = {"access_token": "token-1", "token_type": "bearer", "expires_in": 300}
        self.answer("POST", "/token", token)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def settings(self) -> Settings:
        return Settings("ada@grenzlicht.example", PASSWORD, dict.fromkeys(Service, self.url))

    def answer(
        self, method: str, path: str, body: object = None, status: int = 200, **headers: str
    ) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._answers[method, path].append(Answer(body, status, named))

    def answer_instead(self, method: str, path: str, body: object) -> None:
        """Forget what was to be answered."""
        self._answers[method, path].clear()
        self.answer(method, path, body)

    def refuse(self, method: str, path: str, status: int, code: str, **headers: str) -> None:
        problem = {"title": code.capitalize(), "status": status, "code": code}
        self.answer(method, path, problem, status, **headers)

    def next_answer(self, request: Request) -> Answer:
        self.requests.append(request)
        answers = self._answers[request.method, request.path.split("?")[0]]
        if not answers:
            return Answer({"title": "No such path", "status": 404}, 404)
        return answers.popleft() if len(answers) > 1 else answers[0]

    def asked(self, method: str, path: str) -> list[Request]:
        return [
            request
            for request in self.requests
            if request.method == method and request.path.split("?")[0] == path
        ]


class _Handler(BaseHTTPRequestHandler):
    script: ScriptedServices
    protocol_version = "HTTP/1.1"

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, self.rfile.read(length))
        answer = self.script.next_answer(request)
        self.send_response(answer.status)
        for name, value in (answer.headers | {"Content-Length": str(len(answer.content))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.content)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815  # names that http.server wants

    def log_message(self, *_: object) -> None:
        """Keep quiet."""
