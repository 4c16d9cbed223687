"""How long each model is kept: declared for every one, and enforced at night."""

import re
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import (
    APIToken,
    Comment,
    ModelLogEntry,
    Page,
    PageLogEntry,
    Revision,
    Task,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowState,
)

from accounts.api import join_visit
from accounts.gathering import gather
from accounts.merging import merge_accounts
from accounts.models import Consent, Learner, LockedPhone, Merge, Notice, Preference, SignIn, Tombstone, User
from accounts.person import Person, person_of_user
from accounts.retention import BATCH, RULES, keep_no_longer, keeps
from accounts.retention_rules import OF_NOBODY
from programmes.models import Invitation
from records.models import Kept, Statement
from tests.conftest import OURS
from tests.makers import make_home, make_learner, make_statement, make_user
from tests.programmes.worlds import make_office

PEOPLE = (User, Learner)
NOW = timezone.now()


def every_model():
    return apps.get_models(include_auto_created=True)


def says_none(model):
    return (model.__doc__ or "").rstrip().endswith("Personal data: none.")


# ---- Declared ----


def test_each_model_is_declared_or_holds_nothing_about_anybody():
    ours = {model._meta.label for model in every_model() if says_none(model)}
    undeclared = [model._meta.label for model in every_model() if model._meta.label not in {*RULES, *OF_NOBODY, *ours}]
    undeclared = [name for name in undeclared if not name.startswith("programmes.Cohort_")]
    assert undeclared == [], "say in a retention.py how long it is kept"


def test_no_declaration_is_of_a_model_that_is_not_there():
    assert {*RULES, *OF_NOBODY} - {model._meta.label for model in every_model()} - {
        "wagtailsearch.SQLiteFTSIndexEntry"
    } == set()


def test_what_points_to_a_person_is_no_model_of_nobody():
    for model in every_model():
        points = [field.name for field in model._meta.local_fields if field.related_model in PEOPLE]
        assert not points or model._meta.label in RULES, f"{model._meta.label}.{points}"
        assert not points or not says_none(model), model._meta.label


def test_each_is_in_the_copy_or_says_why_not(db):
    chapters = {chapter.name for chapter in gather(Person(), "en")}
    for rule in RULES.values():
        assert bool(rule.copy) != bool(rule.but), rule.model
        assert rule.but or rule.copy in chapters, f"{rule.model}: no chapter {rule.copy}"
        assert len(rule.kept) > 10 and rule.kept.endswith("."), rule.model


def test_what_is_said_to_be_in_the_copy_is_looked_for(selam):
    make_learner(selam)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        gather(person_of_user(selam), "en")
    sql = " ".join(query["sql"] for query in asked)
    for rule in RULES.values():
        table = apps.get_model(rule.model)._meta.db_table
        read_before = rule.model in ("accounts.User", "accounts.Learner")
        assert rule.but or read_before or f'"{table}"' in sql, f"{rule.model} is in no copy"


def test_nothing_is_declared_twice():
    with pytest.raises(ValueError, match="twice"):
        keeps("accounts.Notice", "For ever.")


def test_no_model_of_anybodys_has_room_for_an_address_or_a_browser():
    """Neither ours nor a library's: what is not kept for a moment need not be deleted after a day."""
    shape = re.compile(r"(^|_)(ip|ip_?addr\w*|remote_addr\w*|user_?agent|browser|ua)($|_)", re.I)
    for model in every_model():
        for field in model._meta.local_fields:
            assert not isinstance(field, (models.GenericIPAddressField, models.IPAddressField)), (
                f"{model._meta.label}.{field.name}"
            )
            assert not shape.search(field.name), f"{model._meta.label}.{field.name}"


def test_a_session_holds_neither(selam, phone):
    make_learner(selam)
    phone.get("/en/account/login/")
    phone.post(
        "/en/account/login/",
        {"login": "selam", "password": "river-goat-lamp"},
        HTTP_USER_AGENT="CanaryBrowser/7.0",
        REMOTE_ADDR="203.0.113.77",
    )
    said = str([session.get_decoded() for session in Session.objects.all()])
    assert "_auth_user_id" in said and "Canary" not in said and "203.0" not in said


# ---- Enforced ----


