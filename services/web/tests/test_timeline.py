"""Every fact about a party becomes one line, in words of three languages."""

import json
from functools import partial
from pathlib import Path

import pytest
from kontor_chassis.clock import now
from kontor_contracts.catalogue import all_events
from kontor_contracts.customers.party import PartyChanged
from kontor_contracts.customers.payment import GoCardlessMandateState
from kontor_contracts.delivery.delivery import ChorusStateChanged
from kontor_contracts.delivery.gocardless import GocardlessStanding
from kontor_contracts.envelope import Envelope
from kontor_contracts.event import Event
from kontor_contracts.tasks.ticket import TicketChanged, TicketClosed, TicketOpened, TicketState
from kontor_contracts.values import Language
from kontor_delivery.model.chorus.states import KNOWN
from kontor_web.languages import Formats, translated
from kontor_web.timeline import words
from kontor_web.timeline.line import Kind, Line
from kontor_web.timeline.marks import changed_parts, marks_of
from kontor_web.timeline.subscribers import TOPICS
from kontor_web.timeline.telling import TELLING, line_of

EXAMPLES = Path(__file__).parents[3] / "contracts" / "examples"
TOLD = tuple(kind for kind, _ in TELLING)
SUBSCRIBED = [one for one in all_events() if one.topic in TOPICS and issubclass(one, TOLD)]
#: On the same topics, but about no party.
ABOUT_NO_PARTY = {
    "bank-entry-unmatched",
    "archive-created",
    "export-created",
    "chorus-flow-stuck",
    "webhook-endpoint-failing",
    "webhook-endpoint-disabled",
}


def example(kind: type[Event]) -> Event:
    file = EXAMPLES / kind.topic.name / f"{kind.type}.json"
    return kind.model_validate(json.loads(file.read_text(encoding="utf-8")))


def line(event: Event, actor: str = "Ada") -> Line | None:
    envelope = Envelope(
        id="1", type=event.type, source="kontor/x", subject=event.subject, time=now(), actor=actor
    )
    return line_of(event, envelope)


def test_no_fact_about_a_party_is_left_out() -> None:
    left = {one.type for one in all_events() if one.topic in TOPICS} - {
        one.type for one in SUBSCRIBED
    }
    assert left == ABOUT_NO_PARTY


@pytest.mark.parametrize("kind", SUBSCRIBED, ids=lambda one: one.type)
@pytest.mark.parametrize("language", list(Language))
def test_each_fact_says_who_and_what_in_every_language(
    kind: type[Event], language: Language
) -> None:
    told = line(example(kind))
    if told is None:
        pytest.fail("an example without its party")
    text = words.said(told, Formats(language), lambda one: translated(language, one))
    assert told.who == "Ada"
    assert text
    assert "%(" not in text
    assert text != kind.type


STATES = sorted({*GocardlessStanding, *GoCardlessMandateState, *TicketState})


@pytest.mark.parametrize("state", STATES, ids=str)
def test_no_state_of_a_provider_is_shown_as_a_code(state: str) -> None:
    for language in (Language.FRENCH, Language.ENGLISH):
        assert translated(language, words.STATES[state]) != words.STATES[state]


@pytest.mark.parametrize("state", sorted(KNOWN))
def test_each_state_of_chorus_pro_is_told_in_words_with_its_reason(state: str) -> None:
    change = chorus_change(state=state, reason="Motif du destinataire")
    told = line(change)
    assert told
    assert (told.kind, told.link) == (Kind.DELIVERY, f"/invoices/{change.invoice_id}")
    texts = {one: words.said(told, Formats(one), partial(translated, one)) for one in Language}
    assert len(set(texts.values())) == len(Language)
    for text in texts.values():
        assert state not in text
        assert change.invoice_number in text
        assert text.endswith("Motif du destinataire")


def test_a_state_of_chorus_pro_that_nobody_knows_yet_is_told_as_it_came() -> None:
    told = line(chorus_change(state="ETAT_NOUVEAU", reason=""))
    assert told
    assert "ETAT_NOUVEAU" in words.said(told, Formats(Language.GERMAN), str)


def test_each_line_about_a_ticket_leads_to_it() -> None:
    for kind in (TicketOpened, TicketChanged, TicketClosed):
        event = example(kind)
        told = line(event)
        assert told
        assert (told.kind, told.link) == (Kind.TICKET, f"/tickets/{event.subject}")


def chorus_change(**changes: str) -> ChorusStateChanged:
    change = example(ChorusStateChanged)
    assert isinstance(change, ChorusStateChanged)
    return change.model_copy(update=changes)


def test_a_change_names_its_parts_without_keeping_values() -> None:
    before = example(PartyChanged)
    assert isinstance(before, PartyChanged)
    party = before.party.model_copy(update={"on_hold": "Streit", "legal_form": "KG", "version": 99})
    after = before.model_copy(update={"party": party})
    old, new = marks_of(before), marks_of(after)
    assert old
    assert new
    assert changed_parts(after, old, new) == ["data", "on-hold"]
    assert "Streit" not in str(new)
