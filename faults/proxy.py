"""A way between a phone and the server that breaks where it is told to, to the byte."""

import selectors
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends a reset at once, as a phone's network does that has changed


@dataclass(frozen=True)
class Cut:
    """Where the way breaks: after ``after`` bytes of the request (``up``) or of the answer; with a reset or a plain end."""

    up: bool
    after: int
    reset: bool


@dataclass
class Way:
    """A proxy on a port of its own. ``cut`` applies to the next connection, and is gone with it."""

    listener: socket.socket
    server: tuple[str, int]
    cut: Cut | None = None
    cuts_made: int = 0
    bytes_up: int = 0  # that reached the server's side
    bytes_down: int = 0

    @property
    def host(self) -> str:
        """Name and port, as in the Host header."""
        name, port = self.listener.getsockname()
        return f"{name}:{port}"

    def serve(self) -> None:
        """Pass connections on, one after another, until the listener is closed."""
        with suppress(OSError):
            while True:
                phone, _ = self.listener.accept()
                cut, self.cut = self.cut, None
                with phone, socket.create_connection(self.server, timeout=60) as server:
                    for end in (phone, server):
                        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    with suppress(ConnectionError):
                        self._pass_on(phone, server, cut)

    def _pass_on(self, phone: socket.socket, server: socket.socket, cut: Cut | None) -> None:
        passed = {phone: 0, server: 0}
        with selectors.DefaultSelector() as ready:
            for end in (phone, server):
                ready.register(end, selectors.EVENT_READ)
            while True:
                for key, _ in ready.select():
                    source = phone if key.fileobj is phone else server
                    data = source.recv(65536)
                    if not data:
                        return
                    counted = cut is not None and cut.up == (source is phone)
                    room = cut.after - passed[source] if cut and counted else len(data)
                    (server if source is phone else phone).sendall(data[:room])
                    passed[source] += len(data[:room])
                    self.bytes_up += len(data[:room]) if source is phone else 0
                    self.bytes_down += len(data[:room]) if source is server else 0
                    if cut and room < len(data):
                        return self._break(cut, phone, server)

    def _break(self, cut: Cut, *ends: socket.socket) -> None:
        self.cuts_made += 1
        for end in ends:
            if cut.reset:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


@contextmanager
def way_to(server: tuple[str, int]) -> Iterator[Way]:
    """A proxy before a server, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        way = Way(listener, server)
        thread = threading.Thread(target=way.serve, daemon=True)
        thread.start()
        try:
            yield way
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)
