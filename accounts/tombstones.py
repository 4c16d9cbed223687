"""Who was erased, as digests: in a file outside the database, which no backup of the database overwrites, and in the database.

A line of the file is a digest, keyed by ``ERASED_KEY``, of the uuid of an account or of a learner. It says nothing to who does
not have the uuid. The file is on disk before an erasure is acknowledged; ``manage.py replay_erasures`` reads it.
"""

import fcntl
import os
import re
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from accounts.models import Tombstone

LINE = re.compile(r"[0-9a-f]{64}")


class HasErased(LookupError):
    """Something comes for somebody who has erased herself: nothing of it may be kept."""


def digests(uuid: UUID) -> list[str]:
    """What somebody's tombstone may be: by today's key first, then by former ones."""
    keys = dict.fromkeys([settings.ERASED_KEY, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])
    return [salted_hmac("accounts.erased", str(uuid), secret=key, algorithm="sha256").hexdigest() for key in keys]


def is_erased(uuid: UUID) -> bool:
    """Whether this account or learner was erased. One query."""
    return Tombstone.objects.filter(digest__in=digests(uuid)).exists()


def refuse_erased(uuid: UUID) -> None:
    """Raises HasErased. One query."""
    if is_erased(uuid):
        raise HasErased


def put_up(uuids: Iterable[UUID]) -> None:
    """Write tombstones. When this returns they are on disk in the file; those in the database are with its transaction.

    Raises OSError if they could not be written: then nobody may be told that she is erased.
    """
    lines = [digests(uuid)[0] for uuid in uuids]
    Tombstone.objects.bulk_create([Tombstone(digest=line) for line in lines], ignore_conflicts=True)
    _append(Path(settings.ERASED_FILE), "".join(f"{line}\n" for line in lines))


def all_in_file() -> set[str]:
    """Every digest that the file has. A line that broke off, as a power cut may leave it, is none."""
    try:
        text = Path(settings.ERASED_FILE).read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return set()
    return {line for line in text.split("\n") if LINE.fullmatch(line)}


def _append(path: Path, text: str) -> None:
    """On a line of its own, whatever broke off before it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    is_new = not path.exists()
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        size = os.fstat(file).st_size
        broke_off = size > 0 and os.pread(file, 1, size - 1) != b"\n"
        whole = (b"\n" if broke_off else b"") + text.encode("ascii")
        if os.write(file, whole) != len(whole):
            raise OSError("The tombstones could not be written whole.")
        os.fsync(file)
    finally:
        os.close(file)
    if is_new:
        _sync_folders(path.parent)


def _sync_folders(folder: Path) -> None:
    """A new file is on disk only when the folders that lead to it are."""
    for one in (folder, folder.parent):
        handle = os.open(one, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
