"""What can come of a call to a provider, but for an answer."""


class ProviderError(Exception):
    """The call gave no result."""


class UnclearOutcomeError(ProviderError):
    """No answer, or none that can be read: the call may have had its effect."""


class BusyProviderError(ProviderError):
    """Nothing happened, and the same call may do later: too many requests, no connection."""

    def __init__(self, reason: str, *, seconds: float | None = None) -> None:
        super().__init__(reason)
        #: How long the provider wants to be left alone, if it said so.
        self.seconds = seconds


class DeniedAccessError(ProviderError):
    """What lets us in is not (or no longer) good; nothing happened, for any call."""


class RefusedCallError(ProviderError):
    """The provider will not do it, now or later, unless somebody mends something."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
