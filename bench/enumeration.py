"""Whether a door can be heard to know someone: ``python -m bench.enumeration [--pairs 1000]``.

At every door somebody whom we know and somebody whom we do not know knock by turns, and the processor's time is compared: the
share of pairs in which the known one took longer (Mann and Whitney) is 0.5 where nothing can be heard. Passwords are worked on
by a hasher that takes no time, so that its noise hides nothing; that each knock takes the same number of its turns is a test's
(tests/safety/test_enumeration.py).
"""

import argparse
import gc
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

LIMIT = 0.05
PHONES = ("+250788123456", "+250788654321")
PEOPLE = 40  # of each kind, so that nothing that is kept of one is measured
OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@dataclass(frozen=True)
class Door:
    """A form that a stranger fills in with who she says she is."""

    name: str
    path: str
    field: str
    known: Callable[[int], str]
    unknown: Callable[[int], str]
    more: tuple[tuple[str, str], ...] = ()

    def form(self, said: str) -> dict[str, str]:
        return {self.field: said, **dict(self.more)}


PASSWORD = (("password", "not-her-password"),)
LOGIN = "/en/account/login/"
DOORS = [
    Door("password by name", LOGIN, "login", "known{}".format, "nobody{}".format, PASSWORD),
    Door("password by a name without one", LOGIN, "login", "card{}".format, "name{}".format, PASSWORD),
    Door("password by email", LOGIN, "login", "known{}@example.org".format, "nobody{}@example.org".format, PASSWORD),
    Door("password by a staff's email", LOGIN, "login", "staff{}@example.org".format, "other{}@example.org".format, PASSWORD),
    Door("code by email", "/en/account/code/", "email", "known{}@example.org".format, "nobody{}@example.org".format),
    Door("code by phone", "/en/account/code/phone/", "phone", "+2507881000{:02}".format, "+2507882000{:02}".format),
]


class Silent:
    """A gateway for messages that takes them and says nothing."""

    def send(self, *, to: str, text: str) -> None:
        return


def make_people() -> None:
    """Those whom every door knows."""
    from allauth.account.models import EmailAddress
    from django.conf import settings
    from django.utils import timezone

    from accounts.models import Phone, User
    from accounts.phone_numbers import digest

    for n in range(PEOPLE):
        known = User.objects.create_user(f"known{n}", password="river-goat-lamp")
        EmailAddress.objects.create(user=known, email=f"known{n}@example.org", verified=True, primary=True)
        Phone.objects.create(user=known, digest=digest(f"+2507881000{n:02}", settings.SECRET_KEY), added_at=timezone.now())
        User.objects.create_user(f"card{n}")
        User.objects.create_user(f"staff{n}", email=f"staff{n}@example.org", password="river-goat-lamp", is_staff=True)


def listen(door: Door, pairs: int, seed: int = 1) -> float:
    """The share of pairs in which the known one took longer."""
    from django.core import mail
    from django.core.cache import cache
    from django.test import Client

    times: dict[bool, list[int]] = {True: [], False: []}
    order, client = random.Random(seed), Client(**OURS)
    gc.collect()
    gc.disable()
    try:
        for turn in range(-5, pairs):  # the first warm up
            both = [True, False]
            order.shuffle(both)
            for is_known in both:
                said = (door.known if is_known else door.unknown)(turn % PEOPLE)
                cache.clear()  # limits
                client.cookies.clear()
                mail.outbox = []
                began = time.thread_time_ns()
                client.post(door.path, door.form(said))
                took = time.thread_time_ns() - began
                if turn >= 0:
                    times[is_known].append(took)
    finally:
        gc.enable()
    return auc(times[True], times[False])


def auc(some: Sequence[float], others: Sequence[float]) -> float:
    """How often one of ``some`` is more than one of ``others``; a tie is half."""
    ranked = sorted([(value, 1) for value in some] + [(value, 0) for value in others])
    total, start = 0.0, 0
    while start < len(ranked):
        end = start
        while end < len(ranked) and ranked[end][0] == ranked[start][0]:
            end += 1
        total += sum(which for _, which in ranked[start:end]) * (start + end + 1) / 2
        start = end
    return (total - len(some) * (len(some) + 1) / 2) / (len(some) * len(others))


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.enumeration", description=str(__doc__).splitlines()[0])
    parser.add_argument("--pairs", type=int, default=1000)
    pairs = parser.parse_args(words).pairs
    os.environ |= {"ONWARD_ENV": "test", "DJANGO_SETTINGS_MODULE": "config.settings"}
    import django
    from django.test.utils import override_settings, setup_databases, setup_test_environment, teardown_databases

    django.setup()
    setup_test_environment()
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    heard: dict[str, Any] = {}
    caches = dict.fromkeys(("default", "pages", "memory"), memory)
    with override_settings(CACHES=caches, SMS_GATEWAY="bench.enumeration.Silent"):
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            make_people()
            for door in DOORS:
                heard[door.name] = listen(door, pairs)
                print(f"{door.name:32} {heard[door.name]:.3f}", flush=True)
        finally:
            teardown_databases(databases, verbosity=0)
    wide = [name for name, share in heard.items() if abs(share - 0.5) > LIMIT]
    sys.exit(f"More than {LIMIT} from 0.5: {', '.join(wide)}" if wide else None)


if __name__ == "__main__":
    main(sys.argv[1:])
