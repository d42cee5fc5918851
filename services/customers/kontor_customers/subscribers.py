"""Door 2: facts of other services."""

from collections.abc import Sequence

from kontor_chassis.consumer import Consumer
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.collection import (
    CollectionEvent,
    CollectionPresented,
    CollectionSettled,
    PaymentReturned,
)
from kontor_contracts.billing.folder import (
    FolderActivated,
    FolderChanged,
    FolderClosed,
    FolderEvent,
    FolderOpened,
    FolderState,
)
from kontor_contracts.delivery.delivery import MailBounced
from kontor_contracts.delivery.gocardless import GocardlessMandateChanged
from kontor_contracts.inbound import LeadReported
from kontor_contracts.topics import (
    BILLING_COLLECTION,
    BILLING_FOLDER,
    DELIVERY_DELIVERY,
    DELIVERY_GOCARDLESS,
    INBOUND_LEAD,
)

from kontor_customers.model.folders import known
from kontor_customers.model.history import Author
from kontor_customers.usecases.books import Books
from kontor_customers.usecases.bounces import mark_bounces
from kontor_customers.usecases.leads import enter_lead
from kontor_customers.usecases.mandates import follow_collections, keep_mandate_states
from kontor_customers.usecases.parties import convert_all

GROUP = "customers"
BY_FOLDER = Author(subject="kontor-billing", name="Folder activated", door="event")
BY_BANK = Author(subject="kontor-billing", name="Bank", door="event")
BY_DELIVERY = Author(subject="kontor-delivery", name="Mail server", door="event")
BY_GOCARDLESS = Author(subject="kontor-delivery", name="GoCardless", door="event")


def subscribe(consumer: Consumer, books: Books) -> None:
    """Folders convert prospects; GoCardless and the bank move mandates; bounces mark contacts."""
    _subscribe_folders(consumer, books)
    _subscribe_bank(consumer, books)
    gocardless = consumer.topic(DELIVERY_GOCARDLESS, group=GROUP)

    @gocardless.react(GocardlessMandateChanged)
    async def keep_mandates(events: Sequence[GocardlessMandateChanged], tx: Transaction) -> None:
        await keep_mandate_states(books, events, author=BY_GOCARDLESS, tx=tx)

    leads = consumer.topic(INBOUND_LEAD, group=GROUP)

    @leads.react(LeadReported)
    async def enter_prospects(events: Sequence[LeadReported], tx: Transaction) -> None:
        for event in events:
            await enter_lead(books, event, tx)

    delivery = consumer.topic(DELIVERY_DELIVERY, group=GROUP)

    @delivery.react(MailBounced)
    async def mark_contacts(events: Sequence[MailBounced], tx: Transaction) -> None:
        await mark_bounces(books, events, author=BY_DELIVERY, tx=tx)


def _subscribe_bank(consumer: Consumer, books: Books) -> None:
    collections = consumer.topic(BILLING_COLLECTION, group=GROUP)

    @collections.react(CollectionPresented, CollectionSettled, PaymentReturned)
    async def move_mandates(events: Sequence[CollectionEvent], tx: Transaction) -> None:
        await follow_collections(books, events, author=BY_BANK, tx=tx)


def _subscribe_folders(consumer: Consumer, books: Books) -> None:
    """Convert the prospect whose folder with an installation is active.

    The folder's state decides, not the kind of fact: compaction may swallow the activation.
    """
    folders = consumer.topic(BILLING_FOLDER, group=GROUP, replicas=["folders"])

    @folders.replicate(FolderOpened, FolderChanged, FolderActivated, FolderClosed)
    async def remember_folders(events: Sequence[FolderEvent], tx: Transaction) -> None:
        await books.folders.replace([known(event.folder) for event in events], tx)

    @folders.react(FolderOpened, FolderChanged, FolderActivated)
    async def convert_prospects(events: Sequence[FolderEvent], tx: Transaction) -> None:
        converting = {
            event.folder.party_id: None
            for event in events
            if event.folder.state is FolderState.ACTIVE and event.folder.standard_installation
        }
        if converting:
            await convert_all(books, list(converting), author=BY_FOLDER, tx=tx)
