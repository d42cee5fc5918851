"""What customers remembers of billing's folders."""

from uuid import UUID

from kontor_contracts.billing.folder import Folder, FolderState
from kontor_contracts.values import Value


class KnownFolder(Value):
    id: UUID
    version: int
    party_id: UUID
    state: FolderState


def known(folder: Folder) -> KnownFolder:
    """The part that is remembered."""
    return KnownFolder(
        id=folder.id, version=folder.version, party_id=folder.party_id, state=folder.state
    )
