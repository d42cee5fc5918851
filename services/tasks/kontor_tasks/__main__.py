"""`python -m kontor_tasks <process>` starts one process of the service."""

import argparse
import asyncio

from kontor_tasks.app import PROCESSES, run

parser = argparse.ArgumentParser(prog="kontor_tasks", description=__doc__)
parser.add_argument("process", choices=PROCESSES)
asyncio.run(run(parser.parse_args().process))
