"""Files with BlueRockTEL's own field names: which column of ours each field fills.

Names are those of its API (customers, contacts, bank details, notes), in either spelling:
`mandateIdentification` or `mandate_identification`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse

from kontor_customers.model.imports.columns import SEPARATOR
from kontor_customers.model.imports.rows import Row

Cells = Mapping[str, str]
YES = frozenset({"1", "yes", "true", "oui", "ja", "on"})
#: Of phone numbers written without country code: BlueRockTEL is at home in France.
HOME_REGION = "FR"


def spelled(name: str) -> str:
    """A field's name in the spelling of the tables below."""
    return name.casefold().replace("_", "").replace(" ", "")


@dataclass(frozen=True)
class Translation:
    """How a row of one kind is read."""

    #: Fields whose cells are ours as they are.
    same: Mapping[str, str]
    #: What the other fields come to.
    made: Callable[[Cells], Cells]
    #: Fields that `made` reads.
    read: frozenset[str]
    #: Fields that have no place here.
    passed_over: frozenset[str]

    @property
    def columns(self) -> list[str]:
        return [*self.same, *self.read, *self.passed_over]

    def translated(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The file's rows in our columns; only those that it has."""
        for row in rows:
            yield row if row.problem else Row(row.line, self._cells(row.cells))

    def _cells(self, theirs: Cells) -> dict[str, str]:
        kept = {self.same[name]: cell for name, cell in theirs.items() if name in self.same}
        return {**kept, **self.made(theirs)}


def _names(text: str) -> frozenset[str]:
    return frozenset(spelled(name) for name in text.split())


def _is_yes(cell: str) -> bool:
    return cell.strip().casefold() in YES


def _yes_or_no(cell: str) -> str:
    return "yes" if _is_yes(cell) else "no"


def _customer(theirs: Cells) -> Cells:
    cells: dict[str, str] = {}
    if "mergeinvoices" in theirs:
        cells["consolidate_invoices"] = _yes_or_no(theirs["mergeinvoices"])
    if "chargevat" in theirs:
        cells["vat_treatment"] = "standard" if _is_yes(theirs["chargevat"]) else "exempt"
    if _is_yes(theirs.get("applyvatautoreverseoperators", "")):
        cells["vat_treatment"] = "domestic-reverse-charge"
    if "registrationnumber" in theirs:
        cells |= _register_number("".join(theirs["registrationnumber"].split()))
    if "language" in theirs:
        cells["language"] = theirs["language"].strip().casefold()[:2]
    if _is_yes(theirs.get("vip", "")):
        cells["tags"] = "VIP"
    return cells


def _register_number(number: str) -> Cells:
    """SIREN and SIRET are told by their length; any other is kept as a register number."""
    column = {9: "siren", 14: "siret"}.get(len(number)) if number.isdigit() else None
    return {column or "registration_number": number}


def _contact(theirs: Cells) -> Cells:
    cells: dict[str, str] = {}
    names = [theirs.get("firstname", "").strip(), theirs.get("lastname", "").strip()]
    cells["name"] = " ".join(name for name in names if name) or theirs.get("emailaddress", "")
    phones = [theirs.get(field, "") for field in ("landlinephone", "mobilephone")]
    if any(phone.strip() for phone in phones):
        cells["phone"] = SEPARATOR.join(_with_country(one) for one in phones if one.strip())
    if "active" in theirs:
        cells["active"] = _yes_or_no(theirs["active"])
    if "invoicesrecipient" in theirs:
        cells["invoice_recipient"] = "to" if _is_yes(theirs["invoicesrecipient"]) else "no"
    if "myclient" in theirs:
        cells["portal_access"] = _yes_or_no(theirs["myclient"])
    if _is_yes(theirs.get("myclientadmin", "")):
        cells["portal_access"] = "yes"
        cells["portal_rights"] = SEPARATOR.join(
            ("invoices", "services", "tickets", "manage-contacts")
        )
    if _is_yes(theirs.get("technicalcontact", "")):
        cells["function"] = "technical"
    return cells


def _with_country(phone: str) -> str:
    """The number in E.164; what is none stays as it is, to be refused by its own rule."""
    try:
        return format_number(parse(phone, HOME_REGION), PhoneNumberFormat.E164)
    except NumberParseException:
        return phone


def _payment(theirs: Cells) -> Cells:
    """A BlueRockTEL customer has one bank detail, which is used; or a mandate at GoCardless."""
    gocardless = theirs.get("mandateid", "").strip()
    mandate = theirs.get("mandateidentification", "").strip()
    method = "gocardless" if gocardless else "sepa-debit" if mandate else "transfer"
    cells = {
        "key": "gocardless" if gocardless else "bank",
        "method": method,
        "default": "yes",
        "mandate_reference": mandate,
        "gocardless_mandate": gocardless,
    }
    signed = next(
        (theirs[field] for field in ("dtofsgntr", "mandatesignaturedate") if field in theirs), ""
    )
    return {**cells, "mandate_signed_on": _day(signed) if mandate else ""}


def _day(text: str) -> str:
    """A day as in 31/12/2025 or 2025-12-31 00:00:00 as an ISO day."""
    first = text.strip().partition(" ")[0].partition("T")[0]
    try:
        return datetime.strptime(first, "%d/%m/%Y").date().isoformat()  # noqa: DTZ007 - a day
    except ValueError:
        return first


def _note(theirs: Cells) -> Cells:
    parts = [theirs.get("title", "").strip(), theirs.get("body", "").strip()]
    cells = {"text": "\n".join(part for part in parts if part)}
    if "createdat" in theirs:
        cells["written_at"] = theirs["createdat"].strip()
    return cells


TRANSLATIONS = MappingProxyType(
    {
        "customers": Translation(
            same={
                "customeraccount": "number",
                "accountsreference": "accounting_reference",
                "name": "name",
                "taxregistrationnumber": "vat_id",
                "type": "legal_form",
                "mainaddressline1": "street",
                "mainaddressline2": "addition",
                "mainaddresspostalcode": "postcode",
                "mainaddresscity": "city",
                "mainaddresscountry": "country",
            },
            made=_customer,
            read=_names(
                "mergeInvoices chargeVAT applyVATAutoReverseOperators registrationNumber "
                "language vip"
            ),
            passed_over=_names(
                "id brand_id representative_id brand cluster mainContactFirstName "
                "mainContactLastName capital activityCode sector_id origin_id abroad zone "
                "emailAddress accountEmailAddress website phone mobilePhone fax logo active "
                "activity category qualification prospection_code_id acceptEmails acceptCalls "
                "language_id isReseller resellerLevel supplier isPayer balance comment "
                "custom_note numberOfInvoices lastInvoiceId lastInvoice created_at updated_at"
            ),
        ),
        "contacts": Translation(
            same={"customeraccount": "number", "emailaddress": "email", "language": "language"},
            made=_contact,
            read=_names(
                "firstName lastName landlinePhone mobilePhone active invoicesRecipient myClient "
                "myClientAdmin technicalContact"
            ),
            passed_over=_names(
                "id user_id contactable_type contactable_id civility company role "
                "profunction_id service legalRepresentative newslettersRecipient "
                "is_signer_contract is_signer_iban ticketingDoNotNotify ticketingCopyToSales "
                "api familiarity source comment created_at updated_at"
            ),
        ),
        "payments": Translation(
            same={
                "customeraccount": "number",
                "iban": "iban",
                "bic": "bic",
                "ics": "creditor_id",
            },
            made=_payment,
            read=_names("mandateIdentification dt_of_sgntr mandate_signature_date mandate_id"),
            passed_over=_names(
                "id fileable_type fileable_id customer_id number_of_debit status user_id "
                "created_at updated_at"
            ),
        ),
        "notes": Translation(
            same={"customeraccount": "number", "id": "key"},
            made=_note,
            read=_names("title body created_at"),
            passed_over=_names(
                "user_id noteable_type noteable_id parent_id task_id priority shared byMail "
                "bySms mail sms updated_at"
            ),
        ),
    }
)
