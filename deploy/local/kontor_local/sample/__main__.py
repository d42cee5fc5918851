"""Write the import files of generated customers: `python -m kontor_local.sample COUNT FOLDER`."""

import sys
from pathlib import Path

from kontor_local.sample.clones import write_clones

if __name__ == "__main__":
    write_clones(range(int(sys.argv[1])), Path(sys.argv[2]))
