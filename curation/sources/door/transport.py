"""One request over one guarded connection: checked IP address, verified TLS, bounded time and size.

Built on httpcore2's connection pool with a network backend of our own (both public interfaces).
There is no client object on purpose: nothing here can remember a cookie, read a proxy variable or
follow a redirect by itself.
"""

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore2
import httpx2
from django.utils.translation import gettext as _

from curation.sources.door.errors import FetchError
from curation.sources.door.guard import dialable

MAX_HEADER_BYTES = 64 * 1024
MAX_HEADER_LINES = 200
MAX_IP_ADDRESSES = 4  # of one name that are tried before giving up

# OpenSSL's verification errors (x509_vfy.h) that have a plain sentence of their own.
CERTIFICATE_EXPIRED = 10
CERTIFICATE_OF_ANOTHER_HOST = {62, 64}


class Deadline:
    """One limit in seconds for everything that a fetch does."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def remaining(self) -> float:
        """Return the seconds left, always above zero. Raises FetchError when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.missed()
        return left

    def missed(self) -> FetchError:
        """Return the error that says that the time is over."""
        return FetchError(
            _("The site did not answer within %(seconds)g seconds.") % {"seconds": self.seconds},
            retryable=True,
        )


class GuardedTransport(httpx2.BaseTransport):
    """Sends one request, answers it and closes its connection, or raises FetchError.

    max_bytes: a limit on all bytes of the connection, headers, framing and interim answers
    included, so that no endless stream of protocol (100 Continue, chunk extensions) goes unseen.
    """

    def __init__(self, deadline: Deadline, *, max_bytes: int) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(),
            max_connections=1,
            max_keepalive_connections=0,
            network_backend=_GuardedBackend(deadline, max_bytes),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        with _plain_words():
            answer = self._pool.handle_request(
                httpcore2.Request(
                    method=request.method,
                    url=httpcore2.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=request.headers.raw,
                    content=request.stream,
                )
            )
        size = sum(len(name) + len(value) for name, value in answer.headers)
        if size > MAX_HEADER_BYTES or len(answer.headers) > MAX_HEADER_LINES:
            raise _not_understood()
        return httpx2.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer.stream),
            request=request,
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        with _plain_words():
            yield from self._stream

    def close(self) -> None:
        self._stream.close()


class _GuardedBackend(httpcore2.NetworkBackend):
    """Connects only to what the guard returned; its streams end with the deadline."""

    def __init__(self, deadline: Deadline, max_bytes: int) -> None:
        self._deadline = deadline
        self._max_bytes = max_bytes
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout=None, local_address=None, socket_options=None
    ) -> httpcore2.NetworkStream:
        try:
            ip_addresses = dialable(host, port, self._deadline.remaining())[:MAX_IP_ADDRESSES]
        except TimeoutError as error:
            raise self._deadline.missed() from error
        for tried, ip_address in enumerate(ip_addresses, start=1):
            share = self._deadline.remaining() / (len(ip_addresses) - tried + 1)
            try:
                stream = self._plain.connect_tcp(ip_address, port, timeout=share)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if tried == len(ip_addresses):
                    raise
            else:
                return _LimitedStream(stream, self._deadline, self._max_bytes)
        raise AssertionError("dialable() returns at least one address")


class _LimitedStream(httpcore2.NetworkStream):
    """A connection on which each operation has only what is left of the deadline.

    httpcore2's own time-outs begin anew with each operation: a server that sends one byte a second
    would never reach them.
    """

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline, max_bytes: int) -> None:
        self._stream = stream
        self._deadline = deadline
        self._bytes_left = max_bytes

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with self._in_time():
            data = self._stream.read(max_bytes, self._deadline.remaining())
        self._bytes_left -= len(data)
        if self._bytes_left < 0:
            raise _not_understood()
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with self._in_time():
            self._stream.write(buffer, self._deadline.remaining())

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        try:
            with self._in_time():
                secured = self._stream.start_tls(
                    ssl_context, server_hostname, self._deadline.remaining()
                )
        except httpcore2.ConnectError as error:
            if isinstance(error.__cause__, ssl.SSLError):
                raise _not_secure(error.__cause__) from error
            raise
        return _LimitedStream(secured, self._deadline, self._bytes_left)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        try:
            yield
        except httpcore2.TimeoutException as error:
            raise self._deadline.missed() from error


@contextmanager
def _plain_words() -> Iterator[None]:
    """Turn what httpcore2 raises into a FetchError that a curator can read."""
    try:
        yield
    except httpcore2.TimeoutException as error:
        raise FetchError(_("The site did not answer in time."), retryable=True) from error
    except httpcore2.ConnectError as error:
        raise FetchError(_("The site could not be reached."), retryable=True) from error
    except httpcore2.NetworkError as error:
        raise FetchError(_("The site broke off the connection."), retryable=True) from error
    except httpcore2.ProtocolError as error:
        raise _not_understood() from error


def _not_secure(error: ssl.SSLError) -> FetchError:
    if not isinstance(error, ssl.SSLCertVerificationError):
        return FetchError(_("No secure connection to the site could be made."))
    if error.verify_code == CERTIFICATE_EXPIRED:
        return FetchError(_("The site's security certificate has expired."))
    if error.verify_code in CERTIFICATE_OF_ANOTHER_HOST:
        return FetchError(_("The site's security certificate belongs to another site."))
    return FetchError(_("The site's security certificate cannot be trusted."))


def _not_understood() -> FetchError:
    return FetchError(_("The site's answer broke off or could not be understood."), retryable=True)
