"""Two people at the same record: the second is told, and loses nothing."""

from kontor_contracts.errors import DomainError, StaleVersionError


class VersionNeededError(DomainError):
    """A change must name the version it was made from."""

    status = 428


def require_version(seen: int | None, current: int) -> None:
    """VersionNeededError or StaleVersionError unless the caller has seen the current version."""
    if seen is None:
        raise VersionNeededError(f'Send the version you have seen: If-Match: "{current}".')
    if seen != current:
        raise StaleVersionError(
            f"Somebody else saved version {current} in between; read it and try again.",
            current_version=current,
        )
