"""Where the organisation is: what clock, language and holidays its team goes by."""

from zoneinfo import ZoneInfo

from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.values import Language, Value
from pydantic import ConfigDict


class Place(Value):
    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    zone: ZoneInfo
    language: Language = Language.GERMAN
    #: ISO 3166-1 alpha-2; empty while no address is known.
    country: str = ""


def place_of(organisation: Organisation | None) -> Place:
    """UTC until the organisation has been entered."""
    if organisation is None:
        return Place(zone=ZoneInfo("UTC"))
    return Place(
        zone=ZoneInfo(organisation.time_zone),
        language=organisation.language,
        country=organisation.address.country if organisation.address else "",
    )
