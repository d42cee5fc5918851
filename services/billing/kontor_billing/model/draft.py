"""An invoice as decided: everything but its number, which is taken when it is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5

from kontor_contracts.billing.invoice import (
    Buyer,
    Collection,
    DeliveryTerms,
    Invoice,
    InvoiceGenerated,
    Totals,
)
from kontor_contracts.customers.party import DeliveryMethod, Party

from kontor_billing.model.context import Issuer, RunContext
from kontor_billing.model.due import collection_date, due_date
from kontor_billing.model.folders import Booking
from kontor_billing.model.grouping import Group
from kontor_billing.model.payer import Debtor, Payers, payer_of, payment_by
from kontor_billing.model.sections import sections_of
from kontor_billing.model.shares import Share, shares
from kontor_billing.model.usage import BilledUsage
from kontor_billing.model.vat import ZERO, NetsByRate, breakdown, gross_of, merged, taxation


@dataclass(frozen=True, slots=True)
class Draft:
    """`invoice` lacks its number and, with it, its collections' references."""

    invoice: Invoice
    delivery: DeliveryTerms
    group: Group

    def bookings(self) -> tuple[Booking, ...]:
        """What storing the invoice adds to its folders."""
        return tuple(
            Booking(charged.billed_folder, charged.charges) for charged in self.group.folders
        )

    def usage(self) -> Iterator[BilledUsage]:
        """The usage that storing the invoice bills."""
        return usage_of(self.group, self.invoice.id)

    def issued(self, number: str) -> InvoiceGenerated:
        """The fact, once the number is known."""
        collections = tuple(
            one.model_copy(update={"reference": f"{number}-{position}-1"})
            for position, one in enumerate(self.invoice.collections, start=1)
        )
        numbered = {"number": number, "collections": collections}
        return InvoiceGenerated(
            invoice=self.invoice.model_copy(update=numbered), delivery=self.delivery
        )


@dataclass(frozen=True, slots=True)
class Drafting:
    """Makes the invoices of one party."""

    context: RunContext
    issuer: Issuer
    customer: Debtor
    payers: Payers

    @property
    def party(self) -> Party:
        return self.customer.party

    def payer(self, group: Group) -> Debtor | None:
        """Who pays in place of the customer."""
        return self.payers[group.payer_id] if group.payer_id else None

    def draft(self, group: Group, delivery: DeliveryTerms) -> Draft:
        """The invoice of `group`; UnknownVatRateError for a supply older than all known rates."""
        taxed = taxation(self.party, self.issuer.rates)
        sections = sections_of(group.folders, taxed)
        nets = tuple(by_rate for _, by_rate in sections)
        whole = merged(nets)
        totals = totals_of(whole)
        invoice_id = invoice_id_of(self.context, self.party, group)
        payer = self.payer(group)
        invoice = Invoice(
            id=invoice_id,
            number="",
            run_id=self.context.run_id,
            party_id=self.party.id,
            group=group.key,
            issued_on=self.context.issued_on,
            due_on=due_date(self.context.issued_on, self.party.payment_term),
            period=self.context.period,
            currency=self.party.currency,
            language=self.party.language,
            seller=self.issuer.seller,
            buyer=buyer_of(self.party),
            payer=payer_of(payer) if payer else None,
            buyer_reference=buyer_reference(self.party),
            purchase_order=purchase_order(group),
            sections=tuple(section for section, _ in sections),
            vat=breakdown(whole, taxed),
            totals=totals,
            collections=self._collections(invoice_id, self._shares(group, nets, totals)),
        )
        return Draft(invoice, delivery, group)

    def _shares(
        self, group: Group, nets: tuple[NetsByRate, ...], totals: Totals
    ) -> tuple[Share, ...]:
        way = self.issuer.organisation.gocardless_way
        payer = self.payer(group)
        details = (payer or self.customer).details
        payments = [
            payment_by(charged.folder.payment, details, way, is_payer=payer is not None)
            for charged in group.folders
        ]
        return shares(totals.payable, zip(payments, nets, strict=True))

    def _collections(self, invoice_id: UUID, parts: tuple[Share, ...]) -> tuple[Collection, ...]:
        return tuple(
            self._collection(uuid5(invoice_id, f"{position}"), share)
            for position, share in enumerate(parts, start=1)
        )

    def _collection(self, collection_id: UUID, share: Share) -> Collection:
        payment, issued_on = share.payment, self.context.issued_on
        return Collection(
            id=collection_id,
            reference="",
            way=payment.way,
            amount=share.amount,
            due_on=collection_date(
                payment.way,
                issued_on=issued_on,
                due_on=due_date(issued_on, self.party.payment_term),
                organisation=self.issuer.organisation,
            ),
            source=payment.source,
            mandate_id=payment.mandate_id,
            mandate_reference=payment.mandate_reference,
            masked_iban=payment.masked_iban,
        )


def invoice_id_of(context: RunContext, party: Party, group: Group) -> UUID:
    """The same for the same run, party and group, however often they are decided."""
    return uuid5(context.run_id, f"{party.id}/{group.key}")


def usage_of(group: Group, invoice_id: UUID) -> Iterator[BilledUsage]:
    for charged in group.folders:
        for one in charged.charges:
            if one.used:
                yield BilledUsage(invoice_id, charged.folder.id, one.line, one.used)


def totals_of(nets: NetsByRate) -> Totals:
    """BG-22: nothing is paid before issue, so the whole gross amount is payable."""
    net, gross = sum(nets.values(), ZERO), gross_of(nets)
    return Totals(net=net, vat=gross - net, gross=gross, payable=gross)


def buyer_of(party: Party) -> Buyer:
    """BG-7 as it stands at issue; a party without address has been left out before."""
    assert party.billing_address  # noqa: S101
    return Buyer(
        name=full_name(party),
        number=party.number,
        kind=party.kind,
        address=party.billing_address,
        vat_id=party.vat_id,
        siren=party.siren,
        siret=party.siret,
        electronic_address=party.electronic_address,
    )


def full_name(party: Party) -> str:
    """The name with its legal form, once."""
    if not party.legal_form or party.name.endswith(party.legal_form):
        return party.name
    return f"{party.name} {party.legal_form}"


def buyer_reference(party: Party) -> str:
    """BT-10: Chorus Pro's service code, else what the buyer asked for."""
    chorus = party.delivery.method is DeliveryMethod.CHORUS_PRO
    return (party.chorus.service_code if chorus else "") or party.buyer_reference


def purchase_order(group: Group) -> str:
    """BT-13 exists once: the engagement number, else the order that all its folders share."""
    orders = {charged.folder.purchase_order for charged in group.folders}
    return group.engagement or (orders.pop() if len(orders) == 1 else "")
