"""The one clock. Pure functions are given the time; only the outermost layer asks for it."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current time, aware, in UTC, to the millisecond that MongoDB keeps."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
