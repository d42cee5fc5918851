"""`python -m kontor_customers <process>` starts one process of the service.

`migrate` completes records that an earlier release stored, and ends. `reconcile LOST` keeps
numbers given since a restored back-up from being given again, and ends.
"""

import argparse
from pathlib import Path

from kontor_chassis.process import start

from kontor_customers.app import MIGRATE, PROCESSES, RECONCILE, reconcile_with, run

parser = argparse.ArgumentParser(prog="kontor_customers", description=__doc__)
parser.add_argument("process", choices=(*PROCESSES, MIGRATE, RECONCILE))
parser.add_argument("lost", nargs="?", type=Path, help="the back-up's lost.jsonl, to reconcile")
asked = parser.parse_args()
start(reconcile_with(asked.lost) if asked.process == RECONCILE else run(asked.process))
