"""The access token: asked for when first needed, and anew before it ends."""

import threading
import time

import httpx
from kontor_contracts.values import Value

from kontor_cli.client.problems import raise_for_problem
from kontor_cli.settings import Service, Settings

#: A token is not used in its last seconds: the request must still arrive.
SAFETY_SECONDS = 60


class Token(Value):
    access_token: str
    expires_in: int


class Access:
    def __init__(self, settings: Settings, http: httpx.Client) -> None:
        self._settings = settings
        self._http = http
        self._lock = threading.Lock()
        self._token = ""
        self._ends = 0.0

    def header(self) -> dict[str, str]:
        """The header that authorises a request now."""
        with self._lock:
            if time.monotonic() > self._ends - SAFETY_SECONDS:
                self._sign_in()
            return {"Authorization": f"Bearer {self._token}"}

    def forget(self) -> None:
        """Sign in again at the next request."""
        with self._lock:
            self._ends = 0.0

    def _sign_in(self) -> None:
        path, said = self._said()
        response = self._http.post(f"{self._settings.urls[Service.CUSTOMERS]}{path}", json=said)
        raise_for_problem(response)
        token = Token.model_validate_json(response.content)
        self._token = token.access_token
        self._ends = time.monotonic() + token.expires_in

    def _said(self) -> tuple[str, dict[str, str]]:
        """By the secret of a session where there is one, else by password."""
        if self._settings.secret:
            return "/sessions/refresh", {"secret": self._settings.secret}
        who = {"email": self._settings.email, "password": self._settings.password}
        return "/token", who | ({"code": self._settings.code} if self._settings.code else {})
