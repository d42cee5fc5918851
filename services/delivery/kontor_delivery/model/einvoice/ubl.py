"""UBL 2.1: the Invoice and CreditNote documents. Elements stand in the order of the XSD."""

from kontor_contracts.billing.invoice import VatBreakdown
from kontor_contracts.values import Address
from lxml.etree import QName, _Element

from kontor_delivery.model.einvoice.parties import Identifier, Party, street_line
from kontor_delivery.model.einvoice.payment import Payment
from kontor_delivery.model.einvoice.terms import Terms
from kontor_delivery.model.einvoice.ubl_lines import line
from kontor_delivery.model.einvoice.ubl_names import (
    CAC,
    CBC,
    UBL,
    cac,
    cbc,
    invoice_period,
    money,
    tax_scheme,
)
from kontor_delivery.model.einvoice.xml import decimal, document

#: Scheme under which UBL hides the SEPA creditor identifier (BT-90) among the seller's identifiers.
SEPA = "SEPA"


def write(terms: Terms) -> bytes:
    kind = "CreditNote" if terms.is_credit_note else "Invoice"
    namespace = f"{UBL}:{kind}-2"
    return document(
        QName(namespace, kind),
        {None: namespace, "cac": CAC, "cbc": CBC},
        *_head(terms),
        *_references(terms),
        cac("AccountingSupplierParty", _party(terms.seller, _creditor_id(terms))),
        cac("AccountingCustomerParty", _party(terms.buyer)),
        _delivery(terms),
        _payment_means(terms.payment) if terms.payment else None,
        cac("PaymentTerms", cbc("Note", terms.payment_terms)),
        _tax_total(terms),
        _monetary_total(terms),
        *(line(one, terms) for one in terms.lines),
    )


def _head(terms: Terms) -> list[_Element | None]:
    invoice, credit = terms.invoice, terms.is_credit_note
    return [
        cbc("CustomizationID", terms.guideline),
        cbc("ProfileID", terms.process),
        cbc("ID", invoice.number),
        cbc("IssueDate", invoice.issued_on),
        None if credit else cbc("DueDate", invoice.due_on),
        cbc("CreditNoteTypeCode" if credit else "InvoiceTypeCode", invoice.kind),
        cbc("Note", terms.note),
        cbc("DocumentCurrencyCode", invoice.currency),
        cbc("BuyerReference", invoice.buyer_reference),
        invoice_period(terms.period),
    ]


def _references(terms: Terms) -> list[_Element | None]:
    invoice = terms.invoice
    preceding = cac("InvoiceDocumentReference", cbc("ID", invoice.preceding_number))
    return [
        cac("OrderReference", cbc("ID", invoice.purchase_order)),
        cac("BillingReference", preceding),
    ]


def _creditor_id(terms: Terms) -> Identifier:
    return Identifier(terms.payment.creditor_id if terms.payment else "", SEPA)


def _party(party: Party, *more_identifiers: Identifier) -> _Element | None:
    identifiers = (party.identifier, *more_identifiers)
    return cac(
        "Party",
        _identifier("EndpointID", party.endpoint),
        *(cac("PartyIdentification", _identifier("ID", one)) for one in identifiers),
        cac("PartyName", cbc("Name", party.name)),
        _address("PostalAddress", party.address),
        cac("PartyTaxScheme", cbc("CompanyID", party.vat_id), tax_scheme())
        if party.vat_id
        else None,
        cac(
            "PartyLegalEntity",
            cbc("RegistrationName", party.name),
            _identifier("CompanyID", party.registration),
            cbc("CompanyLegalForm", party.legal_form),
        ),
        _contact(party),
    )


def _contact(party: Party) -> _Element | None:
    return cac(
        "Contact",
        cbc("Name", party.contact),
        cbc("Telephone", party.phone),
        cbc("ElectronicMail", party.email),
    )


def _identifier(name: str, identifier: Identifier) -> _Element | None:
    return cbc(
        name, identifier.value, schemeID=identifier.scheme, schemeName=identifier.scheme_name
    )


def _address(name: str, address: Address) -> _Element | None:
    return cac(
        name,
        cbc("StreetName", street_line(address)),
        cbc("AdditionalStreetName", address.addition),
        cbc("CityName", address.city),
        cbc("PostalZone", address.postcode),
        cac("Country", cbc("IdentificationCode", address.country)),
    )


def _delivery(terms: Terms) -> _Element | None:
    place = _address("Address", terms.delivered_to) if terms.delivered_to else None
    return cac(
        "Delivery",
        cbc("ActualDeliveryDate", terms.delivered_on),
        cac("DeliveryLocation", place),
    )


def _payment_means(payment: Payment) -> _Element | None:
    return cac(
        "PaymentMeans",
        cbc("PaymentMeansCode", payment.code, name=payment.text),
        cbc("PaymentID", payment.reference),
        cac(
            "PayeeFinancialAccount",
            cbc("ID", payment.iban),
            cbc("Name", payment.account_name),
            cac("FinancialInstitutionBranch", cbc("ID", payment.bic)),
        ),
        cac("PaymentMandate", cbc("ID", payment.mandate)),
    )


def _tax_total(terms: Terms) -> _Element | None:
    invoice = terms.invoice
    return cac(
        "TaxTotal",
        money("TaxAmount", invoice.totals.vat, invoice.currency),
        *(_tax_subtotal(row, invoice.currency) for row in invoice.vat),
    )


def _tax_subtotal(row: VatBreakdown, currency: str) -> _Element | None:
    return cac(
        "TaxSubtotal",
        money("TaxableAmount", row.net, currency),
        money("TaxAmount", row.vat, currency),
        cac(
            "TaxCategory",
            cbc("ID", row.category),
            cbc("Percent", decimal(row.rate)),
            cbc("TaxExemptionReasonCode", row.reason_code),
            cbc("TaxExemptionReason", row.reason),
            tax_scheme(),
        ),
    )


def _monetary_total(terms: Terms) -> _Element | None:
    totals, currency = terms.invoice.totals, terms.invoice.currency
    prepaid = money("PrepaidAmount", totals.prepaid, currency) if totals.prepaid else None
    return cac(
        "LegalMonetaryTotal",
        money("LineExtensionAmount", totals.net, currency),
        money("TaxExclusiveAmount", totals.net, currency),
        money("TaxInclusiveAmount", totals.gross, currency),
        prepaid,
        money("PayableAmount", totals.payable, currency),
    )
