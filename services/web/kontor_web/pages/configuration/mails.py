"""*Vorlagen*: what mails about invoices say, with a preview about a made-up invoice."""

from functools import partial

from fastapi import APIRouter, Request, Response
from kontor_contracts.values import Value

from kontor_web.access import Person, SignedIn
from kontor_web.forms import Field, Form, Frame, Kind, Section, new_form, sent_form, typed_in
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import marked
from kontor_web.pages.invoices.records import may_issue
from kontor_web.rendering import page, redirected
from kontor_web.settings import Service

routes = APIRouter()
PATH = "/mail-templates"
ONE = PATH + "/{method}/{language}"
TEXT = Field(
    "text",
    marked("Text"),
    kind=Kind.AREA,
    width="full",
    hint=marked(
        "Die erste Zeile ist der Betreff. Leer gespeichert gilt wieder der Text von Kontor."
    ),
)
COLLECTED = Field(
    "collected", marked("Vorschau für eine Rechnung, die eingezogen wird"), kind=Kind.CHECK
)
FRAME = Frame((Section("", (TEXT, COLLECTED)),))


class Template(Value):
    method: str
    language: str
    text: str
    own: bool
    version: int

    @property
    def path(self) -> str:
        return f"{PATH}/{self.method}/{self.language}"

    @property
    def subject(self) -> str:
        return self.text.partition("\n")[0]


class Mail(Value):
    subject: str
    text: str


@routes.get(PATH)
async def list_templates(request: Request, person: SignedIn) -> Response:
    found = await person.list(Service.DELIVERY, PATH, Template)
    return page(request, "configuration/mails.html", templates=found.items)


@routes.get(ONE)
async def ask(request: Request, method: str, language: str, person: SignedIn) -> Response:
    path = f"{PATH}/{method}/{language}"
    stored = await person.read_json(Service.DELIVERY, path)
    form = new_form(FRAME, stored.record, version=stored.version)
    return _shown(request, person, form)


@routes.post(ONE)
async def change(request: Request, method: str, language: str, person: SignedIn) -> Response:
    """Saves the text, or shows the mail that it would make."""
    typed = await typed_in(request)
    form = sent_form(FRAME, typed)
    path = f"{PATH}/{method}/{language}"
    body = form.frame.written(form.typed, {})
    if typed.one("preview"):
        answer, form = await saved(
            form, partial(person.create, Service.DELIVERY, f"{path}/preview", body)
        )
        mail = Mail.model_validate_json(answer.content) if answer else None
        return _shown(request, person, form, mail)
    body = {"text": body["text"]}
    save = partial(person.replace, Service.DELIVERY, path, body, version=form.version)
    answer, form = await saved(form, save, partial(person.read_json, Service.DELIVERY, path))
    if answer is not None:
        return redirected(PATH, told="saved")
    return _shown(request, person, form)


def _shown(request: Request, person: Person, form: Form, mail: Mail | None = None) -> Response:
    return page(
        request,
        "configuration/mail.html",
        status=status_of(form),
        form=form,
        mail=mail,
        may_change=may_issue(person),
    )
