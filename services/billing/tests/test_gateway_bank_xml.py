"""Returns read out of a bank's files: every version, and nothing of a bad one."""

import gzip
from decimal import Decimal

import pytest
from kontor_billing.gateways.bank_xml import NotABankFileError, read_bank_xml
from kontor_billing.model.bank_entries import Return
from kontor_billing.testing.bank_xml import (
    CAMT_053,
    CAMT_054,
    a_camt,
    a_pain_002,
    a_returned_debit,
    an_entry,
)

RETURN = a_returned_debit("2026-000001-1-1", "35.58")
WHOLE = a_camt(an_entry([RETURN], "35.58"))
BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><Document>&b;</Document>'


def test_an_entry_without_amount_makes_the_whole_file_a_bad_one() -> None:
    with pytest.raises(NotABankFileError):
        read_bank_xml(
            WHOLE.replace(b"DBIT", b"CRDT")
            .replace(b"<Ntry><Amt Ccy", b"<Ntry><Sum Ccy")
            .replace(b"</Amt><CdtDbtInd>", b"</Sum><CdtDbtInd>")
        )


def returns_of(content: bytes) -> tuple[Return, ...]:
    return read_bank_xml(content).returns


@pytest.mark.parametrize("kind", [CAMT_053, CAMT_054])
@pytest.mark.parametrize("version", ["camt.054.001.02", "camt.054.001.04", "camt.054.001.08"])
def test_a_return_is_read_from_every_version(kind: tuple[str, str], version: str) -> None:
    (one,) = returns_of(a_camt(an_entry([RETURN], "35.58"), kind=kind, version=version))
    assert (one.reference, one.amount, one.code) == ("2026-000001-1-1", Decimal("35.58"), "AC04")
    assert (one.kind, one.text, one.problem) == ("returned", "Konto erloschen", "")


@pytest.mark.parametrize("version", ["pain.002.001.03", "pain.002.001.10"])
def test_a_rejection_is_read_from_every_version(version: str) -> None:
    (one,) = returns_of(a_pain_002(("R-1", "AM04"), version=version))
    assert (one.kind, one.reference, one.code, one.amount) == ("rejected", "R-1", "AM04", None)


@pytest.mark.parametrize(("status", "code"), [("ACCP", "AM04"), ("RJCT", "0000")])
def test_what_is_accepted_is_no_return(status: str, code: str) -> None:
    assert not returns_of(a_pain_002(("R-1", code), status=status))


def test_what_is_not_booked_yet_is_no_return() -> None:
    assert not returns_of(a_camt(an_entry([RETURN], "35.58", status="PDNG")))


def test_the_charges_of_a_return_are_no_part_of_the_debit() -> None:
    charged = a_returned_debit("R-1", "35.58", charges="3.00")
    (one,) = returns_of(a_camt(an_entry([charged], "38.58")))
    assert (one.amount, one.problem) == (Decimal("35.58"), "")


def test_a_batch_that_does_not_add_up_is_left_to_a_person() -> None:
    many = [a_returned_debit("R-1", "1.00"), a_returned_debit("R-2", "2.00")]
    assert {one.problem for one in returns_of(a_camt(an_entry(many, "4.00")))} == {"sum-differs"}
    assert {one.problem for one in returns_of(a_camt(an_entry(many, "3.00")))} == {""}


def test_a_batch_without_its_transactions_is_left_to_a_person() -> None:
    (one,) = returns_of(a_camt(an_entry([], "70.00")))
    assert (one.problem, one.amount) == ("no-details", Decimal("70.00"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (WHOLE[:-40], "cut off"),
        (b"number;name", "no XML"),
        (b"", "no XML"),
        (b"<Document/>", "neither"),
        (BOMB, "entities"),
        (WHOLE.decode().encode("utf-16"), "UTF-8"),
        (b"PK\x03\x04", "unpack"),
        (gzip.compress(WHOLE), "unpack"),
        (b" " * (21 * 1024 * 1024), "larger"),
        (a_camt(an_entry([a_returned_debit("R-1", "much")], "1.00")), "amount"),
        (a_camt(an_entry([a_returned_debit("R-1", "NaN")], "1.00")), "amount"),
    ],
)
def test_a_bad_file_is_one_clear_error(content: bytes, words: str) -> None:
    with pytest.raises(NotABankFileError, match=words):
        returns_of(content)
