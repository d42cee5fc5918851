"""The texts of mails, in the own organisation's words."""

from typing import Annotated, Literal, Self

from fastapi import APIRouter, Depends, Response
from kontor_chassis.http import Page, Role, etag, if_match, require
from kontor_chassis.http.access import STAFF
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.values import Language
from pydantic import BaseModel

from kontor_delivery.model.mail.template import MailTemplate
from kontor_delivery.model.mail.texts import standard_text
from kontor_delivery.usecases import templates
from kontor_delivery.usecases.means import Means

MailMethod = Literal[DeliveryMethod.EMAIL_ATTACHMENT, DeliveryMethod.EMAIL_NOTICE]
Seen = Annotated[int | None, Depends(if_match)]
PATH = "/mail-templates/{method}/{language}"


class TemplateView(BaseModel):
    """The text in force: the first line is the subject; `own` tells it from Kontor's."""

    method: DeliveryMethod
    language: Language
    text: str
    own: bool
    version: int

    @classmethod
    def of(cls, method: DeliveryMethod, language: Language, found: MailTemplate) -> Self:
        return cls(
            method=method,
            language=language,
            text=found.text or standard_text(method, language),
            own=bool(found.text),
            version=found.version,
        )


class TemplateInput(BaseModel):
    #: Empty: take Kontor's text back.
    text: str


class PreviewInput(BaseModel):
    #: Empty: what is in force.
    text: str = ""
    #: Of an invoice that nobody has to pay by hand.
    collected: bool = False


class PreviewView(BaseModel):
    subject: str
    text: str
    html: str


def router(means: Means) -> APIRouter:
    routes = APIRouter(tags=["mail templates"], dependencies=[Depends(require(*STAFF))])
    _reading(routes, means)
    _changing(routes, means)
    return routes


def _reading(routes: APIRouter, means: Means) -> None:
    @routes.get("/mail-templates")
    async def list_templates() -> Page[TemplateView]:
        found = await templates.list_templates(means)
        return Page(items=[TemplateView.of(*one) for one in found])

    @routes.get(PATH)
    async def read_template(
        method: MailMethod, language: Language, response: Response
    ) -> TemplateView:
        found = await templates.read_template(means, method, language)
        response.headers.update(etag(found.version))
        return TemplateView.of(method, language, found)

    @routes.post(f"{PATH}/preview")
    async def preview(method: MailMethod, language: Language, asked: PreviewInput) -> PreviewView:
        """A mail about a made-up invoice; a broken text is told with the line, as when saving."""
        words = await templates.preview(
            means, method, language, text=asked.text, collected=asked.collected
        )
        return PreviewView.model_validate(words, from_attributes=True)


def _changing(routes: APIRouter, means: Means) -> None:
    @routes.put(PATH, dependencies=[Depends(require(Role.ACCOUNTING))])
    async def write_template(
        method: MailMethod,
        language: Language,
        asked: TemplateInput,
        response: Response,
        seen: Seen,
    ) -> TemplateView:
        """Mails use it from now on; a text that no mail can be made of is refused with the line."""
        saved = await templates.write_template(means, method, language, text=asked.text, seen=seen)
        response.headers.update(etag(saved.version))
        return TemplateView.of(method, language, saved)
