"""`python -m kontor_chassis.backup`: save everything, check a back-up, restore it."""

import argparse
import asyncio
import sys
from collections.abc import Iterable
from pathlib import Path

from kontor_contracts.errors import DomainError

from kontor_chassis.backup.folder import LOST, Folder
from kontor_chassis.backup.lost import LostFact, counted, find_lost, write_lost
from kontor_chassis.backup.restoring import Restoring
from kontor_chassis.backup.saving import keep_newest, save
from kontor_chassis.mongo import connect
from kontor_chassis.settings import ServiceSettings


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kontor_chassis.backup", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    saving = steps.add_parser("save", help="save all databases and topics below a folder")
    saving.add_argument("folder", type=Path)
    saving.add_argument("--keep", type=int, default=0, help="remove all but so many afterwards")
    checking = steps.add_parser("check", help="whether a back-up is whole")
    checking.add_argument("folder", type=Path)
    losing = steps.add_parser("lost", help="what came after a back-up, as the topics tell it")
    losing.add_argument("folder", type=Path)
    restoring = steps.add_parser("restore", help="bring a back-up back, before any service starts")
    restoring.add_argument("folder", type=Path)
    restoring.add_argument(
        "--replace-topics", action="store_true", help="keep what they tell beyond, then empty them"
    )
    return parser


async def run(asked: argparse.Namespace) -> None:
    settings = ServiceSettings()
    folder = Folder(asked.folder)
    async with connect(settings) as client:
        match asked.step:
            case "save":
                _say(f"saved {await save(settings, client, asked.folder)}")
                for gone in keep_newest(asked.folder, asked.keep) if asked.keep else ():
                    _say(f"removed {gone}")
            case "check":
                manifest = folder.checked()
                documents = sum(kept.documents for _, kept in manifest.files())
                _say(f"whole: {documents} documents and records of {manifest.made_at:%F %T} UTC")
            case "lost":
                lost = await find_lost(settings, folder)
                write_lost(folder, lost)
                _tell(folder, lost)
            case _:
                restoring = Restoring(settings, client, folder)
                _tell(folder, await restoring.restore(replace_topics=asked.replace_topics))


def _tell(folder: Folder, lost: Iterable[LostFact]) -> None:
    for topic, kind, count in counted(lost):
        _say(f"{count:8d}  {topic}: {kind}")
    if (folder.path / LOST).exists():
        _say(f"what came after the back-up: {folder.path / LOST}; see docs/operations/backup.md")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def main() -> None:
    try:
        asyncio.run(run(arguments().parse_args()))
    except DomainError as refused:
        sys.exit(f"Refused: {refused}")


if __name__ == "__main__":
    main()
