"""How every client connects to Kafka: in the clear, by TLS, or signed in by SASL."""

import ssl
from enum import StrEnum
from typing import TYPE_CHECKING, TypedDict

from faststream.security import BaseSecurity, SASLPlaintext, SASLScram256, SASLScram512
from kontor_contracts.errors import FieldError, InvalidInputError

if TYPE_CHECKING:
    from kontor_chassis.settings import ServiceSettings


class KafkaSecurity(StrEnum):
    """Kafka's own names of its security protocols."""

    PLAINTEXT = "PLAINTEXT"
    SSL = "SSL"
    SASL_PLAINTEXT = "SASL_PLAINTEXT"
    SASL_SSL = "SASL_SSL"

    @property
    def encrypts(self) -> bool:
        return self in {KafkaSecurity.SSL, KafkaSecurity.SASL_SSL}

    @property
    def signs_in(self) -> bool:
        return self in {KafkaSecurity.SASL_PLAINTEXT, KafkaSecurity.SASL_SSL}


class SaslMechanism(StrEnum):
    """What brokers take and a password is enough for."""

    PLAIN = "PLAIN"
    SCRAM_SHA_256 = "SCRAM-SHA-256"
    SCRAM_SHA_512 = "SCRAM-SHA-512"


SECURITIES = {
    SaslMechanism.PLAIN: SASLPlaintext,
    SaslMechanism.SCRAM_SHA_256: SASLScram256,
    SaslMechanism.SCRAM_SHA_512: SASLScram512,
}


class Connection(TypedDict, total=False):
    """What aiokafka's clients call it."""

    bootstrap_servers: str
    security_protocol: str
    ssl_context: ssl.SSLContext | None
    sasl_mechanism: str
    sasl_plain_username: str
    sasl_plain_password: str


def connection(settings: "ServiceSettings") -> Connection:
    """For each client of aiokafka; InvalidInputError names every setting that is missing."""
    _check(settings)
    security = settings.kafka_security
    made = Connection(
        bootstrap_servers=settings.kafka_bootstrap,
        security_protocol=security.value,
        ssl_context=_context(settings),
    )
    if security.signs_in:
        made["sasl_mechanism"] = settings.kafka_mechanism.value
        made["sasl_plain_username"] = settings.kafka_username
        made["sasl_plain_password"] = settings.kafka_password.get_secret_value()
    return made


def faststream_security(settings: "ServiceSettings") -> BaseSecurity | None:
    """The same for FastStream; None in the clear."""
    _check(settings)
    security = settings.kafka_security
    if security.signs_in:
        return SECURITIES[settings.kafka_mechanism](
            settings.kafka_username,
            settings.kafka_password.get_secret_value(),
            ssl_context=_context(settings),
            use_ssl=security.encrypts,
        )
    return BaseSecurity(_context(settings), use_ssl=True) if security.encrypts else None


def _check(settings: "ServiceSettings") -> None:
    if not settings.kafka_security.signs_in:
        return
    needed = {
        "KONTOR_KAFKA_USERNAME": settings.kafka_username,
        "KONTOR_KAFKA_PASSWORD": settings.kafka_password.get_secret_value(),
    }
    missing = [
        FieldError(
            field=name, code="missing", message=f"set it to sign in by {settings.kafka_security}"
        )
        for name, value in needed.items()
        if not value
    ]
    if missing:
        raise InvalidInputError("signing in to Kafka needs a name and a password", fields=missing)


def _context(settings: "ServiceSettings") -> ssl.SSLContext | None:
    """Trusts the system's authorities, or the one in the file alone."""
    if not settings.kafka_security.encrypts:
        return None
    return ssl.create_default_context(cafile=settings.kafka_ca_file or None)
