"""What a caller may write about a contact."""

from typing import Annotated, ClassVar
from uuid import UUID

from kontor_contracts.customers.party import PortalRight, RecipientRole
from kontor_contracts.values import Language
from pydantic import Field

from kontor_customers.model.strict import Strict
from kontor_customers.model.text import Email, Label, Name, Phone

MOST_CONTACTS = 200
#: What *Kundenportal-Zugang* opens unless rights are given one by one.
DEFAULT_PORTAL_RIGHTS = (PortalRight.INVOICES, PortalRight.SERVICES, PortalRight.TICKETS)


class ContactFields(Strict):
    """A person at the party; without `id` a new one."""

    read_only: ClassVar[frozenset[str]] = frozenset({"bounced"})

    id: UUID | None = None
    name: Name
    email: Email = ""
    phones: Annotated[tuple[Phone, ...], Field(max_length=10)] = ()
    language: Language | None = None
    functions: Annotated[tuple[Label, ...], Field(max_length=20)] = ()
    active: bool = True
    invoice_recipient: RecipientRole | None = None
    portal_rights: tuple[PortalRight, ...] = ()
