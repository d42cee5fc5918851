"""Actions on the real database."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from kontor_chassis.mongo import Database
from kontor_chassis.transaction import Transactions
from kontor_contracts.errors import StaleVersionError
from kontor_contracts.tasks.action import Action, ActionState
from kontor_tasks.model.calendar import View, day_of, days_of, is_overdue, last_day_over
from kontor_tasks.model.listing import Filter, Over, Position, due_key, position_of
from kontor_tasks.store import Actions
from kontor_tasks.testing.records import TODAY, an_action

BERLIN = ZoneInfo("Europe/Berlin")
MEMBER, LEFT, PARTY = uuid4(), uuid4(), uuid4()
NOW = datetime(2026, 11, 4, 12, tzinfo=UTC)


@pytest.fixture
async def actions(store_database: Database) -> Actions:
    opened = Actions(store_database)
    await opened.ensure_indexes()
    return opened


async def add(actions: Actions, transactions: Transactions, *some: Action) -> None:
    await transactions.run(lambda tx: actions.save_all([(None, one) for one in some], tx))


async def whole_list(actions: Actions, asked: Filter) -> list[Action]:
    found: list[Action] = []
    after: Position | None = None
    while page := await actions.page(asked.model_copy(update={"after": after, "limit": 7})):
        found += page
        after = position_of(page[-1])
    return found


def any_action(chance: random.Random) -> Action:
    """Around NOW, with or without a time, of anybody, in any state."""
    moment = NOW + timedelta(minutes=chance.randrange(-60_000, 60_000))
    return an_action(
        due_at=moment if chance.random() < 0.5 else None,
        state=chance.choice(list(ActionState)),
        kind=chance.choice(["call", "task"]),
        role=chance.choice(["", "sales", "support", "technician"]),
        assignee_id=chance.choice([None, MEMBER, LEFT]),
        party_id=chance.choice([None, PARTY]),
    ).model_copy(update={"due_on": day_of(moment, BERLIN)})


@pytest.fixture
async def many(actions: Actions, transactions: Transactions) -> list[Action]:
    chance = random.Random(7)  # noqa: S311  # made-up records
    made = [any_action(chance) for _ in range(200)]
    await add(actions, transactions, *made)
    return sorted(made, key=lambda one: (due_key(one), one.id.bytes))


async def test_pages_cover_the_whole_list_in_order(actions: Actions, many: list[Action]) -> None:
    assert await whole_list(actions, Filter()) == many


async def test_filters_find_what_their_words_say(actions: Actions, many: list[Action]) -> None:
    over = Over(moment=NOW, last_day=last_day_over(NOW, BERLIN))
    first, last = date(2026, 10, 20), date(2026, 11, 20)
    cases = {
        Filter(state=ActionState.WAITING): lambda one: one.state is ActionState.WAITING,
        Filter(unfinished=True): lambda one: not one.is_finished,
        Filter(kind="task"): lambda one: one.kind == "task",
        Filter(party_id=PARTY): lambda one: one.party_id == PARTY,
        Filter(assignee_id=MEMBER): lambda one: one.assignee_id == MEMBER,
        Filter(roles=("sales", "support")): lambda one: one.role in {"sales", "support"},
        Filter(due_from=first, due_until=last): lambda one: first <= one.due_on <= last,
        Filter(overdue=over): lambda one: is_overdue(one, NOW, BERLIN),
        Filter(overdue=over, assignee_id=MEMBER, due_from=first): lambda one: (
            is_overdue(one, NOW, BERLIN) and one.assignee_id == MEMBER and first <= one.due_on
        ),
        Filter(without_doer=(LEFT,)): lambda one: (
            not one.is_finished
            and (
                one.assignee_id == LEFT
                or (one.assignee_id is None and one.role in {"", "technician"})
            )
        ),
    }
    for asked, holds in cases.items():
        expected = [one for one in many if holds(one)]
        assert expected
        assert await whole_list(actions, asked) == expected, asked


@pytest.mark.parametrize("view", View)
async def test_a_view_counts_each_day_as_its_list_holds_it(
    actions: Actions, many: list[Action], view: View
) -> None:
    days = days_of(view, TODAY)
    within = Filter(due_from=days.first, due_until=days.last, unfinished=True)
    counts = await actions.counts_by_day(within)
    found = await whole_list(actions, within)
    assert found == [
        one for one in many if days.first <= one.due_on <= days.last and not one.is_finished
    ]
    assert counts == Counter(one.due_on.isoformat() for one in found)
    assert found


async def test_of_two_saves_of_one_version_the_second_is_refused(
    actions: Actions, transactions: Transactions
) -> None:
    action = an_action()
    await add(actions, transactions, action)
    after = action.model_copy(update={"version": 2})
    await transactions.run(lambda tx: actions.save_all([(action, after)], tx))
    with pytest.raises(StaleVersionError):
        await transactions.run(lambda tx: actions.save_all([(action, after)], tx))


async def test_another_time_zone_moves_what_is_due_at_a_moment(
    actions: Actions, transactions: Transactions
) -> None:
    late = datetime(2026, 11, 4, 23, 30, tzinfo=UTC)
    timed = an_action(due_at=late).model_copy(update={"due_on": day_of(late, BERLIN)})
    of_day = an_action()
    await add(actions, transactions, timed, of_day)
    new_york = ZoneInfo("America/New_York")
    await transactions.run(lambda tx: actions.move_to_zone(new_york, tx))
    moved = timed.model_copy(update={"due_on": day_of(late, new_york)})
    assert await whole_list(actions, Filter()) == [of_day, moved]
    assert await whole_list(actions, Filter(due_from=date(2026, 11, 5))) == []


async def test_ids_that_no_action_has_are_told(
    actions: Actions, transactions: Transactions
) -> None:
    action, unknown = an_action(), uuid4()
    await add(actions, transactions, action)

    async def ask(ids: list[UUID]) -> set[UUID]:
        return await transactions.run(lambda tx: actions.unknown_of(ids, tx))

    assert await ask([action.id, unknown]) == {unknown}
