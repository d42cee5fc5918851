"""Door 1 of a service: FastAPI with problem details, sign-in, versions and idempotency."""

from kontor_chassis.http.access import Role, require
from kontor_chassis.http.app import Probe, create_app
from kontor_chassis.http.bodies import limited_body
from kontor_chassis.http.idempotency import once, surely_once
from kontor_chassis.http.paging import Page
from kontor_chassis.http.versions import etag, if_match
from kontor_chassis.tokens import Caller

__all__ = [
    "Caller",
    "Page",
    "Probe",
    "Role",
    "create_app",
    "etag",
    "if_match",
    "limited_body",
    "once",
    "require",
    "surely_once",
]
