"""`python -m kontor_delivery <process>` starts one process of the service."""

import argparse
import asyncio

from kontor_delivery.app import PROCESSES, run

parser = argparse.ArgumentParser(prog="kontor_delivery", description=__doc__)
parser.add_argument("process", choices=PROCESSES)
asyncio.run(run(parser.parse_args().process))
