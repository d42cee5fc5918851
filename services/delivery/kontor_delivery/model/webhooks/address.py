"""Where we agree to send: public addresses over TLS, unless the house allows its own network."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from kontor_contracts.errors import FieldError

LONGEST_URL = 2000


def url_faults(url: str, *, allow_private: bool) -> list[FieldError]:
    """What is wrong with the address itself; where its name leads is seen when connecting."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return [
            FieldError("url", "not-a-url", "Enter an address such as https://example.org/hook.")
        ]
    if not host or len(url) > LONGEST_URL or parts.username or parts.fragment:
        return [
            FieldError("url", "not-a-url", "Enter an address such as https://example.org/hook.")
        ]
    schemes = {"https", "http"} if allow_private else {"https"}
    if parts.scheme not in schemes:
        return [FieldError("url", "not-https", "Only https:// addresses get facts.")]
    if not allow_private and _is_private_literal(host):
        return [FieldError("url", "private-address", "This address is not on the public internet.")]
    return []


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet; mapped ones count as what they map."""
    found = ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    found = mapped or found
    return found.is_global and not found.is_multicast


def _is_private_literal(host: str) -> bool:
    try:
        return not is_public(host)
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".internal", ".local"))
