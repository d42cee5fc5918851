"""What a return code of the bank means for the mandate (EPC173-14), and who must act."""

from typing import NamedTuple

from kontor_contracts.customers.payment import MandateState


class Consequence(NamedTuple):
    mandate: MandateState | None
    needs_person: bool


_MAY_COME_AGAIN = Consequence(None, needs_person=False)
_LOOK_INTO = Consequence(None, needs_person=True)
_SUSPEND = Consequence(MandateState.SUSPENDED, needs_person=True)
_CANCEL = Consequence(MandateState.CANCELLED, needs_person=True)

NO_REASON = "MS03"

CONSEQUENCES = (
    # No funds, settlement failed, or no reason given: the mandate is good.
    dict.fromkeys(("AM04", "ED05", NO_REASON), _MAY_COME_AGAIN)
    # Consumer account in B2B, no mandate, debtor died.
    | dict.fromkeys(("AC13", "MD01", "MD07"), _CANCEL)
    # Our own file, cut-off, creditor id or a duplicate.
    | dict.fromkeys(("AM05", "AG02", "FF01", "FF05", "TM01", "BE05"), _LOOK_INTO)
)


def consequence_of(
    code: str, *, no_reason_before: bool = False, last_attempt: bool = False
) -> Consequence:
    """Every other code, known or not, suspends the mandate until a person has looked at it.

    A second return without a reason, one debit after the other, hides what would have suspended.
    """
    if code == NO_REASON and no_reason_before:
        return _SUSPEND
    found = CONSEQUENCES.get(code, _SUSPEND)
    return _LOOK_INTO if found is _MAY_COME_AGAIN and last_attempt else found
