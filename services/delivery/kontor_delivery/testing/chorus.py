"""Chorus Pro behind PISTE as a supplier sees it: tokens, deposits, reports, states of invoices."""

import base64
import gzip
import io
import tarfile
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from urllib.parse import parse_qs

from lxml import etree

from kontor_delivery.testing.stand_in import Answer, Asked, Json, StandIn

CLIENT = ("client-of-the-tests", "secret-of-the-tests")
ACCOUNT = ("TECH_1@tests.example", "password-of-the-tests")
OAUTH, DEPOSIT = "/api/oauth/token", "/cpro/factures/v1/deposer/flux"
REPORT = "/cpro/transverses/v1/consulterCRDetaille"
SEARCH = "/cpro/factures/v1/rechercher/fournisseur"
#: Whatever is asked for.
PAGE = 1
WAITING = "IN_DEPOT_PORTAIL_EN_ATTENTE_TRAITEMENT_SE_CPP"


@dataclass
class Flow:
    """A deposit; its invoices can be found once it is integrated."""

    number: str
    file_name: str
    syntax: str
    content: bytes
    state: str = WAITING
    faults: list[Json] = field(default_factory=list)
    invoices: dict[str, str] = field(default_factory=dict)


class ChorusDesk:
    def __init__(self) -> None:
        self.flows: list[Flow] = []
        self.tokens: set[str] = set()
        self.stand_in = StandIn(self.respond)
        self._numbers = count(1)

    def settings(self) -> dict[str, object]:
        """What tells delivery to deposit here; it looks again at once."""
        return {
            "chorus_deposit": "api",
            "chorus_api_url": self.stand_in.url,
            "chorus_oauth_url": self.stand_in.url + OAUTH,
            "chorus_client_id": CLIENT[0],
            "chorus_client_secret": CLIENT[1],
            "chorus_login": ACCOUNT[0],
            "chorus_password": ACCOUNT[1],
            "chorus_timeout_seconds": 3,
            "chorus_poll": timedelta(seconds=0.2),
            "chorus_follow": timedelta(seconds=0.2),
        }

    def named(self, name: str) -> list[Flow]:
        return [one for one in self.flows if one.file_name == f"{name}.tar.gz"]

    def integrates(self, flow: Flow, state: str = "DEPOSEE") -> None:
        flow.state = "IN_INTEGRE"
        flow.invoices = dict.fromkeys(numbers_in(flow.content), state)

    def forgets_tokens(self) -> None:
        self.tokens.clear()

    def respond(self, asked: Asked) -> Answer:
        if asked.path == OAUTH:
            return self._token(asked)
        if asked.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return Answer.of(401, {"error": "invalid_token"})
        account = base64.b64encode(":".join(ACCOUNT).encode()).decode()
        if asked.headers.get("cpro-account") != account:
            return Answer.of(403, {"error": "cpro-account"})
        return {DEPOSIT: self._deposit, REPORT: self._report, SEARCH: self._search}[asked.path](
            asked.json
        )

    def _token(self, asked: Asked) -> Answer:
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        if (form.get("client_id"), form.get("client_secret")) != CLIENT:
            return Answer.of(401, {"error": "invalid_client"})
        token = f"token-{next(self._numbers)}"
        self.tokens.add(token)
        fields = {"token_type": "Bearer", "expires_in": 3600, "scope": form.get("scope")}
        return Answer.of(200, {"access_token": token, **fields})

    def _deposit(self, body: Json) -> Answer:
        content = base64.b64decode(body["fichierFlux"])
        if content[:2] != b"\x1f\x8b":
            return Answer.of(200, {"codeRetour": 20001, "libelle": "Le fichier est illisible"})
        number = f"CPP{next(self._numbers):022}"
        self.flows.append(Flow(number, body["nomFichier"], body["syntaxeFlux"], content))
        return _fine(
            numeroFluxDepot=number, dateDepot="2026-11-27", syntaxeFlux=body["syntaxeFlux"]
        )

    def _report(self, body: Json) -> Answer:
        flow = next(one for one in self.flows if one.number == body["numeroFluxDepot"])
        return _fine(
            etatCourantDepotFlux=flow.state,
            nomFichier=flow.file_name,
            listeErreurTechnique=[],
            listeErreurDP=flow.faults,
        )

    def _search(self, body: Json) -> Answer:
        found = [
            {
                "numeroFacture": number,
                "identifiantFactureCPP": position,
                "numeroFluxDepot": flow.number,
                "statut": state,
                "commentaireEtatCourant": None,
            }
            for flow in self.flows
            if body.get("numeroFluxDepot") in {None, flow.number}
            for position, (number, state) in enumerate(flow.invoices.items())
            if body.get("numeroFacture") in {None, number}
        ]
        start = (body["rechercheFactureParFournisseur"]["pageResultatDemandee"] - 1) * PAGE
        return _fine(listeFactures=found[start : start + PAGE])


def numbers_in(content: bytes) -> list[str]:
    """BT-1 of each member: the first `ID` below an invoice of UBL, or below CII's document."""
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(content))) as archive:
        members = [archive.extractfile(one) for one in archive.getmembers()]
        roots = [etree.parse(one).getroot() for one in members if one]
    found = (one.findtext("{*}ID") or one.findtext("{*}ExchangedDocument/{*}ID") for one in roots)
    return [str(number) for number in found]


def _fine(**fields: object) -> Answer:
    return Answer.of(200, {"codeRetour": 0, "libelle": "TRA_MSG_00.000", **fields})
