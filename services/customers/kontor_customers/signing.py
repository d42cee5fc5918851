"""Access tokens as this service signs them: EdDSA, five minutes, the claims that all read."""

from datetime import datetime, timedelta
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import OKPKey
from kontor_chassis.http.access import Role
from kontor_chassis.tokens import ALGORITHM, ISSUER
from kontor_contracts.customers.signing_keys import SigningKey
from kontor_contracts.customers.team import Member

from kontor_customers.model.portal import PortalContact

LIFETIME = timedelta(minutes=5)
Jwk = dict[str, str]
Claims = dict[str, str | list[str]]


def new_key() -> Jwk:
    """A fresh Ed25519 key as a JWK (RFC 8037), its private half included."""
    key = OKPKey.generate_key("Ed25519", parameters={"kid": uuid4().hex})
    return {name: str(value) for name, value in key.as_dict(private=True).items()}


def public_half(jwk: Jwk) -> SigningKey:
    """What may be published of the key."""
    return SigningKey(kid=jwk["kid"], x=jwk["x"])


def signed_token(member: Member, jwk: Jwk, now: datetime) -> str:
    """A token that speaks for the member until it expires."""
    claims: Claims = {
        "sub": str(member.id),
        "name": member.name,
        "roles": [role.value for role in member.roles],
        "rights": [],
    }
    return _signed(claims, jwk, now)


def contact_token(contact: PortalContact, jwk: Jwk, now: datetime) -> str:
    """A token that speaks for the contact, at its party and with its rights alone."""
    claims: Claims = {
        "sub": str(contact.id),
        "name": contact.name,
        "roles": [Role.CONTACT.value],
        "party": str(contact.party_id),
        "rights": [right.value for right in contact.rights],
    }
    return _signed(claims, jwk, now)


def _signed(who: Claims, jwk: Jwk, now: datetime) -> str:
    until = now + LIFETIME
    claims = {**who, "iss": ISSUER, "iat": int(now.timestamp()), "exp": int(until.timestamp())}
    key = OKPKey.import_key({**jwk})
    return jwt.encode({"alg": ALGORITHM, "kid": jwk["kid"]}, claims, key, algorithms=[ALGORITHM])
