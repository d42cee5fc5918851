"""The mail server, for the few mails of sign-in: one connection a mail."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from aiosmtplib import SMTPException, send
from kontor_chassis.clock import now

from kontor_customers.settings import CustomersSettings


class NotSentError(Exception):
    """The mail server is away, or did not take the mail."""


class MailDoor:
    def __init__(self, settings: CustomersSettings) -> None:
        self._settings = settings

    @property
    def pages_url(self) -> str:
        """Where the links lead."""
        return self._settings.pages_url.rstrip("/")

    async def send(
        self, message_id: str, *, sender: Address, to: str, words: tuple[str, str]
    ) -> None:
        """Hand the mail over; NotSentError otherwise."""
        settings = self._settings
        message = EmailMessage()
        message["From"] = sender
        message["To"] = to
        message["Subject"], text = words
        message["Date"] = format_datetime(now())
        message["Message-ID"] = f"<{message_id}@{settings.mail_domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        try:
            await send(
                message,
                hostname=settings.smtp_host,
                port=settings.smtp_port,
                timeout=settings.smtp_timeout_seconds,
                use_tls=settings.smtp_security == "tls",
                start_tls=settings.smtp_security == "starttls",
                cert_bundle=str(settings.smtp_ca_file) if settings.smtp_ca_file else None,
                username=settings.smtp_user or None,
                password=settings.smtp_password.get_secret_value() or None,
            )
        except (SMTPException, OSError, ValueError) as error:
            raise NotSentError(f"{type(error).__name__}: {error}") from error

    def sender(self, name: str, email: str) -> Address | None:
        """Who the mails are from; None while nobody has said."""
        address = self._settings.mail_from or email
        return (
            Address(display_name=name, addr_spec=address) if address.isascii() and address else None
        )
