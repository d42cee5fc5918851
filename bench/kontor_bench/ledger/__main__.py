"""`python -m kontor_bench.ledger relay|subscribers`."""

import asyncio
import sys

from kontor_bench.ledger.app import run

if __name__ == "__main__":
    asyncio.run(run(sys.argv[1]))
