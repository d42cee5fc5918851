"""Chorus Pro's API behind PISTE: a token, the deposit of a flow, what became of it."""

import base64
import email.utils
import time
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TypeVar

import httpx
from kontor_chassis.clock import now
from kontor_contracts.customers.organisation import ChorusSyntax
from pydantic import BaseModel, Field, ValidationError

from kontor_delivery.gateways.outcomes import (
    BusyProviderError,
    DeniedAccessError,
    RefusedCallError,
    UnclearOutcomeError,
)
from kontor_delivery.model.chorus.deposit import FlowInvoice, FlowReport
from kontor_delivery.model.wire import Wire
from kontor_delivery.settings import DeliverySettings

FLOW_SYNTAX = {
    ChorusSyntax.UBL: "IN_DP_E1_UBL_INVOICE",
    ChorusSyntax.CII: "IN_DP_E1_CII_16B",
}
DEPOSIT = "/cpro/factures/v1/deposer/flux"
REPORT = "/cpro/transverses/v1/consulterCRDetaille"
SEARCH = "/cpro/factures/v1/rechercher/fournisseur"
#: For one file by API.
LARGEST = 10 * 1024 * 1024
PAGE = 100
#: A flow has 500 invoices at most, and Chorus Pro may give 10 a page whatever we ask for.
MOST_PAGES = 51
#: A token is given up so long before it ends.
MARGIN_SECONDS = 30.0
CONNECT_SECONDS = 5.0


class _Token(BaseModel):
    access_token: str
    expires_in: float = 0.0


class _Answer(Wire):
    """What every answer has."""

    code: int = Field(alias="codeRetour")
    label: str = Field("", alias="libelle")


AnswerT = TypeVar("AnswerT", bound=_Answer)


class _Deposited(_Answer):
    flow_number: str = Field("", alias="numeroFluxDepot")


class _TechnicalFault(Wire):
    label: str = Field("", alias="libelleErreur")
    code: str = Field("", alias="codeErreur")


class _InvoiceFault(Wire):
    number: str = Field("", alias="numeroDP")
    label: str = Field("", alias="libelleErreurDP")


class _Report(_Answer):
    state: str = Field("", alias="etatCourantDepotFlux")
    file_name: str = Field("", alias="nomFichier")
    technical: list[_TechnicalFault] = Field([], alias="listeErreurTechnique")
    invoices: list[_InvoiceFault] = Field([], alias="listeErreurDP")


class _Invoice(Wire):
    number: str = Field("", alias="numeroFacture")
    state: str = Field("", alias="statut")
    flow_number: str = Field("", alias="numeroFluxDepot")
    comment: str = Field("", alias="commentaireEtatCourant")


class _Found(_Answer):
    invoices: list[_Invoice] = Field([], alias="listeFactures")


