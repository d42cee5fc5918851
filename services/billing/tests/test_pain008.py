"""The debit file as banks read it: valid by XSD, and the same figures for a reader not ours."""

from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from importlib.resources import files
from typing import Any
from uuid import uuid4

import pytest
import sepaxml
import xmlschema
from kontor_billing.gateways.pain008 import InvalidFileError, build
from kontor_billing.model.debit.creditor import creditor_of
from kontor_billing.model.debit.files import DebitFile, in_file_order, total_of
from kontor_billing.model.debit.mandate_use import Amendment
from kontor_billing.model.debit.presentation import Debit
from kontor_billing.model.debit.sequence import SequenceType
from kontor_billing.model.debit.terms import PainVersion
from kontor_billing.testing.records import ADDRESS, IBAN, an_organisation
from kontor_contracts.customers.payment import MandateScheme

#: Validates and decodes by itself, without libxml2.
READERS = {
    version: xmlschema.XMLSchema(str(files(sepaxml) / f"schemas/{version}.xsd"))
    for version in PainVersion
}
V02, V08 = PainVersion.V02, PainVersion.V08


def a_debit(number: int, **changes: object) -> Debit:
    values: dict[str, object] = {
        "end_to_end_id": f"2026-{number:06}-1-1",
        "amount": Decimal(number + 1) / 100,
        "sequence": SequenceType.RECURRING,
        "collection_date": date(2026, 12, 10 + number % 2),
        "mandate_reference": f"M-{number}",
        "signed_on": date(2026, 1, 2),
        "debtor": "Baeckerei Groessmann + Soehne",
        "iban": IBAN,
        "remittance": f"Rechnung 2026-{number:06}-1-1",
    }
    return Debit.model_validate(values | changes)


def a_file(
    debits: list[Debit],
    scheme: MandateScheme = MandateScheme.CORE,
    version: PainVersion = PainVersion.V08,
) -> DebitFile:
    return DebitFile(
        id=uuid4(),
        run_id=uuid4(),
        scheme=scheme,
        message_id="SDD-2026-000042",
        created_at=datetime(2026, 11, 25, 14, 3, 7, tzinfo=UTC),
        creditor=creditor_of(an_organisation()),
        count=len(debits),
        total=total_of(debits),
        collection_dates=tuple(sorted({one.collection_date for one in debits})),
        items_id=uuid4(),
        version=version,
    )


def read(content: bytes, version: PainVersion = V08) -> Any:  # noqa: ANN401  # the reader's
    decoded: Any = READERS[version].decode(content, decimal_type=Decimal)
    return decoded["CstmrDrctDbtInitn"]


@pytest.mark.parametrize("version", PainVersion)
def test_a_reader_not_ours_finds_every_debit_in_the_block_of_its_date_and_type(
    version: PainVersion,
) -> None:
    debits = in_file_order(
        [a_debit(number, sequence=list(SequenceType)[number % 4]) for number in range(10)]
    )
    content = read(build(a_file(debits, version=version), debits), version)
    header = content["GrpHdr"]
    assert header["MsgId"] == "SDD-2026-000042"
    assert header["CreDtTm"] == "2026-11-25T14:03:07Z"
    assert (header["NbOfTxs"], header["CtrlSum"]) == ("10", total_of(debits))
    expected = defaultdict(list)
    for debit in debits:
        key = (debit.sequence.value, debit.collection_date.isoformat())
        expected[key].append((debit.end_to_end_id, debit.amount, debit.mandate_reference))
    found = {
        (block["PmtTpInf"]["SeqTp"], block["ReqdColltnDt"]): [
            (
                one["PmtId"]["EndToEndId"],
                one["InstdAmt"]["$"],
                one["DrctDbtTx"]["MndtRltdInf"]["MndtId"],
            )
            for one in block["DrctDbtTxInf"]
        ]
        for block in content["PmtInf"]
    }
    assert found == expected
    assert [block["PmtInfId"] for block in content["PmtInf"]] == [
        f"SDD-2026-000042-{number:03}" for number in range(1, len(expected) + 1)
    ]


def test_creditor_scheme_and_instrument_stand_once_per_block() -> None:
    debits = [a_debit(1)]
    (block,) = read(build(a_file(debits, MandateScheme.B2B), debits))["PmtInf"]
    organisation = an_organisation()
    assert block["PmtTpInf"]["LclInstrm"]["Cd"] == "B2B"
    assert block["CdtrAcct"]["Id"]["IBAN"] == organisation.iban
    assert block["CdtrAgt"]["FinInstnId"]["BICFI"] == organisation.bic
    assert block["CdtrSchmeId"]["Id"]["PrvtId"]["Othr"][0]["Id"] == organisation.creditor_id


def test_outside_the_eea_a_structured_address_and_the_bic_are_written() -> None:
    debit = a_debit(1, iban="CH9300762011623852957", bic="POFICHBEXXX", address=ADDRESS)
    (block,) = read(build(a_file([debit]), [debit]))["PmtInf"]
    (transaction,) = block["DrctDbtTxInf"]
    assert transaction["DbtrAgt"]["FinInstnId"]["BICFI"] == "POFICHBEXXX"
    assert transaction["Dbtr"]["PstlAdr"] == {
        "StrtNm": "Lindenweg",
        "BldgNb": "7",
        "PstCd": "10115",
        "TwnNm": "Berlin",
        "Ctry": "DE",
    }


def test_the_same_file_is_the_same_bytes() -> None:
    debits = [a_debit(number) for number in range(20)]
    file = a_file(debits)
    digests = {sha256(build(file, debits)).hexdigest() for _ in range(3)}
    assert len(digests) == 1


def test_a_file_that_no_bank_would_take_is_never_handed_out() -> None:
    debit = a_debit(1, mandate_reference="M" * 36)
    with pytest.raises(InvalidFileError, match="MndtId"):
        build(a_file([debit]), [debit])


@pytest.mark.parametrize("version", PainVersion)
def test_an_amendment_names_what_the_bank_knew_before(version: PainVersion) -> None:
    changed = Amendment(reference="M-OLD", creditor_id="DE98ZZZ09999999998", creditor_name="Alt")
    debits = [
        a_debit(1, amendment=changed),
        a_debit(3, amendment=Amendment(account_changed=True)),
        a_debit(5),
    ]
    (block,) = read(build(a_file(debits, version=version), debits), version)["PmtInf"]
    mandates = [one["DrctDbtTx"]["MndtRltdInf"] for one in block["DrctDbtTxInf"]]
    former, account, same = mandates
    assert former["AmdmntInd"]
    assert former["AmdmntInfDtls"]["OrgnlMndtId"] == "M-OLD"
    creditor = former["AmdmntInfDtls"]["OrgnlCdtrSchmeId"]
    assert (creditor["Nm"], creditor["Id"]["PrvtId"]["Othr"][0]["Id"]) == (
        "Alt",
        "DE98ZZZ09999999998",
    )
    assert account["AmdmntInfDtls"] == {"OrgnlDbtrAcct": {"Id": {"Othr": {"Id": "SMNDA"}}}}
    assert "AmdmntInd" not in same
