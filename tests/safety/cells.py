"""Every address × everyone × every method × what is theirs, what is others' and what is not there: what comes of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from wagtail.models import Collection, Locale, Site, Workflow

from accounts.api import How, join_visit
from accounts.models import Merge, Role, User
from courses.models import LocalFact
from courses.trainers import set_up_trainers
from programmes.models import Invitation
from programmes.new_cards import ask
from quizzes.models import Quiz
from tests.conftest import OURS
from tests.makers import make_learner, make_lesson, make_user
from tests.programmes.worlds import NOW, make_cohort, make_enrolment, make_member, make_office
from tests.safety.addresses import CONVERTER, Address, addresses

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
# Who asks. Hana follows the group in Kigali, Henry works beside her and does not, Peter heads the office, Carol is elsewhere.
ROLES = (
    "nobody",
    "learner",
    "another learner",
    "trainer",
    "Hana",
    "Henry",
    "Peter",
    "Carol",
    "administrator",
    "unproved",  # an administrator who has not shown a second factor
    "suspended",
    "leaver",
)
MISSING = {"int": "999999", "slug": "nothing-here", "str": "999999", "path": "nothing/here.txt"}


@dataclass(frozen=True)
class Cell:
    """One address, asked for one object."""

    name: str
    thing: str  # "" where the address names none; there; Kigali; Belfast; missing
    path: str


class World:
    """The cast, signed in, and the things that addresses name."""

    def __init__(self) -> None:
        self.lesson = make_lesson()
        self.members = {
            "Hana": make_member("hana"),
            "Henry": make_member("henry"),
            "Peter": make_member("peter", Role.LEAD),
            "Carol": make_member("carol", office=make_office("Belfast", "GB")),
            "suspended": make_member("sami"),
            "leaver": make_member("lea"),
        }
        self.selam, self.miriam = make_user("selam"), make_user("miriam")
        trainer = make_member("tomas", Role.TRAINER).user
        trainer.groups.add(set_up_trainers())
        admin, unproved = (make_user(name, is_staff=True, is_superuser=True) for name in ("admin", "adam"))
        people = {"learner": self.selam, "another learner": self.miriam, "trainer": trainer}
        people |= {"administrator": admin, "unproved": unproved}
        people |= {name: member.user for name, member in self.members.items()}
        self.kigali = make_cohort(followers=[self.members[name] for name in ("Hana", "suspended", "leaver")])
        self.belfast = make_cohort("Autumn", office=make_office("Belfast", "GB"), followers=[self.members["Carol"]])
        self.clients = {role: self._client(people.get(role)) for role in ROLES}
        self.enrolments = {"Kigali": self._joins(self.kigali, self.selam), "Belfast": self._joins(self.belfast, self.miriam)}
        self.merges = {name: self._visited(place) for name, place in self.enrolments.items()}
        askers = {"Kigali": self.members["Hana"].user, "Belfast": self.members["Carol"].user}
        offices = {"Kigali": (self.kigali.office, self.selam), "Belfast": (self.belfast.office, self.miriam)}
        self.invitations = {
            name: Invitation.objects.create(office=office, role=Role.TRAINER, said="x", user=user, by=admin, at=NOW)
            for name, (office, user) in offices.items()
        }
        self.new_cards = {name: self._asks(askers[name], place) for name, place in self.enrolments.items()}
        self._let_go()

    def _visited(self, place: Any) -> Merge:
        join_visit(visitor=make_learner(), owner=place.learner, at=NOW)
        return Merge.objects.get(kept=place.learner)

    def _asks(self, by: User, place: Any) -> Any:
        return ask(by=by, enrolment=place, how=How.AGREEMENT, reason="lost", pictures=["sun"] * 3, at=NOW)[0]

    def _client(self, user: User | None) -> Client:
        client = Client(raise_request_exception=False, **OURS)
        if user:
            client.force_login(user)
        return client

    def _joins(self, cohort: Any, user: User) -> Any:
        user.refresh_from_db()
        return make_enrolment(cohort, user.username.title(), learner=user.learner)

    def _let_go(self) -> None:
        """Who is signed in and then loses what she had: it counts at her next request."""
        from datetime import timedelta

        from django.utils import timezone

        session = self.clients["unproved"].session
        session.pop("account_authentication_methods")
        session.save()
        User.objects.filter(username="sami").update(is_active=False)
        left = self.members["leaver"]
        left.until = timezone.now() - timedelta(seconds=1)
        left.save()

    def things(self, address: Address) -> dict[str, dict[str, str]]:
        """What the parameters of an address may name, by whose it is."""
        wanted = {name: kind or "str" for kind, name in CONVERTER.findall(address.route)}
        if not wanted:
            return {"": {}}
        missing = {name: str(uuid4()) if kind == "uuid" else MISSING[kind] for name, kind in wanted.items()}
        if "uuid" not in wanted.values():
            there = {name: self._there(address.name, name, kind) for name, kind in wanted.items()}
            if "model_name" in wanted:  # then it is of a quiz
                there |= dict.fromkeys({"pk", "object_id"} & set(wanted), str(Quiz.objects.earliest("pk").pk))
            return {"there": there, "missing": missing}
        return {office: {name: self._of(office, address.name, name) for name in wanted} for office in ("Kigali", "Belfast")} | {
            "missing": missing
        }

    def _of(self, office: str, address: str, name: str) -> str:
        cohort = self.kigali if office == "Kigali" else self.belfast
        if name == "registration":
            return str(self.enrolments[office].uuid)
        if name == "merge":
            return str(self.merges[office].uuid)
        if name == "invitation":
            return str(self.invitations[office].uuid)
        if name == "card":
            return str(self.new_cards[office].uuid)
        if name == "membership":
            return str(self.members["Hana" if office == "Kigali" else "Carol"].uuid)
        return str(cohort.office.uuid if address.startswith("office_") or address == "cohort_open" else cohort.uuid)

    def _there(self, address: str, name: str, kind: str) -> str:
        known: dict[str, Any] = {
            "page_id": self.lesson.pk,
            "parent_page_id": self.lesson.get_parent().pk,
            "parent_id": self.lesson.get_parent().pk,
            "content_type_app_name": "courses",
            "content_type_model_name": "lessonpage",
            "app_label": "quizzes",
            "model_name": "quiz",
            "language": "en",
            "look": "onward",
            "destination": "czechia",
            "user_id": self.selam.pk,
            "site_id": Site.objects.get().pk,
            "collection_id": Collection.objects.first().pk,
        }
        if name in known:
            return str(known[name])
        if name == "pk" or kind in ("int", "str"):
            models = {"wagtailusers_groups": Group, "wagtailusers_users": User, "wagtailsites": Site, "workflow": Workflow}
            models |= {"wagtailcollections": Collection, "locale": Locale, "quiz": Quiz, "localfact": LocalFact}
            for part, model in models.items():
                if part in address and (first := model.objects.order_by("pk").first()):
                    return str(first.pk)
        return {"int": "1", "slug": "a-name", "str": "1", "path": "a/path.txt"}[kind]

    def cells(self) -> Iterator[Cell]:
        """Every address with everything it may be asked for."""
        for address in addresses():
            for thing, values in self.things(address).items():
                path = address.path
                if "(?P<path>" in address.route:
                    path = self._of_a_lesson(path) if thing == "there" else path
                elif values and "(" not in address.route:
                    path = "/" + CONVERTER.sub(lambda found, values=values: values[found[2]], address.route)
                yield Cell(address.name, thing, path)

    def _of_a_lesson(self, sample: str) -> str:
        """The same address of a lesson, module or course that is there."""
        for shape, real in (("1/1/1/", "safety/before/locks/"), ("1/1/", "safety/before/"), ("1/", "safety/")):
            if sample.startswith(f"/en/{shape}"):
                return sample.replace(shape, real, 1)
        return sample

    def ask(self, role: str, method: str, cell: Cell) -> str:
        """What comes of it, in one word. Whatever it did is undone."""
        client = self.clients[role]
        cookies = client.cookies.copy()
        caches["pages"].clear()  # what was kept for another tells nothing of this one
        with transaction.atomic():
            answer = client.generic(method, cell.path)
            transaction.set_rollback(True)
        client.cookies = cookies
        return outcome(answer)


def outcome(answer: Any) -> str:
    """``ok``; ``sign in`` and ``set up``, where those are asked for first; ``goes on`` elsewhere; or how it was refused."""
    if answer.status_code >= 500:
        return f"broken {answer.status_code}"
    if 300 <= answer.status_code < 400:
        where = answer["Location"]
        if "/account/login/" in where or "/cms/login/" in where:
            return "sign in"
        return "set up" if where.endswith("/account/second-step/") else "goes on"
    known = {403: "refused", 404: "not there", 405: "no such method"}
    return known.get(answer.status_code, "ok" if answer.status_code < 300 else "try again")
