"""`kontor webhooks`: partners, what they are told, and what is told again."""

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from kontor_cli.exits import Exit
from kontor_cli.testing import ScriptedServices
from typer.testing import Result

Kontor = Callable[..., Result]
ENDPOINT: dict[str, object] = {
    "id": str(uuid4()),
    "version": 3,
    "name": "crm",
    "url": "https://crm.example/hooks",
    "facts": ["invoice-paid"],
    "state": "disabled",
    "reason": "failing for five days",
}
PATH = f"/webhook-endpoints/{ENDPOINT['id']}"


@pytest.fixture
def partner(services: ScriptedServices) -> ScriptedServices:
    services.answer("GET", "/webhook-endpoints", {"items": [ENDPOINT]})
    return services


def test_an_endpoint_is_added_and_shows_its_secret_once(
    partner: ScriptedServices, kontor: Kontor
) -> None:
    partner.answer("POST", "/webhook-endpoints", ENDPOINT | {"secret": "whsec_1"}, 201)
    fact = {"type": "invoice-paid", "topic": "billing.invoice", "description": "Paid in full."}
    partner.answer("GET", "/webhook-endpoints/facts", {"items": [fact]})
    assert "Paid in full." in kontor("webhooks", "facts").stdout
    added = kontor("webhooks", "add", "crm", "https://crm.example/hooks", "--fact", "invoice-paid")
    assert "whsec_1" in added.stdout
    listed = kontor("webhooks", "list").stdout
    assert "failing for five days" in listed
    assert "whsec_1" not in listed


def test_its_facts_are_changed_from_the_version_that_is_there(
    partner: ScriptedServices, kontor: Kontor
) -> None:
    partner.answer("PUT", PATH, ENDPOINT)
    assert kontor("webhooks", "tell", "crm", "--fact", "party-changed").exit_code == Exit.DONE
    [asked] = partner.asked("PUT", PATH)
    assert asked.headers["if-match"] == '"3"'
    assert json.loads(asked.body)["facts"] == ["party-changed"]


@pytest.mark.parametrize(
    ("command", "answer", "words"),
    [
        ("enable", ENDPOINT | {"state": "enabled"}, "enabled"),
        ("disable", ENDPOINT, "disabled"),
        ("secret", ENDPOINT | {"secret": "whsec_2"}, "whsec_2"),
        (
            "test",
            {"accepted": False, "status": 410, "words": "Gone", "milliseconds": 7},
            "did not take it: 410 Gone",
        ),
    ],
)
def test_it_is_stepped_by_its_name(
    partner: ScriptedServices, kontor: Kontor, command: str, answer: object, words: str
) -> None:
    partner.answer("POST", f"{PATH}/{command}", answer)
    assert words in kontor("webhooks", command, "crm").stdout
    assert kontor("webhooks", command, "erp").exit_code == Exit.USAGE
    assert len(partner.asked("POST", f"{PATH}/{command}")) == 1


def test_messages_are_listed_and_told_again(partner: ScriptedServices, kontor: Kontor) -> None:
    party = str(uuid4())
    row = {"webhook_id": "msg_1", "party_id": party, "sequence": 4, "type": "invoice-paid"}
    partner.answer("GET", f"{PATH}/messages", {"items": [row | {"state": "failed"}]})
    partner.answer("POST", f"{PATH}/redeliveries", {"streams": 1})
    assert "msg_1" in kontor("webhooks", "messages", "crm", "--state", "failed").stdout
    assert "state=failed" in partner.asked("GET", f"{PATH}/messages")[0].path
    kontor("webhooks", "redeliver", "crm", "--message", "msg_1")
    kontor("webhooks", "redeliver", "crm", "--party", party, "--first", "2", "--last", "4")
    one, several = (json.loads(it.body) for it in partner.asked("POST", f"{PATH}/redeliveries"))
    assert one == {"webhook_id": "msg_1"}
    assert several == {"party_id": party, "first": 2, "last": 4}


def test_what_is_told_again_is_named_one_way(partner: ScriptedServices, kontor: Kontor) -> None:
    party = ("--party", str(uuid4()))
    for wrong in ((), party, (*party, "--last", "4", "--message", "msg_1"), ("--last", "4")):
        assert kontor("webhooks", "redeliver", "crm", *wrong).exit_code == Exit.USAGE
    assert not partner.asked("POST", f"{PATH}/redeliveries")


def test_a_partner_is_removed(partner: ScriptedServices, kontor: Kontor) -> None:
    partner.answer("DELETE", PATH, status=204)
    assert "nothing any more" in kontor("webhooks", "remove", "crm").stdout
    assert partner.asked("DELETE", PATH)
