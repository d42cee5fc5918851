"""The mail server: a few kept connections, and an answer for each recipient."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from email.message import EmailMessage

from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from kontor_delivery.model.mail.answers import Answer
from kontor_delivery.settings import DeliverySettings

ACCEPTED = 250
NOT_SUPPORTED = 553
Answers = dict[str, Answer]


class NoConnectionError(Exception):
    """The server is away or does not let us in: no mail is to blame."""


class MailServer:
    """At most `smtp_connections` at once; a broken one is replaced when next needed."""

    def __init__(self, settings: DeliverySettings) -> None:
        self._settings = settings
        self._idle: list[SMTP] = []
        self._free = asyncio.Semaphore(settings.smtp_connections)

    async def send(
        self, message: EmailMessage, *, sender: str, recipients: Sequence[str]
    ) -> Answers:
        """The server's answer for each recipient; code 0 where the conversation broke off.

        None for those who would have got it but for another, whose address the server cannot take.
        """
        try:
            async with self._connection() as connection:
                refused, words = await connection.send_message(
                    message, sender=sender, recipients=recipients
                )
        except NoConnectionError as missing:
            return dict.fromkeys(recipients, Answer(0, str(missing)))
        except SMTPRecipientsRefused as refusal:
            return {one.recipient: Answer(one.code, one.message) for one in refusal.recipients}
        except SMTPResponseException as refusal:
            return dict.fromkeys(recipients, Answer(refusal.code, refusal.message))
        except (SMTPNotSupported, ValueError) as refusal:
            to_blame = [one for one in recipients if not one.isascii()] or recipients
            return dict.fromkeys(to_blame, Answer(NOT_SUPPORTED, str(refusal)))
        except (SMTPException, OSError) as broken:
            return dict.fromkeys(recipients, Answer(0, str(broken) or type(broken).__name__))
        accepted = dict.fromkeys(recipients, Answer(ACCEPTED, words))
        return accepted | {to: Answer(reply.code, reply.message) for to, reply in refused.items()}

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[SMTP]:
        async with self._free:
            connection = await self._open()
            try:
                yield connection
            except BaseException as error:
                if not isinstance(error, SMTPRecipientsRefused | SMTPResponseException):
                    connection.close()
                raise
            finally:
                if connection.is_connected:
                    self._idle.append(connection)

    async def _open(self) -> SMTP:
        while self._idle:
            kept = self._idle.pop()
            if kept.is_connected:
                return kept
        settings = self._settings
        connection = SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            timeout=settings.smtp_timeout_seconds,
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
            cert_bundle=str(settings.smtp_ca_file) if settings.smtp_ca_file else None,
            username=settings.smtp_user or None,
            password=settings.smtp_password.get_secret_value() or None,
        )
        try:
            await connection.connect()
        except (SMTPException, OSError) as error:
            raise NoConnectionError(f"no connection to the mail server: {error}") from error
        return connection
