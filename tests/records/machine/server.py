"""The real server, one request at a time, with a clock of our own and a door that lets something happen midway."""

import json
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from django.contrib.auth import login, logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import RequestFactory

from accounts import api as accounts
from accounts.models import User
from records import views
from records.sync import receive
from tests.conftest import OURS
from tests.records.machine.phone import Phone

BEGINNING = datetime.fromisoformat("2026-11-21T12:00:00+00:00")
DOORS = ("join_visit", "receive", "prefer")  # where another request may come in between; after the last, nothing is left to do
Done = Callable[[str, datetime], None]  # told when a request has passed a door, and when that request came


class Server:
    """What happens while it is open is undone when it closes, so each run begins with the same database."""

    def __init__(self) -> None:
        self.now = BEGINNING
        self.between: tuple[str, Callable[[], None]] | None = None
        self.is_full = False
        self._under_way: list[tuple[Done, datetime]] = []  # requests, the innermost last
        self._stack = ExitStack()
        self._stack.enter_context(mock.patch("django.utils.timezone.now", lambda: self.now))
        for door in DOORS:
            self._stack.enter_context(mock.patch.object(views, door, self._open_door(door, getattr(views, door))))
        self._stack.enter_context(mock.patch.object(receive, "append", self._on_a_disk(receive.append)))
        self._frame = transaction.atomic()
        self._frame.__enter__()

    def close(self) -> None:
        transaction.set_rollback(True)
        self._frame.__exit__(None, None, None)
        self._stack.close()

    def sync(self, phone: Phone, body: bytes, done: Done) -> HttpResponse:
        """One parcel. The phone learns nothing yet: the answer may be lost."""
        self.tick()
        self._under_way.append((done, self.now))
        try:
            return self._asked(phone, views.sync, body)
        except AssertionError:
            raise
        except Exception as fault:  # a phone would hear 500
            raise AssertionError(f"the server broke: {fault!r}") from fault
        finally:
            self._under_way.pop()

    def tick(self) -> None:
        """No two requests come at one moment."""
        self.now += timedelta(milliseconds=7)

    def sign_in(self, phone: Phone, user: User) -> str:
        """By whichever door; and the page that follows, which tells the phone its key."""

        def come_in(request: HttpRequest) -> HttpResponse:
            login(request, user)
            if question := accounts.earlier_visits.question_for(user):  # she says that it was she
                accounts.earlier_visits.say(question, was_she=True, user=user, at=self.now)
            response = HttpResponse()
            accounts.forget_visitor(response)  # as our adapter does
            return response

        self.remembered(phone, self._asked(phone, come_in))
        return json.loads(self._asked(phone, _whose).content)["key"]

    def remembers_visitor(self, phone: Phone) -> None:
        """A page on which she answered without our script, as the quiz's pages do it: they know no secret."""

        def answer(request: HttpRequest) -> HttpResponse:
            response = HttpResponse()
            accounts.remember_visitor(response, accounts.learner_or_new(request))
            return response

        self.remembered(phone, self._asked(phone, answer))

    def sign_out(self, phone: Phone) -> None:
        def leave(request: HttpRequest) -> HttpResponse:
            logout(request)
            response = HttpResponse()
            accounts.forget_visitor(response)
            return response

        self.remembered(phone, self._asked(phone, leave))

    def remembered(self, phone: Phone, response: HttpResponse) -> None:
        """The cookies of an answer that arrived."""
        for name, morsel in response.cookies.items():
            if morsel.value and morsel["max-age"] != 0:
                phone.cookies[name] = morsel.value
            else:
                phone.cookies.pop(name, None)

    def _asked(self, phone: Phone, view: Callable[..., HttpResponse], body: bytes = b"") -> HttpResponse:
        request = RequestFactory(**OURS).post("/sync/", body, content_type="application/json")
        request.COOKIES = dict(phone.cookies)
        return SessionMiddleware(AuthenticationMiddleware(view))(request)

    def _open_door(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            if self.between and self.between[0] == name:
                (_, happens), self.between = self.between, None
                happens()
            result = function(*args, **kwargs)
            done, at = self._under_way[-1]
            done(name, at)
            return result

        return wrapped

    def _on_a_disk(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            result = function(*args, **kwargs)
            if self.is_full:
                raise OperationalError("database or disk is full")
            return result

        return wrapped


def _whose(request: HttpRequest) -> JsonResponse:
    """As ``state.json`` says it."""
    learner = accounts.learner_of(request)
    assert learner is not None
    return JsonResponse({"key": accounts.adding_key(learner)})
