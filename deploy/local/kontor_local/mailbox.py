"""Mails as `.eml` files named by their Message-ID, so that a mail sent twice shows."""

import email
import os
import re
import uuid
from collections.abc import Iterable
from itertools import count
from pathlib import Path

LONGEST_NAME = 180


def mails(directory: Path) -> list[Path]:
    """Every mail that was accepted, those that came again (`<id>.2.eml`) included."""
    return sorted(directory.glob("*.eml"))


def keep(directory: Path, content: bytes, sender: str, recipients: Iterable[str]) -> Path:
    """Store a mail whole or not at all, its envelope on top as a mail server's delivery does."""
    envelope = [f"Return-Path: <{sender}>", *(f"Delivered-To: {address}" for address in recipients)]
    incoming = directory / f".incoming-{uuid.uuid4()}"
    incoming.write_bytes("".join(f"{line}\r\n" for line in envelope).encode() + content)
    kept = link_to_free_name(incoming, file_stem(content))
    incoming.unlink()
    return kept


def file_stem(content: bytes) -> str:
    message_id = email.message_from_bytes(content).get("Message-ID") or f"none-{uuid.uuid4()}"
    return re.sub(r"[^A-Za-z0-9_.@+-]", "_", str(message_id).strip("<>. \r\n"))[:LONGEST_NAME]


def link_to_free_name(incoming: Path, stem: str) -> Path:
    for number in count(1):
        name = f"{stem}.eml" if number == 1 else f"{stem}.{number}.eml"
        try:
            os.link(incoming, incoming.with_name(name))
        except FileExistsError:
            continue
        return incoming.with_name(name)
    raise AssertionError("counting never ends")
