"""Team members: who signs in, and for whom there is work."""

from enum import StrEnum
from uuid import UUID

from kontor_contracts.event import Event
from kontor_contracts.topics import CUSTOMERS_TEAM
from kontor_contracts.values import Language, Value


class TeamRole(StrEnum):
    """What a team member may be trusted with; an admin with all of it."""

    ADMIN = "admin"
    ACCOUNTING = "accounting"
    SALES = "sales"
    SUPPORT = "support"
    INTEGRATION = "integration"


class Member(Value):
    """A person, or another system, that signs in."""

    id: UUID
    version: int
    name: str
    email: str
    roles: tuple[TeamRole, ...]
    #: An inactive member has left.
    active: bool = True
    #: Of the mails to the member; None: that of the own organisation.
    language: Language | None = None


class TeamMemberEvent(Event):
    """Carries the member's whole public state; a replica is replaced by a newer version."""

    member: Member

    @property
    def subject(self) -> str:
        return str(self.member.id)

    @property
    def order(self) -> int:
        return self.member.version


class TeamMemberJoined(TeamMemberEvent, topic=CUSTOMERS_TEAM):
    """A member was entered, or the first start made the first one. Sent once per member."""


class TeamMemberChanged(TeamMemberEvent, topic=CUSTOMERS_TEAM):
    """Name, e-mail address or roles changed, or a member who had left is back."""


class TeamMemberLeft(TeamMemberEvent, topic=CUSTOMERS_TEAM):
    """An active member became inactive and signs in no more."""
