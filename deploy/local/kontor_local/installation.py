"""Kontor on this machine: the programs of the parts and services over one directory of data."""

import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kontor_local import smtp_sink as smtp_part
from kontor_local.kafka import SignedListener, bootstrap, kafka
from kontor_local.mongod import Guard, mongo_url, mongod
from kontor_local.ports import HOST
from kontor_local.probes import healthy
from kontor_local.processes import PROCESSES, Instance, Process
from kontor_local.program import Program

ADMIN_EMAIL = "admin@kontor.example"


@dataclass(frozen=True)
class Installation:
    """`settings` (`KONTOR_*`) point to servers elsewhere; the part they replace is not started."""

    directory: Path
    ports: Mapping[str, int]
    settings: Mapping[str, str] = field(default_factory=dict)
    #: A second door of its Kafka.
    signed: SignedListener | None = None
    #: Before its MongoDB.
    guard: Guard | None = None

    @property
    def mail(self) -> Path:
        return self.directory / "mail"

    @property
    def mongo_url(self) -> str:
        """For whoever may do everything there."""
        return mongo_url(self.ports, self.guard)

    def parts(self) -> list[Program]:
        parts = {
            "KONTOR_KAFKA_BOOTSTRAP": kafka(self.directory / "kafka", self.ports, self.signed),
            "KONTOR_MONGO_URL": mongod(self.directory / "mongod", self.ports, self.guard),
            "KONTOR_SMTP_HOST": smtp_part.smtp_sink(self.mail, self.ports),
        }
        return [part for setting, part in parts.items() if setting not in self.settings]

    def services(self) -> list[Program]:
        known = self.known_settings()
        return [
            self._program(process, instance, known)
            for process in PROCESSES
            for instance in process.instances
        ]

    def known_settings(self) -> dict[str, str]:
        """What processes may need to know, their own port excepted."""
        own = {
            "KONTOR_KAFKA_BOOTSTRAP": bootstrap(self.ports),
            "KONTOR_MONGO_URL": self.mongo_url,
            "KONTOR_TOPIC_PREFIX": "",
            "KONTOR_SMTP_HOST": HOST,
            "KONTOR_SMTP_PORT": str(self.ports[smtp_part.PORT_SETTING]),
            "KONTOR_PUBLIC_URL": f"http://{HOST}:{self.ports['KONTOR_LOCAL_DELIVERY_API_PORT']}",
            **self._page_settings(),
            "KONTOR_ADMIN_EMAIL": ADMIN_EMAIL,
            "KONTOR_ADMIN_PASSWORD": kept_secret(self.directory / "secrets" / "admin-password"),
        }
        return own | {name: value for name, value in self.settings.items() if name in own}

    def _page_settings(self) -> dict[str, str]:
        urls = {
            f"KONTOR_{name}_URL": f"http://{HOST}:{self.ports[f'KONTOR_LOCAL_{name}_API_PORT']}"
            for name in ("CUSTOMERS", "BILLING", "DELIVERY", "TASKS")
        }
        pages = f"http://{HOST}:{self.ports['KONTOR_LOCAL_WEB_PAGES_PORT']}"
        portal = {"KONTOR_PAGES_URL": pages, "KONTOR_PORTAL_URL": f"{pages}/portal"}
        return {**urls, **portal, "KONTOR_SECURE_COOKIES": "false"}

    def _program(self, process: Process, instance: Instance, known: Mapping[str, str]) -> Program:
        port = self.ports[instance.port_setting]
        environment = {**known, "KONTOR_HTTP_PORT": str(port)}
        return Program(
            name=instance.name,
            command=(sys.executable, "-m", f"kontor_{process.service}", process.role),
            environment={name: environment[name] for name in process.settings},
            ports={instance.port_setting: port},
            ready=healthy(port),
        )


def kept_secret(file: Path) -> str:
    """The secret in the file; made at random the first time, and readable by its owner alone."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = file.with_name(f".{file.name}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(18), encoding="utf-8")
        fresh.replace(file)
    return file.read_text(encoding="utf-8")
