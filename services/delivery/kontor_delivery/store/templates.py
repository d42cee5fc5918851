"""Mail texts of the own organisation: at most one per method and language."""

from kontor_chassis.mongo import Database, from_document, to_document
from kontor_chassis.transaction import Transaction

from kontor_delivery.model.mail.template import MailTemplate


class Templates:
    def __init__(self, database: Database) -> None:
        self._templates = database["mail_templates"]

    async def texts(self) -> dict[str, str]:
        """The own texts by id."""
        rows = self._templates.find({"text": {"$ne": ""}}, {"text": 1})
        return {str(row["_id"]): str(row["text"]) async for row in rows}

    async def get(self, template_id: str, tx: Transaction | None = None) -> MailTemplate:
        session = tx.session if tx else None
        row = await self._templates.find_one({"_id": template_id}, session=session)
        return from_document(MailTemplate, row) if row else MailTemplate(id=template_id)

    async def save(self, template: MailTemplate, tx: Transaction) -> None:
        key = {"_id": template.id}
        document = to_document(template)
        await self._templates.replace_one(key, document, upsert=True, session=tx.session)
