"""“Erase me” leaves nothing but counts, wherever one looks, and an older backup does not bring her back."""

import json
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from accounts import tombstones
from accounts.api import adding_key, join_visit
from accounts.card_pictures import PICTURES
from accounts.erasing import WorksHere, erase, replay
from accounts.models import (
    Learner,
    Look,
    Tombstone,
    User,
)
from accounts.person import person_of_learner, person_of_user
from programmes.models import Enrolment, PastCount
from programmes.queries import figures_of
from records.models import Kept, Statement
from tests.conftest import OURS
from tests.makers import make_learner, make_lesson, make_user
from tests.programmes.worlds import make_cohort, make_enrolment
from tests.records.phones import a_go, send, statuses
from tests.safety.leftovers import columns, left_in_files, left_in_rows
from tests.safety.wren import CALLED, EMAIL, ERASE, NAME, SECRET, Wren

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    lesson = make_lesson()
    from quizzes.models import Quiz

    lesson.quiz_for_tests = Quiz.objects.get(translation_key=lesson.quiz_key)
    return lesson


@pytest.fixture
def wren(lesson):
    return Wren(lesson)


def test_nothing_of_hers_is_left_in_any_column_or_file(wren, django_capture_on_commit_callbacks, tmp_path):
    canaries = wren.canaries
    before = {(table, column) for table, column, _ in left_in_rows(canaries)}
    assert len(before) >= 14, before  # the search finds what is there
    assert left_in_files([NAME], tmp_path)
    with django_capture_on_commit_callbacks(execute=True):
        answer = wren.erases_herself()
    assert answer.status_code == 200 and "You are erased" in answer.content.decode()
    assert left_in_rows(canaries) == []
    assert left_in_files(canaries, tmp_path) == []
    assert len(set(columns())) > 200


def test_her_tombstones_say_nothing_to_who_does_not_have_her_number(wren, settings):
    uuids = {wren.user.uuid, wren.visit, wren.second, wren.user.learner.uuid}
    wren.erases_herself()
    lines = Path(settings.ERASED_FILE).read_text().split()
    assert (
        set(lines) == {tombstones.digests(uuid)[0] for uuid in uuids} == set(Tombstone.objects.values_list("digest", flat=True))
    )
    assert all(re.fullmatch("[0-9a-f]{64}", line) for line in lines)
    assert Path(settings.ERASED_FILE).stat().st_mode & 0o77 == 0


def test_she_is_nobody_at_her_next_request(wren):
    other = Client(**OURS)
    other.force_login(wren.user)
    answer = wren.erases_herself()
    assert answer.cookies["visitor"].value == ""
    assert wren.browser.get("/en/account/")["Location"].startswith("/en/account/login/")
    assert other.get("/en/account/")["Location"].startswith("/en/account/login/")
    assert "no-store" in answer["Cache-Control"] and "data-erased" in answer.content.decode()  # her phone forgets her too
    assert str(wren.visit) not in answer.content.decode()


def test_the_office_sees_her_no_more_within_one_request(wren):
    hana = Client(**OURS)
    hana.force_login(User.objects.get(username="hana"))
    group, person = f"/en/office/group/{wren.cohort.uuid}/", f"/en/office/person/{wren.place.uuid}/"
    assert all(CALLED in hana.get(url).content.decode() for url in (group, person))
    wren.erases_herself()
    assert hana.get(person).status_code == 404
    assert CALLED not in hana.get(group).content.decode()


def test_the_chain_of_looks_holds_and_leads_to_nobody(wren):
    (before,) = Look.objects.filter(what=Look.What.PROGRESS).values()
    wren.erases_herself()
    call_command("check_looks")
    assert Look.objects.filter(n=before["n"]).values().get() == before
    assert str(wren.visit) not in str(before) and wren.visit.hex not in str(before)


