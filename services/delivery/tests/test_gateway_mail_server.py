"""The mail server over TLS and with a password, and what a small one says of a large mail."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTPUTF8
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from kontor_delivery.gateways.mail_server import MailServer
from kontor_delivery.model.mail.answers import Answer
from kontor_delivery.settings import DeliverySettings
from kontor_local.ports import HOST, free_ports

PASSWORD = "made up"
TO = "somebody@example.org"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of its own, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    moment = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file: Path = tmp_path_factory.mktemp("tls") / "mail.pem"
    file.write_bytes(private + signed.public_bytes(pem))
    return file


def context_of(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
) -> AuthResult:
    known = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
    return AuthResult(success=known)


@contextmanager
def listening(**options: object) -> Iterator[int]:
    port = free_ports(["SMTP"])["SMTP"]
    controller = Controller(Sink(), hostname=HOST, port=port, ready_timeout=60, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


async def answer_of(port: int, **settings: object) -> Answer:
    return (await answers_of(port, [TO], **settings))[TO]


async def answers_of(
    port: int, recipients: list[str], *, size: int = 10, **settings: object
) -> dict[str, Answer]:
    given = {"smtp_host": HOST, "smtp_port": port, "smtp_timeout_seconds": 60} | settings
    server = MailServer(
        DeliverySettings(mongo_url="mongodb://127.0.0.1", kafka_bootstrap="127.0.0.1:9", **given)
    )
    message = EmailMessage(policy=SMTPUTF8)
    message["Subject"], message["From"] = "Test", "us@example.net"
    message["To"] = ", ".join(recipients)
    message.set_content("x" * size)
    try:
        return await server.send(message, sender="us@example.net", recipients=recipients)
    finally:
        server.close()


async def test_starttls_and_a_password(certificate: Path) -> None:
    options = {"tls_context": context_of(certificate), "require_starttls": True}
    auth = {"authenticator": authenticate, "auth_required": True}
    secure = {"smtp_security": "starttls", "smtp_ca_file": certificate, "smtp_user": "kontor"}
    with listening(**options, **auth) as port:
        assert (await answer_of(port, smtp_password=PASSWORD, **secure)).accepts
        refused = await answer_of(port, smtp_password="wrong", **secure)
    assert (refused.code, refused.refuses_for_good) == (0, False), "no mail is to blame"


async def test_tls_from_the_first_byte_and_a_name_that_must_fit(certificate: Path) -> None:
    with listening(ssl_context=context_of(certificate)) as port:
        assert (await answer_of(port, smtp_security="tls", smtp_ca_file=certificate)).accepts
        assert (await answer_of(port, smtp_security="tls")).code == 0


async def test_a_mail_beyond_the_servers_size_is_refused_for_good_with_its_words() -> None:
    with listening(data_size_limit=1000) as port:
        answer = await answer_of(port, size=5000)
    assert answer.refuses_for_good
    assert answer.code == 552


async def test_an_address_that_an_old_server_cannot_take_is_refused_alone() -> None:
    """The others have no answer yet: they get the mail without it."""
    foreign = "jürgen@müller.example"
    with listening(enable_SMTPUTF8=False) as port:
        answers = await answers_of(port, [TO, foreign])
    assert answers.keys() == {foreign}
    assert answers[foreign].refuses_for_good
    assert "SMTPUTF8" in answers[foreign].words
    with listening(enable_SMTPUTF8=True) as port:
        answers = await answers_of(port, [TO, foreign])
    assert all(one.accepts for one in answers.values())
