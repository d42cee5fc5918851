"""A month that was billed, as billing answers it."""

from uuid import uuid4

RUN_ID = str(uuid4())
TOTALS = {
    "invoices": 1,
    "left_out": 1,
    "per_method": {"email-attachment": 1},
    "net": "121.75",
    "gross": "144.88",
}


def a_run(state: str = "completed", done: int = 1) -> dict[str, object]:
    totals = TOTALS if state == "completed" else None
    chunks = {"done": done, "total": 1}
    return {"id": RUN_ID, "label": "2026-10", "state": state, "chunks": chunks, "totals": totals}
