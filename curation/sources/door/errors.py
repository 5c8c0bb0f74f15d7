"""What a curator is told when a URL could not be fetched."""


class FetchError(Exception):
    """A URL was refused, or its site did not give what was asked for.

    `str(error)` is one line of plain words for a curator. It never says what an internal name
    resolves to or whether anything answers there.

    Attributes:
        retryable: the same request may succeed later (time-outs, broken connections, 5xx).
        retry_after: seconds that the site asked us to wait, or None.
        status: the HTTP status that the site answered with, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        retryable: bool = False,
        retry_after: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message)
        self.retryable = retryable
        self.retry_after = retry_after
        self.status = status
