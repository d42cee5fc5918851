"""How a party's supplies are taxed: category, reason, and the rate at the day of supply."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kontor_contracts.billing.folder import VatClass
from kontor_contracts.billing.invoice import VatBreakdown, VatCategory
from kontor_contracts.customers.party import Party, VatStatus, VatTreatment
from kontor_contracts.values import Language, LocalizedText, cents

from kontor_billing.model.vat_rates import RateTables

CATEGORIES: Mapping[VatTreatment, VatCategory] = {
    VatTreatment.STANDARD: VatCategory.STANDARD,
    VatTreatment.EXEMPT: VatCategory.EXEMPT,
    VatTreatment.EU_REVERSE_CHARGE: VatCategory.REVERSE_CHARGE,
    VatTreatment.DOMESTIC_REVERSE_CHARGE: VatCategory.REVERSE_CHARGE,
}
#: Code of the CEF list VATEX for category AE.
REVERSE_CHARGE_CODE = "VATEX-EU-AE"
#: The words that art. 226 (11a) of the VAT directive and § 14a (5) UStG prescribe.
REVERSE_CHARGE_TEXT = LocalizedText(
    de="Steuerschuldnerschaft des Leistungsempfängers", fr="Autoliquidation", en="Reverse charge"
)
UNTAXED = Decimal(0)
ZERO = Decimal("0.00")

#: Net amounts by VAT rate. The treatment and the rate say the category, so the rate says all.
NetsByRate = Mapping[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class VatReason:
    """Why no VAT is charged: VATEX code (BT-121), printed text (BT-120); both empty where it is."""

    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Taxation:
    """What the treatment means for invoice lines. `rates` is None where no VAT is charged."""

    category: VatCategory
    reason: VatReason
    rates: RateTables | None

    def rate_on(self, day: date, vat_class: VatClass) -> Decimal | None:
        """None when no rate is known for `day`."""
        return UNTAXED if self.rates is None else self.rates[vat_class].on(day)

    def category_at(self, rate: Decimal) -> VatCategory:
        """What is taxed at 0 % is zero-rated: category S has a rate above it (BR-S-05)."""
        return VatCategory.ZERO if self.rates is not None and not rate else self.category


def taxation(party: Party, rates: RateTables) -> Taxation:
    status = party.vat
    taxed = status.treatment is VatTreatment.STANDARD
    return Taxation(
        category=CATEGORIES[status.treatment],
        reason=vat_reason(status, party.language),
        rates=rates if taxed else None,
    )


def vat_reason(status: VatStatus, language: Language) -> VatReason:
    """The reason as printed; reverse charge has its prescribed words where none are entered."""
    if status.treatment is VatTreatment.STANDARD:
        return VatReason()
    reverse = CATEGORIES[status.treatment] is VatCategory.REVERSE_CHARGE
    text = status.reason or (REVERSE_CHARGE_TEXT if reverse else None)
    code = status.reason_code or (REVERSE_CHARGE_CODE if reverse else "")
    return VatReason(code=code, text=text.in_language(language) if text else "")


def rate_vat(net: Decimal, rate: Decimal) -> Decimal:
    return cents(net * rate / 100)


def gross_of(nets: NetsByRate) -> Decimal:
    """Net amounts with their VAT, rounded for each rate (BR-CO-17)."""
    return sum((net + rate_vat(net, rate) for rate, net in nets.items()), ZERO)


def merged(many: Iterable[NetsByRate]) -> NetsByRate:
    sums: dict[Decimal, Decimal] = {}
    for nets in many:
        for rate, net in nets.items():
            sums[rate] = sums.get(rate, ZERO) + net
    return sums


def breakdown(nets: NetsByRate, taxed: Taxation) -> tuple[VatBreakdown, ...]:
    """BG-23, the highest rate first."""
    return tuple(
        VatBreakdown(
            category=taxed.category_at(rate),
            rate=rate,
            net=net,
            vat=rate_vat(net, rate),
            reason_code=taxed.reason.code,
            reason=taxed.reason.text,
        )
        for rate, net in sorted(nets.items(), reverse=True)
    )
