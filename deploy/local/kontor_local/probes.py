"""Ways to tell that a part can be used."""

import asyncio

import httpx

from kontor_local.ports import HOST
from kontor_local.program import Probe


async def listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(HOST, port)
    except OSError:
        return False
    writer.close()
    return True


def healthy(port: int) -> Probe:
    """Says yes when `/health/ready` does."""

    async def probe() -> bool:
        if not await listens(port):
            return False
        async with httpx.AsyncClient(trust_env=False) as client:
            try:
                answer = await client.get(f"http://{HOST}:{port}/health/ready")
            except httpx.TransportError:
                return False
        return answer.is_success

    return probe
