"""Where the services are and who signs in, from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kontor_cli.kept_session import kept_secret


class Service(StrEnum):
    CUSTOMERS = "customers"
    BILLING = "billing"
    DELIVERY = "delivery"
    TASKS = "tasks"
    #: The pages: they answer operators alone.
    WEB = "web"


DEFAULT_URLS = {
    Service.CUSTOMERS: "http://127.0.0.1:8101",
    Service.BILLING: "http://127.0.0.1:8102",
    Service.DELIVERY: "http://127.0.0.1:8103",
    Service.TASKS: "http://127.0.0.1:8104",
    Service.WEB: "http://127.0.0.1:8100",
}


class NotConfiguredError(Exception):
    """A setting without which nobody can sign in is missing."""


@dataclass(frozen=True)
class Settings:
    email: str
    password: str
    urls: Mapping[Service, str]
    #: Of the second factor, where the member has one.
    code: str = ""
    #: Of a session that `kontor login` or `kontor tokens issue` opened: instead of a password.
    secret: str = ""
    #: Seconds to go on asking a service that says it needs a moment.
    patience: float = 120

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """A token, else a password, else the kept session; NotConfiguredError without any."""
        email, password = environment.get("KONTOR_EMAIL"), environment.get("KONTOR_PASSWORD")
        secret = environment.get("KONTOR_TOKEN", "")
        if not secret and not (email and password):
            secret = kept_secret(environment)
        if not secret and not (email and password):
            raise NotConfiguredError(
                "Sign in with `kontor login`, or set KONTOR_EMAIL and KONTOR_PASSWORD, or "
                "KONTOR_TOKEN."
            )
        code = environment.get("KONTOR_CODE", "")
        return cls(email or "", password or "", urls_of(environment), code=code, secret=secret)


def urls_of(environment: Mapping[str, str] = os.environ) -> dict[Service, str]:
    """Where each service answers."""
    return {
        service: environment.get(f"KONTOR_{service.name}_URL", url).rstrip("/")
        for service, url in DEFAULT_URLS.items()
    }
