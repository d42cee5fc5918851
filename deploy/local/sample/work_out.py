#!/usr/bin/env python3
"""Work the sample's expected figures out, the slow and obvious way, from its CSV files alone.

It knows nothing of Kontor's code: exact fractions, one rounding per line, VAT sum and share.
`python3 work_out.py` prints what `expected.json` must hold; `--sums` prints each line's sum, for
checking by hand.
"""

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MONTH_START, MONTH_END = date(2026, 10, 1), date(2026, 11, 1)
VAT_PERCENT = {"standard": 19, "exempt": 0, "eu-reverse-charge": 0, "domestic-reverse-charge": 0}
WAYS = {"transfer": "transfer", "sepa-debit": "sepa-file", "gocardless": "gocardless-file"}
MAIL_METHODS = ("email-attachment", "email-notice")

Row = dict[str, str]
Result = dict[str, Any]


def rows(name: str) -> list[Row]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


CUSTOMERS, CONTACTS, PAYMENTS = rows("customers"), rows("contacts"), rows("payments")
FOLDERS, LINES = rows("folders"), rows("lines")


def rounded(exact: Fraction) -> Decimal:
    """To the cent, half away from zero; through integers, so that nothing is lost."""
    tenths_of_cents = Fraction(exact) * 1000
    as_decimal = Decimal(tenths_of_cents.numerator) / Decimal(tenths_of_cents.denominator)
    return (as_decimal / 1000).quantize(Decimal("0.01"), ROUND_HALF_UP)


def months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def billed_days(line: Row) -> Iterator[tuple[int, int]]:
    """For each interval that this month bills: its days that count, and all its days."""
    start, months = date.fromisoformat(line["start"]), int(line["interval_months"])
    end = date.fromisoformat(line["end"]) if line["end"] else date.max
    first_open = max(start, date.fromisoformat(line["billed_until"] or line["start"]))
    opens = start.replace(day=1)
    while opens < MONTH_END:
        closes = months_later(opens, months)
        days = (min(closes, end) - max(opens, first_open)).days
        is_due = line["timing"] == "advance" or closes <= MONTH_END
        if days > 0 and is_due:
            yield days, (closes - opens).days
        opens = closes


def net_sums(line: Row) -> list[tuple[str, Decimal]]:
    """Every amount that a line puts on the invoice, with the sum as one would write it down."""
    price = Fraction(line["quantity"]) * Fraction(line["unit_price"])
    price *= 1 - Fraction(line["discount_percent"] or 0) / 100
    written = f"{line['quantity']} * {line['unit_price']}"
    if line["discount_percent"]:
        written += f" - {line['discount_percent']} %"
    if line["kind"] == "one-off":
        return [(written, rounded(price))] if date.fromisoformat(line["start"]) < MONTH_END else []
    return [
        (f"{written} * {days}/{of}", rounded(price * Fraction(days, of)))
        for days, of in billed_days(line)
    ]


def folder_net(folder: Row) -> Decimal:
    return sum(
        (net for line in lines_of(folder) for _, net in net_sums(line)),
        start=Decimal("0.00"),
    )


def lines_of(folder: Row) -> list[Row]:
    key = (folder["number"], folder["folder"])
    return [line for line in LINES if (line["number"], line["folder"]) == key]


def payment_of(folder: Row) -> tuple[str, str]:
    """Method and mandate: the folder's own, else the customer's default, else a transfer."""
    if folder["payment_method"]:
        return folder["payment_method"], folder["payment_reference"]
    for detail in PAYMENTS:
        if detail["number"] == folder["number"] and detail["default"] == "yes":
            return detail["method"], detail["mandate_reference"] or detail["gocardless_mandate"]
    return "transfer", ""


def reason_to_leave_out(customer: Row) -> str:
    if customer["lifecycle"] == "prospect":
        return "not-a-customer-yet"
    if customer["delivery_method"] == "chorus-pro" and not has_chorus_data(customer):
        return "chorus-data-missing"
    if customer["delivery_method"] in MAIL_METHODS and not has_recipient(customer):
        return "no-recipient"
    return ""


def has_chorus_data(customer: Row) -> bool:
    service, engagement = customer["chorus_service"] != "", customer["chorus_engagement"] != ""
    return {
        "none": True,
        "service": service,
        "engagement": engagement,
        "either": service or engagement,
        "both": service and engagement,
    }[customer["chorus_rule"]]


def has_recipient(customer: Row) -> bool:
    return any(
        contact["number"] == customer["number"]
        and contact["active"] == "yes"
        and contact["invoice_recipient"] == "to"
        for contact in CONTACTS
    )


def collections(customer: Row, folders: list[Row], gross: Decimal) -> list[Result]:
    """One per way and mandate: its folders' gross; the largest takes what rounding leaves over."""
    percent = VAT_PERCENT[customer["vat_treatment"]]
    nets: dict[tuple[str, str], Decimal] = {}
    for folder in folders:
        payment = payment_of(folder)
        nets[payment] = nets.get(payment, Decimal("0.00")) + folder_net(folder)
    shares = {
        payment: net + rounded(Fraction(net) * percent / 100) for payment, net in nets.items()
    }
    largest = max(shares, key=lambda payment: shares[payment])
    shares[largest] += gross - sum(shares.values())
    return [
        {
            "way": WAYS[method],
            "mandate": mandate,
            "scheme": scheme_of(mandate),
            "amount": str(amount),
        }
        for (method, mandate), amount in shares.items()
    ]


