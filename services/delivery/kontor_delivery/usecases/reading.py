"""What delivery tells of itself: figures, lists, the kept bytes."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kontor_contracts.delivery.delivery import Channel
from kontor_contracts.errors import ConflictError, NotFoundError

from kontor_delivery.model.delivery import Delivery
from kontor_delivery.model.document import DocumentDelivery, KeptDocument
from kontor_delivery.model.einvoice import Profile, to_xml
from kontor_delivery.model.einvoice.profile import XRECHNUNG
from kontor_delivery.model.einvoice.xrechnung import xrechnung_faults
from kontor_delivery.model.files import DeliveryFile, FileState
from kontor_delivery.model.listing import Figures, FileFigures, FileFilter, Filter, figures
from kontor_delivery.model.states import State
from kontor_delivery.model.story import Told
from kontor_delivery.model.undelivered import Undelivered, undelivered
from kontor_delivery.usecases.means import Means


@dataclass(frozen=True)
class RunFigures:
    documents: Figures
    mails: Figures
    archives: FileFigures
    exports: FileFigures


async def run_figures(means: Means, run_id: UUID) -> RunFigures:
    """Of one billing run; all zero while nothing of it has arrived."""
    counts = await means.store.listing.counts(run_id)
    files = await means.store.files.of_run(run_id)

    def with_files(channel: Channel) -> FileFigures:
        closed = [one for one in files if one.kind is channel and one.state is FileState.CLOSED]
        return FileFigures(**figures(counts, channel).model_dump(), files=len(closed))

    return RunFigures(
        documents=figures(counts, Channel.DOCUMENT),
        mails=figures(counts, Channel.EMAIL),
        archives=with_files(Channel.CHORUS_PRO),
        exports=with_files(Channel.GOCARDLESS),
    )


async def list_deliveries(means: Means, asked: Filter) -> list[Delivery]:
    return await means.store.listing.page(Delivery, asked)


async def tell_story(means: Means, invoice_id: UUID) -> list[Told]:
    found = await means.store.listing.of_invoice(invoice_id)
    if not found:
        raise NotFoundError("this invoice is not known here (yet)")
    return found


async def list_undelivered(means: Means, run_id: UUID) -> list[Undelivered]:
    return undelivered(await means.store.listing.of_run(run_id))


async def list_documents(means: Means, asked: Filter) -> list[KeptDocument]:
    return await means.store.listing.page(KeptDocument, asked)


async def read_document(
    means: Means, invoice_id: UUID, *, party_id: UUID | None = None
) -> KeptDocument:
    """With `party_id` it has to be this party's."""
    found = await means.store.deliveries.find(KeptDocument, invoice_id, Channel.DOCUMENT)
    if found is None or found.state is not State.ISSUED or party_id not in {None, found.party_id}:
        raise NotFoundError("this invoice has no document (yet)")
    return found


class XrechnungIncompleteError(ConflictError):
    """The invoice, frozen at issue, lacks what XRechnung asks for."""


async def read_einvoice(means: Means, invoice_id: UUID, profile: Profile) -> tuple[str, bytes]:
    """Number and XML of an issued invoice, written from what was frozen at issue."""
    found = await means.store.deliveries.find(DocumentDelivery, invoice_id, Channel.DOCUMENT)
    if found is None or found.state is not State.ISSUED:
        raise NotFoundError("this invoice has no document (yet)")
    invoice = found.generated().invoice
    faults = xrechnung_faults(invoice) if profile in XRECHNUNG else ()
    if faults:
        raise XrechnungIncompleteError(
            "complete the customer's or the own organisation's data, credit this invoice and"
            " bill it anew",
            fields=faults,
        )
    return invoice.number, await asyncio.to_thread(to_xml, invoice, profile)


async def read_file(means: Means, file_id: UUID) -> DeliveryFile:
    found = await means.store.files.find(file_id)
    if found is None or found.state is not FileState.CLOSED:
        raise NotFoundError("there is no such file (yet)")
    return found


async def open_link(means: Means, token: str, now: datetime) -> KeptDocument:
    """The document behind a notice's link; every other token is answered alike."""
    link = await means.store.links.find(token)
    if link is None or not link.opens(now):
        raise NotFoundError("this link is not valid, or not any more; ask us for a new one")
    document = await read_document(means, link.invoice_id)
    await means.store.deliveries.note_fetched(token)
    return document


async def revoke_links(means: Means, invoice_id: UUID, now: datetime) -> int:
    return await means.store.links.revoke(invoice_id, now)


async def list_files(means: Means, asked: FileFilter) -> list[DeliveryFile]:
    return await means.store.files.page(asked)
