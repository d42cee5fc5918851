"""Freezes the contracts with a release: `python contracts/release.py 0.2.0`.

From then on a test refuses what breaks those who build on them.
"""

import sys
from pathlib import Path

from kontor_contracts.release import release_file

RELEASED = Path(__file__).parent / "released.json"

RELEASED.write_text(release_file(sys.argv[1]), encoding="utf-8")
