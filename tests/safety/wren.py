"""Somebody who has used everything there is to use, with a mark in whatever she wrote."""

import base64
import json
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from accounts import codes, tombstones
from accounts.api import adding_key, join_visit
from accounts.looking import look
from accounts.models import (
    EarlierVisit,
    Learner,
    LockedPhone,
    Look,
    NewCard,
    Preference,
    SecretPictures,
    User,
)
from accounts.phone_numbers import digest
from records.models import Statement
from tests.conftest import OURS
from tests.programmes.worlds import make_cohort, make_enrolment, make_member
from tests.records.phones import a_go, send

ERASE = "/en/my-learning/about-you/erase/"
NAME, EMAIL, PHONE, CALLED, ODD = "canarywren", "canary.letter@example.org", "+250788987654", "Canary Called", "canary-odd-text"
SECRET = "canary-secret-0123456789-of-her-phone"


class Wren:
    """A learner who has used everything that there is to use, by the pages wherever there is one."""

    def __init__(self, lesson):
        self.cohort = make_cohort(followers=[make_member("hana")], modules=[lesson.get_parent().translation_key])
        self.browser = Client(**OURS)
        first = send(self.browser, a_go(lesson.quiz_for_tests), secret=SECRET)
        self.visit = UUID(first.json()["learner"])
        self.key = first.json()["key"]
        made = self.browser.post("/en/account/signup/", {"username": NAME, "password1": "wren-in-the-hedge"})
        assert made.status_code == 302
        self.user = User.objects.get(username=NAME)
        self.browser.force_login(self.user)  # she has just come in
        self.elsewhere()
        self.agrees()
        self.odd()

    def elsewhere(self):
        """Her other phone, and her ways in."""
        now = timezone.now()
        other = Client(**OURS)
        second = send(other, [], secret=SECRET + "-2").json()
        self.second = UUID(second["learner"])
        join_visit(visitor=Learner.objects.get(uuid=self.second), owner=self.user.learner, at=now)
        codes.add(self.user, {"email": EMAIL, "phone": ""}, at=now)
        codes.add(self.user, {"email": "", "phone": PHONE}, at=now)
        User.objects.filter(pk=self.user.pk).update(email=EMAIL, first_name="Canary", last_name="Wrensdaughter")
        self.browser.post("/en/account/card/new/", {"picture": ["1", "2", "3"], "done": "1"})
        Authenticator.objects.create(user=self.user, type="webauthn", data={"name": "canary passkey", "credential": {}})
        LockedPhone.objects.create(learner=self.user.learner, digest="canary-lock", locked_at=now, opened_on=now.date())
        SecretPictures.objects.create(learner=self.user.learner, hash="canary-secret-pictures", chosen_at=now)
        EarlierVisit.objects.create(visitor=Learner.objects.get(uuid=self.second), owner=self.user.learner, asked_at=now)
        other.force_login(self.user)
        asked = Client(**OURS)
        asked.post("/en/account/code/", {"email": EMAIL})

    def agrees(self):
        """Her group, which looks at her."""
        now = timezone.now()
        self.place = make_enrolment(self.cohort, CALLED, learner=self.user.learner)
        hana = User.objects.get(username="hana")
        NewCard.objects.create(
            learner=self.user.learner,
            office=self.cohort.office.uuid,
            office_name="Kigali",
            registration=self.place.uuid,
            how="agreed",
            digest="canary-new-card",
            opener="",
            asked_at=now,
            asked_by=hana,
        )
        look(by=hana, learners=[self.user.learner], what=Look.What.PROGRESS, why=Look.Why.FOLLOWS, role="coordinator", at=now)
        Preference.objects.create(uuid=uuid4(), learner=self.user.learner, name="destination", value="canary-land", stored=now)

    def odd(self):
        """What could not be stored; also what nobody could read, sent as nobody's."""
        send(self.browser, [{"canary": ODD}], secret="", key=adding_key(self.user.learner))
        broken = json.dumps({"statements": 7, "secret": SECRET, "text": f"{ODD} by secret"})
        by_key = json.dumps({"statements": 7, "key": adding_key(self.user.learner), "text": f"{ODD} by key"})
        for body in (broken, by_key):
            assert Client(**OURS).post("/sync/", body, content_type="application/json").status_code == 422
        log(instance=self.user, action="wagtail.edit", user=User.objects.get(username="hana"))
        UserProfile.objects.create(user=self.user).avatar.save(f"{NAME}.png", ContentFile(b"canary picture"))

    @property
    def canaries(self):
        learner = self.user.learner
        uuids = [self.user.uuid, self.visit, self.second, learner.uuid, self.place.uuid]
        keys = [base64.urlsafe_b64encode(f'"{uuid}"'.encode()).decode().rstrip("=") for uuid in (self.visit, learner.uuid)]
        texts = [NAME, EMAIL, PHONE, CALLED, ODD, SECRET, "canary-land", "Wrensdaughter", "canary passkey"]
        texts += ["canary-lock", "canary-secret-pictures", "canary-new-card"]
        digests = [digest(PHONE, one) for one in (tombstones.settings.SECRET_KEY,)]
        made = [str(uuid) for uuid in Statement.objects.of(learner).values_list("uuid", flat=True)]
        sessions = [self.browser.session.session_key]
        return [*uuids, *keys, *texts, *digests, *made, *sessions]

    def erases_herself(self):
        return self.browser.post(ERASE, {"sure": "1"})
