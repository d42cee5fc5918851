"""`python -m kontor_customers <process>` starts one process of the service.

`migrate` completes records that an earlier release stored, and ends.
"""

import argparse
import asyncio

from kontor_customers.app import MIGRATE, PROCESSES, run

parser = argparse.ArgumentParser(prog="kontor_customers", description=__doc__)
parser.add_argument("process", choices=(*PROCESSES, MIGRATE))
asyncio.run(run(parser.parse_args().process))
