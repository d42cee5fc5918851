"""A made-up authority and what it says of this machine's servers, new in each run of the tests."""

from dataclasses import dataclass
from pathlib import Path

import trustme
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from kontor_local.ports import HOST


@dataclass(frozen=True)
class Certified:
    """Files in PEM: whom clients have to trust, and what servers show them."""

    authority: Path
    keystore: Path


def certified(directory: Path) -> Certified:
    """A new authority, its files below the directory."""
    files = Certified(directory / "authority.pem", directory / "server.pem")
    directory.mkdir(parents=True, exist_ok=True)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(files.authority)
    files.keystore.write_bytes(_keystore(authority.issue_cert(HOST)))
    return files


def _keystore(issued: trustme.LeafCert) -> bytes:
    """Kafka reads keys in PKCS #8 alone."""
    key = load_pem_private_key(issued.private_key_pem.bytes(), password=None)
    pkcs8 = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pkcs8 + b"".join(one.bytes() for one in issued.cert_chain_pems)
