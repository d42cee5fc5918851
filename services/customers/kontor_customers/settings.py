"""Settings of the customers service, read from `KONTOR_*`."""

from typing import Annotated

from kontor_chassis.settings import ServiceSettings
from pydantic import Field, SecretStr


class CustomersSettings(ServiceSettings):
    """What the service needs beside the parts that all share."""

    #: Who signs in first; read only while there is no team member.
    admin_email: str = ""
    admin_password: SecretStr = SecretStr("")
    #: So many days before a mandate expires unused, people are told.
    mandate_warning_days: Annotated[int, Field(ge=1, le=365)] = 60
