"""Facts that open an action: one entry each says how the fact is told and what its cause is."""

from dataclasses import dataclass

from kontor_contracts.billing.collection import BankEntryUnmatched, DebitAnnounced, PaymentReturned
from kontor_contracts.billing.licence import LicenceRenewalDue
from kontor_contracts.customers.bank_account import BankAccountChanged
from kontor_contracts.customers.mandate import MandateExpiring
from kontor_contracts.delivery.delivery import (
    ChorusFlowStuck,
    ChorusStateChanged,
    DeliveryFailed,
    MailBounced,
)
from kontor_contracts.delivery.gocardless import GocardlessPaymentChanged, GocardlessStanding
from kontor_contracts.event import Event
from kontor_contracts.tasks.action import Priority
from kontor_contracts.values import LocalizedText

from kontor_tasks.model.rules import Rule

#: Follows from another failure of the same invoice, which has an action already.
CONSEQUENCES = frozenset({"no-document"})
#: Billing hears of the others, and says itself where a person is needed.
NOT_STUCK = frozenset(GocardlessStanding) - {GocardlessStanding.REFUSED, GocardlessStanding.UNKNOWN}


@dataclass(frozen=True)
class Watched:
    """`title` and `cause` name fields of the fact, or of `part`, the field that holds them."""

    fact: type[Event]
    rule: Rule
    title: LocalizedText
    #: What tells one cause from another: the same again is the same action.
    cause: tuple[str, ...]
    part: str = ""
    #: The field with the moment from which working days are counted.
    at: str = "at"
    #: Facts with one of these values in this field open nothing.
    except_for: tuple[str, frozenset[object]] = ("", frozenset())
    #: The field with the words that describe it.
    because: str = "reason"


def rule(fact: type[Event], kind: str, days: int = 1, priority: Priority = Priority.NORMAL) -> Rule:
    return Rule(key=fact.type, kind=kind, working_days=days, priority=priority)


WATCHED = (
    Watched(
        DeliveryFailed,
        rule(DeliveryFailed, "delivery-failed"),
        LocalizedText(
            de="Rechnung {invoice_number} nicht zugestellt: {channel}",
            fr="Facture {invoice_number} non remise : {channel}",
            en="Invoice {invoice_number} not delivered: {channel}",
        ),
        cause=("invoice_id", "channel"),
        except_for=("code", CONSEQUENCES),
    ),
    Watched(
        MailBounced,
        rule(MailBounced, "delivery-failed"),
        LocalizedText(
            de="E-Mail-Adresse {email} nimmt keine Post an (Rechnung {invoice_number})",
            fr="L'adresse {email} refuse les messages (facture {invoice_number})",
            en="The address {email} takes no mail (invoice {invoice_number})",
        ),
        cause=("invoice_id", "contact_id"),
    ),
    Watched(
        ChorusStateChanged,
        rule(ChorusStateChanged, "delivery-failed"),
        LocalizedText(
            de="Chorus Pro meldet für Rechnung {invoice_number}: {state}",
            fr="Chorus Pro signale pour la facture {invoice_number} : {state}",
            en="Chorus Pro reports for invoice {invoice_number}: {state}",
        ),
        cause=("invoice_id", "state"),
        except_for=("needs_person", frozenset({False})),
    ),
    Watched(
        ChorusFlowStuck,
        rule(ChorusFlowStuck, "delivery-failed", priority=Priority.HIGH),
        LocalizedText(
            de="Chorus Pro: {count} Rechnungen stecken fest, Datei {name} {state}",
            fr="Chorus Pro : {count} factures bloquées, flux {name} {state}",
            en="Chorus Pro: {count} invoices are stuck, flow {name} {state}",
        ),
        cause=("file_id", "state"),
    ),
    Watched(
        GocardlessPaymentChanged,
        rule(GocardlessPaymentChanged, "payment"),
        LocalizedText(
            de="GoCardless zieht {amount} {currency} zu {invoice_number} nicht ein: {code}",
            fr="GoCardless ne prélève pas {amount} {currency} pour {invoice_number} : {code}",
            en="GoCardless does not collect {amount} {currency} for {invoice_number}: {code}",
        ),
        cause=("collection_id", "code"),
        except_for=("standing", NOT_STUCK),
    ),
    Watched(
        PaymentReturned,
        rule(PaymentReturned, "payment"),
        LocalizedText(
            de="Lastschrift zu {invoice_number} zurück: {amount} {currency} {code}",
            fr="Prélèvement de {invoice_number} rejeté : {amount} {currency} {code}",
            en="Direct debit of {invoice_number} came back: {amount} {currency} {code}",
        ),
        cause=("collection_id",),
        except_for=("needs_person", frozenset({False})),
        because="text",
    ),
    Watched(
        DebitAnnounced,
        rule(DebitAnnounced, "payment"),
        LocalizedText(
            de="Neue Lastschrift zu {invoice_number} ankündigen: {amount} {currency} am {due_on}",
            fr="Annoncer le prélèvement de {invoice_number} : {amount} {currency} le {due_on}",
            en="Announce the new debit of {invoice_number}: {amount} {currency} on {due_on}",
        ),
        cause=("collection_id",),
    ),
    Watched(
        BankEntryUnmatched,
        rule(BankEntryUnmatched, "payment"),
        LocalizedText(
            de="Nicht zugeordnet: {kind} {amount} {currency} {reference}",
            fr="Non affecté : {kind} {amount} {currency} {reference}",
            en="Not matched: {kind} {amount} {currency} {reference}",
        ),
        cause=("kind", "entry_id"),
    ),
    Watched(
        BankAccountChanged,
        rule(BankAccountChanged, "payment", days=0, priority=Priority.HIGH),
        LocalizedText(
            de="IBAN geändert: {before} → {after}; bitte beim Kunden bestätigen",
            fr="IBAN modifié : {before} → {after} ; à confirmer avec le client",
            en="IBAN changed: {before} → {after}; confirm with the customer",
        ),
        cause=("account_id", "asked_at"),
        part="change",
        at="asked_at",
        except_for=("state", frozenset({"withdrawn"})),
    ),
    Watched(
        MandateExpiring,
        rule(MandateExpiring, "payment", days=5),
        LocalizedText(
            de="Mandat {reference} verfällt am {expires_on}: nutzen, sonst neu einholen",
            fr="Le mandat {reference} expire le {expires_on} : utiliser ou renouveler",
            en="Mandate {reference} expires on {expires_on}: use it, or have a new one signed",
        ),
        cause=("mandate_id", "expires_on"),
    ),
    Watched(
        LicenceRenewalDue,
        rule(LicenceRenewalDue, "contract", days=5),
        LocalizedText(
            de="Lizenz {description} verlängert sich am {renews_on}: Ordner {folder_number}",
            fr="La licence {description} se renouvelle le {renews_on} : dossier {folder_number}",
            en="Licence {description} renews on {renews_on}: folder {folder_number}",
        ),
        cause=("line_id", "renews_on"),
    ),
)

BY_TYPE: dict[str, Watched] = {one.fact.type: one for one in WATCHED}
