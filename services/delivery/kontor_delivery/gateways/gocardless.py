"""GoCardless by its own client: the only module that knows it. Its answers become ours."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date, datetime
from typing import Any, TypeVar

import requests
from gocardless_pro import Client, errors, webhooks
from kontor_contracts.errors import DomainError, InvalidInputError
from pydantic import SecretStr

from kontor_delivery.gateways.outcomes import (
    BusyProviderError,
    DeniedAccessError,
    RefusedCallError,
    UnclearOutcomeError,
)
from kontor_delivery.model.gocardless.event import ToldEvent
from kontor_delivery.model.gocardless.provider import (
    PaymentRequest,
    ProviderMandate,
    ProviderPayment,
)
from kontor_delivery.settings import DeliverySettings

ResultT = TypeVar("ResultT")
#: A resource of the client, whose package brings no types.
Resource = Any
#: 1,000 requests a minute are allowed; we stay well below.
SECONDS_BETWEEN_CALLS = 0.125
THREADS = 4
LONGEST_PAGE = 500


class WebhookSignatureError(DomainError):
    """The webhook was not signed with a secret of ours; the status is GoCardless' own."""

    status = 498


class GoCardless:
    """One client a process: calls run in few threads of their own, at a moderate pace."""

    def __init__(self, settings: DeliverySettings) -> None:
        self._client = Client(
            access_token=settings.gocardless_token.get_secret_value(),
            base_url=settings.gocardless_url,
            raise_on_idempotency_conflict=True,
            timeout=(5, settings.gocardless_timeout_seconds),
        )
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="gocardless")
        self._next_call = 0.0

    async def create_payment(self, request: PaymentRequest, *, key: str) -> ProviderPayment:
        """The payment made under this key: by this call, or by an earlier one."""
        try:
            made = await self._call(
                lambda: self._client.payments.create(
                    params=_body(request), headers={"Idempotency-Key": key}
                )
            )
        except errors.IdempotentCreationConflictError as before:
            return await self.payment(_conflicting(before))
        return _payment(made)

    async def payment(self, payment_id: str) -> ProviderPayment:
        return _payment(await self._call(lambda: self._client.payments.get(payment_id)))

    async def find_payment(
        self, request: PaymentRequest, *, since: datetime
    ) -> ProviderPayment | None:
        """The payment of a collection, by its metadata."""
        params = {
            "mandate": request.mandate,
            "created_at[gte]": since.isoformat(),
            "limit": LONGEST_PAGE,
        }
        found = await self._call(lambda: list(self._client.payments.all(params=params)))
        ours = (one for one in map(_payment, found) if one.collection == request.collection)
        return next(ours, None)

    async def mandate(self, mandate_id: str) -> ProviderMandate:
        return _mandate(await self._call(lambda: self._client.mandates.get(mandate_id)))

    async def events_since(self, moment: datetime) -> list[ToldEvent]:
        params = {"created_at[gte]": moment.isoformat(), "limit": LONGEST_PAGE}
        found = await self._call(lambda: list(self._client.events.all(params=params)))
        with _translated():
            return [ToldEvent.model_validate(one.attributes) for one in found]

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _call(self, call: Callable[[], ResultT]) -> ResultT:
        await self._keep_pace()
        with _translated():
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, call)

    async def _keep_pace(self) -> None:
        wait = self._next_call - time.monotonic()
        self._next_call = max(self._next_call, time.monotonic()) + SECONDS_BETWEEN_CALLS
        if wait > 0:
            await asyncio.sleep(wait)


def read_webhook(body: bytes, signature: str, secrets: Sequence[SecretStr]) -> list[ToldEvent]:
    """The events in a webhook; WebhookSignatureError unless one of `secrets` signed it."""
    for secret in filter(None, (one.get_secret_value() for one in secrets)):
        with suppress(errors.InvalidSignatureError):
            return _signed_events(body, signature, secret)
    raise WebhookSignatureError("the webhook is not signed with a secret of ours")


def _signed_events(body: bytes, signature: str, secret: str) -> list[ToldEvent]:
    """The client compares in constant time, but breaks over what is not ASCII."""
    if not signature.isascii():
        raise errors.InvalidSignatureError
    try:
        found = webhooks.parse(body, secret, signature)
        return [ToldEvent.model_validate(one.attributes) for one in found]
    except (ValueError, KeyError, TypeError) as broken:
        raise InvalidInputError("the signed body holds no events that can be read") from broken


@contextmanager
def _translated() -> Iterator[None]:
    """A conflict of keys passes; a body of an odd shape breaks the client itself: unclear."""
    try:
        yield
    except errors.IdempotentCreationConflictError:
        raise
    except errors.RateLimitError as error:
        raise BusyProviderError(_said(error)) from error
    except (errors.AuthenticationError, errors.PermissionsError) as error:
        raise DeniedAccessError(_said(error)) from error
    except (
        errors.InvalidStateError,
        errors.ValidationFailedError,
        errors.InvalidApiUsageError,
    ) as error:
        raise RefusedCallError(_code(error), _said(error)) from error
    except (
        errors.GoCardlessProError,
        requests.RequestException,
        AttributeError,
        TypeError,
        KeyError,
        ValueError,
    ) as error:
        raise UnclearOutcomeError(_said(error)) from error


def _said(error: Exception) -> str:
    """The client's words; its own `str` fails on errors of an odd shape."""
    try:
        request_id = error.request_id if isinstance(error, errors.ApiError) else None
        return f"{error} ({request_id})" if request_id else str(error)
    except (AttributeError, KeyError, TypeError, IndexError):
        return type(error).__name__


def _code(error: errors.ApiError) -> str:
    first: dict[str, object] = next(iter(error.errors or ()), {})
    return str(first.get("reason") or error.type or "refused").replace("_", "-")


def _body(request: PaymentRequest) -> dict[str, object]:
    day = {"charge_date": request.charge_date.isoformat()} if request.charge_date else {}
    return {
        "amount": request.amount,
        "currency": request.currency,
        "description": request.description,
        "links": {"mandate": request.mandate},
        "metadata": {
            "collection": request.collection,
            "invoice": request.invoice,
            "party": request.party,
        },
        **day,
    }


def _conflicting(conflict: errors.IdempotentCreationConflictError) -> str:
    """The payment that was made under the key; UnclearOutcomeError where it is not named."""
    with _translated():
        return str(conflict.conflicting_resource_id)


def _mandate(found: Resource) -> ProviderMandate:
    """UnclearOutcomeError where the answer is no mandate."""
    with _translated():
        next_charge = found.next_possible_charge_date
        return ProviderMandate(
            id=found.attributes["id"],
            state=found.attributes["status"],
            next_charge=date.fromisoformat(next_charge) if next_charge else None,
        )


def _payment(found: Resource) -> ProviderPayment:
    """UnclearOutcomeError where the answer is no payment."""
    with _translated():
        charged = found.charge_date
        return ProviderPayment(
            id=found.attributes["id"],
            state=found.attributes["status"],
            amount=found.amount,
            currency=found.currency,
            mandate=found.links.mandate,
            charge_date=date.fromisoformat(charged) if charged else None,
            collection=(found.metadata or {}).get("collection", ""),
            reference=(found.metadata or {}).get("invoice", ""),
        )
