"""GoCardless' API as its client sees it: mandates, payments, keys, limits, signed webhooks."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from itertools import count

from kontor_delivery.testing.stand_in import Answer, Asked, Json, StandIn

TOKEN = "sandbox_token_of_the_tests"  # noqa: S105  # of no system but this
SECRETS = ("old secret", "new secret")
USABLE = ("pending_customer_approval", "pending_submission", "submitted", "active")
PAGE = 50


class Provider:
    """Keeps what was made; a test changes states and asks for the webhook that tells of it."""

    def __init__(self) -> None:
        self.mandates: dict[str, Json] = {}
        self.payments: dict[str, Json] = {}
        self.events: list[Json] = []
        self.keys: dict[str, str] = {}
        self.stand_in = StandIn(self.respond)
        self._numbers = count(1)

    def settings(self) -> dict[str, object]:
        """What tells delivery to collect here; it tries again at once."""
        return {
            "gocardless_url": self.stand_in.url,
            "gocardless_token": TOKEN,
            "gocardless_webhook_secrets": SECRETS,
            "gocardless_timeout_seconds": 0.5,
            "gocardless_pause": timedelta(seconds=0.2),
        }

    def has_mandate(self, mandate_id: str, status: str = "active") -> None:
        self.mandates[mandate_id] = {
            "id": mandate_id,
            "status": status,
            "next_possible_charge_date": "2026-11-20",
        }

    def of_collection(self, collection_id: object) -> list[Json]:
        made = self.payments.values()
        return [one for one in made if one["metadata"].get("collection") == str(collection_id)]

    def imports(self, mandate_id: str, amount: int, reference: str) -> Json:
        """A row of a file is handed in at the dashboard; the event that tells of its payment."""
        payment = self._made(
            {
                "amount": amount,
                "currency": "EUR",
                "links": {"mandate": mandate_id},
                "metadata": {"invoice": reference},
            }
        )
        return self.tells("payments", payment["id"], "created")

    def moves(self, resource: str, subject: str, status: str, **event: object) -> Json:
        """Put a payment or mandate into another state; the event that tells of it."""
        kept = self.payments if resource == "payments" else self.mandates
        kept[subject]["status"] = status
        return self.tells(resource, subject, str(event.pop("action", status)), **event)

    def tells(self, resource: str, subject: str, action: str, **details: object) -> Json:
        event = {
            "id": f"EV{next(self._numbers):06}",
            "created_at": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
            "resource_type": resource,
            "action": action,
            "links": {resource.removesuffix("s"): subject},
            "details": {"origin": "bank", "cause": action, "scheme": None, **details},
            "metadata": {},
        }
        self.events.append(event)
        return event

    def respond(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return _error(401, "invalid_api_usage", "access_token_not_found")
        kind, _, identity = asked.path.strip("/").partition("/")
        if asked.method == "POST" and kind == "payments":
            return self._create(asked)
        if kind == "events":
            return self._list(kind, self.events)
        if not identity:
            return self._list(kind, self._asked_for(asked))
        found = {"payments": self.payments, "mandates": self.mandates}[kind].get(identity)
        if found is None:
            return _error(404, "invalid_api_usage", "resource_not_found")
        return Answer.of(200, {kind: found}, **_limits())

    def _asked_for(self, asked: Asked) -> list[Json]:
        mandate = asked.query.get("mandate")
        return [one for one in self.payments.values() if one["links"]["mandate"] == mandate]

    def _list(self, kind: str, found: list[Json]) -> Answer:
        meta = {"cursors": {"before": None, "after": None}, "limit": PAGE}
        return Answer.of(200, {kind: found, "meta": meta}, **_limits())

    def _create(self, asked: Asked) -> Answer:
        key, body = asked.headers["idempotency-key"], asked.json["payments"]
        if key in self.keys:
            return _conflict(self.keys[key])
        mandate = self.mandates.get(body["links"]["mandate"])
        if mandate is None or mandate["status"] not in USABLE:
            return _error(422, "invalid_state", "mandate_is_inactive")
        if body.get("charge_date", "9999") < mandate["next_possible_charge_date"]:
            return _error(422, "validation_failed", "charge_date_too_early", field="charge_date")
        made = self._made(body)
        self.keys[key] = made["id"]
        return Answer.of(HTTPStatus.CREATED, {"payments": made}, **_limits())

    def _made(self, body: Json) -> Json:
        mandate = self.mandates[body["links"]["mandate"]]
        made = {
            "charge_date": mandate["next_possible_charge_date"],
            **body,
            "id": f"PM{next(self._numbers):06}",
            "status": "pending_submission",
            "created_at": datetime.now(UTC).isoformat(),
        }
        self.payments[made["id"]] = made
        return made


def webhook(secret: str, *events: Json) -> tuple[bytes, str]:
    """Body and `Webhook-Signature` of a webhook with these events."""
    body = json.dumps({"events": events, "meta": {"webhook_id": "WB0001"}}).encode()
    return body, hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def too_many() -> Answer:
    error = {"type": "invalid_api_usage", "code": 429, "message": "Rate limit exceeded"}
    limits = {**_limits(), "RateLimit-Remaining": "0", "Retry-After": "1"}
    return Answer.of(429, {"error": {**error, "errors": []}}, **limits)


def internal_error() -> Answer:
    error = {"type": "gocardless", "code": 500, "message": "Internal server error", "errors": []}
    return Answer.of(500, {"error": error})


def not_allowed() -> Answer:
    return _error(400, "invalid_api_usage", "bad_request")


def _limits() -> dict[str, str]:
    reset = "Fri, 27 Nov 2026 12:00:00 GMT"
    return {"RateLimit-Limit": "1000", "RateLimit-Remaining": "999", "RateLimit-Reset": reset}


def _error(status: int, kind: str, reason: str, **fields: str) -> Answer:
    one = {"reason": reason, "message": reason.replace("_", " "), **fields}
    if fields:
        one["request_pointer"] = f"/payments/{fields['field']}"
    error = {"type": kind, "code": status, "message": one["message"], "request_id": "req-1"}
    return Answer.of(status, {"error": {**error, "errors": [one]}})


def _conflict(payment_id: str) -> Answer:
    one = {
        "reason": "idempotent_creation_conflict",
        "message": "A resource has already been created with this idempotency key",
        "links": {"conflicting_resource_id": payment_id},
    }
    error = {"type": "invalid_state", "code": 409, "message": one["message"], "errors": [one]}
    return Answer.of(409, {"error": error})
