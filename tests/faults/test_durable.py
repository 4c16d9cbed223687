"""An answer that is sent before its statements are on disk is noticed; and ours is sent after. ``make durable`` sends more."""

import shutil
import subprocess

import pytest

from faults.durable import traced
from faults.trace import Found, calls, of_postgres, of_sqlite, written

pytestmark = pytest.mark.xdist_group("struck")

REQUEST = r'7 recvfrom(10<TCP:[127.0.0.1:80->127.0.0.1:5]>, "POST /sync/ HTTP/1.1\r\n"..., 8192, 0, NULL, NULL) = 261'
WRITE = r'7 pwrite64(12</var/onward.sqlite3-wal>, "\0\"\4"..., 4096, 234896) = 4096'
SYNC = "7 fdatasync(12</var/onward.sqlite3-wal>) = 0"
OTHERS_SYNC = "8 fdatasync(12</var/onward.sqlite3-wal>) = 0"
ANSWER = r'7 sendto(10<TCP:[127.0.0.1:80->127.0.0.1:5]>, "HTTP/1.1 200 OK\r\nServ"..., 819, 0, NULL, 0) = 819'


@pytest.mark.parametrize(
    ("lines", "synced"),
    [
        ([REQUEST, WRITE, SYNC, ANSWER], 1),
        ([REQUEST, WRITE, ANSWER], 0),
        ([REQUEST, WRITE, ANSWER, SYNC], 0),
        ([REQUEST, SYNC, WRITE, ANSWER], 0),
        ([REQUEST, WRITE, OTHERS_SYNC, ANSWER], 0),
        ([REQUEST, WRITE, SYNC.replace("= 0", "= -1 EIO (Input/output error)"), ANSWER], 0),
        ([REQUEST, ANSWER], 0),
        ([SYNC, REQUEST, WRITE, "7 fdatasync(12</x-wal> <unfinished ...>", "7 <... fdatasync resumed>) = 0", ANSWER], 1),
    ],
)
def test_on_sqlite_a_sync_counts_after_the_last_write_and_before_the_answer(lines, synced):
    assert of_sqlite(list(calls(lines))) == Found(1, synced)


ASK = r'7 sendto(11<TCP:[127.0.0.1:6->127.0.0.1:5432]>, "Q\0\0\0\vCOMMIT\0", 12, 0, NULL, 0) = 12'
HEAR = r'7 recvfrom(11<TCP:[127.0.0.1:6->127.0.0.1:5432]>, "C\0\0\0\vCOMMIT\0Z\0\0\0\5I", 16384, 0, NULL, NULL) = 18'
ASKED = r'9 recvfrom(8<TCP:[127.0.0.1:5432->127.0.0.1:6]>, "Q\0\0\0\vCOMMIT\0", 8192, 0, NULL, NULL) = 12'
OWN, ANOTHERS = (f"{pid} fdatasync(5</data/pg_wal/000000010000000000000001>) = 0" for pid in (9, 10))
SAID = r'9 sendto(8<TCP:[127.0.0.1:5432->127.0.0.1:6]>, "C\0\0\0\vCOMMIT\0Z\0\0\0\5I", 18, 0, NULL, 0) = 18'


@pytest.mark.parametrize(
    ("server", "synced", "by_others"),
    [
        ([ASKED, OWN, SAID], 1, 0),
        ([ASKED, ANOTHERS, SAID], 0, 1),
        ([ASKED, SAID, OWN], 0, 0),
        ([OWN, ASKED, SAID], 0, 0),
        ([], 0, 0),
    ],
)
def test_on_postgresql_a_sync_counts_between_the_commit_and_the_word_that_it_is_done(server, synced, by_others):
    trace = list(calls([REQUEST, ASK, HEAR, ANSWER]))
    assert of_postgres(trace, list(calls(server))) == Found(1, synced, by_others, 1)


def test_on_postgresql_an_answer_before_the_commit_is_not_covered():
    trace = list(calls([REQUEST, ASK, ANSWER, HEAR]))
    assert not of_postgres(trace, list(calls([ASKED, OWN, SAID]))).good


def may_trace():
    """Whether strace is here and allowed."""
    return shutil.which("strace") and subprocess.run(["strace", "-D", "-o", "/dev/null", "true"], check=False).returncode == 0


def test_each_answer_is_sent_after_the_sync_and_a_server_that_does_not_sync_is_found_out(struck, tmp_path):
    site, postgres = struck
    if postgres:
        pytest.skip("tracing PostgreSQL takes a minute: make durable DB=postgres does it")
    if not may_trace():
        pytest.skip("strace is not on this machine, or not allowed")
    ledger = traced(site, tmp_path / "honest", 20, 2)
    assert of_sqlite(written(tmp_path / "honest")) == Found(20, 20)
    assert ledger.answers == {"200": 20}
    traced(site, tmp_path / "weakened", 5, 1, plant=True)
    assert of_sqlite(written(tmp_path / "weakened")).synced < 5