def test_without_saying_that_she_is_sure_nothing_happens(wren):
    answer = wren.browser.post(ERASE)
    assert answer.status_code == 422 and "Tick the box" in answer.content.decode()
    assert User.objects.filter(username=NAME).exists()


def test_a_page_of_somebody_else_erases_nobody(wren):
    wren.browser.defaults["HTTP_SEC_FETCH_SITE"] = "cross-site"
    assert wren.browser.post(ERASE, {"sure": "1"}).status_code == 403
    assert User.objects.filter(username=NAME).exists()


def test_who_came_in_long_ago_shows_first_that_it_is_she(wren):
    from tests.accounts.test_ways import grow_stale

    grow_stale(wren.browser)
    assert "/en/account/again/" in wren.erases_herself()["Location"]
    assert User.objects.filter(username=NAME).exists()


def test_a_visitor_is_erased_by_her_phone_alone(lesson, phone):
    send(phone, a_go(lesson.quiz_for_tests), secret=SECRET)
    assert phone.post(ERASE, {"sure": "1"}).status_code == 200
    assert not Learner.objects.exists() and not Statement.objects.exists()
    assert phone.cookies["visitor"].value == ""


def test_nobody_is_led_to_where_it_says_that_there_is_nothing(phone):
    assert phone.post(ERASE, {"sure": "1"})["Location"] == "/en/my-learning/about-you/"
    assert "Nothing yet" in phone.get("/en/my-learning/about-you/").content.decode()


@pytest.mark.parametrize("what", [{"is_staff": True}, {"is_superuser": True}])
def test_who_works_here_is_told_kindly_that_it_must_end_first(phone, what):
    user = make_user("tomas", **what)
    make_learner(user)
    phone.force_login(user)
    said = phone.get(ERASE).content.decode()
    assert "Ask an administrator to end your work here first" in said and "id_sure" not in said
    assert phone.post(ERASE, {"sure": "1"}).status_code == 422
    with pytest.raises(WorksHere):
        erase(person_of_user(user), at=timezone.now())
    assert User.objects.filter(username="tomas").exists()


def test_accounts_that_were_put_together_go_together_and_those_that_were_parted_do_not(db):
    from accounts.merging import merge_accounts, undo

    now = timezone.now()
    one, two, three = (make_learner(make_user(name)).user for name in ("onecanary", "twocanary", "threecanary"))
    merge_accounts(kept=one, joined=two, by=one, at=now)
    undo(merge_accounts(kept=one, joined=three, by=one, at=now), by=one, at=now)
    erase(person_of_user(one), at=now)
    assert left_in_rows(["onecanary", "twocanary"]) == []
    assert User.objects.get().username == "threecanary"


# ---- What comes later from an old phone ----


def test_what_her_old_phone_sends_is_refused_and_makes_nobody(wren, lesson):
    wren.erases_herself()
    late = a_go(lesson.quiz_for_tests)
    for whose in (
        {"key": wren.key, "secret": ""},
        {"secret": SECRET},
        {"secret": SECRET + "-2"},
        {"key": wren.key, "secret": SECRET},
    ):
        answer = send(Client(**OURS), late, **whose)
        assert answer.status_code == 200
        said = answer.json()
        assert statuses(answer) == ["erased"] * len(late) and said["erased"] is True
        assert "learner" not in said and "key" not in said and not answer.cookies
    assert [ack["uuid"] for ack in said["acks"]] == [one["uuid"] for one in late]
    assert not Learner.objects.exists() and not Statement.objects.exists() and not Kept.objects.exists()


def test_what_arrives_while_she_erases_herself_comes_again_and_is_refused(lesson, phone, monkeypatch):
    from records import views

    parcel, real = a_go(lesson.quiz_for_tests), views.receive
    assert send(phone, parcel, secret=SECRET).status_code == 200

    def meanwhile(**values):
        erase(person_of_learner(values["learner"]), at=timezone.now())
        return real(**values)

    monkeypatch.setattr(views, "receive", meanwhile)
    answer = send(Client(**OURS), a_go(lesson.quiz_for_tests), secret=SECRET)
    assert answer.status_code == 503 and answer["Retry-After"]
    assert statuses(send(Client(**OURS), parcel, secret=SECRET)) == ["erased", "erased"]
    assert not Learner.objects.exists() and not Statement.objects.exists()


