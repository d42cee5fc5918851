"""Rules of webhooks that need no network."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_delivery.model.webhooks.address import is_public, url_faults
from kontor_delivery.model.webhooks.endpoint import GRACE, Endpoint, Secret
from kontor_delivery.model.webhooks.masking import masked
from kontor_delivery.model.webhooks.message import Message, MessageState, Reply
from kontor_delivery.model.webhooks.payload import PublicFact, party_of
from kontor_delivery.model.webhooks.stream import PATIENCE, Stream, StreamState

MOMENT = datetime(2026, 11, 2, 9, tzinfo=UTC)
BUSY = Reply(503, "Service Unavailable", 3)


def a_stream() -> Stream:
    return Stream(
        id=uuid4(), endpoint_id=uuid4(), party_id=uuid4(), state=StreamState.WAITING, due_at=MOMENT
    )


def an_endpoint() -> Endpoint:
    return Endpoint(
        id=uuid4(), name="P", url="https://p.example", facts=(), secrets=(Secret.fresh(),)
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "https://127.0.0.1/hook",
        "https://[::1]/hook",
        "https://[::ffff:10.0.0.1]/hook",
        "https://169.254.169.254/latest",
        "https://localhost/hook",
        "https://user:secret@example.org/hook",
        "https://",
        "https://example.org:port/",
        "file:///etc/passwd",
    ],
)
def test_addresses_that_facts_must_not_go_to_are_refused(url: str) -> None:
    assert url_faults(url, allow_private=False)


def test_a_public_address_over_tls_is_taken() -> None:
    assert url_faults("https://partner.example.org:8443/hook?x=1", allow_private=False) == []
    assert url_faults("http://127.0.0.1:9/hook", allow_private=True) == []


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "192.168.0.1", "100.64.0.1", "0.0.0.0", "::", "fe80::1", "fd00::1", "2002:a00::1"],  # noqa: S104
)
def test_no_address_of_a_private_network_is_public(address: str) -> None:
    assert not is_public(address)


def test_ibans_are_masked_and_what_only_looks_like_one_is_left() -> None:
    text = '{"iban": "DE75512108001245126199", "to": "FR76 3000 6000 0112 3456 7890 189"}'
    assert masked(text) == '{"iban": "DE75 •••• 6199", "to": "FR76 •••• 0189"}'
    assert masked("DE75512108001245126198 MD00GRZ010010") == "DE75512108001245126198 MD00GRZ010010"


@given(st.integers(min_value=0, max_value=40), st.floats(min_value=0, max_value=1))
def test_pauses_grow_stay_below_a_day_and_are_spread(failures: int, spread: float) -> None:
    stream = a_stream().model_copy(update={"failures": failures})
    pause = stream.refused(BUSY, now=MOMENT, spread=spread).due_at - MOMENT
    assert timedelta(seconds=4) <= pause < timedelta(hours=8)


def test_an_endpoint_may_ask_for_a_longer_pause() -> None:
    slow_down = Reply(429, "Too Many Requests", 3, retry_after=600)
    blocked = a_stream().refused(slow_down, now=MOMENT, spread=0)
    assert blocked.due_at == MOMENT + timedelta(minutes=10)


def test_patience_is_counted_from_the_first_refusal_and_anew_for_the_next_message() -> None:
    blocked = a_stream().refused(BUSY, now=MOMENT, spread=0)
    blocked = blocked.refused(BUSY, now=MOMENT + timedelta(days=1), spread=0)
    assert blocked.needs_warning(MOMENT + timedelta(days=1))
    assert not blocked.is_hopeless(MOMENT + PATIENCE - timedelta(seconds=1))
    assert blocked.is_hopeless(MOMENT + PATIENCE)
    assert not blocked.relieved().is_hopeless(MOMENT + PATIENCE)


def test_the_echo_of_a_first_gone_is_not_a_second() -> None:
    endpoint = an_endpoint().with_changes(gone_since=MOMENT)
    assert not endpoint.is_gone_for_good(MOMENT + timedelta(seconds=5))
    assert endpoint.is_gone_for_good(MOMENT + GRACE)


def test_a_replaced_secret_signs_until_its_time_is_over() -> None:
    before = an_endpoint()
    rotated = before.rotated(Secret.fresh(), now=MOMENT, overlap=timedelta(hours=24))
    assert rotated.signing(MOMENT) == (rotated.secrets[0].value, before.secrets[0].value)
    assert rotated.signing(MOMENT + timedelta(days=2)) == (rotated.secrets[0].value,)


def test_a_message_that_is_too_large_fails_at_once_with_its_size() -> None:
    fact = PublicFact(
        id="1", topic="t", type="f", subject="s", time=MOMENT, party_id=uuid4(), body='{"a": 1}'
    )
    message = Message.of(fact, (uuid4(), uuid4()), 1, largest=10, now=MOMENT)
    assert (message.state, message.body) == (MessageState.FAILED, b"")
    assert "more than the 10 allowed" in message.reason


def test_the_party_is_found_wherever_a_fact_keeps_it() -> None:
    party_id = uuid4()
    for body in ('{"party_id": "%s"}', '{"party": {"id": "%s"}}', '{"folder": {"party_id": "%s"}}'):
        assert party_of(body % party_id) == party_id
    assert party_of('{"run_id": "x", "list": [1]}') is None
