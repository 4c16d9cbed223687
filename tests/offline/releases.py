"""A site that brings out a new release of its worker while somebody is on it."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEPT_BACK = {"connection", "transfer-encoding", "content-length", "keep-alive"}


class Releases:
    """Stands before a site and passes everything on; ``release`` names what its worker says it is."""

    def __init__(self, host: str):
        self.release = 1
        releases = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                upstream = http.client.HTTPConnection(host, timeout=30)
                headers = dict(self.headers.items())
                if self.path == "/sw.js":
                    headers.pop("Accept-Encoding", None)
                upstream.request(self.command, self.path, body, headers)
                answer = upstream.getresponse()
                said = answer.read()
                if self.path == "/sw.js":
                    said += f"\n// release {releases.release}\n".encode()
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in KEPT_BACK:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(said)

            do_POST = do_HEAD = do_GET

            def log_message(self, *words: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
