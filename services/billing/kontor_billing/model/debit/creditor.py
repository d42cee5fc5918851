"""The own organisation as creditor: complete, or refused with everything it lacks."""

from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.errors import FieldError, InvalidInputError
from kontor_contracts.values import Value
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException
from stdnum.eu import at_02

from kontor_billing.model.debit.characters import sepa_text

LONGEST_NAME = 70


class OrganisationIncompleteError(InvalidInputError):
    """The own organisation lacks what a debit file needs; all of it is named at once."""


class Creditor(Value):
    """Who collects, frozen when a file is reserved."""

    name: str
    iban: str
    bic: str
    creditor_id: str


def creditor_of(organisation: Organisation | None) -> Creditor:
    """OrganisationIncompleteError names every field that is missing or wrong."""
    wrong = _wrong_fields(organisation)
    if wrong or organisation is None:
        raise OrganisationIncompleteError(
            "complete the own organisation before collecting by SEPA debit", fields=wrong
        )
    return Creditor(
        name=_creditor_name(organisation),
        iban=organisation.iban,
        bic=organisation.bic,
        creditor_id=organisation.creditor_id,
    )


def _creditor_name(organisation: Organisation) -> str:
    return sepa_text(f"{organisation.name} {organisation.legal_form}", LONGEST_NAME)


def _wrong_fields(organisation: Organisation | None) -> list[FieldError]:
    if organisation is None:
        return [FieldError("organisation", "missing", "enter the own organisation first")]
    checks = {
        "name": bool(_creditor_name(organisation)),
        "iban": is_iban(organisation.iban),
        "bic": bool(organisation.bic),
        "creditor_id": at_02.is_valid(organisation.creditor_id),
    }
    return [
        FieldError(
            f"organisation.{field}",
            "invalid" if getattr(organisation, field) else "missing",
            f"a debit file needs the organisation's {field}",
        )
        for field, right in checks.items()
        if not right
    ]


def is_iban(text: str) -> bool:
    try:
        IBAN(text)
    except SchwiftyException:
        return False
    return True
