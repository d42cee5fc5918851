"""`python -m kontor_delivery <process>` starts one process of the service.

`reconcile LOST` notes in a restored delivery what had left since the back-up, and ends.
"""

import argparse
from pathlib import Path

from kontor_chassis.process import start

from kontor_delivery.app import PROCESSES, RECONCILE, reconcile_with, run

parser = argparse.ArgumentParser(prog="kontor_delivery", description=__doc__)
parser.add_argument("process", choices=(*PROCESSES, RECONCILE))
parser.add_argument("lost", nargs="?", type=Path, help="the back-up's lost.jsonl, to reconcile")
asked = parser.parse_args()
start(reconcile_with(asked.lost) if asked.process == RECONCILE else run(asked.process))
