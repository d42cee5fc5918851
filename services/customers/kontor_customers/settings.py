"""Settings of the customers service, read from `KONTOR_*`."""

from pathlib import Path
from typing import Annotated, Literal

from kontor_chassis.settings import ServiceSettings
from pydantic import Field, SecretStr


class CustomersSettings(ServiceSettings):
    """What the service needs beside the parts that all share."""

    #: Who signs in first; read only while there is no team member.
    admin_email: str = ""
    admin_password: SecretStr = SecretStr("")
    #: So many days before a mandate expires unused, people are told.
    mandate_warning_days: Annotated[int, Field(ge=1, le=365)] = 60
    #: The mail server of sign-in's own mails: links into the portal, invitations.
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 2525
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    smtp_ca_file: Path | None = None
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_timeout_seconds: float = 20.0
    #: Their sender; empty: the address of the own organisation.
    mail_from: str = ""
    mail_domain: str = "kontor.example"
    #: Where people open the pages, which the links lead to.
    pages_url: str = "http://127.0.0.1:8100"
