"""How gunicorn serves Onward, on a laptop and in production."""

import os
import socket
import struct
from typing import Any

bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
worker_class = "gthread"
preload_app = True  # one copy of the code in memory, and a fault at start is seen at once
max_requests, max_requests_jitter = 20000, 2000
keepalive = 15  # a slow phone keeps its connection between pages
timeout = 60
control_socket_disable = True
loglevel = os.environ.get("LOG_LEVEL", "error")  # a warning may name who sent what could not be read
forwarded_allow_ips = ""  # what proxies say is for the settings to believe or not (BEHIND_PROXY), also on this machine


def when_ready(server: Any) -> None:
    """A phone that falls silent while it sends gives its thread back after as long as an idle one keeps its connection.

    gunicorn itself would wait for ever. Connections inherit it from where they are accepted.
    """
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", keepalive, 0))
