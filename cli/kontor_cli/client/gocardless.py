"""Collections by GoCardless' API."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from kontor_contracts.values import Amount, Value

from kontor_cli.client.session import Session
from kontor_cli.settings import Service

DELIVERY = Service.DELIVERY


class GocardlessCollection(Value):
    id: UUID
    invoice_number: str
    reference: str
    amount: Amount
    currency: str
    due_on: date
    state: str
    standing: str | None = None
    payment_id: str = ""
    code: str = ""
    reason: str = ""


class GocardlessEvent(Value):
    """Told by GoCardless about something that is none of ours."""

    event_id: str
    resource: str
    action: str
    subject: str
    happened_at: datetime
    reason: str


class GocardlessApi:
    def __init__(self, session: Session) -> None:
        self._session = session

    def collections(self, **conditions: str) -> Iterator[GocardlessCollection]:
        path = "/gocardless/collections"
        return self._session.pages(DELIVERY, path, GocardlessCollection, **conditions)

    def again(self, collection_id: UUID) -> GocardlessCollection:
        path = f"/gocardless/collections/{collection_id}/again"
        answer = self._session.send("POST", DELIVERY, path)
        return GocardlessCollection.model_validate_json(answer.content)

    def events(self) -> Iterator[GocardlessEvent]:
        return self._session.pages(DELIVERY, "/gocardless/unmatched-events", GocardlessEvent)
