"""Members of the team, and the sessions by which they and other systems are signed in."""

from datetime import datetime
from uuid import UUID, uuid4

import httpx
from kontor_contracts.customers.team import Member, TeamRole
from kontor_contracts.values import Value

from kontor_cli.client.problems import ServiceUnreachableError, raise_for_problem
from kontor_cli.client.session import Session
from kontor_cli.settings import Service

CUSTOMERS = Service.CUSTOMERS


class OpenedSession(Value):
    """`secret` is told this once."""

    id: UUID
    secret: str
    member: Member


class SignedIn(Value):
    """Where the caller is signed in."""

    id: UUID
    device: str = ""
    opened_at: datetime
    used_at: datetime
    ends_at: datetime


class TeamApi:
    def __init__(self, session: Session) -> None:
        self._session = session

    def members(self) -> list[Member]:
        return list(self._session.pages(CUSTOMERS, "/team", Member))

    def invite(self, name: str, email: str, roles: list[TeamRole]) -> Member:
        """The member gets a mail to choose a password."""
        response = self._session.send(
            "POST",
            CUSTOMERS,
            "/team",
            json={"name": name, "email": email, "roles": roles},
            headers={"Idempotency-Key": str(uuid4())},
        )
        return Member.model_validate_json(response.content)

    def change(self, member: Member, **changes: object) -> Member:
        """RequestRefusedError when somebody has changed the member meanwhile."""
        fields = {"name": member.name, "email": member.email, "roles": list(member.roles)}
        response = self._session.send(
            "PUT",
            CUSTOMERS,
            f"/team/{member.id}",
            json={**fields, "active": member.active, **changes},
            headers={"If-Match": f'"{member.version}"'},
        )
        return Member.model_validate_json(response.content)

    def remove_second_factor(self, member: Member) -> None:
        self._session.send("DELETE", CUSTOMERS, f"/team/{member.id}/second-factor")

    def sessions(self) -> list[SignedIn]:
        """The caller's own."""
        return list(self._session.pages(CUSTOMERS, "/sessions", SignedIn))

    def end_session(self, session_id: UUID) -> None:
        self._session.send("DELETE", CUSTOMERS, f"/sessions/{session_id}")


def open_session(url: str, email: str, password: str, *, device: str, code: str) -> OpenedSession:
    """Sign in for hours or days; RequestRefusedError says what is wrong."""
    said = {"email": email, "password": password, "device": device, "code": code}
    return OpenedSession.model_validate_json(_posted(f"{url}/sessions", said))


def sign_out(url: str, secret: str) -> None:
    """End the session; again it changes nothing."""
    _posted(f"{url}/sessions/sign-out", {"secret": secret})


def _posted(url: str, said: dict[str, str]) -> bytes:
    try:
        response = httpx.post(url, json=said, timeout=30)
    except httpx.TransportError as error:
        raise ServiceUnreachableError(f"The customers service does not answer: {error}") from error
    raise_for_problem(response)
    return response.content
