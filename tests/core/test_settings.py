"""Production refuses to start unsafe, and passes Django's own deployment checks."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

SAFE = {
    "ONWARD_ENV": "production",
    "SECRET_KEY": "k7Jq2mZx9vB4nL8wR1tY5uP3sD6fG0hJkQeWcVaXzTbMnYrUoHdPiSgA",
    "ALLOWED_HOSTS": "learn.example",
    "BASE_URL": "https://learn.example",
}


def manage(*words, **changed):
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    env = {**keep, **{name: value for name, value in {**SAFE, **changed}.items() if value is not None}}
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False
    )


def test_a_safe_production_passes_every_deployment_check(tmp_path):
    done = manage(
        "check", "--deploy", "--fail-level", "WARNING", VAR_DIR=str(tmp_path), DATABASE_URL=f"sqlite:///{tmp_path}/x.sqlite3"
    )
    assert "no such table" in done.stderr or done.returncode == 0, done.stderr
    manage("migrate", "-v0", VAR_DIR=str(tmp_path), DATABASE_URL=f"sqlite:///{tmp_path}/x.sqlite3")
    done = manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        "--database",
        "default",
        VAR_DIR=str(tmp_path),
        DATABASE_URL=f"sqlite:///{tmp_path}/x.sqlite3",
    )
    assert done.returncode == 0, done.stderr
    assert "0 silenced" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"SECRET_KEY": None}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY is too short or not random"),
        ({"ALLOWED_HOSTS": None}, "Set ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name"),
        ({"DEBUG": "1"}, "DEBUG is on in production"),
        ({"DEBUG": "yes"}, "it is 1 or 0"),
        ({"BASE_URL": None}, "Set BASE_URL"),
        ({"ONWARD_ENV": "prod"}, "it is one of production, development, test"),
    ],
)
def test_an_unsafe_production_does_not_start(changed, words):
    done = manage("check", **changed)
    assert done.returncode != 0
    assert words in done.stderr


def test_without_a_word_it_is_production():
    assert "Set SECRET_KEY" in manage("check", ONWARD_ENV=None, SECRET_KEY=None).stderr


def test_demo_people_cannot_be_made_in_production():
    done = manage("demo_people")
    assert done.returncode != 0 and "cannot exist in production" in done.stderr


@pytest.mark.django_db
def test_demo_people_with_their_public_password_are_found_in_production(settings):
    from accounts.checks import no_demo_people_in_production
    from accounts.demo import PASSWORD
    from accounts.models import User

    settings.PRODUCTION = True
    assert no_demo_people_in_production(None) == []
    User.objects.create_user("selam", password=PASSWORD)
    assert [error.id for error in no_demo_people_in_production(None)] == ["onward.E003"]


def test_every_model_says_its_personal_data():
    from core.checks import every_model_says_its_personal_data

    assert every_model_says_its_personal_data(None) == []


@pytest.mark.django_db
def test_a_commit_is_on_disk_before_it_is_acknowledged():
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip(
            "PostgreSQL's own check is in core.checks; the throw-away server of the tests is fast and forgetful on purpose"
        )
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone()[0] == 2  # FULL


@pytest.mark.django_db
def test_no_migration_is_missing():
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
