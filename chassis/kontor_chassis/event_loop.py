"""The event loop of all processes: uvloop's, which does not wait long for a last word by TLS."""

from asyncio import Protocol, Transport

import uvloop

#: Seconds. uvloop misses the other side's last word behind data that are still on their way, as a
#: broker's answer to a fetch is, and would wait 30 for it whenever a client is closed.
FAREWELL = 0.2


class EventLoop(uvloop.Loop):
    """The one that costs each message and request least."""

    async def create_connection(  # type: ignore[override]  # what else there is, is uvloop's
        self, *args: object, **options: object
    ) -> tuple[Transport, Protocol]:
        if options.get("ssl"):
            options.setdefault("ssl_shutdown_timeout", FAREWELL)
        connecting = super().create_connection(*args, **options)  # type: ignore[call-overload]
        made: tuple[Transport, Protocol] = await connecting
        return made
