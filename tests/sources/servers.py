"""Local servers that a test fetches from, for real, over sockets of this machine."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """A web server on a port of its own. `pages` maps a path to (status, headers, body)."""

    address: str
    port: int
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    server_names: list[str | None] = field(default_factory=list)
    delay: float = 0  # seconds before each answer
    at_once: int = 0
    most_at_once: int = 0
    counting: threading.Lock = field(default_factory=threading.Lock)

    def url(self, path: str = "/", *, host: str = "", scheme: str = "http") -> str:
        return f"{scheme}://{host or self.address}:{self.port}{path}"

    def page(self, path: str, body: str | bytes = b"", *, status: int = 200, **headers: str) -> str:
        """Put an answer under a path and return its address. Header names: _ stands for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named.setdefault("content-type", "text/html; charset=utf-8")
        content = body.encode() if isinstance(body, str) else body
        self.pages[path] = (status, named, content)
        return self.url(path)

    def redirect(self, path: str, location: str, status: int = 302, **headers: str) -> str:
        return self.page(path, status=status, location=location, **headers)

    @property
    def paths(self) -> list[str]:
        return [path for path, _headers in self.requests]


@contextmanager
def serve_site(
    *, address: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            with site.counting:
                site.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                site.at_once += 1
                site.most_at_once = max(site.most_at_once, site.at_once)
            try:
                time.sleep(site.delay)
                self.answer(*site.pages.get(self.path, (404, {}, b"")))
            finally:
                with site.counting:
                    site.at_once -= 1

        def answer(self, status, headers, body):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "content-length" not in headers:
                self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request, client_address):
            pass  # a client that hangs up early is what many of the tests are about

    server = Server((address, port), Handler)
    site = Site(address, server.server_address[1])
    if tls is not None:
        tls.sni_callback = lambda _socket, name, _context: site.server_names.append(name)
        server.socket = tls.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def serve_bytes(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that says what no decent server would. `talk` gets each accepted connection after
    its request was read; the port is yielded."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def attend() -> None:
            while True:
                try:
                    connection, _peer = listener.accept()
                except OSError:
                    return
                threading.Thread(target=answer, args=(connection,), daemon=True).start()

        def answer(connection: socket.socket) -> None:
            with closing(connection):
                try:
                    connection.recv(65536)
                    talk(connection)
                except OSError:
                    pass  # the client has hung up, as it should

        threading.Thread(target=attend, daemon=True).start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
