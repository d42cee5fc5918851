"""Chorus Pro flows: named and packed so that the same invoices always give the same bytes."""

import gzip
import io
import re
import tarfile
from collections.abc import Sequence

from kontor_contracts.customers.organisation import ChorusSyntax

#: AIFE's limit for one flow of structured invoices.
LARGEST_FLOW = 500
#: Of structured invoices: UBL 2.1, and CII D16B. A flow never mixes the two.
INTERFACES = {ChorusSyntax.UBL: "FSO1100A", ChorusSyntax.CII: "FSO1106A"}
APPLICATION_CODE = re.compile(r"[A-Z0-9]{6}")


def sequence_name(application_code: str, syntax: ChorusSyntax) -> str:
    """The counter behind a flow's name: it never repeats per application and interface."""
    return f"{INTERFACES[syntax]}/{application_code}"


def flow_name(application_code: str, sequence: int, syntax: ChorusSyntax) -> str:
    """Annex EDI: interface, application, then application, the interface's digits and 15 more."""
    interface = INTERFACES[syntax]
    digits = interface[3:7]
    return f"{interface}_{application_code}_{application_code}{digits}{sequence:015}"


def pack(name: str, invoices: Sequence[bytes]) -> bytes:
    """A gzip tar of `<name>_<n>.xml`; nothing in it tells when or where it was made."""
    packed = io.BytesIO()
    with (
        gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as compressed,
        tarfile.open(fileobj=compressed, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        for position, xml in enumerate(invoices, start=1):
            archive.addfile(_member(f"{name}_{position}.xml", len(xml)), io.BytesIO(xml))
    return packed.getvalue()


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size = size
    member.mode = 0o644
    return member
