"""Where a field that some service misses is filled in."""

from uuid import UUID

#: The page of a party for what its path begins with; anything else stands in its master data.
PARTY_PAGES = {
    "contacts": "contacts",
    "recipients": "contacts",
    "payment": "payment",
    "folder": "folders",
    "folders": "folders",
    "lines": "folders",
    "lifecycle": "convert",
}
#: Fields that forms ask for in another way.
FORM_PATHS = {"payer_id": "payer_number"}


def mended_at(field: str, party_id: UUID) -> str:
    """The page, and on it the field, where that is one of its form."""
    first, _, rest = field.partition(".")
    if first == "organisation":
        return f"/organisation#{input_id(rest)}"
    if first == "vat_rates":
        return "/vat-rates"
    page = PARTY_PAGES.get(first, "edit")
    at = f"#{input_id(field)}" if page == "edit" else ""
    return f"/parties/{party_id}/{page}{at}"


def input_id(path: str) -> str:
    """As forms call the input of a field."""
    return "f-" + FORM_PATHS.get(path, path).replace(".", "-")
