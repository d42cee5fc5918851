"""What tasks does: opens actions after facts, and tells which there are."""

from collections.abc import Sequence
from uuid import UUID

from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.organisation import OrganisationConfigured
from kontor_contracts.delivery.delivery import DeliveryFailed
from kontor_contracts.errors import NotFoundError
from kontor_contracts.tasks.action import Action, ActionPlanned

from kontor_tasks.model.facts import action_after
from kontor_tasks.model.listing import Filter
from kontor_tasks.store import Store


class Tasks:
    """The verbs of the service; both doors call these."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def plan_after_failures(
        self, failures: Sequence[DeliveryFailed], tx: Transaction
    ) -> None:
        """One action per failed delivery, also when it is told twice."""
        organisation = await self._store.organisation()
        planned = [action_after(failure, organisation) for failure in failures]
        new = await self._store.add([action for action in planned if action], tx)
        tx.publish(*(ActionPlanned(action=action) for action in new))

    async def keep_organisation(
        self, facts: Sequence[OrganisationConfigured], tx: Transaction
    ) -> None:
        newest = max(facts, key=lambda fact: fact.order)
        await self._store.keep_organisation(newest.organisation, tx)

    async def list_actions(self, asked: Filter) -> list[Action]:
        return await self._store.page(asked)

    async def read_action(self, action_id: UUID) -> Action:
        found = await self._store.find(action_id)
        if found is None:
            raise NotFoundError("there is no such action")
        return found
