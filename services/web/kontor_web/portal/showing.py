"""How the portal's pages are shown: with the sections that the contact has a right to."""

from dataclasses import dataclass

from fastapi import Request, Response
from kontor_contracts.customers.party import PortalRight

from kontor_web.languages import marked
from kontor_web.portal.access import Guest
from kontor_web.rendering import page


@dataclass(frozen=True)
class Part:
    """A page of the portal; without a right everybody has it."""

    path: str
    label: str
    icon: str
    right: PortalRight | None = None

    def is_current(self, path: str) -> bool:
        return path == self.path or (self.path != "/portal" and path.startswith(f"{self.path}/"))


PARTS = (
    Part("/portal", marked("Übersicht"), "house"),
    Part("/portal/invoices", marked("Rechnungen"), "receipt-euro", PortalRight.INVOICES),
    Part("/portal/services", marked("Dienste"), "router", PortalRight.SERVICES),
    Part("/portal/tickets", marked("Tickets"), "life-buoy", PortalRight.TICKETS),
    Part("/portal/me", marked("Meine Daten"), "user-round"),
)


def parts_for(guest: Guest) -> list[Part]:
    return [one for one in PARTS if one.right is None or guest.may(one.right)]


def portal_page(
    request: Request, guest: Guest, template: str, *, status: int = 200, **context: object
) -> Response:
    """A page of the portal."""
    return page(
        request,
        f"portal/{template}",
        status=status,
        guest=guest,
        contact=guest.contact,
        rights={right.value for right in guest.contact.rights},
        portal_parts=parts_for(guest),
        **context,
    )
