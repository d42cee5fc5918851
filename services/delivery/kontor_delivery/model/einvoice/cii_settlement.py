"""CII's header settlement: payment, VAT, sums, the invoice that a credit note names."""

from kontor_contracts.billing.invoice import Invoice, VatBreakdown
from lxml.etree import _Element

from kontor_delivery.model.einvoice.cii_names import billing_period, day, ram, ram_text
from kontor_delivery.model.einvoice.payment import Payment
from kontor_delivery.model.einvoice.terms import Terms
from kontor_delivery.model.einvoice.xml import cents, decimal


def settlement(terms: Terms) -> _Element | None:
    invoice, payment = terms.invoice, terms.payment
    preceding = ram_text("IssuerAssignedID", invoice.preceding_number)
    return ram(
        "ApplicableHeaderTradeSettlement",
        ram_text("CreditorReferenceID", payment.creditor_id) if payment else None,
        ram_text("PaymentReference", payment.reference) if payment else None,
        ram_text("InvoiceCurrencyCode", invoice.currency),
        _payment_means(payment) if payment else None,
        *(_tax(row) for row in invoice.vat),
        billing_period(terms.period),
        _payment_terms(terms),
        _summation(invoice),
        ram("InvoiceReferencedDocument", preceding),
    )


def _payment_means(payment: Payment) -> _Element | None:
    return ram(
        "SpecifiedTradeSettlementPaymentMeans",
        ram_text("TypeCode", payment.code),
        ram_text("Information", payment.text),
        ram(
            "PayeePartyCreditorFinancialAccount",
            ram_text("IBANID", payment.iban),
            ram_text("AccountName", payment.account_name),
        ),
        ram("PayeeSpecifiedCreditorFinancialInstitution", ram_text("BICID", payment.bic)),
    )


def _tax(row: VatBreakdown) -> _Element | None:
    return ram(
        "ApplicableTradeTax",
        ram_text("CalculatedAmount", cents(row.vat)),
        ram_text("TypeCode", "VAT"),
        ram_text("ExemptionReason", row.reason),
        ram_text("BasisAmount", cents(row.net)),
        ram_text("CategoryCode", row.category),
        ram_text("ExemptionReasonCode", row.reason_code),
        ram_text("RateApplicablePercent", decimal(row.rate)),
    )


def _payment_terms(terms: Terms) -> _Element | None:
    mandate = terms.payment.mandate if terms.payment else ""
    return ram(
        "SpecifiedTradePaymentTerms",
        ram_text("Description", terms.payment_terms),
        None if terms.is_credit_note else day("DueDateDateTime", terms.invoice.due_on),
        ram_text("DirectDebitMandateID", mandate),
    )


def _summation(invoice: Invoice) -> _Element | None:
    totals = invoice.totals
    prepaid = ram_text("TotalPrepaidAmount", cents(totals.prepaid)) if totals.prepaid else None
    return ram(
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        ram_text("LineTotalAmount", cents(totals.net)),
        ram_text("TaxBasisTotalAmount", cents(totals.net)),
        ram_text("TaxTotalAmount", cents(totals.vat), currencyID=invoice.currency),
        ram_text("GrandTotalAmount", cents(totals.gross)),
        prepaid,
        ram_text("DuePayableAmount", cents(totals.payable)),
    )
