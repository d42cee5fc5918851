"""Who the command line's client signs in as on this machine."""

from kontor_cli.settings import Service, Settings

from kontor_local.installation import Installation
from kontor_local.ports import HOST


def first_admin(installation: Installation) -> Settings:
    """The sign-in of the first administrator."""
    known = installation.known_settings()
    role = {Service.WEB: "PAGES"}
    ports = {
        service: installation.ports[f"KONTOR_LOCAL_{service.name}_{role.get(service, 'API')}_PORT"]
        for service in Service
    }
    return Settings(
        email=known["KONTOR_ADMIN_EMAIL"],
        password=known["KONTOR_ADMIN_PASSWORD"],
        urls={service: f"http://{HOST}:{port}" for service, port in ports.items()},
    )
