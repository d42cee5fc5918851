"""Which domains a mail must wait its turn for, and how long a turn is."""

from datetime import timedelta

from kontor_delivery.model.mail.pace import spacing
from kontor_delivery.testing.facts import a_mail, a_recipient

MAIL = a_mail(a_recipient("a@Big.example"), a_recipient("b@big.example"), a_recipient("c@own.net"))


def test_a_domain_has_its_own_rate_or_that_of_all_others() -> None:
    rates = {"big.example": 60, "*": 600}
    assert spacing(MAIL.pending, rates) == {
        "big.example": timedelta(seconds=1),
        "own.net": timedelta(milliseconds=100),
    }


def test_a_domain_without_a_rate_has_no_limit() -> None:
    assert spacing(MAIL.pending, {}) == {}
    assert spacing(MAIL.pending, {"big.example": 60, "*": 0}).keys() == {"big.example"}
