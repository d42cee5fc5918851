"""How payment details change: accounts found, mandates kept as signed, a default chosen."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from uuid import UUID

from kontor_contracts.customers.payment import (
    BankAccount,
    GoCardlessMandate,
    PaymentDetails,
    PaymentMethod,
    SepaMandate,
)
from kontor_contracts.errors import FieldError, InvalidInputError

from kontor_customers.model.bank import bic_of
from kontor_customers.model.mandate_checks import all_mandates, wrong_mandates
from kontor_customers.model.payment import usable_mandates
from kontor_customers.model.payment_fields import AccountFields, MandateFields, PaymentFields

NewId = Callable[[], UUID]


def changed(
    before: PaymentDetails, fields: PaymentFields, *, consumer: bool, today: date, new_id: NewId
) -> PaymentDetails:
    """The next version with `fields`, or `before` itself when they say nothing new."""
    accounts = tuple(_account(one, new_id) for one in fields.accounts)
    mandates = [_mandate(one, accounts, new_id) for one in fields.mandates]
    after = before.model_copy(
        update={
            "method": fields.method,
            "accounts": accounts,
            "mandates": tuple(one for one in mandates if one),
            "gocardless_mandates": tuple(
                GoCardlessMandate(**{**dict(one), "id": one.id or new_id()})
                for one in fields.gocardless_mandates
            ),
        }
    )
    after = after.model_copy(update={"mandate_id": _default_mandate(after, fields.mandate_id)})
    errors = [
        *_accountless(mandates),
        *wrong_mandates(before, after, consumer=consumer, today=today),
        *_wrong_default(after, fields.mandate_id),
    ]
    if errors:
        raise InvalidInputError("Some payment details are wrong.", fields=errors)
    return before if after == before else after.model_copy(update={"version": before.version + 1})


def refuse_unknown_ids(before: PaymentDetails, fields: PaymentFields) -> None:
    """Ids are ours to give: a caller may repeat those of this party and name no others."""
    known = {one.id for one in (*before.accounts, *all_mandates(before))}
    written = {
        "accounts": [one.id for one in fields.accounts],
        "mandates": [one.id for one in fields.mandates],
        "gocardless_mandates": [one.id for one in fields.gocardless_mandates],
    }
    errors = [
        FieldError(f"{name}.{index}.id", "unknown-id", "names nothing of this party; leave it out")
        for name, ids in written.items()
        for index, given in enumerate(ids)
        if given is not None and given not in known
    ]
    if errors:
        raise InvalidInputError("Some ids are not of this party.", fields=errors)


def _account(fields: AccountFields, new_id: NewId) -> BankAccount:
    return BankAccount(
        id=fields.id or new_id(),
        iban=fields.iban,
        bic=fields.bic or bic_of(fields.iban),
        holder=fields.holder,
    )


def _mandate(
    fields: MandateFields, accounts: Sequence[BankAccount], new_id: NewId
) -> SepaMandate | None:
    account = _account_of(fields, accounts)
    if account is None:
        return None
    own = {**dict(fields), "id": fields.id or new_id(), "account_id": account.id}
    return SepaMandate.model_validate(own)


def _account_of(fields: MandateFields, accounts: Sequence[BankAccount]) -> BankAccount | None:
    """The account by its id, else by its IBAN, else the only one."""
    if fields.account_id:
        fitting = [one for one in accounts if one.id == fields.account_id]
    elif fields.account_iban:
        fitting = [one for one in accounts if one.iban == fields.account_iban]
    else:
        fitting = list(accounts) if len(accounts) == 1 else []
    return fitting[0] if fitting else None


def _default_mandate(after: PaymentDetails, wanted: UUID | None) -> UUID | None:
    if after.method is PaymentMethod.TRANSFER:
        return None
    usable = usable_mandates(after, after.method)
    return wanted or (usable[0] if len(usable) == 1 else None)


def _accountless(mandates: Sequence[SepaMandate | None]) -> Iterator[FieldError]:
    for index, mandate in enumerate(mandates):
        if mandate is None:
            yield FieldError(
                f"mandates.{index}.account_id",
                "unknown-account",
                "name the account, by id or IBAN, on which the mandate draws",
            )


def _wrong_default(after: PaymentDetails, wanted: UUID | None) -> Iterator[FieldError]:
    fitting = {
        PaymentMethod.SEPA_DEBIT: {one.id for one in after.mandates},
        PaymentMethod.GOCARDLESS: {one.id for one in after.gocardless_mandates},
    }.get(after.method)
    if fitting is not None and wanted and wanted not in fitting:
        yield FieldError("mandate_id", "unknown-mandate", f"is no mandate for {after.method.value}")
