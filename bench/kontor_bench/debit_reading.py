"""A debit file read by xmlschema, which neither wrote nor checked it before."""

import json
import sys
import time
from decimal import Decimal
from importlib.resources import files
from typing import Any

import sepaxml
import xmlschema


def seconds_to_read(count: int, file: str) -> float:
    """RuntimeError unless it finds `count` debits that add up to the header's sum."""
    schema = xmlschema.XMLSchema(str(files(sepaxml) / "schemas/pain.008.001.08.xsd"))
    started = time.perf_counter()
    decoded: Any = schema.decode(file, decimal_type=Decimal)
    content = decoded["CstmrDrctDbtInitn"]
    amounts = [
        debit["InstdAmt"]["$"] for block in content["PmtInf"] for debit in block["DrctDbtTxInf"]
    ]
    if len(amounts) != count or sum(amounts) != content["GrpHdr"]["CtrlSum"]:
        raise RuntimeError(f"{len(amounts)} of {count} debits were read")
    return time.perf_counter() - started


if __name__ == "__main__":
    json.dump([seconds_to_read(int(sys.argv[1]), sys.argv[2])], sys.stdout)
