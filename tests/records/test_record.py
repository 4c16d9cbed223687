"""Statements are appended, never edited, and the cost of many is that of one."""

from uuid import uuid4

import pytest
from django.core.management import call_command

from accounts.api import claim_visit
from accounts.models import Learner
from records import api
from records.models import Progress, Statement
from tests.makers import NOON, make_learner, make_statement, make_user

pytestmark = pytest.mark.django_db


def test_a_statement_is_kept_with_when_it_happened_and_when_it_came(visitor):
    api.record(learner=visitor, statements=[make_statement(minutes=-60)], at=NOON)
    statement = Statement.objects.get()
    assert statement.timestamp < statement.stored == NOON


def test_the_same_statement_again_changes_nothing(visitor):
    statement = make_statement()
    for _ in range(3):
        api.record(learner=visitor, statements=[statement], at=NOON)
    assert Statement.objects.count() == 1


def test_a_statement_is_never_edited(visitor):
    api.record(learner=visitor, statements=[make_statement()], at=NOON)
    with pytest.raises(TypeError):
        Statement.objects.get().save()


@pytest.mark.parametrize("number", [1, 10, 100])
def test_many_statements_cost_hardly_more_queries_than_one(visitor, django_assert_max_num_queries, number):
    with django_assert_max_num_queries(8):  # six; SQLite takes at most 999 values at once, so a hundred go in two lots
        api.record(learner=visitor, statements=[make_statement() for _ in range(number)], at=NOON)


def test_nobody_has_no_progress_and_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert api.progress_of(None) == {}


def test_rebuilding_gives_what_was_there(visitor):
    activity = uuid4()
    api.record(learner=visitor, statements=[make_statement(activity=activity), make_statement()], at=NOON)
    before = api.progress_of(visitor)
    Progress.objects.update(tries=99)
    call_command("rebuild_progress", verbosity=0)
    assert api.progress_of(visitor) == before


def test_a_claimed_visit_counts_with_what_the_account_had(visitor):
    user, activity = make_user(), uuid4()
    own = make_learner(user)
    api.record(learner=own, statements=[make_statement("failed", activity=activity, score_scaled=0)], at=NOON)
    api.record(learner=visitor, statements=[make_statement("passed", activity=activity, score_scaled=1, minutes=1)], at=NOON)
    claim_visit(visitor=visitor, user=user, at=NOON)
    state = api.progress_of(own)[activity]
    assert (state.tries, state.first_score, state.best_score) == (2, 0, 1)


def test_what_arrives_for_a_merged_visit_counts_for_the_account(visitor):
    user, activity = make_user(), uuid4()
    own = make_learner(user)
    claim_visit(visitor=visitor, user=user, at=NOON)
    visitor.refresh_from_db()
    api.record(learner=visitor, statements=[make_statement(activity=activity)], at=NOON)
    assert activity in api.progress_of(own)


def test_what_is_recorded_while_she_signs_in_counts_for_the_account(visitor):
    user, activity = make_user(), uuid4()
    own = make_learner(user)
    claim_visit(visitor=Learner.objects.get(pk=visitor.pk), user=user, at=NOON)
    api.record(learner=visitor, statements=[make_statement(activity=activity)], at=NOON)  # who was read before
    assert activity in api.progress_of(own)
