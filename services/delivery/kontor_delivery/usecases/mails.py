"""Send mails: one per invoice, to all its recipients, in several conversations at a time."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kontor_chassis import tracing
from kontor_chassis.clock import now
from kontor_chassis.logs import log
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.delivery.delivery import Channel

from kontor_delivery.gateways.mail_server import MailServer
from kontor_delivery.model.mail.answers import after_attempt, settled
from kontor_delivery.model.mail.delivery import MailDelivery
from kontor_delivery.model.mail.message import Enclosure, compose, is_writable, unwritable
from kontor_delivery.model.mail.pace import spacing
from kontor_delivery.model.mail.recipients import InactiveContacts, without_inactive
from kontor_delivery.model.mail.template import template_id
from kontor_delivery.model.states import State
from kontor_delivery.usecases.falling_back import fall_back_from_mail
from kontor_delivery.usecases.leasing import renewed
from kontor_delivery.usecases.means import Means

#: A lease outlasts one step of the conversation: it is so many times as long.
MARGIN = 1.5
#: Claimed at once, per connection.
DEPTH = 4


@dataclass(frozen=True)
class Known:
    """What the mails of a batch need: PDFs by invoice, who left by party, own texts by id."""

    documents: Mapping[UUID, str]
    inactive: Mapping[UUID, InactiveContacts]
    texts: Mapping[str, str]


class MailWorker:
    """Claims a batch, holds its lease until the last of it is settled."""

    def __init__(self, means: Means, server: MailServer) -> None:
        self._means = means
        self._server = server
        step = timedelta(seconds=means.settings.smtp_timeout_seconds)
        lease = max(means.settings.lease, MARGIN * step)
        self._queue = means.store.deliveries.queue(
            MailDelivery, Channel.EMAIL, State.QUEUED, lease=lease
        )

    async def step(self) -> bool:
        limit = DEPTH * self._means.settings.smtp_connections
        mails = await self._queue.claim(limit=limit)
        if not mails:
            return False
        async with renewed(self._queue, [mail.id for mail in mails]):
            known = await self._known(mails)
            done = [self._deliver(mail, known) for mail in mails]
            results = await asyncio.gather(*done, return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return True

    async def _known(self, mails: list[MailDelivery]) -> Known:
        store = self._means.store
        return Known(
            documents=await store.deliveries.documents([one.invoice_id for one in mails]),
            inactive=await store.replicas.inactive([one.party_id for one in mails]),
            texts=await store.templates.texts(),
        )

    async def _deliver(self, mail: MailDelivery, known: Known) -> None:
        with tracing.continued(mail.trace):
            await self._deliver_traced(mail, known)

    async def _deliver_traced(self, mail: MailDelivery, known: Known) -> None:
        if party := known.inactive.get(mail.party_id):
            mail = without_inactive(mail, party.contacts)
        if not mail.pending:
            await self._keep(settled(mail))
        elif turn := await self._turn_later(mail):
            await self._queue.put_off(mail.with_changes(due_at=turn, turn_at=turn))
        elif sender := self._sender(mail):
            await self._keep(await self._attempted(mail, known, sender))
        else:
            reason = "the own organisation has no valid e-mail address to send from"
            await self._keep(mail.with_changes(state=State.FAILED, code="no-sender", reason=reason))

    async def _turn_later(self, mail: MailDelivery) -> datetime | None:
        """When to come again, for a mail to a domain that others are being sent to now."""
        limits = spacing(mail.pending, self._means.settings.mail_per_minute)
        if mail.turn_at or not limits:
            return None
        turns = [await self._means.store.turns.take(*limit) for limit in limits.items()]
        return max(turns) if max(turns) > now() else None

    def _sender(self, mail: MailDelivery) -> str:
        sender = self._means.settings.mail_from or mail.content.seller_email
        return sender if is_writable(sender) else ""

    async def _attempted(self, mail: MailDelivery, known: Known, sender: str) -> MailDelivery:
        answers = unwritable(mail.pending)
        to = [one.email for one in mail.pending if one.email not in answers]
        if to:
            enclosure = await self._enclosure(mail, known)
            message = compose(mail, enclosure, sender=sender, now=now())
            answers |= await self._server.send(message, sender=sender, recipients=to)
        patience = self._means.settings.mail_patience
        return after_attempt(mail, answers, now=now(), patience=patience)

    async def _enclosure(self, mail: MailDelivery, known: Known) -> Enclosure:
        text = known.texts.get(template_id(mail.method, mail.language), "")
        if mail.method is DeliveryMethod.EMAIL_ATTACHMENT:
            content = known.documents[mail.invoice_id]
            return Enclosure(pdf=await self._means.contents.get(content), template=text)
        settings = self._means.settings
        path = f"{settings.public_url}/linked/{mail.link}"
        return Enclosure(link=path if mail.link else settings.portal_url, template=text)

    async def _keep(self, mail: MailDelivery) -> None:
        async def commit(tx: Transaction) -> None:
            if not await self._queue.finish(mail, tx):
                return
            if mail.state is State.SENT:
                tx.publish(mail.delivered(now()))
            elif mail.state is State.FAILED:
                tx.publish(mail.failed(now()))
                await fall_back_from_mail(self._means, mail, tx)

        await self._means.transactions.run(commit)
        log.info("mail-attempted", invoice=mail.invoice_number, state=mail.state, code=mail.code)
