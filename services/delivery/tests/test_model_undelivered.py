"""The report of what has not arrived."""

from uuid import uuid4

from kontor_contracts.delivery.delivery import Channel
from kontor_delivery.model.delivery import Delivery
from kontor_delivery.model.states import State
from kontor_delivery.model.undelivered import Severity, undelivered
from kontor_delivery.testing.facts import a_mail

DOCUMENT, EMAIL, EXPORT = Channel.DOCUMENT, Channel.EMAIL, Channel.GOCARDLESS


def an_invoice(number: str, *ways: tuple[Channel, State], code: str = "") -> list[Delivery]:
    identity, mail = uuid4(), a_mail()
    return [
        mail.with_changes(
            id=uuid4(), invoice_id=identity, invoice_number=number, channel=channel, state=state,
            code=code,
        )
        for channel, state in ways
    ]  # fmt: skip


def test_the_worst_comes_first_and_what_arrived_not_at_all() -> None:
    rows = [
        *an_invoice("1", (DOCUMENT, State.ISSUED), (EMAIL, State.QUEUED)),
        *an_invoice("2", (DOCUMENT, State.ISSUED), (EMAIL, State.SENT), code="partly-bounced"),
        *an_invoice("3", (DOCUMENT, State.ISSUED), (EMAIL, State.SENT)),
        *an_invoice("4", (DOCUMENT, State.ISSUED), (EMAIL, State.BOUNCED)),
        *an_invoice("5", (DOCUMENT, State.FAILED), (EMAIL, State.FAILED)),
        *an_invoice("6", (DOCUMENT, State.ISSUED), (EXPORT, State.LEFT_OUT), (EMAIL, State.SENT)),
    ]
    assert [(one.invoice_number, one.severity) for one in undelivered(rows)] == [
        ("5", Severity.NO_DOCUMENT),
        ("4", Severity.UNREACHED),
        ("2", Severity.PARTLY),
        ("1", Severity.WAITING),
    ]
