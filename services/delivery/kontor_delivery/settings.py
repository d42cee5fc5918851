"""What delivery can be told: the mail server, links, patience."""

from datetime import timedelta
from pathlib import Path
from typing import Literal

from kontor_chassis.settings import ServiceSettings
from pydantic import Field, SecretStr


class DeliverySettings(ServiceSettings):
    """Beside the settings of every service."""

    #: A worker that dies leaves its rows free after this time; one that lives renews it.
    lease: timedelta = timedelta(seconds=30)
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 2525
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    #: Certificates that sign the server's, where no public authority does.
    smtp_ca_file: Path | None = None
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    #: Connections of one worker, each used by one mail at a time.
    smtp_connections: int = 4
    #: For each step of the conversation.
    smtp_timeout_seconds: float = 20.0
    #: Sender of all mails; empty: the address of the own organisation.
    mail_from: str = ""
    #: The right-hand side of every Message-ID.
    mail_domain: str = "kontor.example"
    #: Where a mail server puts reports of undelivered mails; empty: they come by HTTP alone.
    bounce_maildir: Path | None = None
    #: How long the mail server may go on refusing for now.
    mail_patience: timedelta = timedelta(days=4)
    #: Mails a minute to the servers of a domain, `*` for every other one; without a rate, no limit.
    #: JSON: `{"gmail.com": 60, "*": 600}`. All workers together keep to it.
    mail_per_minute: dict[str, int] = Field(default_factory=dict)
    #: Where people reach this service from outside.
    public_url: str = "http://127.0.0.1:8103"
    #: Where contacts sign in; empty: no portal, and a notice carries a link.
    portal_url: str = ""
    link_lifetime: timedelta = timedelta(days=90)
    #: Documents in the making at one time, per process.
    document_slots: int = 2
    #: How long an invoice waits for a mandate that is named but not known here yet.
    mandate_patience: timedelta = timedelta(minutes=1)
    #: From this hour on, in the organisation's time zone, files of what belongs to no run close.
    closing_hour: int = 18
    #: Between looks at the clock.
    closing_look_seconds: float = 60.0
    #: Messages to partners on their way at one time, per process; half of them to one endpoint.
    webhook_slots: int = 64
    #: For a whole delivery, from the connection to the end of the answer.
    webhook_timeout_seconds: float = 15.0
    #: Whether partners may be on our own network, and without TLS.
    webhook_allow_private: bool = False
    #: The largest message; a larger one is refused, with a reason in the log.
    webhook_largest_bytes: int = 512 * 1024
    #: How long a replaced secret goes on signing beside the new one.
    webhook_secret_overlap: timedelta = timedelta(hours=24)
    #: After the first failure of a call to a provider; it doubles with each, up to an hour.
    provider_retry: timedelta = timedelta(seconds=2)
    #: Empty: collections by API wait. Live and sandbox have tokens of their own.
    gocardless_token: SecretStr = SecretStr("")
    gocardless_url: str = "https://api.gocardless.com"
    #: For each answer; a call is made up to three times by the client itself.
    gocardless_timeout_seconds: float = 30.0
    #: Payments on their way at one time.
    gocardless_slots: int = 2
    #: After "too many requests", and after a token that was refused.
    gocardless_pause: timedelta = timedelta(seconds=60)
    #: JSON list: two while they are rotated. Without one no webhook is taken.
    gocardless_webhook_secrets: tuple[SecretStr, ...] = ()
    #: Between looks for events whose webhook did not reach us.
    gocardless_catch_up_seconds: float = 3600.0
    #: `api`: closed flows are deposited by PISTE; `none`: somebody hands them in otherwise.
    chorus_deposit: Literal["none", "api"] = "none"
    chorus_api_url: str = "https://api.piste.gouv.fr"
    chorus_oauth_url: str = "https://oauth.piste.gouv.fr/api/oauth/token"
    chorus_client_id: str = ""
    chorus_client_secret: SecretStr = SecretStr("")
    #: The technical account.
    chorus_login: str = ""
    chorus_password: SecretStr = SecretStr("")
    chorus_timeout_seconds: float = 30.0
    #: Between looks at a flow that is being worked on, and at the invoices of one that got in.
    chorus_poll: timedelta = timedelta(minutes=5)
    chorus_follow: timedelta = timedelta(hours=6)
    #: After an unclear deposit: so long its flow is looked for, before it is deposited again.
    chorus_lookup: timedelta = timedelta(hours=4)
