"""Facts become lines, in the transaction in which the inbox notes them."""

from collections.abc import Sequence

from kontor_chassis.message import Fact
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import PartyErased

from kontor_web.timeline.line import Line
from kontor_web.timeline.marks import changed_parts, marks_of
from kontor_web.timeline.store import Timeline
from kontor_web.timeline.telling import line_of


async def told(timeline: Timeline, facts: Sequence[Fact], tx: Transaction) -> None:
    """Add the facts' lines, in order; erasing a party takes its lines away first."""
    lines: list[Line] = []
    for fact in facts:
        if isinstance(fact.event, PartyErased):
            party_id = fact.event.party_id
            lines = [one for one in lines if one.party_id != party_id]
            await timeline.forget(party_id, tx)
        changed = await _changed(timeline, fact, tx)
        if line := line_of(fact.event, fact.envelope, changed):
            lines.append(line)
    await timeline.add(lines, tx)


async def _changed(timeline: Timeline, fact: Fact, tx: Transaction) -> list[str]:
    after = marks_of(fact.event)
    if after is None:
        return []
    before = await timeline.seen(fact.event.subject, tx)
    await timeline.see(fact.event.subject, after, tx)
    return [] if before is None else changed_parts(fact.event, before, after)
