"""What must hold after every step: the database against the oracle."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from accounts.api import preferences_of
from accounts.models import Learner, Preference
from records import api
from records.models import Kept, Progress, Statement
from tests.records.machine.oracle import Oracle, Row, Standing, text_of
from tests.records.machine.phone import Person, Phone

FIELDS = list(Row.__dataclass_fields__)
FOLDED = ["begun_at", "completed_at", "passed_at", "tries", "first_score", "best_score"]


class Database:
    """The database as it is at one moment. ``before``: what was read before; only statements that came since are read again."""

    def __init__(self, before: "Database | None" = None) -> None:
        learners = list(Learner.objects.values_list("pk", "merged_into", "user__username"))
        self.person_of = {pk: into or pk for pk, into, _ in learners}
        self.account_of = {pk: name for pk, _, name in learners if name}
        self.last: int = before.last if before else 0
        self.learner_of: dict[UUID, int] = dict(before.learner_of) if before else {}
        self.rows: dict[UUID, Row] = dict(before.rows) if before else {}
        new = Statement.objects.filter(pk__gt=self.last).order_by("pk")
        for self.last, learner, *values in new.values_list("pk", "learner", *FIELDS):
            row = Row(*values)
            assert row.uuid not in self.rows, "a statement is there twice"
            self.rows[row.uuid], self.learner_of[row.uuid] = row, learner
        self.kept = list(Kept.objects.values_list("learner", "reason", "raw", "replayed"))
        self.progress: dict[int, dict[UUID, tuple[Any, ...]]] = defaultdict(dict)
        for learner, activity, *state in Progress.objects.values_list("learner", "activity", *FOLDED):
            self.progress[learner][activity] = tuple(state)

    def owner_of(self, uuid: UUID) -> int:
        return self.person_of[self.learner_of[uuid]]

    def rows_by_person(self) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = defaultdict(list)
        for uuid, row in self.rows.items():
            found[self.owner_of(uuid)].append(row)
        return found


def check_statements(database: Database, oracle: Oracle) -> None:
    """Each statement that arrived is there once, as it was first stored and judged."""
    assert database.rows.keys() == oracle.rows.keys(), "the server has other statements than arrived"
    for uuid, row in database.rows.items():
        assert row == oracle.rows[uuid], "a statement is not as it was first stored"


def check_whose(database: Database, oracle: Oracle) -> dict[int, Person]:
    """Nobody's answers are under somebody else, though two records of one person may not have joined yet."""
    found: dict[int, Person] = {}
    for uuid, person in oracle.whose.items():
        owner, root = database.owner_of(uuid), person.root
        assert found.setdefault(owner, root) is root, "two people's answers are in one record"
        account = database.account_of.get(owner)
        assert account is None or account == root.name, "an answer is in somebody else's account"
    return found


def check_kept(database: Database, oracle: Oracle, people: dict[int, Person]) -> None:
    """What could not be stored is kept word for word, as whose it is."""
    kept: dict[str, list[tuple[int | None, bool]]] = defaultdict(list)
    for learner, reason, raw, replayed in database.kept:
        if reason != "batch":
            kept[raw].append((database.person_of[learner] if learner else None, replayed is None))
    parcels = {raw for _, reason, raw, _ in database.kept if reason == "batch"}
    assert parcels == oracle.parcels, "a parcel nobody can read is not kept"
    assert kept.keys() == {text for _, text in oracle.held}, "something else is kept than could not be stored"
    for (person, text), held in oracle.held.items():
        hers = {is_open for owner, is_open in kept[text] if owner and _may_be(database, people, owner, person.root)}
        assert held.open is None or held.open in hers, "what was kept is not hers or not as repaired as it should be"


def _may_be(database: Database, people: dict[int, Person], owner: int, person: Person) -> bool:
    """Whether a record is someone's, as far as one can tell; of a visitor without a statement nobody can."""
    account = database.account_of.get(owner)
    return people.get(owner, person) is person and account in (None, person.name)


def check_acknowledged(database: Database, phones: list[Phone]) -> None:
    """What a phone takes for safe is there: nothing acknowledged is ever missing."""
    texts = {raw for _, _, raw, _ in database.kept}
    for phone in phones:
        for entry in phone.log:
            if entry.safe:
                uuid = entry.uuid
                assert (uuid and UUID(uuid) in database.rows) or text_of(entry.said) in texts, "acknowledged, and gone"


def check_progress(database: Database, oracle: Oracle) -> None:
    """Progress is what the statements say, no more and no less."""
    for person, rows in database.rows_by_person().items():
        wanted = oracle.standing(rows)
        found = database.progress.get(person, {})
        for activity in {*wanted, *found}:
            check_standing(found.get(activity), wanted.get(activity, Standing()))


def check_standing(found: tuple[Any, ...] | None, wanted: Standing) -> None:
    begun, completed, passed, tries, first, best = found or (None, None, None, 0, None, None)
    assert (begun, completed, passed, tries, best) == (
        wanted.begun,
        wanted.completed,
        wanted.passed,
        wanted.tries,
        wanted.best,
    ), "progress is not what the statements say"
    assert (first is None and not wanted.first) or first in wanted.first, "the first score is not that of the first go"


def check_preferences(oracle: Oracle) -> None:
    """Each choice once, in the order in which they first arrived."""
    rows = list(Preference.objects.order_by("pk").values_list("uuid", "name", "value"))
    assert rows == [(UUID(uuid), name, value) for uuid, (_, name, value) in oracle.preferences.items()], "other choices"


def check_rebuilt(database: Database) -> None:
    """Folding everything anew gives the same progress."""
    for person in database.rows_by_person():
        api.rebuild(Learner.objects.get(pk=person))
    again = Database().progress
    for person in database.rows_by_person():
        empty = (None, None, None, 0, None, None)
        before, after = (
            {key: state for key, state in one[person].items() if state != empty} for one in (database.progress, again)
        )
        assert before == after, "progress folded anew is another"


def check_settled(database: Database, oracle: Oracle, phones: list[Phone]) -> None:
    """When every phone has sent all: the server has what the phones have, each person's in one record."""
    people = check_whose(database, oracle)
    assert len(set(people.values())) == len(people), "one person's answers are in two records"
    sent = {(entry.owner.person.root, text_of(entry.said)) for phone in phones for entry in phone.log}
    stored = {
        (entry.owner.person.root, text_of(entry.said))
        for phone in phones
        for entry in phone.log
        if not entry.fault and entry.uuid and oracle.whose.get(UUID(entry.uuid)) is not None
    }
    kept = {(person.root, text) for person, text in oracle.held}
    assert sent == stored | kept, "the server has not all that the phones have"
    for owner, person in people.items():
        assert preferences_of(Learner.objects.get(pk=owner)) == oracle.chosen(person), (
            "a preference is not the last that arrived"
        )
