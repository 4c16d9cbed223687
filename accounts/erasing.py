"""Erasing somebody: what tells of her goes at once and everywhere; counts stay (docs/decisions/0025).

Rows that belong to her go with her account and her learners, whatever layer they are of, for their foreign keys say so. What
does not hang by a key is told by the signal ``erasing``: there the layers above count what stays, and take away what only they
can find. ``tests/safety/test_erasure.py`` looks through every column, file and log for what is left.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Q
from wagtail.log_actions import registry as logs
from wagtail.models import ReferenceIndex, UploadedFile
from wagtail.users.models import UserProfile

from accounts import tombstones
from accounts.models import Learner, SignIn, User
from accounts.person import Person, person_of_learner, person_of_user
from accounts.signals import erasing
from accounts.staff import is_staff


class WorksHere(Exception):
    """Who works here cannot be erased: an administrator ends her memberships first."""


@transaction.atomic
def erase(person: Person, *, at: datetime, for_good: bool = True) -> None:
    """Erase somebody. When this returns and its transaction has ended, she is gone, and an older backup cannot bring her back.

    ``for_good``: not, if she did not ask for it and may come again (``keep_no_longer``). Raises WorksHere, and OSError if it
    could not be written down outside the database: then she is still here.
    """
    person = _as_now(person)
    if not person:
        return
    if any(is_staff(user) for user in person.users):
        raise WorksHere
    _erase(person, at=at)
    if for_good:  # last: if it fails, nothing has happened
        tombstones.put_up([*(user.uuid for user in person.users), *(learner.uuid for learner in person.learners)])


@transaction.atomic
def replay(*, at: datetime) -> int:
    """Erase again whoever is back by an older backup. Returns how many accounts and records there were; again, it is 0."""
    dead = tombstones.all_in_file()
    tombstones.Tombstone.objects.bulk_create(
        [tombstones.Tombstone(digest=line) for line in sorted(dead)], ignore_conflicts=True, batch_size=1000
    )
    back = Person(tuple(_back(User, dead)), tuple(_back(Learner, dead)))
    if back:
        # Who was parted from her since that backup is somebody else.
        others = Learner.objects.exclude(pk__in=[one.pk for one in back.learners])
        others.filter(merged_into__in=back.learners).update(merged_into=None, merged_at=None)
        others.filter(user__in=back.users).update(user=None)
        _erase(back, at=at)
    return len(back.users) + len(back.learners)


def _back(model: Any, dead: set[str]) -> Iterable[Any]:
    if not dead:
        return []
    found = [pk for pk, uuid in model.objects.values_list("pk", "uuid").iterator() if dead & set(tombstones.digests(uuid))]
    return model.objects.filter(pk__in=found)


def _as_now(person: Person) -> Person:
    """As she is at this moment, her rows locked: a visit may have joined her since she was read. Nobody, if she is gone."""
    user = person.user and User.objects.select_for_update().filter(pk=person.user.pk).first()
    visitors = Learner.objects.select_for_update().filter(user=None, merged_into=None)  # an account is not erased by a cookie
    visitor = person.learner and visitors.filter(pk=person.learner.pk).first()
    now = person_of_user(user) if user else person_of_learner(visitor) if visitor else Person()
    list(Learner.objects.select_for_update().filter(pk__in=[one.pk for one in now.learners]))
    return now


def _erase(person: Person, *, at: datetime) -> None:
    erasing.send(sender=Person, person=person, at=at)
    _end_sessions(person, at=at)
    _leave_logs(person)
    _take_files(person)
    Learner.objects.filter(pk__in=[one.pk for one in person.learners]).delete()
    User.objects.filter(pk__in=[one.pk for one in person.users]).delete()
    transaction.on_commit(empty_the_wal)


def _end_sessions(person: Person, *, at: datetime) -> None:
    """Hers, also those that no sign-in tells of, and those in which her address was typed. It reads every session once."""
    Session.objects.filter(expire_date__lt=at).delete()
    keys = set(SignIn.objects.filter(user__in=person.users).values_list("session_key", flat=True))
    hers = {str(user.pk) for user in person.users}
    emails = {email.lower() for user in person.users for email in _emails(user)}
    for session in Session.objects.iterator():
        said = session.get_decoded()
        asked = (said.get("onward.code") or {}).get("email", "").lower()
        if said.get("_auth_user_id") in hers or (asked and asked in emails):
            keys.add(session.session_key)
    Session.objects.filter(pk__in=keys).delete()


def _emails(user: User) -> list[str]:
    return [email for email in (user.email, *user.emailaddress_set.values_list("email", flat=True)) if email]


def _leave_logs(person: Person) -> None:
    """What the admin noted about her goes; what it noted of what she once wrote, as staff, stays without her."""
    users = [user.pk for user in person.users]
    people = ContentType.objects.get_for_models(User, Learner)
    about = Q(content_type=people[User], object_id__in=map(str, users))
    about |= Q(content_type=people[Learner], object_id__in=[str(one.pk) for one in person.learners])
    for model in logs.get_log_entry_models():
        if any(field.name == "object_id" for field in model._meta.fields):
            model.objects.filter(about).delete()
        model.objects.filter(user__in=users).update(user=None)
    ReferenceIndex.objects.filter(to_content_type=people[User], to_object_id__in=map(str, users)).delete()


def _take_files(person: Person) -> None:
    """Deleted when the transaction is on disk, so that what fails leaves nothing half gone."""
    files = [one.avatar for one in UserProfile.objects.filter(user__in=person.users) if one.avatar]
    uploads = UploadedFile.objects.filter(uploaded_by_user__in=person.users)
    files += [one.file for one in uploads if one.file]
    uploads.delete()
    for file in files:
        transaction.on_commit(partial(file.storage.delete, file.name))


def empty_the_wal() -> None:
    """SQLite's log of what was written last holds the pages as they were; emptied as soon as nobody reads them."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def sweep() -> None:
    """Let the database overwrite what was deleted: SQLite has, PostgreSQL does when it cleans up."""
    empty_the_wal()
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
