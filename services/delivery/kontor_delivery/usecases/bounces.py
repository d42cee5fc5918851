"""Bounces come in: by HTTP, or from a maildir that a mail server fills."""

import asyncio
from pathlib import Path

from kontor_chassis.clock import now
from kontor_chassis.logs import log
from kontor_chassis.transaction import Transaction

from kontor_delivery.gateways.maildir import Maildir
from kontor_delivery.model.mail.bounce import read_bounce
from kontor_delivery.model.mail.bounced import after_bounce, newly_bounced
from kontor_delivery.model.states import State
from kontor_delivery.usecases.falling_back import fall_back_from_mail
from kontor_delivery.usecases.means import Means


async def take_bounce(means: Means, raw: bytes) -> bool:
    """Whether the report is about a mail of ours; once taken, the same report changes nothing."""
    bounce = read_bounce(raw)
    if bounce is None:
        return False

    async def commit(tx: Transaction) -> bool:
        mail = await means.store.deliveries.mail_by_message_id(bounce.message_id, tx)
        if mail is None:
            return False
        bounced = after_bounce(mail, bounce)
        if bounced != mail:
            await means.store.deliveries.save(bounced, tx)
            tx.publish(*newly_bounced(mail, bounced, now()))
        if bounced.state is State.BOUNCED is not mail.state:
            tx.publish(bounced.failed(now()))
            await fall_back_from_mail(means, bounced, tx)
        return True

    return await means.transactions.run(commit)


class MaildirWatch:
    """Takes what is new in the maildir; what is no report of ours is kept, and marked."""

    def __init__(self, means: Means, directory: Path) -> None:
        self._means = means
        self._maildir = Maildir(directory)

    async def step(self) -> bool:
        names = await asyncio.to_thread(self._maildir.new)
        for name in names:
            raw = await asyncio.to_thread(self._maildir.read, name)
            ours = await take_bounce(self._means, raw)
            if not ours:
                log.warning("no-bounce-of-ours", file=name)
            await asyncio.to_thread(self._maildir.done, name, flagged=not ours)
        return bool(names)
