"""Settings of the customers service, read from `KONTOR_*`."""

from typing import Annotated

from kontor_chassis.settings import ServiceSettings
from pydantic import AfterValidator, SecretStr

from kontor_customers.model.numbers import checked_pattern


class CustomersSettings(ServiceSettings):
    """What the service needs beside the parts that all share."""

    #: Account numbers as people see them; `{number:06}` is filled in.
    account_number_pattern: Annotated[str, AfterValidator(checked_pattern)] = "K-{number:06}"
    #: Who signs in first; read only while there is no team member.
    admin_email: str = ""
    admin_password: SecretStr = SecretStr("")
