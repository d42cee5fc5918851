"""People write the texts of mails: looked at before, checked when saved, taken back."""

from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.errors import InvalidInputError, StaleVersionError
from kontor_contracts.values import Language

from kontor_delivery.model.mail.delivery import METHODS
from kontor_delivery.model.mail.template import MailTemplate, template_faults, template_id
from kontor_delivery.model.mail.texts import Words, sample_values, standard_text, written
from kontor_delivery.usecases.means import Means


class TemplateBrokenError(InvalidInputError):
    """No mail can be made of this text."""


async def list_templates(means: Means) -> list[tuple[DeliveryMethod, Language, MailTemplate]]:
    keys = [(method, language) for method in sorted(METHODS) for language in Language]
    return [(*key, await means.store.templates.get(template_id(*key))) for key in keys]


async def read_template(means: Means, method: DeliveryMethod, language: Language) -> MailTemplate:
    return await means.store.templates.get(template_id(method, language))


async def write_template(
    means: Means, method: DeliveryMethod, language: Language, *, text: str, seen: int | None
) -> MailTemplate:
    """Used from the next mail on; an empty text takes the standard one back."""
    if text:
        _refuse_faults(text, method, language)

    async def commit(tx: Transaction) -> MailTemplate:
        current = await means.store.templates.get(template_id(method, language), tx)
        if seen != current.version:
            raise StaleVersionError(
                "send the text's current version as If-Match", current_version=current.version
            )
        changed = current.model_copy(update={"text": text, "version": current.version + 1})
        await means.store.templates.save(changed, tx)
        return changed

    return await means.transactions.run(commit)


async def preview(
    means: Means, method: DeliveryMethod, language: Language, *, text: str, collected: bool
) -> Words:
    """A mail about an invoice that does not exist: of `text`, else of what is in force."""
    if text:
        _refuse_faults(text, method, language)
    saved = await read_template(means, method, language)
    organisation = await means.store.replicas.organisation()
    named = {"seller": organisation.name} if organisation else {}
    values = sample_values(language, collected=collected, **named)
    return written(text or saved.text or standard_text(method, language), values, language)


def _refuse_faults(text: str, method: DeliveryMethod, language: Language) -> None:
    faults = template_faults(text, method, language)
    if faults:
        raise TemplateBrokenError("mend the text; mails go on using the one before", fields=faults)
