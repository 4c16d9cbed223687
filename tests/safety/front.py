"""A server in front of a site that ends TLS, as in production: https and http on one port, with a certificate of its own."""

import datetime
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HANDSHAKE = b"\x16"
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding"}


class Front(ThreadingHTTPServer):
    """Hands every request on to ``behind`` (name and port), and says which scheme it came by and from where."""

    daemon_threads = True

    def __init__(self, behind: str, certificate: Path):
        super().__init__(("127.0.0.1", 0), Handler)
        self.behind = behind
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(certificate)

    def finish_request(self, request: Any, client_address: Any) -> None:
        secure = request.recv(1, socket.MSG_PEEK) == HANDSHAKE
        with suppress(OSError):
            if secure:
                request = self.tls.wrap_socket(request, server_side=True)
            Handler(request, client_address, self, scheme="https" if secure else "http")
            request.close()


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, scheme: str):
        self.scheme = scheme
        super().__init__(*args)

    def hand_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        behind = http.client.HTTPConnection(self.server.behind, timeout=60)  # type: ignore[attr-defined]
        behind.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in HOP_BY_HOP | {"x-forwarded-proto", "x-forwarded-for"}:
                behind.putheader(name, value)
        came = self.headers.get("X-Forwarded-For")
        behind.putheader("X-Forwarded-For", f"{came}, {self.client_address[0]}" if came else self.client_address[0])
        behind.putheader("X-Forwarded-Proto", self.scheme)
        behind.endheaders(body)
        answer = behind.getresponse()
        content = answer.read()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP | {"content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        behind.close()

    do_GET = do_HEAD = do_POST = do_OPTIONS = do_PUT = do_DELETE = hand_on

    def log_message(self, *args: Any) -> None:
        """Nothing."""


@contextmanager
def front(behind: str, folder: Path) -> Iterator[tuple[int, Path]]:
    """Stand before a site until the block ends; gives the port, and the certificate to trust."""
    trusted, own = certificates(folder)
    server = Front(behind, own)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1], trusted
    finally:
        server.shutdown()
        server.server_close()


def certificates(folder: Path) -> tuple[Path, Path]:
    """An authority's certificate, and one of localhost with its key that it signed."""
    authority, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    top = _certificate("Onward tests", authority, "Onward tests", authority, x509.BasicConstraints(ca=True, path_length=None))
    own = _certificate("localhost", key, "Onward tests", authority, names)
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    trusted, mine = folder / "authority.pem", folder / "localhost.pem"
    trusted.write_bytes(top.public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    mine.write_bytes(private + own.public_bytes(pem))
    return trusted, mine


def _certificate(name: str, key: Any, issuer: str, issuer_key: Any, extension: Any) -> x509.Certificate:
    today = datetime.datetime.now(datetime.UTC)
    named = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)]) for text in (name, issuer)]
    builder = x509.CertificateBuilder(
        issuer_name=named[1],
        subject_name=named[0],
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=today - datetime.timedelta(days=1),
        not_valid_after=today + datetime.timedelta(days=1),
    )
    return builder.add_extension(extension, critical=True).sign(issuer_key, hashes.SHA256())
