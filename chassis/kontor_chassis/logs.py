"""JSON logs, one line an entry, with the trace they belong to and without personal data."""

import logging
import re
from collections.abc import MutableMapping

import structlog
from structlog.typing import Processor

from kontor_chassis import tracing

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
#: What pydantic quotes of a value that it refuses: a name, perhaps.
_INPUT = re.compile(r"input_value=.*?(?=, input_type=|\Z)", re.DOTALL)
#: The same in its list of errors, to the next error or the end of the line.
_LISTED = re.compile(
    r"""(["']input["']: ?).*?(?=\}, ?\{["']type["']: ?["']\w+["'], ?["']loc["']|$)""", re.MULTILINE
)
HIDDEN = "<hidden>"

log: structlog.stdlib.BoundLogger = structlog.get_logger("kontor")


def configure(level: str, *, service: str) -> None:
    """Write our entries and those of libraries as JSON; call once, at start."""
    renderer: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_trace,
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*renderer, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                without_personal_data,
                structlog.processors.JSONRenderer(),
            ],
            foreign_pre_chain=renderer,
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("aiokafka", "uvicorn.access", "faststream", "fontTools", "httpx"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _add_trace(
    _logger: object, _method: str, entry: MutableMapping[str, object]
) -> MutableMapping[str, object]:
    current = tracing.current()
    if current:
        entry["trace_id"] = current.split("-")[1]
    return entry


def without_personal_data(
    _logger: object, _method: str, entry: MutableMapping[str, object]
) -> MutableMapping[str, object]:
    """Errors quote what they stumbled over: addresses and accounts go no further than here."""
    return {name: _masked(value) for name, value in entry.items()}


def _masked(value: object) -> object:
    match value:
        case str():
            told = _LISTED.sub(rf"\1{HIDDEN}", _INPUT.sub(f"input_value={HIDDEN}", value))
            return _IBAN.sub("<iban>", _EMAIL.sub("<e-mail>", told))
        case list() | tuple():
            return [_masked(one) for one in value]
        case dict():
            hidden = {"input": HIDDEN} if value.keys() >= {"input", "loc"} else {}
            return {name: _masked(one) for name, one in value.items()} | hidden
    return value
