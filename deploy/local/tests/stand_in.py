"""A process that stands in for a service: answers its health, notes its end, obeys or not."""

import argparse
import asyncio
import os
import signal
from pathlib import Path


async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
    await writer.drain()
    writer.close()


async def serve(port: int, notes: Path, *, stubborn: bool) -> None:
    stopped = asyncio.Event()
    heed = (lambda: None) if stubborn else stopped.set
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, heed)
    async with await asyncio.start_server(answer, "127.0.0.1", port):
        await stopped.wait()
    with notes.open("a") as file:
        file.write(f"{os.environ['STAND_IN']}\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("notes", type=Path)
    parser.add_argument("--stubborn", action="store_true")
    chosen = parser.parse_args()
    asyncio.run(serve(chosen.port, chosen.notes, stubborn=chosen.stubborn))
