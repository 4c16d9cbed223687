"""What was acknowledged, against what is there."""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from uuid import UUID

from bench.report import Table
from faults.books import Books, Content, Row
from faults.phones import Ledger, Said

COLUMNS = ("sent", "acknowledged", "stored", "lost", "duplicated", "alien", "miscounted", "kept")


@dataclass(frozen=True)
class Verdict:
    """Counts of statements; ``miscounted``: goes at quizzes that progress counts more or less often than they are there.

    ``lost``: acknowledged, and not in the record as it was sent. ``duplicated``: there twice. ``alien``: nobody sent it, or a
    learner nobody is. ``kept``: put aside for repair, though each answer sent here can be stored.
    """

    sent: int
    acknowledged: int
    stored: int
    lost: int
    duplicated: int
    alien: int
    miscounted: int
    kept: int

    @property
    def good(self) -> bool:
        return self.acknowledged > 0 and not any((self.lost, self.duplicated, self.alien, self.miscounted, self.kept))

    def table(self, title: str) -> Table:
        """As a row of figures."""
        return Table(title, ["", *COLUMNS], [["statements", *(getattr(self, name) for name in COLUMNS)]])


def judge(ledger: Ledger, before: Books, after: Books, content: Content) -> Verdict:
    """Compare what the phones heard with the record, leaving out what was there before them."""
    old = {row.uuid for row in before.rows}
    new = [row for row in after.rows if row.uuid not in old]
    by_uuid = {row.uuid: row for row in new}
    lost = [
        uuid
        for uuid in ledger.acknowledged
        if uuid not in by_uuid or not _same(by_uuid[uuid], ledger.sent[uuid], ledger.learners[uuid])
    ]
    strangers = after.learners - before.learners - {learner_of(secret) for secret in ledger.secrets}
    return Verdict(
        sent=len(ledger.sent),
        acknowledged=len(ledger.acknowledged),
        stored=len(by_uuid),
        lost=len(lost),
        duplicated=len(new) - len(by_uuid),
        alien=len(by_uuid.keys() - ledger.sent.keys()) + len(strangers),
        miscounted=_miscounted(new, after, content),
        kept=after.kept - before.kept,
    )


def learner_of(secret: str) -> UUID:
    """Whose statements a phone sends, worked out here a second time: see ``accounts/visits.py``."""
    return UUID(bytes=hashlib.sha256(f"onward visit {secret}".encode()).digest()[:16], version=4)


def _same(row: Row, said: Said, learner: UUID) -> bool:
    is_what_was_sent = (row.activity, row.parent, row.attempt, row.content_hash, row.as_sent) == (
        UUID(said["activity"]),
        UUID(said["parent"]),
        UUID(said["attempt"]),
        said["content_hash"],
        said["timestamp"],
    )
    return is_what_was_sent and row.learner == learner


def _miscounted(rows: list[Row], after: Books, content: Content) -> int:
    """Goes counted, by progress, otherwise than by hand. A go is over when every item of its quiz is answered."""
    goes: dict[tuple[UUID, UUID, UUID | None], set[UUID]] = defaultdict(set)
    for row in rows:
        if row.parent:
            goes[row.learner, row.parent, row.attempt].add(row.activity)
    whole = {quiz: items for (quiz, _), items in content.quizzes.items()}
    expected: Counter[tuple[UUID, UUID]] = Counter()
    for (learner, quiz, _), answered in goes.items():
        expected[learner, quiz] += whole[quiz] <= answered
    return sum(
        abs(sum(after.tries.get(where, [0])) - tries) + len(after.tries.get(where, [0])) - 1
        for where, tries in expected.items()
    )
