"""The second factor: set up with a QR code, confirmed by a code, removed with the password."""

import segno
from fastapi import APIRouter, Request, Response
from kontor_contracts.values import Value

from kontor_web.access import Person, SignedIn
from kontor_web.forms import Field, Form, Frame, Section, new_form, sent_form, typed_in
from kontor_web.forms.credentials import CURRENT
from kontor_web.languages import marked
from kontor_web.rendering import page, redirected
from kontor_web.services import RefusedError
from kontor_web.settings import Service

routes = APIRouter()
PATH = "/profile/second-factor"
CODE = Field(
    path="code",
    label=marked("Code aus der App"),
    required=True,
    autocomplete="one-time-code",
    width="full",
)
ASK = Frame((Section(title="", fields=(CURRENT,)),))
CONFIRM = Frame((Section(title="", fields=(CODE,)),))
REFUSED = 401


class SecondFactor(Value):
    on: bool
    recovery_codes_left: int


class NewSecret(Value):
    secret: str
    uri: str

    @property
    def spaced(self) -> str:
        """The secret in fours, to be typed."""
        return " ".join(self.secret[i : i + 4] for i in range(0, len(self.secret), 4))

    @property
    def drawing(self) -> str:
        """The QR code as SVG without style: the policy forbids any."""
        code = segno.make(self.uri, error="m")
        return code.svg_inline(scale=5, border=4, light="#fff", omitsize=True)


class RecoveryCodes(Value):
    codes: tuple[str, ...]


@routes.get(PATH)
async def show(request: Request, person: SignedIn) -> Response:
    return await _shown(request, person, new_form(ASK))


@routes.post(PATH)
async def begin(request: Request, person: SignedIn) -> Response:
    """Shows the new secret once; it holds when a code of it has come back."""
    form = sent_form(ASK, await typed_in(request))
    body = {"password": form.typed.one("current")}
    try:
        answer = await person.create(Service.CUSTOMERS, "/second-factor", body)
    except RefusedError as refused:
        wrong = form.refused(refused.problem)
        return await _shown(request, person, wrong, refused.problem.status)
    secret = NewSecret.model_validate_json(answer.content)
    return page(request, "access/confirm.html", form=new_form(CONFIRM), secret=secret)


@routes.post(f"{PATH}/confirm")
async def confirm(request: Request, person: SignedIn) -> Response:
    form = sent_form(CONFIRM, await typed_in(request))
    secret = NewSecret(secret=form.typed.one("secret"), uri=form.typed.one("uri"))
    body = {"code": form.typed.one("code")}
    try:
        answer = await person.create(Service.CUSTOMERS, "/second-factor/confirm", body)
    except RefusedError as refused:
        status, wrong = refused.problem.status, form.refused(refused.problem)
        return page(request, "access/confirm.html", status=status, form=wrong, secret=secret)
    codes = RecoveryCodes.model_validate_json(answer.content).codes
    return page(request, "access/recovery.html", codes=codes)


@routes.post(f"{PATH}/remove")
async def remove(request: Request, person: SignedIn) -> Response:
    form = sent_form(ASK, await typed_in(request))
    body = {"password": form.typed.one("current")}
    try:
        await person.create(Service.CUSTOMERS, "/second-factor/remove", body)
    except RefusedError as refused:
        wrong = form.refused(refused.problem)
        return await _shown(request, person, wrong, refused.problem.status)
    return redirected("/profile", told="factor-removed")


async def _shown(request: Request, person: Person, form: Form, status: int = 200) -> Response:
    found = await person.read(Service.CUSTOMERS, "/second-factor", SecondFactor)
    return page(request, "access/second-factor.html", status=status, form=form, factor=found.record)
