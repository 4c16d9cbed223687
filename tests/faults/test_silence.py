"""Phones that fall silent in the middle of sending hold nobody up for long."""

import socket
import time
from contextlib import ExitStack
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.xdist_group("struck")
THREADS = 8  # two workers with four each
HALF = (
    "POST /sync/ HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: same-origin\r\n"
    "Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{{"
)


def test_as_many_silent_phones_as_threads_hold_a_reader_up_for_seconds_only(struck):
    site, _ = struck
    name, _, port = site.host.partition(":")
    with ExitStack() as stack:
        for _ in range(THREADS):
            phone = stack.enter_context(socket.create_connection((name, int(port))))
            phone.sendall(HALF.format(host=site.host).encode())
        time.sleep(1)
        with urlopen(site.url, timeout=60) as answer:
            assert answer.status == 200
