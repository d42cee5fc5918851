"""A mail server that keeps every mail as a file, and refuses, delays or breaks off when told to."""

import argparse
import asyncio
import contextlib
import signal
import smtplib
import sys
from collections.abc import Mapping
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from kontor_local.mailbox import keep
from kontor_local.ports import HOST
from kontor_local.program import Probe, Program
from kontor_local.smtp_verdicts import Rules, Verdict

PORT_SETTING = "KONTOR_LOCAL_SMTP_PORT"
#: The greatest mail, announced as SIZE (RFC 1870).
MAIL_BYTES = 25 * 1024 * 1024
PROBE_SECONDS = 2
OK = 250


def smtp_sink(mail: Path, ports: Mapping[str, int]) -> Program:
    """Keeps the mails in `mail`; ready when it takes part in a conversation."""
    port = ports[PORT_SETTING]
    return Program(
        name="smtp-sink",
        command=(sys.executable, "-m", __name__, "--port", str(port), "--mail", str(mail)),
        ports={PORT_SETTING: port},
        ready=converses(port),
    )


def converses(port: int) -> Probe:
    def greet() -> bool:
        with contextlib.suppress(OSError), smtplib.SMTP(HOST, port, timeout=PROBE_SECONDS) as sink:
            return sink.noop()[0] == OK
        return False

    async def probe() -> bool:
        return await asyncio.to_thread(greet)

    return probe


class Sink:
    """aiosmtpd calls these methods by their names."""

    def __init__(self, mail: Path) -> None:
        self._mail = mail
        self._rules = Rules(mail)

    async def handle_RCPT(  # noqa: N802
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if rule := self._rules.take([address], Verdict.REFUSE):
            return rule.reply
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        recipients = envelope.rcpt_tos
        if rule := self._rules.take(recipients, Verdict.DELAY):
            await asyncio.sleep(rule.seconds)
        if rule := self._rules.take(recipients, Verdict.REFUSE_DATA):
            return rule.reply
        if not self._rules.take(recipients, Verdict.CUT):
            self._keep(envelope)
            if not self._rules.take(recipients, Verdict.KEEP_AND_CUT):
                return "250 2.0.0 Kept"
        return break_off(server)

    def _keep(self, envelope: Envelope) -> None:
        content = envelope.original_content or b""
        keep(self._mail, content, envelope.mail_from or "", envelope.rcpt_tos)


def break_off(server: SMTP) -> str:
    """Reset the connection; the reply goes nowhere then."""
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()
    return "421 4.4.2 Broken off"


async def serve(port: int, mail: Path) -> None:
    mail.mkdir(parents=True, exist_ok=True)
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    sink = Sink(mail)
    server = await loop.create_server(
        lambda: SMTP(sink, data_size_limit=MAIL_BYTES, enable_SMTPUTF8=True, hostname="sink.test"),
        HOST,
        port,
    )
    async with server:
        await stopped.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--mail", type=Path, required=True)
    chosen = parser.parse_args()
    asyncio.run(serve(chosen.port, chosen.mail))


if __name__ == "__main__":
    main()
