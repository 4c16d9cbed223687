"""On SQLite, what was erased is not in the bytes of the database either; and a copy of the file from before is put right."""

import os
import shutil
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings

from tests.safety.leftovers import left_in_files

SCRIPT = """
from functools import partial
from django.utils import timezone
from accounts.models import Learner, User
from records.models import Kept
keep = partial(Kept.objects.create, reason="shape", received=timezone.now())
for number in range(60):
    user = User.objects.create_user(username=f"other{number}", password="river-goat-lamp")
    keep(learner=Learner.objects.create(user=user), digest=f"{number:064}", raw="{}" * 300)
    if number == 30:
        wren = User.objects.create_user(username="canarywren", email="canary@example.org", password="river-goat-lamp")
        her = Learner.objects.create(user=wren)
        for n in range(40):
            keep(learner=her, digest=f"{n:064x}x"[-64:], raw="canary-odd-text " * (n * 20))
"""
ERASE = """
from django.utils import timezone
from accounts.models import User
from accounts.erasing import erase
from accounts.person import person_of_user
erase(person_of_user(User.objects.get(username="canarywren")), at=timezone.now())
"""
CANARIES = ["canarywren", "canary@example.org", "canary-odd-text"]


def manage(folder, *words):
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    env = keep | {"ONWARD_ENV": "development", "VAR_DIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """A site with her among others, and the folder of a backup."""
    folder = tmp_path_factory.mktemp("site")
    manage(folder, "migrate", "-v0")
    manage(folder, "shell", "-v0", "-c", SCRIPT)
    backup = tmp_path_factory.mktemp("backup") / "onward.sqlite3"
    source = sqlite3.connect(folder / "onward.sqlite3")
    with sqlite3.connect(backup) as target:
        source.backup(target)
    source.close()
    assert len({canary for _, canary in left_in_files(CANARIES, folder)}) == 3
    manage(folder, "shell", "-v0", "-c", ERASE)
    return folder, backup


def test_her_bytes_are_overwritten_in_the_database_and_in_its_log(before):
    folder, _ = before
    assert left_in_files(CANARIES, folder) == []


def test_a_backup_from_before_is_put_right_by_one_command(before):
    folder, backup = before
    for name in ("onward.sqlite3-wal", "onward.sqlite3-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.copy(backup, folder / "onward.sqlite3")
    assert left_in_files(CANARIES, folder)
    assert "erased again: 2." in manage(folder, "replay_erasures")
    assert left_in_files(CANARIES, folder) == []
    assert "erased again: 0." in manage(folder, "replay_erasures")
