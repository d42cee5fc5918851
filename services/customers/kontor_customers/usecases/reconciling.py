"""After a restore: account numbers that were given since the back-up are not given again."""

from collections.abc import Iterable

from kontor_chassis.backup.lost import LostFact
from kontor_contracts.customers.party import PartyEvent

from kontor_customers.model.numbers import DEFAULT_ACCOUNT_NUMBERS, Numbering
from kontor_customers.usecases.books import Books


async def reconcile(books: Books, lost: Iterable[LostFact]) -> list[str]:
    """Jump behind them; answers the numbers of parties to be entered again."""
    events = (event for fact in lost if isinstance(event := fact.event(), PartyEvent))
    told = {event.party.id: event.party.number for event in events}
    ours = await books.organisations.ours()
    pattern = ours.account_number_pattern if ours else DEFAULT_ACCOUNT_NUMBERS
    await books.account_numbers.jump_past(told.values(), Numbering(pattern))
    known = await books.parties.numbers_of(told)
    return sorted(number for party_id, number in told.items() if party_id not in known)
