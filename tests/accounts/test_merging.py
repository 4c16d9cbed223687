"""Two records of one person become one, lose nothing, and can be two again for thirty days."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts import codes
from accounts.merging import CannotMerge, join_visit, merge_accounts, undo, undoable
from accounts.models import Learner, LearningCard, Merge, Notice, Phone, User
from accounts.usernames import nameless
from records.api import record
from records.models import Progress, Statement
from tests.makers import NOON, later, make_learner, make_statement, make_user


@pytest.fixture
def first(db):
    return make_learner(make_user("river7")).user


@pytest.fixture
def second(db):
    return make_learner(make_user("goat8")).user


def done(learner: Learner) -> set:
    return set(Progress.objects.filter(learner=learner).values_list("activity", flat=True))


def learn(learner: Learner):
    statement = make_statement(activity=uuid4())
    record(learner=learner, statements=[statement], at=NOON)
    return statement.activity


def test_what_was_learned_on_both_is_read_as_one_and_nothing_is_rewritten(first, second):
    here, there = learn(first.learner), learn(second.learner)
    before = set(Statement.objects.values_list("uuid", "learner_id"))
    merge_accounts(kept=first, joined=second, by=first, at=NOON)
    assert done(first.learner) == {here, there}
    assert set(Statement.objects.values_list("uuid", "learner_id")) == before


def test_undoing_gives_each_what_was_learned_there(first, second):
    here, there = learn(first.learner), learn(second.learner)
    merge = merge_accounts(kept=first, joined=second, by=first, at=NOON)
    later_still = learn(first.learner)
    undo(merge, by=first, at=later(60))
    first.refresh_from_db(), second.refresh_from_db()
    assert done(first.learner) == {here, later_still}
    assert done(second.learner) == {there} and second.is_active
    assert second.check_password("river-goat-lamp")


def test_the_second_account_opens_nothing_more_and_its_sessions_end(phone, first, second):
    phone.post("/en/account/login/", {"login": "goat8", "password": "river-goat-lamp"})
    merge_accounts(kept=first, joined=second, by=first, at=NOON)
    assert phone.get("/en/account/").status_code == 302
    assert (
        phone.post("/en/account/login/", {"login": "goat8", "password": "river-goat-lamp"})["Location"]
        == "/en/account/inactive/"
    )


def test_her_ways_in_move_where_there_is_room(db):
    first, second = make_learner(User.objects.create_user(nameless())).user, make_learner(make_user("goat8")).user
    EmailAddress.objects.create(user=second, email="a@example.org", verified=True, primary=True)
    Phone.objects.create(user=second, digest="d", added_at=NOON)
    LearningCard.objects.create(user=second, digest="c", made_at=NOON)
    merge = merge_accounts(kept=first, joined=second, by=first, at=NOON)
    first.refresh_from_db()
    assert first.username == "goat8" and first.check_password("river-goat-lamp")
    assert codes.owner(email="a@example.org") == first
    assert Phone.objects.get().user == LearningCard.objects.get().user == first
    undo(merge, by=first, at=later(1))
    first.refresh_from_db(), second.refresh_from_db()
    assert second.username == "goat8" and second.check_password("river-goat-lamp") and not first.has_usable_password()
    assert codes.owner(email="a@example.org") == Phone.objects.get().user == LearningCard.objects.get().user == second


def test_of_two_cards_the_first_account_s_stays(first, second):
    mine = LearningCard.objects.create(user=first, digest="a", made_at=NOON)
    hers = LearningCard.objects.create(user=second, digest="b", made_at=NOON)
    merge = merge_accounts(kept=first, joined=second, by=first, at=NOON)
    assert list(LearningCard.objects.filter(voided_at=None)) == [mine]
    undo(merge, by=first, at=later(1))
    assert set(LearningCard.objects.filter(voided_at=None)) == {mine, hers}


def test_staff_are_never_merged(first, second):
    User.objects.filter(pk=second.pk).update(is_staff=True)
    for pair in ((first, second), (second, first)):
        with pytest.raises(CannotMerge, match="staff"):
            merge_accounts(kept=pair[0], joined=pair[1], by=first, at=NOON)


def test_an_account_is_not_merged_with_itself_or_with_a_closed_one(first, second):
    with pytest.raises(CannotMerge, match="same"):
        merge_accounts(kept=first, joined=first, by=first, at=NOON)
    User.objects.filter(pk=second.pk).update(is_active=False)
    with pytest.raises(CannotMerge, match="closed"):
        merge_accounts(kept=first, joined=second, by=first, at=NOON)


def test_it_is_undone_once_and_within_thirty_days(first, second):
    merge = merge_accounts(kept=first, joined=second, by=first, at=NOON)
    with pytest.raises(CannotMerge, match="too_late"):
        undo(merge, by=first, at=NOON + timedelta(days=31))
    assert undoable([first.learner], at=NOON + timedelta(days=29)) == [merge]
    assert undoable([first.learner], at=NOON + timedelta(days=31)) == []
    undo(merge, by=first, at=NOON + timedelta(days=29))
    with pytest.raises(CannotMerge, match="undone"):
        undo(merge, by=first, at=NOON + timedelta(days=29))


def test_a_visit_that_was_somebody_else_s_is_given_back(first):
    visitor = make_learner()
    hers, theirs = learn(first.learner), learn(visitor)
    join_visit(visitor=visitor, owner=first.learner, at=NOON)
    assert done(first.learner) == {hers, theirs}
    undo(Merge.objects.get(), by=first, at=later(1))
    assert done(first.learner) == {hers} and done(visitor) == {theirs}


def test_she_is_told(first, second):
    merge = merge_accounts(kept=first, joined=second, by=first, at=NOON)
    undo(merge, by=first, at=later(1))
    assert list(Notice.objects.filter(user=first).order_by("pk").values_list("kind", flat=True)) == ["merged", "unmerged"]


class TestAnyOrder(TestCase):
    """However visits and accounts were put together, undoing from the last to the first gives everyone her own."""

    @given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=6))
    def test_all_undone_is_as_before(self, pairs):
        users = [make_learner(make_user(f"p{n}")).user for n in range(2)]
        people = [user.learner for user in users] + [make_learner() for _ in range(3)]
        own = {person.pk: {learn(person)} for person in people}
        for one, other in pairs:
            a, b = (Learner.objects.get(pk=people[n].pk) for n in (one, other))
            if a.user and b.user and a != b and a.user.is_active and b.user.is_active:
                merge_accounts(kept=a.user, joined=b.user, by=a.user, at=NOON)
            else:
                join_visit(visitor=b, owner=a, at=NOON)
            for root in Learner.objects.filter(merged_into=None):
                assert done(root) == own[root.pk].union(*(own[pk] for pk in root.merged.values_list("pk", flat=True)))
            assert not Learner.objects.filter(merged_into__merged_into__isnull=False).exists()
        for merge in Merge.objects.order_by("-pk"):
            undo(merge, by=users[0], at=later(1))
        assert {person.pk: done(person) for person in Learner.objects.all()} == own
