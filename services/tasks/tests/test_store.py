"""Actions on the real database."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from kontor_chassis.mongo import Database
from kontor_chassis.transaction import Transactions
from kontor_contracts.tasks.action import Action, ActionState
from kontor_tasks.model.listing import Filter
from kontor_tasks.store import Store

TODAY = date(2026, 11, 4)


@pytest.fixture
async def store(store_database: Database) -> Store:
    opened = Store(store_database)
    await opened.ensure_indexes()
    return opened


def an_action(*, days: int = 0, **changes: object) -> Action:
    due_on = TODAY + timedelta(days=days)
    values: dict[str, object] = {
        "id": uuid4(),
        "version": 1,
        "kind": "call",
        "title": "Call",
        "due_on": due_on,
    }
    return Action.model_validate(values | changes)


async def add(store: Store, transactions: Transactions, *actions: Action) -> list[Action]:
    return await transactions.run(lambda tx: store.add(actions, tx))


async def test_an_action_is_added_once(store: Store, transactions: Transactions) -> None:
    action = an_action()
    assert await add(store, transactions, action, action) == [action]
    assert await add(store, transactions, action.model_copy(update={"title": "Other"})) == []
    assert await store.find(action.id) == action


async def test_pages_cover_all_actions_by_due_day(store: Store, transactions: Transactions) -> None:
    actions = [an_action(days=number % 3) for number in range(10)]
    await add(store, transactions, *actions)
    found: list[Action] = []
    after: tuple[date, UUID] | None = None
    while page := await store.page(Filter(after=after, limit=4)):
        found += page
        after = (page[-1].due_on, page[-1].id)
    assert [one.due_on for one in found] == sorted(one.due_on for one in actions)
    assert {one.id for one in found} == {one.id for one in actions}


async def test_a_list_is_narrowed_by_state_and_party(
    store: Store, transactions: Transactions
) -> None:
    mine = an_action(party_id=uuid4())
    done = an_action(party_id=mine.party_id, state=ActionState.DONE)
    await add(store, transactions, mine, done, an_action())
    assert await store.page(Filter(state=ActionState.OPEN, party_id=mine.party_id)) == [mine]
