"""Standard installations as people keep them."""

from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.folder import Folder
from kontor_contracts.billing.installation import Installation
from kontor_contracts.errors import FieldError, InvalidInputError, StaleVersionError

from kontor_billing.model.standard_installations import InstallationFields, template_of
from kontor_billing.usecases.billing import Billing


async def put_installation(
    billing: Billing, key: str, fields: InstallationFields, *, seen: int | None
) -> Installation:
    """The template as it is to be; folders that are active already keep what they began with."""

    async def work(tx: Transaction) -> Installation:
        before = await billing.installations.get(key, tx)
        current = before.version if before else 0
        if seen is not None and seen != current:
            raise StaleVersionError("it was changed meanwhile", current_version=current)
        template = template_of(key, current + 1, fields)
        await billing.installations.put(template, tx)
        return template

    return await billing.transactions.run(work)


async def installations(billing: Billing) -> list[Installation]:
    return await billing.installations.all()


async def installation_of(billing: Billing, folder: Folder, tx: Transaction) -> Installation | None:
    """What starts with the folder's activation."""
    if not folder.standard_installation:
        return None
    found = await billing.installations.get(folder.standard_installation, tx)
    if found is None:
        raise InvalidInputError(
            "the standard installation is not known",
            fields=[unknown_installation(folder.standard_installation)],
        )
    return found


def unknown_installation(key: str) -> FieldError:
    message = f"there is no standard installation {key}: choose one of /standard-installations"
    return FieldError("standard_installation", "unknown-installation", message)