class Rows:
    """One row of each kind, made as long ago as is said."""

    def __init__(self):
        self.user = make_user("tomas", is_staff=True)
        self.hers = make_user("selam")
        self.learner = make_learner(self.hers)

    def notice(self, age):
        return Notice.objects.create(user=self.hers, kind="card_made", at=NOW - age, seen_at=NOW - age)

    def unseen_notice(self, age):
        return Notice.objects.create(user=self.hers, kind="card_made", at=NOW - age)

    def replaced_choice(self, age):
        old = Preference.objects.create(uuid=uuid4(), learner=self.learner, name="destination", value="a", stored=NOW - age)
        Preference.objects.create(uuid=uuid4(), learner=self.learner, name="destination", value="b", stored=NOW)
        return old

    def session(self, age):
        return Session.objects.create(session_key=uuid4().hex, session_data="", expire_date=NOW - age)

    def confirmation(self, age):
        address = EmailAddress.objects.create(user=self.hers, email="a@example.org")
        return EmailConfirmation.objects.create(email_address=address, created=NOW - age, key="k")

    def editing(self, age):
        kind = ContentType.objects.get_for_model(Page)
        return EditingSession.objects.create(user=self.user, content_type=kind, object_id="1", last_seen_at=NOW - age)

    def form(self, age):
        kind = ContentType.objects.get_for_model(Page)
        return FormState.objects.create(user=self.user, content_type=kind, object_id="1", data="", last_updated_at=NOW - age)

    def token(self, age):
        row = APIToken.objects.create(user=self.user, name="a", key_hash="h", prefix="p")
        return self.aged(row, revoked_at=NOW - age)

    def page_log(self, age):
        moment = NOW - age
        return PageLogEntry.objects.create(page=make_home(), action="wagtail.edit", label="x", timestamp=moment, user=self.user)

    def model_log(self, age):
        kind = ContentType.objects.get_for_model(Page)
        return ModelLogEntry.objects.create(
            content_type=kind, object_id="1", action="wagtail.edit", label="x", timestamp=NOW - age
        )

    def comment(self, age):
        return Comment.objects.create(page=make_home(), user=self.user, text="x", contentpath="title", resolved_at=NOW - age)

    def workflow(self, age):
        home = make_home()
        kind = ContentType.objects.get_for_model(Page)
        state = WorkflowState.objects.create(
            content_type=kind,
            base_content_type=kind,
            object_id=str(home.pk),
            workflow=Workflow.objects.create(name="w"),
            status="approved",
            requested_by=self.user,
        )
        return self.aged(state, created_at=NOW - age)

    def task(self, age):
        revision = make_home().save_revision()
        task = Task.objects.create(name="t")
        state = TaskState.objects.create(
            workflow_state=self.workflow(timedelta(0)), revision=revision, task=task, status="approved", comment="x"
        )
        return self.aged(state, finished_at=NOW - age)

    def invitation(self, age):
        said = {"said": uuid4().hex, "role": "trainer"}
        return Invitation.objects.create(office=make_office(), by=self.user, at=NOW - age, **said)

    def locked_phone(self, age):
        opened = (NOW - age).date()
        return LockedPhone.objects.create(learner=self.learner, digest=uuid4().hex, locked_at=NOW - age, opened_on=opened)

    def repaired(self, age):
        return self.kept(learner=self.learner, received=NOW, replayed=NOW - age)

    def nobodys(self, age):
        return self.kept(learner=None, received=NOW - age)

    def kept(self, **values):
        return Kept.objects.create(digest=uuid4().hex, reason="shape", raw="{}", **values)

    def visitor(self, age):
        learner = make_learner()
        statement = make_statement()
        Statement.objects.create(learner=learner, stored=NOW - age, **vars(statement))
        return learner

    def account(self, age):
        user = make_user("miriam")
        User.objects.filter(pk=user.pk).update(date_joined=NOW - age, last_login=NOW - age)
        Statement.objects.create(learner=make_learner(user), stored=NOW - age, **vars(make_statement()))
        return user

    def joined(self, age):
        other = make_user("second")
        make_learner(other)
        merge_accounts(kept=self.hers, joined=other, by=self.hers, at=NOW - age)
        return other

    @staticmethod
    def aged(row, **values):
        type(row)._base_manager.filter(pk=row.pk).update(**values)
        return row


DAY = timedelta(days=1)
PERIODS = [
    ("notice", 90 * DAY),
    ("unseen_notice", 730 * DAY),
    ("replaced_choice", 365 * DAY),
    ("session", timedelta(0)),
    ("confirmation", 3 * DAY),
    ("editing", timedelta(hours=1)),
    ("form", 30 * DAY),
    ("token", 90 * DAY),
    ("page_log", 730 * DAY),
    ("model_log", 730 * DAY),
    ("comment", 365 * DAY),
    ("workflow", 730 * DAY),
    ("task", 730 * DAY),
    ("repaired", 30 * DAY),
    ("nobodys", 365 * DAY),
    ("visitor", 730 * DAY),
    ("account", 5 * 365 * DAY),
    ("joined", 31 * DAY),
    ("invitation", 14 * DAY),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "period"), PERIODS)
def test_each_stays_as_long_as_is_said_and_no_longer(kind, period):
    row = getattr(Rows(), kind)(period - timedelta(minutes=1))
    table = type(row)._base_manager
    keep_no_longer(at=NOW)
    assert table.filter(pk=row.pk).exists()
    done = keep_no_longer(at=NOW + timedelta(minutes=2))
    assert not table.filter(pk=row.pk).exists() and done[type(row)._meta.label] == 1
    assert keep_no_longer(at=NOW + timedelta(minutes=2)) == {}


def test_a_phone_that_pictures_open_goes_a_year_after_it_was_opened_last(db):
    row = Rows().locked_phone(365 * DAY)
    assert keep_no_longer(at=NOW) == {}
    assert keep_no_longer(at=NOW + 2 * DAY) == {"accounts.LockedPhone": 1}
    assert not LockedPhone.objects.filter(pk=row.pk).exists()


