"""The log of looks: what staff saw of a learner's record, in a chain that shows every change."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.api import join_visit, look
from accounts.models import Look, Role, User
from tests.makers import NOON, later, make_learner, make_user

pytestmark = pytest.mark.django_db


def look_at(*learners, by=None, minutes=0, **values):
    words = {"what": Look.What.PROGRESS, "why": Look.Why.FOLLOWS, "role": Role.COORDINATOR, "office": "Kigali"} | values
    return look(by=by or make_user("hana"), learners=learners, at=later(minutes), **words)


@pytest.fixture
def three(visitor):
    by = make_user("hana", first_name="Hana")
    return [look_at(visitor, by=by, minutes=n)[0] for n in range(3)]


def sql(words, *values):
    """What someone with the database in her hands does, the trigger out of the way."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE accounts_look DISABLE TRIGGER look_is_never_changed")
        else:
            cursor.execute("DROP TRIGGER look_is_never_changed")
            cursor.execute("DROP TRIGGER look_is_never_deleted")
        cursor.execute(words, values)


def test_a_stranger_sees_that_nobody_looked(phone, three):
    page = phone.get("/en/my-learning/looks/")
    assert page.status_code == 200
    assert "Hana" not in page.content.decode()


def test_a_learner_reads_who_looked_and_why(phone, selam):
    look_at(make_learner(selam), by=make_user("hana", first_name="Hana"))
    phone.force_login(selam)
    page = phone.get("/en/my-learning/looks/").content.decode()
    for words in ("Hana", "Coordinator", "Kigali", "Looked at your learning", "Looks after your group", "November 21, 2026"):
        assert words in page


def test_another_learner_does_not_read_it(phone, selam):
    look_at(make_learner(selam), by=make_user("hana", first_name="Hana"))
    phone.force_login(make_user("dina"))
    assert "Hana" not in phone.get("/en/my-learning/looks/").content.decode()


def test_the_same_look_on_the_same_day_is_one_line(phone, selam):
    hana, learner = make_user("hana", first_name="Hana"), make_learner(selam)
    for minutes in (0, 5, 9):
        look_at(learner, by=hana, minutes=minutes)
    phone.force_login(selam)
    assert phone.get("/en/my-learning/looks/").content.decode().count("Looked at your learning") == 1


def test_looks_at_a_visit_are_hers_once_she_has_signed_in(visitor, selam):
    look_at(visitor)
    own = make_learner(selam)
    join_visit(visitor=visitor, owner=own, at=NOON)
    assert Look.objects.at_record_of(own).count() == 1


def test_a_look_at_many_costs_as_few_queries_as_at_one(django_assert_num_queries):
    hana = make_user("hana")
    for number in (1, 30):
        people = [make_learner() for _ in range(number)]
        with django_assert_num_queries(5 if connection.vendor == "postgresql" else 4):  # two are the savepoint
            look_at(*people, by=hana)
    assert Look.objects.count() == 31


def test_a_look_at_several_is_a_chain_too():
    look_at(*(make_learner() for _ in range(3)))
    call_command("check_looks")


def test_each_look_follows_on_the_one_before(three):
    assert [row.n for row in three] == [1, 2, 3]
    assert [row.previous for row in three[1:]] == [row.hash for row in three[:-1]]


def test_a_look_cannot_be_edited_or_deleted(three):
    for change in (three[0].save, three[0].delete, Look.objects.all().delete, lambda: Look.objects.update(who="x")):
        with pytest.raises(TypeError):
            change()


@pytest.mark.parametrize("words", ["UPDATE accounts_look SET who = 'x'", "DELETE FROM accounts_look WHERE n = 2"])
def test_the_database_itself_refuses(three, words):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words)


def test_a_chain_as_it_was_written_is_whole(three, capsys):
    call_command("check_looks")
    assert f"3:{three[2].hash}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("UPDATE accounts_look SET why = 'x' WHERE n = 2", "Look 2 was changed"),
        ("UPDATE accounts_look SET at = '2020-01-01' WHERE n = 1", "Look 1 was changed"),
        ("DELETE FROM accounts_look WHERE n = 2", "Look 2 is missing"),
        ("DELETE FROM accounts_look WHERE n = 1", "Look 1 is missing"),
    ],
)
def test_the_first_row_that_was_tampered_with_is_named(three, words, said):
    sql(words)
    with pytest.raises(CommandError, match=said):
        call_command("check_looks")


def test_a_row_changed_together_with_its_hash_breaks_the_next(three):
    row = Look.objects.get(n=2)
    row.why = "x"
    sql("UPDATE accounts_look SET why = 'x', hash = %s WHERE n = 2", row.hash_now())
    with pytest.raises(CommandError, match="Look 3 does not follow"):
        call_command("check_looks")


def test_an_end_that_was_cut_off_is_found_by_what_was_written_down(three):
    sql("DELETE FROM accounts_look WHERE n = 3")
    call_command("check_looks")
    with pytest.raises(CommandError, match="Look 3 was noted and is not there"):
        call_command("check_looks", f"3:{three[2].hash}")


def test_an_erased_learner_leaves_a_chain_that_holds_and_points_to_nobody(selam):
    learner = make_learner(selam)
    (row,) = look_at(learner)
    uuid = str(learner.uuid)
    selam.delete()
    call_command("check_looks")
    kept = Look.objects.values().get()
    assert kept["hash"] == row.hash
    assert uuid not in str(kept) and uuid.replace("-", "") not in str(kept)


def test_a_deleted_account_of_staff_changes_no_row(three):
    User.objects.get(username="hana").delete()
    call_command("check_looks")
    assert Look.objects.get(n=1).who == "Hana"
