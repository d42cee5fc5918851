"""All services behind one sign-in."""

import contextlib
from collections.abc import Iterator

from kontor_contracts.tasks.action import Action

from kontor_cli.client.answers import ImportLine
from kontor_cli.client.billing import BillingApi
from kontor_cli.client.customers import CustomersApi
from kontor_cli.client.debits import DebitsApi
from kontor_cli.client.delivery import DeliveryApi
from kontor_cli.client.gocardless import GocardlessApi
from kontor_cli.client.imports import ImportKind, Mapping, import_file
from kontor_cli.client.invoices import InvoicesApi
from kontor_cli.client.mails import MailsApi
from kontor_cli.client.mandates import MandatesApi
from kontor_cli.client.operations import OperationsApi
from kontor_cli.client.replicas import ReplicasApi
from kontor_cli.client.session import Session
from kontor_cli.client.tasks import TasksApi
from kontor_cli.client.team import TeamApi
from kontor_cli.client.unmatched import UnmatchedApi
from kontor_cli.client.usage import UsageApi
from kontor_cli.client.vat import VatApi
from kontor_cli.client.webhooks import WebhooksApi
from kontor_cli.settings import Service, Settings


class Kontor:
    def __init__(self, session: Session) -> None:
        self._session = session
        self.customers = CustomersApi(session)
        self.billing = BillingApi(session)
        self.debits = DebitsApi(session)
        self.delivery = DeliveryApi(session)
        self.tasks = TasksApi(session)
        self.operations = OperationsApi(session)
        self.replicas = ReplicasApi(session)
        self.team = TeamApi(session)
        self.invoices = InvoicesApi(session)
        self.unmatched = UnmatchedApi(session)
        self.mandates = MandatesApi(session)
        self.usage = UsageApi(session)
        self.vat = VatApi(session)
        self.gocardless = GocardlessApi(session)
        self.mails = MailsApi(session)
        self.webhooks = WebhooksApi(session)

    def import_file(
        self,
        kind: ImportKind,
        content: bytes,
        *,
        dry_run: bool = False,
        mapping: Mapping = Mapping.OURS,
    ) -> Iterator[ImportLine]:
        return import_file(self._session, kind, content, dry_run=dry_run, mapping=mapping)

    def actions(self, state: str) -> Iterator[Action]:
        return self._session.pages(Service.TASKS, "/actions", Action, state=state)


@contextlib.contextmanager
def connected(settings: Settings) -> Iterator[Kontor]:
    """A client that signs in with its first request."""
    with Session(settings) as session:
        yield Kontor(session)
