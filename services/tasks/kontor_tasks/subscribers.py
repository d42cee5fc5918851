"""Door 2: facts of other services."""

from collections.abc import Sequence
from itertools import groupby

from kontor_chassis.consumer import Consumer
from kontor_chassis.subscription import Subscription
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.folder import FolderActivated
from kontor_contracts.customers.organisation import OrganisationConfigured
from kontor_contracts.customers.party import (
    CustomerRegistered,
    PartyChanged,
    PartyErased,
    PartyEvent,
    ProspectConverted,
    ProspectRegistered,
)
from kontor_contracts.customers.team import (
    TeamMemberChanged,
    TeamMemberEvent,
    TeamMemberJoined,
    TeamMemberLeft,
)
from kontor_contracts.event import Event
from kontor_contracts.tasks.ticket import TicketReported
from kontor_contracts.topic import Topic
from kontor_contracts.topics import (
    BILLING_FOLDER,
    CUSTOMERS_ORGANISATION,
    CUSTOMERS_PARTY,
    CUSTOMERS_TEAM,
    INBOUND_TICKET,
)

from kontor_tasks.model.watched import WATCHED
from kontor_tasks.usecases import facts, installations, tickets
from kontor_tasks.usecases.desk import Desk

GROUP = "tasks"


def subscribe(consumer: Consumer, desk: Desk) -> None:
    """One subscription a topic: replicas, installations, reports, and every watched fact."""
    organisation = consumer.topic(CUSTOMERS_ORGANISATION, group=GROUP, replicas=["organisation"])
    team = consumer.topic(CUSTOMERS_TEAM, group=GROUP, replicas=["team"])
    parties = consumer.topic(CUSTOMERS_PARTY, group=GROUP, replicas=["parties"])
    folders = consumer.topic(BILLING_FOLDER, group=GROUP)
    reports = consumer.topic(INBOUND_TICKET, group=GROUP)
    _replicate(organisation, team, parties, desk)

    @folders.react(FolderActivated)
    async def start_installations(events: Sequence[FolderActivated], tx: Transaction) -> None:
        await installations.start(desk, events, tx)

    @reports.react(TicketReported)
    async def take_reports(events: Sequence[TicketReported], tx: Transaction) -> None:
        await tickets.take_reports(desk, events, tx)

    known = (organisation, team, parties, folders, reports)
    _watch(consumer, {one.topic: one for one in known}, desk)


def _replicate(
    organisation: Subscription, team: Subscription, parties: Subscription, desk: Desk
) -> None:
    @organisation.replicate(OrganisationConfigured)
    async def keep_organisation(events: Sequence[OrganisationConfigured], tx: Transaction) -> None:
        await facts.keep_organisation(desk, events, tx)

    @team.replicate(TeamMemberJoined, TeamMemberChanged, TeamMemberLeft)
    async def keep_members(events: Sequence[TeamMemberEvent], tx: Transaction) -> None:
        await facts.keep_members(desk, events, tx)

    @parties.replicate(ProspectRegistered, CustomerRegistered, ProspectConverted, PartyChanged)
    async def keep_parties(events: Sequence[PartyEvent], tx: Transaction) -> None:
        await facts.keep_parties(desk, events, tx)

    @parties.replicate(PartyErased)
    async def forget_parties(events: Sequence[PartyErased], tx: Transaction) -> None:
        await facts.forget_parties(desk, events, tx)


def _watch(consumer: Consumer, known: dict[Topic, Subscription], desk: Desk) -> None:
    """Whatever is watched opens actions by its rule."""

    async def plan(events: Sequence[Event], tx: Transaction) -> None:
        await facts.plan_after(desk, events, tx)

    types = sorted((one.fact for one in WATCHED), key=lambda fact: fact.topic.name)
    for _, of_topic in groupby(types, key=lambda fact: fact.topic.name):
        watched = list(of_topic)
        topic = watched[0].topic
        subscription = known.get(topic) or consumer.topic(topic, group=GROUP)
        subscription.react(*watched)(plan)
