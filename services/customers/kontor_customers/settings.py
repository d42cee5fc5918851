"""Settings of the customers service, read from `KONTOR_*`."""

from kontor_chassis.settings import ServiceSettings
from pydantic import SecretStr


class CustomersSettings(ServiceSettings):
    """What the service needs beside the parts that all share."""

    #: Who signs in first; read only while there is no team member.
    admin_email: str = ""
    admin_password: SecretStr = SecretStr("")
