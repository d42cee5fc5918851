"""Facts of other services: copied, or made into actions."""

from collections.abc import Sequence
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.organisation import OrganisationConfigured
from kontor_contracts.customers.party import PartyErased, PartyEvent
from kontor_contracts.customers.team import TeamMemberEvent
from kontor_contracts.event import Event
from kontor_contracts.tasks.action import Action

from kontor_tasks.model.facts import action_after, rules_in_force
from kontor_tasks.model.history import Author
from kontor_tasks.model.parties import erased, name_of
from kontor_tasks.model.place import place_of
from kontor_tasks.usecases.desk import Desk, save_actions


async def plan_after(desk: Desk, facts: Sequence[Event], tx: Transaction) -> None:
    """An action per cause where a rule asks for one, also when it is told twice."""
    place = await desk.place(tx)
    rules = rules_in_force({rule.key: rule for rule in await desk.rules.all(tx)})
    moment = now()
    made: dict[UUID, tuple[Action, Event]] = {}
    for fact in facts:
        if action := action_after(fact, rules[fact.type], place, moment):
            made.setdefault(action.id, (action, fact))
    unknown = await desk.actions.unknown_of(list(made), tx)
    for identity in made.keys() & unknown:
        action, fact = made[identity]
        author = Author(subject=f"kontor-{fact.topic.producer}", name=fact.type, door="event")
        await save_actions(desk, [(None, action)], author=author, now=moment, tx=tx)


async def keep_organisation(
    desk: Desk, facts: Sequence[OrganisationConfigured], tx: Transaction
) -> None:
    newest = max(facts, key=lambda fact: fact.order).organisation
    before = place_of(await desk.replicas.organisation(tx)).zone
    await desk.replicas.keep_organisation(newest, tx)
    after = place_of(await desk.replicas.organisation(tx)).zone
    if after.key != before.key:
        await desk.actions.move_to_zone(after, tx)


async def keep_members(desk: Desk, facts: Sequence[TeamMemberEvent], tx: Transaction) -> None:
    await desk.replicas.keep_members([fact.member for fact in facts], tx)


async def keep_parties(desk: Desk, facts: Sequence[PartyEvent], tx: Transaction) -> None:
    await desk.replicas.keep_parties([name_of(fact.party) for fact in facts], tx)


async def forget_parties(desk: Desk, facts: Sequence[PartyErased], tx: Transaction) -> None:
    names = [erased(fact.party_id, fact.version) for fact in facts]
    await desk.replicas.keep_parties(names, tx)
