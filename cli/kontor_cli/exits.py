"""How a command ends, for scripts."""

from enum import IntEnum


class Exit(IntEnum):
    DONE = 0
    #: A service refused the request, or rows of a file.
    REFUSED = 1
    #: A wrong argument; Typer's own code.
    USAGE = 2
    #: A service does not answer.
    UNREACHABLE = 3
    #: Nobody is signed in, and no settings say who.
    NOT_CONFIGURED = 4
    #: A file did not arrive as it was kept.
    DAMAGED = 5
    #: `doctor` or `compare` found something that must not be.
    UNSOUND = 6
