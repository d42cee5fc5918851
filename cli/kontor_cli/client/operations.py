"""What every service answers to operators: its outbox and its parked messages."""

import time
from collections.abc import Iterator

from kontor_cli.client.answers import Outbox, ParkedMessage, ParkedRow
from kontor_cli.client.session import Session
from kontor_cli.settings import Service

POLL_SECONDS = 0.2


class OperationsApi:
    def __init__(self, session: Session) -> None:
        self._session = session

    def unpublished(self, service: Service) -> int:
        return self._session.get(service, "/outbox", Outbox).unpublished

    def wait_until_published(self, service: Service) -> None:
        """Return once every fact of the service is on the broker, for others to follow."""
        while self.unpublished(service):
            time.sleep(POLL_SECONDS)

    def parked(self, service: Service) -> Iterator[ParkedMessage]:
        for row in self._session.pages(service, "/parked", ParkedRow):
            yield ParkedMessage(service=service, **row.model_dump())

    def parked_message(self, service: Service, message_id: str) -> ParkedMessage:
        row = self._session.get(service, f"/parked/{message_id}", ParkedRow)
        return ParkedMessage(service=service, **row.model_dump())

    def replay(self, service: Service, message_id: str) -> None:
        """Ask for the replay of the message and of those that wait behind it."""
        self._session.send("POST", service, f"/parked/{message_id}/replay")
