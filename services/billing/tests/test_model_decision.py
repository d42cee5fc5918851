"""Which invoices a party gets: consolidation, splits, payments, and what keeps an invoice back."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_billing.model.context import RunContext, run_context
from kontor_billing.model.coverage import Span
from kontor_billing.model.decision import Decision, decide
from kontor_billing.model.grouping import SplitReason
from kontor_billing.model.left_out import Reason
from kontor_billing.model.vat_rates import SEED
from kontor_billing.testing.records import (
    ADDRESS,
    ISSUED_ON,
    OCTOBER,
    a_contact,
    a_context,
    a_folder,
    a_line,
    a_mandate,
    a_party,
    an_organisation,
    billed,
    debit_details,
    unbilled,
)
from kontor_contracts.billing.folder import Folder, FolderPayment, FolderState, LineKind
from kontor_contracts.billing.invoice import CollectionWay
from kontor_contracts.customers.party import (
    ChorusRouting,
    ChorusRule,
    DeliveryMethod,
    DeliveryPreference,
    Lifecycle,
    Party,
    PaymentTerm,
    VatStatus,
    VatTreatment,
)
from kontor_contracts.customers.payment import PaymentDetails, PaymentMethod
from kontor_contracts.values import cents

CHORUS: dict[str, object] = {
    "siret": "21900026200010",
    "siren": "219000262",
    "consolidate_invoices": True,
    "delivery": DeliveryPreference(method=DeliveryMethod.CHORUS_PRO),
}


Row = tuple[Decimal, Decimal, Decimal, date]


def decided(
    party: Party,
    *folders: Folder,
    payment: PaymentDetails | None = None,
    context: RunContext | None = None,
) -> Decision:
    return decide(context or a_context(), party, payment=payment, folders=unbilled(*folders))


def reasons(decision: Decision) -> list[Reason]:
    return [obstacle.code for one in decision.left_out for obstacle in one.obstacles]


def test_a_consolidating_customer_gets_one_invoice_with_a_section_per_folder() -> None:
    party = a_party(consolidate_invoices=True)
    (draft,) = decided(party, a_folder(number="01"), a_folder(number="02")).invoices
    assert [section.title for section in draft.invoice.sections] == ["Zentrale", "Zentrale"]
    assert [line.position for line in draft.invoice.lines()] == [1, 2]
    assert draft.group.splits == ()


def test_another_customer_gets_one_invoice_per_folder_and_the_preview_says_so() -> None:
    drafts = decided(a_party(), a_folder(number="01"), a_folder(number="02")).invoices
    assert [draft.group.folder_numbers for draft in drafts] == [("01",), ("02",)]
    assert {split.reason for draft in drafts for split in draft.group.splits} == {
        SplitReason.NOT_CONSOLIDATED
    }


def test_two_engagement_numbers_split_a_consolidated_invoice_for_chorus_pro_only() -> None:
    folders = (
        a_folder(number="01", purchase_order="EJ-1"),
        a_folder(number="02", purchase_order="EJ-2"),
        a_folder(number="03", purchase_order="EJ-1"),
    )
    drafts = decided(a_party(**CHORUS), *folders).invoices
    assert [draft.invoice.purchase_order for draft in drafts] == ["EJ-1", "EJ-2"]
    assert [draft.group.folder_numbers for draft in drafts] == [("01", "03"), ("02",)]
    assert drafts[0].group.splits[0].reason is SplitReason.ENGAGEMENT_NUMBER
    (by_mail,) = decided(a_party(consolidate_invoices=True), *folders).invoices
    assert by_mail.invoice.purchase_order == ""


@given(
    st.lists(
        st.tuples(
            st.decimals("0.001", "999", places=3),
            st.decimals("0", "9999", places=6),
            st.decimals(0, 100, places=2),
            st.dates(date(2025, 1, 1), date(2026, 10, 31)),
        ),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(["together", "apart"]),
)
def test_sections_vat_totals_and_collections_of_every_invoice_add_up(
    rows: list[Row], how: str
) -> None:
    ways = [PaymentMethod.TRANSFER, PaymentMethod.SEPA_DEBIT]
    folders = [
        a_folder(
            a_line(quantity=quantity, unit_price=price, discount_percent=percent, start=start),
            number=f"{number:02}",
            payment=FolderPayment(method=ways[number % 2]) if number % 3 else None,
        )
        for number, (quantity, price, percent, start) in enumerate(rows)
    ]
    party = a_party(consolidate_invoices=how == "together")
    decision = decided(party, *folders, payment=debit_details(party.id))
    assert len(decision.invoices) == (1 if how == "together" else len(folders))
    for draft in decision.invoices:
        invoice = draft.invoice
        assert sum(line.net for line in invoice.lines()) == invoice.totals.net
        assert sum(section.net for section in invoice.sections) == invoice.totals.net
        assert sum(row.net for row in invoice.vat) == invoice.totals.net
        assert all(row.vat == cents(row.net * row.rate / 100) for row in invoice.vat)
        assert sum(row.vat for row in invoice.vat) == invoice.totals.vat
        assert invoice.totals.gross == invoice.totals.net + invoice.totals.vat
        assert sum(one.amount for one in invoice.collections) == invoice.totals.payable


def test_each_folder_may_be_paid_in_its_own_way_on_one_invoice() -> None:
    party = a_party(consolidate_invoices=True)
    first, second = a_mandate(), a_mandate()
    folders = (
        a_folder(number="01"),
        a_folder(
            number="02",
            payment=FolderPayment(method=PaymentMethod.SEPA_DEBIT, mandate_id=second.id),
        ),
        a_folder(number="03", payment=FolderPayment(method=PaymentMethod.TRANSFER)),
    )
    payment = debit_details(party.id, [first, second])
    (draft,) = decided(party, *folders, payment=payment).invoices
    assert [(one.way, one.source, one.mandate_reference) for one in draft.invoice.collections] == [
        (CollectionWay.SEPA_FILE, "customer", first.reference),
        (CollectionWay.SEPA_FILE, "folder", second.reference),
        (CollectionWay.TRANSFER, "folder", ""),
    ]
    issued = draft.issued("2026-000007").invoice
    assert [one.reference for one in issued.collections] == [
        "2026-000007-1-1",
        "2026-000007-2-1",
        "2026-000007-3-1",
    ]


def test_without_payment_details_an_invoice_is_paid_by_transfer() -> None:
    (draft,) = decided(a_party(), a_folder()).invoices
    (collection,) = draft.invoice.collections
    assert (collection.way, collection.source) == (CollectionWay.TRANSFER, "organisation")


def test_a_debit_without_mandate_stays_a_debit() -> None:
    party = a_party()
    payment = debit_details(party.id, mandates=[a_mandate()], mandate_id=None)
    (draft,) = decided(party, a_folder(), payment=payment).invoices
    (collection,) = draft.invoice.collections
    assert (collection.way, collection.mandate_id) == (CollectionWay.SEPA_FILE, None)


def test_a_debit_is_announced_for_a_target_day_after_the_prenotification() -> None:
    party = a_party(payment_term=PaymentTerm(days=3))
    context = a_context(issued_on=date(2026, 12, 11))
    payment = debit_details(party.id)
    (draft,) = decided(party, a_folder(), payment=payment, context=context).invoices
    assert draft.invoice.due_on == date(2026, 12, 14)
    assert draft.invoice.collections[0].due_on == date(2026, 12, 28)


def test_due_at_the_end_of_the_month_means_its_last_day() -> None:
    party = a_party(payment_term=PaymentTerm(days=30, end_of_month=True))
    (draft,) = decided(party, a_folder()).invoices
    assert draft.invoice.due_on == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"lifecycle": Lifecycle.PROSPECT}, [Reason.NOT_A_CUSTOMER_YET]),
        ({"on_hold": "disputes everything"}, [Reason.ON_HOLD]),
        ({"billing_address": None}, [Reason.NO_ADDRESS]),
        ({"billing_address": ADDRESS.model_copy(update={"city": ""})}, [Reason.NO_ADDRESS]),
        ({"contacts": ()}, [Reason.NO_RECIPIENT]),
        ({"contacts": (a_contact(active=False),)}, [Reason.NO_RECIPIENT]),
        ({"currency": "CHF"}, [Reason.CURRENCY_MISMATCH]),
        ({"vat": VatStatus(treatment=VatTreatment.EXEMPT)}, [Reason.VAT_REASON_MISSING]),
        ({"vat": VatStatus(treatment=VatTreatment.EU_REVERSE_CHARGE)}, [Reason.VAT_ID_MISSING]),
        ({"minimum_invoice": Decimal(100)}, [Reason.BELOW_MINIMUM]),
        (
            {"lifecycle": Lifecycle.PROSPECT, "billing_address": None, "on_hold": "x"},
            [Reason.NOT_A_CUSTOMER_YET, Reason.ON_HOLD, Reason.NO_ADDRESS],
        ),
        (CHORUS | {"siret": "123"}, [Reason.CHORUS_DATA_MISSING]),
    ],
)
def test_what_is_missing_keeps_the_invoice_back_with_every_reason(
    changes: dict[str, object], expected: list[Reason]
) -> None:
    decision = decided(a_party(**changes), a_folder())
    assert not decision.invoices
    assert reasons(decision) == expected


@pytest.mark.parametrize(
    ("rule", "service", "engagement", "missing"),
    [
        (ChorusRule.NONE, "", "", ()),
        (ChorusRule.SERVICE, "", "EJ-1", ("chorus.service_code",)),
        (ChorusRule.ENGAGEMENT, "S", "", ("chorus.engagement_number",)),
        (ChorusRule.EITHER, "", "EJ-1", ()),
        (ChorusRule.EITHER, "", "", ("chorus.service_code", "chorus.engagement_number")),
        (ChorusRule.BOTH, "S", "", ("chorus.engagement_number",)),
        (ChorusRule.BOTH, "S", "EJ-1", ()),
    ],
)
def test_chorus_pro_gets_the_codes_that_the_buyer_demands(
    rule: ChorusRule, service: str, engagement: str, missing: tuple[str, ...]
) -> None:
    routing = ChorusRouting(rule=rule, service_code=service, engagement_number=engagement)
    decision = decided(a_party(**CHORUS, chorus=routing), a_folder())
    fields = [field for one in decision.left_out for o in one.obstacles for field in o.fields]
    assert tuple(fields) == missing
    assert [draft.invoice.buyer_reference for draft in decision.invoices] == (
        [] if missing else [service]
    )


def test_a_method_that_cannot_serve_gives_way_to_a_fallback_that_can() -> None:
    preference = DeliveryPreference(
        method=DeliveryMethod.CHORUS_PRO, fallback=DeliveryMethod.EMAIL_NOTICE
    )
    (draft,) = decided(a_party(delivery=preference), a_folder()).invoices
    assert (draft.delivery.method, draft.delivery.fallback) == (DeliveryMethod.EMAIL_NOTICE, None)


def test_an_incomplete_organisation_keeps_everything_back_and_names_all_it_lacks() -> None:
    context = a_context(organisation=an_organisation(iban="", address=None))
    (left_out,) = decided(a_party(), a_folder(), context=context).left_out
    assert left_out.code is Reason.ORGANISATION_INCOMPLETE
    assert left_out.obstacles[0].fields == ("organisation.iban", "organisation.address")


def test_an_unknown_organisation_keeps_everything_back() -> None:
    context = run_context(uuid4(), OCTOBER, issued_on=ISSUED_ON, organisation=None, rates=SEED)
    assert reasons(decided(a_party(), a_folder(), context=context)) == [
        Reason.ORGANISATION_INCOMPLETE
    ]


def test_a_party_with_nothing_to_bill_is_neither_billed_nor_left_out() -> None:
    folder = a_folder()
    (line,) = folder.lines
    done = billed(folder, {line.id: (Span(OCTOBER.start, OCTOBER.end),)})
    party = a_party(lifecycle=Lifecycle.PROSPECT)
    assert decide(a_context(), party, payment=None, folders=[done]) == Decision()
    draft = a_folder(state=FolderState.DRAFT)
    assert decided(party, draft) == Decision()


def test_a_sum_below_zero_is_left_for_a_credit_note() -> None:
    folder = a_folder(a_line(kind=LineKind.ONE_OFF, unit_price=Decimal(-5)))
    assert reasons(decided(a_party(), folder)) == [Reason.NEGATIVE_AMOUNT]


def test_a_price_beyond_all_amounts_stops_that_invoice_alone() -> None:
    monster = a_line(quantity=Decimal(999999999999), unit_price=Decimal(999999999999))
    folders = (a_folder(monster, number="01"), a_folder(number="02"))
    decision = decided(a_party(), *folders)
    assert reasons(decision) == [Reason.NOT_COMPUTABLE]
    assert [draft.group.folder_numbers for draft in decision.invoices] == [("02",)]