def test_every_rule_with_an_end_is_tried_here():
    elsewhere = {"accounts.SignIn", "wagtailcore.Revision", "wagtailcore.UploadedFile"}
    tried = {"accounts.Notice", "accounts.Preference", "sessions.Session", "account.EmailConfirmation", "records.Kept"}
    tried |= {"accounts.Learner", "accounts.User", "accounts.LockedPhone", "programmes.Invitation"}
    tried |= {f"wagtailadmin.{name}" for name in ("EditingSession", "FormState")}
    tried |= {f"wagtailcore.{name}" for name in ("APIToken", "PageLogEntry", "ModelLogEntry", "Comment")}
    tried |= {"wagtailcore.WorkflowState", "wagtailcore.TaskState"}
    assert {name for name, rule in RULES.items() if rule.over} - elsewhere == tried


def test_a_sign_in_goes_with_its_session(selam):
    browser = Client(**OURS)
    browser.force_login(selam)
    assert keep_no_longer(at=NOW) == {} and SignIn.objects.count() == 1
    assert keep_no_longer(at=NOW + 91 * DAY) == {"accounts.SignIn": 1, "sessions.Session": 1}


def test_a_revision_stays_and_its_writer_goes_from_it(tomas):
    revision = make_home().save_revision(user=tomas)
    Revision.objects.filter(pk=revision.pk).update(created_at=NOW - 731 * DAY)
    assert keep_no_longer(at=NOW) == {"wagtailcore.Revision": 1}
    revision.refresh_from_db()
    assert revision.user is None and revision.content


def test_an_upload_that_was_left_lying_goes_with_its_file(tomas, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kind = ContentType.objects.get_for_model(Page)
    upload = UploadedFile.objects.create(uploaded_by_user=tomas, for_content_type=kind)
    upload.file.save("a.png", ContentFile(b"x"))
    keep_no_longer(at=NOW)
    assert UploadedFile.objects.exists()
    keep_no_longer(at=NOW + timedelta(days=1, minutes=5))
    assert not UploadedFile.objects.exists() and not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.django_db
@pytest.mark.parametrize("sign", ["answer", "choice", "consent", "kept", "opened", "of_a_visit"])
def test_any_sign_of_a_visitor_keeps_her(sign):
    learner = Rows().visitor(731 * DAY)
    if sign == "answer":
        Statement.objects.create(learner=learner, stored=NOW, **vars(make_statement()))
    elif sign == "choice":
        Preference.objects.create(uuid=uuid4(), learner=learner, name="destination", value="a", stored=NOW)
    elif sign == "consent":
        Consent.objects.create(
            learner=learner, purpose="group", about=uuid4(), until=NOW, version=1, language="en", words="", given_at=NOW
        )
    elif sign == "kept":
        Rows.kept(None, learner=learner, received=NOW)
    elif sign == "opened":
        LockedPhone.objects.create(learner=learner, digest="d", locked_at=NOW - 800 * DAY, opened_on=NOW.date())
    else:
        visit = make_learner()
        Statement.objects.create(learner=visit, stored=NOW, **vars(make_statement()))
        join_visit(visitor=visit, owner=learner, at=NOW)
    keep_no_longer(at=NOW)
    assert Learner.objects.filter(pk=learner.pk).exists()


def test_who_was_not_heard_of_may_begin_anew(db):
    """She did not ask to be erased: her phone, found in a drawer, is no ghost's."""
    learner = Rows().visitor(731 * DAY)
    keep_no_longer(at=NOW)
    assert not Tombstone.objects.exists() and not Learner.objects.filter(pk=learner.pk).exists()


def test_staff_are_not_erased_by_themselves(tomas):
    User.objects.filter(pk=tomas.pk).update(date_joined=NOW - 4000 * DAY, last_login=NOW - 4000 * DAY)
    keep_no_longer(at=NOW)
    assert User.objects.filter(pk=tomas.pk).exists()


def test_a_second_account_that_was_parted_again_stays(db):
    rows = Rows()
    other = rows.joined(32 * DAY)
    Merge.objects.update(undone_at=NOW - 20 * DAY)
    keep_no_longer(at=NOW)
    assert User.objects.filter(pk=other.pk).exists()


def test_many_go_in_portions(selam):
    Notice.objects.bulk_create(
        Notice(user=selam, kind="card_made", at=NOW, seen_at=NOW - 91 * DAY) for _ in range(2 * BATCH + 1)
    )
    assert keep_no_longer(at=NOW) == {"accounts.Notice": 2 * BATCH + 1}


def test_the_command_says_what_it_did_and_why(selam):
    Notice.objects.create(user=selam, kind="card_made", at=NOW, seen_at=NOW - 91 * DAY)
    said = [StringIO() for _ in range(3)]
    call_command("keep_no_longer", stdout=said[0])
    call_command("keep_no_longer", stdout=said[1])
    call_command("keep_no_longer", "--say", stdout=said[2])
    assert said[0].getvalue() == "accounts.Notice: 1\n" and said[1].getvalue() == "Nothing was over.\n"
    assert len(said[2].getvalue().splitlines()) == len(RULES)
