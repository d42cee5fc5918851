"""The own organisation's logo, as last heard of."""

from typing import Self

from kontor_contracts.customers.organisation import OrganisationLogoChanged
from kontor_contracts.values import Value


class Logo(Value):
    """The file as it was sent; empty: there is none."""

    version: int
    image: bytes = b""

    @classmethod
    def of(cls, fact: OrganisationLogoChanged) -> Self:
        return cls(version=fact.version, image=fact.image)
