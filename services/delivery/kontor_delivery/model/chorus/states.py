"""Chorus Pro's own words for flows and invoices; what is not listed here is not known."""

from enum import StrEnum


class DepositState(StrEnum):
    """Where a flow stands with us."""

    #: To be deposited.
    PLANNED = "planned"
    #: The intent is stored: from here on the call may have been made.
    DEPOSITING = "depositing"
    #: Chorus Pro gave it a number, and works on it.
    DEPOSITED = "deposited"
    INTEGRATED = "integrated"
    PARTLY_INTEGRATED = "partly-integrated"
    #: Every invoice has reached its last state.
    DONE = "done"
    REJECTED = "rejected"
    #: Chorus Pro would not take it; to be mended, then deposited again.
    REFUSED = "refused"
    #: Rejected, and its invoices go into another flow.
    REPACKED = "repacked"
    #: Chorus Pro says something that we do not know: neither good nor bad.
    UNKNOWN = "unknown"


#: What a worker goes on with.
OPEN = (
    DepositState.PLANNED,
    DepositState.DEPOSITING,
    DepositState.DEPOSITED,
    DepositState.INTEGRATED,
    DepositState.PARTLY_INTEGRATED,
    DepositState.UNKNOWN,
)
FOLLOWED = frozenset({DepositState.INTEGRATED, DepositState.PARTLY_INTEGRATED})

_FLOWS = {
    "IN_DEPOT_PORTAIL_EN_ATTENTE_TRAITEMENT_SE_CPP": DepositState.DEPOSITED,
    "IN_INTEGRE": DepositState.INTEGRATED,
    "IN_INTEGRE_PARTIEL": DepositState.PARTLY_INTEGRATED,
    "IN_REJETE": DepositState.REJECTED,
}
#: Of an invoice that was left out of a flow which was taken otherwise.
LEFT_BEHIND = "IN_REJETE"
_UNDER_WAY = frozenset(
    {
        "DEPOSEE",
        "EN_COURS_ACHEMINEMENT",
        "MISE_A_DISPOSITION",
        "PRISE_EN_COMPTE_DESTINATAIRE",
        "COMPLETEE",
        "SERVICE_FAIT",
        "MANDATEE",
        "MISE_A_DISPOSITION_COMPTABLE",
        "COMPTABILISEE",
    }
)
#: Wrong recipient, papers missing, refused: nothing goes on until somebody acts.
_STUCK = frozenset({"A_RECYCLER", "SUSPENDUE", "A_COMPLETER", "REJETEE", LEFT_BEHIND})
_LAST = frozenset({"MISE_EN_PAIEMENT", "REJETEE", LEFT_BEHIND})
KNOWN = _UNDER_WAY | _STUCK | _LAST


def flow_state(word: str) -> DepositState:
    return _FLOWS.get(word, DepositState.UNKNOWN)


def is_known(word: str) -> bool:
    """Whether we know this state of an invoice."""
    return word in KNOWN


def needs_person(word: str) -> bool:
    return word in _STUCK or not is_known(word)


def is_last(word: str) -> bool:
    return word in _LAST