def test_a_card_s_form_that_is_sent_twice_begins_nothing_anew(db):
    from accounts.cards import OldForm, keep

    now = timezone.now()
    user, _ = keep(secret=SECRET, pictures=PICTURES[:3], at=now)
    erase(person_of_user(user), at=now)
    with pytest.raises(OldForm):
        keep(secret=SECRET, pictures=PICTURES[:3], at=now)
    assert not User.objects.exists()


def test_her_visit_takes_nobody_else_along(wren, lesson, phone):
    """Somebody else comes in on that phone, which still holds answers of hers."""
    wren.erases_herself()
    own = make_learner(make_user("selam"))
    assert statuses(send(phone, a_go(lesson.quiz_for_tests), key=adding_key(own), secret=SECRET)) == ["erased", "erased"]
    assert not Statement.objects.exists()


def test_what_waits_for_repair_cannot_bring_her_back(wren, lesson):
    wren.erases_herself()
    body = json.dumps({"statements": a_go(lesson.quiz_for_tests), "secret": SECRET})
    Kept.objects.create(digest="a" * 64, reason="batch", raw=body, received=timezone.now())
    call_command("replay_kept")
    assert not Learner.objects.exists() and not Statement.objects.exists()


def test_an_answer_to_who_is_erased_is_as_described(wren, lesson):
    from tests.records.test_openapi import as_described

    wren.erases_herself()
    assert as_described(send(Client(**OURS), a_go(lesson.quiz_for_tests), secret=SECRET))["erased"]


def test_a_key_that_was_signed_before_a_new_secret_key_is_still_known_as_hers(wren, lesson, settings):
    wren.erases_herself()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another-secret-key-of-fifty-characters-or-more-0",
    )
    settings.ERASED_KEY = settings.SECRET_KEY
    assert statuses(send(Client(**OURS), a_go(lesson.quiz_for_tests), key=wren.key, secret="")) == ["erased", "erased"]


# ---- Counts ----


def test_figures_go_on_counting_who_learned_it(lesson):
    cohort = make_cohort()
    for number in range(24):
        learner = make_learner()
        make_enrolment(cohort, f"River {number}", learner=learner)
        if number % 2:
            send(Client(**OURS), a_go(lesson.quiz_for_tests), key=adding_key(learner), secret="")
    now = timezone.now()
    before = figures_of(cohort.office, "en", at=now)
    assert before[0] == 24 and before[1][0][1][0][1].done == 12
    for place in Enrolment.objects.order_by("pk")[:5]:
        erase(person_of_learner(place.learner), at=now)
    assert Enrolment.objects.count() == 19
    assert figures_of(cohort.office, "en", at=now) == before


def test_no_count_is_a_row_of_one_person(lesson):
    for _ in range(3):
        learner = make_learner()
        send(Client(**OURS), a_go(lesson.quiz_for_tests), key=adding_key(learner), secret="")
        erase(person_of_learner(learner), at=timezone.now())
    rows = PastCount.objects.values_list("office", "module", "stage", "number").order_by("stage")
    assert list(rows) == [("", str(lesson.get_parent().translation_key), "done", 3), ("", "", "learned", 3)]


# ---- Tombstones ----


def test_if_it_cannot_be_written_down_nothing_is_erased(wren, settings, tmp_path):
    (tmp_path / "a-file").write_text("")
    settings.ERASED_FILE = tmp_path / "a-file" / "tombstones"
    answer = wren.erases_herself()
    assert answer.status_code == 503 and "Nothing was erased" in answer.content.decode()
    assert User.objects.filter(username=NAME).exists() and Statement.objects.exists() and not Tombstone.objects.exists()