def scheme_of(mandate: str) -> str:
    schemes = {row["mandate_reference"]: row["mandate_scheme"] for row in PAYMENTS}
    return schemes.get(mandate, "") if mandate else ""


def delivered_by(customer: Row, parts: list[Result]) -> str:
    method = customer["delivery_method"]
    if method == "gocardless-export":
        return "gocardless-export" if exportable(parts) else customer["delivery_fallback"]
    return method


def exportable(parts: list[Result]) -> bool:
    return any(part["way"] == "gocardless-file" and part["mandate"] for part in parts)


def is_for_export(bill: Result) -> bool:
    """The GoCardless file holds what it collects, however the invoice itself is delivered."""
    ways = {part["way"] for part in bill["collections"]}
    return bill["delivery_method"] == "gocardless-export" or "gocardless-file" in ways


def invoice(customer: Row, folders: list[Row]) -> Result:
    percent = VAT_PERCENT[customer["vat_treatment"]]
    net = sum((folder_net(folder) for folder in folders), start=Decimal("0.00"))
    vat = rounded(Fraction(net) * percent / 100)
    parts = collections(customer, folders, net + vat)
    return {
        "folders": [{"folder": row["folder"], "net": str(folder_net(row))} for row in folders],
        "net": str(net),
        "vat": str(vat),
        "gross": str(net + vat),
        "currency": customer["currency"],
        "delivery_method": customer["delivery_method"],
        "delivered_by": delivered_by(customer, parts),
        "collections": parts,
    }


def invoices(customer: Row) -> list[Result]:
    folders = [row for row in FOLDERS if row["number"] == customer["number"]]
    billed = [row for row in folders if row["state"] == "active" and folder_net(row) > 0]
    if not billed or reason_to_leave_out(customer):
        return []
    if customer["consolidate_invoices"] == "no":
        return [invoice(customer, [folder]) for folder in billed]
    together: dict[str, list[Row]] = {}
    for folder in billed:
        together.setdefault(engagement_of(customer, folder), []).append(folder)
    return [invoice(customer, folders) for folders in together.values()]


def engagement_of(customer: Row, folder: Row) -> str:
    """Chorus Pro takes one engagement number an invoice; other channels take any."""
    if customer["delivery_method"] != "chorus-pro":
        return ""
    return folder["purchase_order"] or customer["chorus_engagement"]


def expectation(customer: Row) -> Result:
    return {
        "number": customer["number"],
        "left_out": reason_to_leave_out(customer),
        "invoices": invoices(customer),
    }


def debit_sums(parts: list[Result]) -> Result:
    """Count and total per scheme: CORE and B2B never share a file."""
    sums: Result = {}
    for part in parts:
        so_far = sums.get(part["scheme"], {"count": 0, "total": "0.00"})
        total = Decimal(so_far["total"]) + Decimal(part["amount"])
        sums[part["scheme"]] = {"count": so_far["count"] + 1, "total": str(total)}
    return sums


def stages(customers: list[Result]) -> Result:
    issued = [bill for customer in customers for bill in customer["invoices"]]
    parts = [part for bill in issued for part in bill["collections"]]
    debits = [part for part in parts if part["way"] == "sepa-file"]
    exports = [part for part in parts if part["way"] == "gocardless-file"]
    for_export = [bill for bill in issued if is_for_export(bill)]
    archived = [bill for bill in issued if bill["delivered_by"] == "chorus-pro"]
    return {
        "invoices": len(issued),
        "left_out": sum(1 for customer in customers if customer["left_out"]),
        "net": str(sum(Decimal(bill["net"]) for bill in issued)),
        "gross": str(sum(Decimal(bill["gross"]) for bill in issued)),
        "documents": len(issued),
        "mails": sum(1 for bill in issued if bill["delivered_by"] in MAIL_METHODS),
        "archives": 1,
        "archive_members": len(archived),
        "export_files": 1,
        "export_rows": sum(1 for part in exports if part["mandate"]),
        "export_invoices": len(for_export),
        "export_left_out": sum(1 for bill in for_export if not exportable(bill["collections"])),
        "debits": debit_sums([part for part in debits if part["mandate"]]),
        "debits_excluded": sum(1 for part in debits if not part["mandate"]),
    }


def expected() -> Result:
    customers = [expectation(customer) for customer in CUSTOMERS]
    return {"period": "2026-10", "stages": stages(customers), "customers": customers}


def sums() -> Iterator[str]:
    """Every line that is billed, as it would be written on paper."""
    for folder in FOLDERS:
        for line in lines_of(folder):
            for written, net in net_sums(line):
                yield f"{folder['number']}/{folder['folder']} {line['line']}  {written} = {net}"


if __name__ == "__main__":
    if "--sums" in sys.argv:
        sys.stdout.write("\n".join(sums()) + "\n")
    else:
        sys.stdout.write(json.dumps(expected(), ensure_ascii=False, indent=2) + "\n")
