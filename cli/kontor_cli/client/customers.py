"""The customers service, as far as the command line uses it."""

from enum import StrEnum

from kontor_cli.client.problems import RequestRefusedError
from kontor_cli.client.session import Session
from kontor_cli.settings import Service

NOT_FOUND = 404


class Change(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class CustomersApi:
    def __init__(self, session: Session) -> None:
        self._session = session

    def set_organisation(self, organisation: dict[str, object]) -> Change:
        """Write the own organisation, unless everything is stored like that already."""
        stored = self._organisation()
        if stored is None:
            self._put(organisation, version=None)
            return Change.CREATED
        if all(stored.get(name) == value for name, value in organisation.items()):
            return Change.UNCHANGED
        self._put(organisation, version=stored["version"])
        return Change.UPDATED

    def _organisation(self) -> dict[str, object] | None:
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
