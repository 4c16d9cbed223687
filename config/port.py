"""Say plainly that a port is taken, before a server fails to say it: ``python -m config.port 8000``."""

import socket
import sys

if __name__ == "__main__":
    port = sys.argv[1]
    if not port.isdigit() or not 0 < int(port) < 65536:
        sys.exit(f"PORT is “{port}”; it is a number from 1 to 65535.")
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", int(port)))
        except OSError:
            sys.exit(f"Port {port} is taken by another program. Use another one: make run PORT={int(port) + 1}")
