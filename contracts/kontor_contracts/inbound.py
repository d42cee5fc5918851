"""What other systems tell us beside usage, payments and tickets, and what we answer."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

from kontor_contracts.event import Event
from kontor_contracts.topics import INBOUND_LEAD, INBOUND_REPLY, INBOUND_SERVICE


class ServiceActivated(Event, topic=INBOUND_SERVICE):
    """Another system has switched a folder's services on. Sent once per folder.

    Again it changes nothing. The folder is billed from `activated_on`; an unknown or closed one is
    refused.
    """

    folder_id: UUID
    activated_on: date

    @property
    def subject(self) -> str:
        return str(self.folder_id)


class LeadReported(Event, topic=INBOUND_LEAD):
    """Another system has heard of somebody who may become a customer. Sent once per `lead_id`.

    It makes a prospect, with the person to talk to and a note of what was said.
    """

    #: Chosen by the sender, unique for ever: the same again is the same prospect.
    lead_id: Annotated[str, Field(min_length=1, max_length=100)]
    #: Of the firm, or of the person where there is none.
    name: Annotated[str, Field(min_length=1)]
    contact: str = ""
    email: str = ""
    phone: str = ""
    text: str = ""
    #: The reporting system, as people know it.
    reporter: Annotated[str, Field(min_length=1, max_length=100)]

    @property
    def subject(self) -> str:
        return self.lead_id


class InboundRefused(Event, topic=INBOUND_REPLY):
    """A service could not take a message of another system. Sent once per message, when parked.

    Later messages of the same key wait behind it until somebody has it handled again: mend what
    the reason says, on either side, and tell Kontor's operators.
    """

    service: str
    #: Where the message is: its topic, partition and offset.
    refused_topic: str
    partition: int
    offset: int
    #: Its key, and the headers `ce_id`, `ce_source` and `ce_type`, as far as they can be read.
    refused_key: str = ""
    refused_id: str = ""
    refused_source: str = ""
    refused_type: str = ""
    #: Every wrong field at once.
    reason: Annotated[str, Field(max_length=2000)]
    refused_at: AwareDatetime

    @property
    def subject(self) -> str:
        return f"{self.refused_topic}/{self.partition}/{self.offset}"

    @property
    def key(self) -> str:
        return self.refused_key or self.subject