class ChorusPro:
    """One client a process. A refused token is renewed once, then it is a matter for people."""

    def __init__(self, settings: DeliverySettings) -> None:
        self._settings = settings
        timeout = httpx.Timeout(settings.chorus_timeout_seconds, connect=CONNECT_SECONDS)
        self._http = httpx.AsyncClient(timeout=timeout, follow_redirects=False)
        self._token = ""
        self._token_ends = 0.0

    async def close(self) -> None:
        await self._http.aclose()

    async def deposit(self, name: str, syntax: ChorusSyntax, content: bytes) -> str:
        """The number that Chorus Pro gives the flow. Twice called, it is there twice."""
        if len(content) > LARGEST:
            raise RefusedCallError("flow-too-large", "over 10 MB by API: hand it in by EDI")
        body = {
            "fichierFlux": base64.b64encode(content).decode(),
            "nomFichier": f"{name}.tar.gz",
            "syntaxeFlux": FLOW_SYNTAX[syntax],
            "avecSignature": False,
        }
        answer = await self._post(DEPOSIT, body, _Deposited)
        if not answer.flow_number:
            raise UnclearOutcomeError("Chorus Pro said yes, but gave no number")
        return answer.flow_number

    async def report(self, flow_number: str) -> FlowReport:
        found = await self._post(REPORT, {"numeroFluxDepot": flow_number}, _Report)
        faults = (f"{one.code} {one.label}".strip() for one in found.technical)
        return FlowReport(
            state=found.state,
            file_name=found.file_name,
            faults=tuple(filter(None, faults)),
            left_behind=tuple((one.number, one.label) for one in found.invoices),
        )

    async def invoices_of(self, flow_number: str) -> tuple[FlowInvoice, ...]:
        """Of all pages, until one brings nothing new."""
        found: dict[str, FlowInvoice] = {}
        for page in range(1, MOST_PAGES + 1):
            part = await self._search({"numeroFluxDepot": flow_number}, page)
            if {one.number for one in part} <= found.keys():
                break
            found |= {one.number: one for one in part}
        return tuple(found.values())

    async def find_flow(self, name: str, invoice_numbers: Sequence[str]) -> str | None:
        """The number of the flow of this name, found by an invoice in it; None: not there (yet).

        Chorus Pro cannot be asked for the name of a flow, but tells it of a flow's number.
        """
        for number in invoice_numbers:
            found = await self._search({"numeroFacture": number}, 1)
            for flow_number in {one.flow_number for one in found if one.flow_number}:
                report = await self.report(flow_number)
                if report.file_name.removesuffix(".tar.gz") == name:
                    return flow_number
        return None

    async def _search(self, wanted: Mapping[str, object], page: int) -> list[FlowInvoice]:
        pages = {"nbResultatsParPage": PAGE, "pageResultatDemandee": page}
        found = await self._post(
            SEARCH, {**wanted, "rechercheFactureParFournisseur": pages}, _Found
        )
        return [
            FlowInvoice(
                number=one.number,
                state=one.state,
                flow_number=one.flow_number,
                comment=one.comment,
            )
            for one in found.invoices
        ]

    async def _post(self, path: str, body: Mapping[str, object], model: type[AnswerT]) -> AnswerT:
        answer = await self._send(path, body, await self._current_token())
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            self._token = ""
            answer = await self._send(path, body, await self._current_token())
        _refuse_failures(answer)
        return _read(answer, model)

    async def _send(self, path: str, body: Mapping[str, object], token: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", "cpro-account": self._account()}
        try:
            return await self._http.post(
                f"{self._settings.chorus_api_url}{path}", json=body, headers=headers
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise BusyProviderError(f"no connection: {error!r}") from error
        except httpx.HTTPError as error:
            raise UnclearOutcomeError(f"no answer: {error!r}") from error

    async def _current_token(self) -> str:
        if not self._token or time.monotonic() > self._token_ends:
            token = await self._new_token()
            self._token = token.access_token
            self._token_ends = time.monotonic() + max(token.expires_in - MARGIN_SECONDS, 1.0)
        return self._token

    async def _new_token(self) -> _Token:
        """Whatever goes wrong here, nothing was deposited."""
        settings = self._settings
        form = {
            "grant_type": "client_credentials",
            "client_id": settings.chorus_client_id,
            "client_secret": settings.chorus_client_secret.get_secret_value(),
            "scope": "openid",
        }
        try:
            answer = await self._http.post(settings.chorus_oauth_url, data=form)
        except httpx.HTTPError as error:
            raise BusyProviderError(f"no token: {error!r}") from error
        if answer.status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED}:
            raise DeniedAccessError("PISTE refuses our client id or secret")
        try:
            return _Token.model_validate_json(answer.content)
        except ValidationError as error:
            raise BusyProviderError(f"no token: {answer.status_code}") from error

    def _account(self) -> str:
        password = self._settings.chorus_password.get_secret_value()
        return base64.b64encode(f"{self._settings.chorus_login}:{password}".encode()).decode()


def _refuse_failures(answer: httpx.Response) -> None:
    status = answer.status_code
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise BusyProviderError("too many requests", seconds=_retry_after(answer))
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise DeniedAccessError(f"Chorus Pro lets us in no more: {status}")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise UnclearOutcomeError(f"error {status}")


def _read(answer: httpx.Response, model: type[AnswerT]) -> AnswerT:
    try:
        found = model.model_validate_json(answer.content)
    except ValidationError as error:
        raise UnclearOutcomeError("an answer that cannot be read") from error
    if found.code:
        raise RefusedCallError(f"chorus-{found.code}", found.label or f"code {found.code}")
    return found


def _retry_after(answer: httpx.Response) -> float | None:
    """RFC 9110, section 10.2.3: seconds, or a date."""
    value = answer.headers.get("retry-after", "")
    if value.isdigit():
        return float(value)
    try:
        return max((email.utils.parsedate_to_datetime(value) - now()).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return None
