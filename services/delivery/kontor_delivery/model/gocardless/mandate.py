"""A mandate as GoCardless last told it, and what a new look at it means."""

from datetime import datetime
from typing import Self
from uuid import UUID

from kontor_contracts.customers.payment import GoCardlessMandateState
from kontor_contracts.delivery.gocardless import GocardlessMandateChanged
from kontor_contracts.values import Value

from kontor_delivery.model.gocardless.event import ProviderEvent


class MandateOwner(Value):
    """Whose mandate it is."""

    party_id: UUID
    mandate_id: UUID


class ToldMandate(Value):
    """`id` is GoCardless' own; `version` counts what was told."""

    id: str
    version: int = 0
    state: GoCardlessMandateState | None = None
    replaced_by: str = ""

    def seen(self, state: GoCardlessMandateState, event: ProviderEvent) -> Self:
        """The mandate after a look; the same object where nothing is new."""
        replaced_by = event.replaced_by or self.replaced_by
        if (state, replaced_by) == (self.state, self.replaced_by):
            return self
        changes = {"version": self.version + 1, "state": state, "replaced_by": replaced_by}
        return self.model_copy(update=changes)

    def changed(self, owner: MandateOwner, cause: str, at: datetime) -> GocardlessMandateChanged:
        assert self.state is not None  # noqa: S101  # seen
        return GocardlessMandateChanged(
            mandate_id=owner.mandate_id,
            sequence=self.version,
            party_id=owner.party_id,
            reference=self.id,
            state=self.state,
            replaced_by=self.replaced_by,
            cause=cause,
            at=at,
        )
