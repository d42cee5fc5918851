"""Mails: their texts, and reports of those that came back."""

from kontor_contracts.values import Value

from kontor_cli.client.session import Session
from kontor_cli.settings import Service

DELIVERY, PATH = Service.DELIVERY, "/mail-templates"


class MailTemplate(Value):
    """The text of a mail; `own` unless it is the one that comes with Kontor."""

    method: str
    language: str
    text: str
    own: bool
    version: int


class MailPreview(Value):
    subject: str
    text: str


class BounceTaken(Value):
    """Whether the report was about a mail of ours."""

    matched: bool


class MailsApi:
    def __init__(self, session: Session) -> None:
        self._session = session

    def templates(self) -> list[MailTemplate]:
        return list(self._session.pages(DELIVERY, PATH, MailTemplate))

    def template(self, method: str, language: str) -> MailTemplate:
        return self._session.get(DELIVERY, f"{PATH}/{method}/{language}", MailTemplate)

    def set_template(self, before: MailTemplate, text: str) -> MailTemplate:
        """RequestRefusedError when somebody has changed it meanwhile."""
        answer = self._session.send(
            "PUT",
            DELIVERY,
            f"{PATH}/{before.method}/{before.language}",
            json={"text": text},
            headers={"If-Match": f'"{before.version}"'},
        )
        return MailTemplate.model_validate_json(answer.content)

    def preview(self, method: str, language: str, text: str) -> MailPreview:
        path = f"{PATH}/{method}/{language}/preview"
        return self._session.post(DELIVERY, path, MailPreview, {"text": text})

    def take_bounce(self, report: bytes) -> BounceTaken:
        answer = self._session.send("POST", DELIVERY, "/bounces", content=report)
        return BounceTaken.model_validate_json(answer.content)