def test_it_is_on_disk_before_she_is_told(wren, monkeypatch):
    synced = []
    real = tombstones.os.fsync
    monkeypatch.setattr(tombstones.os, "fsync", lambda handle: (synced.append(handle), real(handle)))
    wren.erases_herself()
    assert len(synced) == 3  # the file, its folder, and the folder above


def test_a_line_that_broke_off_spoils_no_other(settings):
    for uuid in (uuid4(), uuid4()):
        tombstones.put_up([uuid])
        with open(settings.ERASED_FILE, "a") as file:
            file.write("0f3b")
    last = uuid4()
    tombstones.put_up([last])
    assert len(tombstones.all_in_file()) == 3 and tombstones.digests(last)[0] in tombstones.all_in_file()


def test_an_older_backup_does_not_bring_her_back(wren, lesson):
    """The rows of a backup are put back as they were, by hand: what PostgreSQL restores, and SQLite too."""
    canaries = wren.canaries
    backup = dump()
    wren.erases_herself()
    assert left_in_rows(canaries) == []
    restore(backup)
    Tombstone.objects.all().delete()  # the backup knew of none
    assert left_in_rows([NAME, EMAIL])
    call_command("replay_erasures")
    assert left_in_rows(canaries) == []
    assert Tombstone.objects.count() == len(tombstones.all_in_file())
    counted = list(PastCount.objects.values_list("stage", "number"))
    assert replay(at=timezone.now()) == 0
    assert list(PastCount.objects.values_list("stage", "number")) == counted


def test_who_was_parted_from_her_since_that_backup_stays(db):
    now = timezone.now()
    her = make_learner(make_user("wren"))
    other = make_learner()
    Statement.objects.create(learner=other, verb="completed", activity=uuid4(), timestamp=now, stored=now)
    tombstones.put_up([her.uuid, her.user.uuid])  # she erased herself when she was alone
    join_visit(visitor=other, owner=her, at=now)  # as in the backup
    assert replay(at=now) == 2
    other.refresh_from_db()
    assert other.merged_into is None and Statement.objects.get().learner == other


def test_setting_up_erases_again_before_anything_is_served(monkeypatch, settings, tmp_path):
    from core.management.commands import set_up, tidy

    asked = []
    settings.VAR_DIR = tmp_path
    for module in (set_up, tidy):
        monkeypatch.setattr(module, "call_command", lambda name, *args, **options: asked.append(name))
    set_up.Command().handle()
    assert asked.index("migrate") + 1 == asked.index("replay_erasures")
    tidy.Command().handle()
    assert asked[-1] == "keep_no_longer"


def test_no_key_to_a_person_is_left_hanging():
    """A row of hers goes with her, or forgets her. The admin's logs have no such key; ``erasing`` sees to them."""
    hanging = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.related_model in (User, Learner) and field.remote_field.on_delete not in (models.CASCADE, models.SET_NULL)
    }
    assert hanging == {"wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry"}


def dump():
    """All rows, by the database's own words."""
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if "fts" in table or table in ("django_migrations", "sqlite_sequence"):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows[table] = ([one[0] for one in cursor.description], cursor.fetchall())
    return rows


def restore(backup):
    """Put back whatever is not there any more."""
    with connection.cursor() as cursor, connection.constraint_checks_disabled():
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, (names, rows) in backup.items():
            listed = ", ".join(map(connection.ops.quote_name, names))
            marks = ", ".join(["%s"] * len(names))
            for row in rows:
                ready = [json.dumps(value) if isinstance(value, (dict, list)) else value for value in row]
                cursor.execute(
                    f"INSERT INTO {connection.ops.quote_name(table)} ({listed}) VALUES ({marks}) ON CONFLICT DO NOTHING",
                    ready,
                )
