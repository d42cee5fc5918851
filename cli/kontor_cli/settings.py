"""Where the services are and who signs in, from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Service(StrEnum):
    CUSTOMERS = "customers"
    BILLING = "billing"
    DELIVERY = "delivery"
    TASKS = "tasks"


DEFAULT_URLS = {
    Service.CUSTOMERS: "http://127.0.0.1:8101",
    Service.BILLING: "http://127.0.0.1:8102",
    Service.DELIVERY: "http://127.0.0.1:8103",
    Service.TASKS: "http://127.0.0.1:8104",
}


class NotConfiguredError(Exception):
    """A setting without which nobody can sign in is missing."""


@dataclass(frozen=True)
class Settings:
    email: str
    password: str
    urls: Mapping[Service, str]
    #: Seconds to go on asking a service that says it needs a moment.
    patience: float = 120

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Raise NotConfiguredError, naming every setting that is missing."""
        names = ("KONTOR_EMAIL", "KONTOR_PASSWORD")
        missing = [name for name in names if not environment.get(name)]
        if missing:
            raise NotConfiguredError(f"Set {' and '.join(missing)} to sign in.")
        urls = {
            service: environment.get(f"KONTOR_{service.name}_URL", url).rstrip("/")
            for service, url in DEFAULT_URLS.items()
        }
        return cls(environment["KONTOR_EMAIL"], environment["KONTOR_PASSWORD"], urls)
