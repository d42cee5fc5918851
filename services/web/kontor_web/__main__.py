"""`python -m kontor_web <process>` starts one process of the service."""

import argparse
import asyncio

from kontor_web.app import PROCESSES, run

parser = argparse.ArgumentParser(prog="kontor_web", description=__doc__)
parser.add_argument("process", choices=PROCESSES)
asyncio.run(run(parser.parse_args().process))
