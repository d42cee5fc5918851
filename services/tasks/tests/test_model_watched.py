"""Every watched fact, as its contract's example tells it: one action, by a rule that is set."""

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from kontor_contracts.billing.collection import PaymentReturned
from kontor_contracts.customers.bank_account import BankAccountChanged
from kontor_contracts.customers.mandate import MandateExpiring
from kontor_contracts.delivery.delivery import DeliveryFailed, MailBounced
from kontor_contracts.event import Event
from kontor_contracts.tasks.action import Action, Priority
from kontor_tasks.model.facts import action_after
from kontor_tasks.model.place import place_of
from kontor_tasks.model.rules import Rule
from kontor_tasks.model.watched import WATCHED, Watched
from kontor_tasks.model.working_days import working_days_after
from kontor_tasks.testing.records import BERLIN

EXAMPLES = Path(__file__).parents[3] / "contracts" / "examples"
NOW = datetime(2026, 11, 4, 9, tzinfo=UTC)
PLACE = place_of(BERLIN)
#: Where the contract's example is one that needs nobody.
NEEDING_A_PERSON: dict[str, dict[str, object]] = {
    "chorus-state-changed": {"needs_person": True},
    "gocardless-payment-changed": {"standing": "refused"},
}
every_fact = pytest.mark.parametrize("watched", WATCHED, ids=lambda one: one.fact.type)


def the_example(watched: Watched) -> Event:
    fact = watched.fact
    text = (EXAMPLES / fact.topic.name / f"{fact.type}.json").read_text(encoding="utf-8")
    return fact.model_validate({**json.loads(text), **NEEDING_A_PERSON.get(fact.type, {})})


def opened(watched: Watched, rule: Rule) -> Action | None:
    return action_after(the_example(watched), rule, PLACE, NOW)


def test_the_facts_that_the_team_asked_for_are_watched() -> None:
    asked = {DeliveryFailed, MailBounced, PaymentReturned, MandateExpiring, BankAccountChanged}
    assert asked <= {watched.fact for watched in WATCHED}


@every_fact
def test_a_fact_opens_one_action_however_often_it_is_told(watched: Watched) -> None:
    first, again = (opened(watched, watched.rule) for _ in range(2))
    assert first
    assert again
    assert first.id == again.id
    assert (first.kind, first.role) == (watched.rule.kind, watched.rule.role)
    assert "{" not in first.title


@every_fact
def test_its_rule_says_kind_days_doer_and_whether_at_all(watched: Watched) -> None:
    ada = uuid4()
    news = {"kind": "call", "working_days": 5, "role": "", "assignee_id": ada}
    rule = watched.rule.model_copy(update=news | {"priority": Priority.URGENT})
    soon, late = opened(watched, watched.rule), opened(watched, rule)
    assert soon
    assert late
    assert (late.kind, late.role, late.assignee_id) == ("call", "", ada)
    assert late.priority is Priority.URGENT
    more_days = 5 - watched.rule.working_days
    assert late.due_on == working_days_after(soon.due_on, more_days, PLACE.country)
    assert opened(watched, rule.model_copy(update={"active": False})) is None
