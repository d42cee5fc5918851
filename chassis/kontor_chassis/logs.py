"""JSON logs, one line an entry, with the trace they belong to."""

import logging
from collections.abc import MutableMapping

import structlog
from structlog.typing import Processor

from kontor_chassis import tracing

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
            processor=structlog.processors.JSONRenderer(), foreign_pre_chain=renderer
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
