"""The customers service, as far as the command line uses it."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from kontor_cli.client.answers import PartyLine
from kontor_cli.client.problems import RequestRefusedError
from kontor_cli.client.session import Session
from kontor_cli.settings import Service

NOT_FOUND = 404
#: Query parameters of `GET /parties` by name.
Conditions = Mapping[str, str]


class Change(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class CustomersApi:
    def __init__(self, session: Session) -> None:
        self._session = session

    def set_organisation(self, organisation: dict[str, object]) -> Change:
        """Write the own organisation, unless everything is stored like that already."""
        stored = self.organisation()
        if stored is None:
            self._put(organisation, version=None)
            return Change.CREATED
        if all(stored.get(name) == value for name, value in organisation.items()):
            return Change.UNCHANGED
        self._put(organisation, version=stored["version"])
        return Change.UPDATED

    def find(self, conditions: Conditions) -> Iterator[PartyLine]:
        """The customers and prospects that meet all conditions."""
        return self._session.pages(Service.CUSTOMERS, "/parties", PartyLine, **conditions)

    def exported(self, conditions: Conditions) -> bytes:
        """The same as a table that can be imported again."""
        path = "/exports/customers"
        return self._session.send("GET", Service.CUSTOMERS, path, params=conditions).content

    def organisation(self) -> dict[str, object] | None:
        """As it is stored; None before it is entered first."""
        try:
            answer = self._session.send("GET", Service.CUSTOMERS, "/organisation")
        except RequestRefusedError as refused:
            if refused.problem.status == NOT_FOUND:
                return None
            raise
        return dict(answer.json())

    def _put(self, organisation: dict[str, object], *, version: object) -> None:
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        self._session.send(
            "PUT", Service.CUSTOMERS, "/organisation", json=organisation, headers=headers
        )
