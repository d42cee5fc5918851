"""`python -m kontor_web <process>` starts one process of the service."""

import argparse

from kontor_chassis.process import start

from kontor_web.app import PROCESSES, run

parser = argparse.ArgumentParser(prog="kontor_web", description=__doc__)
parser.add_argument("process", choices=PROCESSES)
start(run(parser.parse_args().process))
