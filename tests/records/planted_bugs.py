"""Bugs planted one by one in the real code, to see that the tests of the record catch them: ``make planted``.

Each is a small change of a function's source. A row of the table says what caught it, and after how many steps; one that
nothing catches ends the run with an error. Without a bug everything passes.
"""

import ast
import importlib
import inspect
import os
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Bug:
    """``old`` in the source of ``where`` becomes ``new``."""

    name: str
    where: str
    old: str
    new: str


BUGS = [
    Bug("a number that was had is judged anew", "records.sync.receive:_ack", "success=row.success", "success=verdict.success"),
    Bug("somebody else's number is taken for had", "records.sync.receive:_ack", "not is_of(row, person) or ", ""),
    Bug(
        "one number for two answers loses the second",
        "records.sync.receive:_says",
        "getattr(row, name) == getattr(new, name)",
        "True",
    ),
    Bug(
        "acknowledged, and only the first stored",
        "records.sync.receive:receive",
        "statements=list(new.values())",
        "statements=list(new.values())[:1] or list(new.values())",
    ),
    Bug(
        "acknowledged before it is on disk",
        "records.views:_take",
        'return _later("busy", random.randint(5, 30))',
        'return JsonResponse({"acks": [], "key": ""})',
    ),
    Bug("what was kept is dropped", "records.sync.receive:receive", 'if ack.status == "kept"', 'if ack.status == "lost"'),
    Bug(
        "a parcel that cannot be read is dropped",
        "records.views:_take",
        'keep(None if is_closed else learner_of(request), [(Raw(text, "", at), Reason.BATCH)])',
        "pass",
    ),
    Bug("what is replayed is not marked", "records.sync.replay:_replay", "kept.replayed = at", "kept.replayed = None"),
    Bug(
        "replayed as of now, not of when it came",
        "records.sync.replay:_replay",
        "Raw(one, sent_at, kept.received) for one in said",
        "Raw(one, sent_at, at) for one in said",
    ),
    Bug(
        "the clock is corrected the wrong way",
        "records.sync.parcel:clock_error",
        "return received - moment",
        "return moment - received",
    ),
    Bug(
        "a clock that is about right is corrected too", "records.sync.parcel:clock_error", "<= TRAVEL_TIME", "< TRAVEL_TIME * 0"
    ),
    Bug(
        "what a clock says of the future is believed",
        "records.sync.parcel:corrected",
        "<= received else received",
        "else received",
    ),
    Bug(
        "an item's version by its id, not by what was seen",
        "quizzes.judging:_judged",
        "item = Item.from_dict(version.data)",
        "item = Item.from_dict(ItemVersion.objects.filter(item=version.item).order_by('-pk').first().data)",
    ),
    Bug("judged by the oldest key", "quizzes.judging:judge", '.order_by("published", "pk")', '.order_by("-published", "-pk")'),
    Bug(
        "a key that is mended back does not count again",
        "quizzes.api:keep_versions",
        " or newest[item.content_hash].key != item.key",
        "",
    ),
    Bug(
        "the phone's own score is believed",
        "records.sync.receive:_judged",
        "verdicts[place] = verdict",
        "verdicts[place] = verdict; 'success' in statements[place].said and vars(verdict).update(success=True)",
    ),
    Bug(
        "a go is finished by any older version",
        "quizzes.scoring:Attempt._seen_of",
        "if self.seen else known",
        "if False else known",
    ),
    Bug(
        "a go is finished by the shortest version",
        "quizzes.scoring:Attempt.outcome",
        "version = max(complete",
        "version = min(complete",
    ),
    Bug(
        "the latest answer to a question counts",
        "quizzes.scoring:attempts",
        "key=lambda answer: (answer.timestamp, answer.uuid))",
        "key=lambda answer: (answer.timestamp, answer.uuid), reverse=True)",
    ),
    Bug(
        "the order of arrival decides which answer counts",
        "quizzes.scoring:attempts",
        "sorted(answers, key=lambda answer: (answer.timestamp, answer.uuid))",
        "list(answers)[::-1]",
    ),
    Bug(
        "mastery is asked of what was answered",
        "quizzes.scoring:Attempt.outcome",
        "scaled >= version.mastery",
        "scaled > version.mastery",
    ),
    Bug(
        "a new mastery score does not make a new version",
        "quizzes.api:keep_versions",
        " or last.mastery_score != quiz.mastery_score",
        "",
    ),
    Bug("the last score is taken for the first", "records.fold:fold", "first = min(scored", "first = max(scored"),
    Bug("a second try is counted twice", "records.fold:fold", "tries=len(scored)", "tries=len(scored) + (len(scored) > 1)"),
    Bug("progress is folded from the new statements alone", "records.appending:append", "(hers & about)", "Q(pk=None)"),
    Bug(
        "merged visits are not counted",
        "records.appending:append",
        "Q(learner=person) | Q(learner__merged_into=person)",
        "Q(learner=person)",
    ),
    Bug(
        "merged visits are not folded anew",
        "records.models:StatementQuerySet.of",
        " | models.Q(learner__merged_into=learner)",
        "",
    ),
    Bug(
        "an answer that comes while she signs in is not counted",
        "records.appending:locked",
        "if person.merged_into_id else person",
        "if False else person",
    ),
    Bug(
        "two records join and their statements stay two", "records.receivers:count_both_records", "api.rebuild(learner)", "pass"
    ),
    Bug("whose visits she had taken in are two steps away", "accounts.merging:_join", ".update(merged_into=kept)", ".count()"),
    Bug(
        "the secret is ignored: a retry makes a second learner",
        "accounts.visits:learner_of_secret",
        "Learner.objects.get_or_create(uuid=uuid)[0]",
        "Learner.objects.create()",
    ),
    Bug(
        "the key is ignored: who is signed in gets them",
        "records.views:_learner",
        "learner_of_key(parcel.key) if parcel.key else None",
        "None",
    ),
    Bug(
        "a visit is not joined when she has a key",
        "records.views:_learner",
        "if owner and visitor:",
        "if owner and visitor and not parcel.key:",
    ),
    Bug(
        "a preference sent again undoes a newer one",
        "accounts.preferences:prefer",
        "Preference.objects.bulk_create(rows, ignore_conflicts=True)",
        "[Preference.objects.filter(uuid=row.uuid).delete() for row in rows]; Preference.objects.bulk_create(rows)",
    ),
    Bug(
        "preferences of merged visits are forgotten",
        "accounts.preferences:_of",
        " | Preference.objects.filter(learner__merged_into=person)",
        "",
    ),
    Bug("the first preference counts for ever", "accounts.preferences:preferences_of", 'order_by("pk")', 'order_by("-pk")'),
    Bug(
        "one bad statement costs the whole batch",
        "records.sync.receive:_judged",
        "verdicts.append(Reason.SHAPE)",
        "return [Reason.SHAPE] * len(statements)",
    ),
    Bug("reading is forgotten when answers come", "courses.learning:_facts", "if quizzes_of else ()", "if not goes else ()"),
    Bug(
        "reading a lesson that has a quiz passes it", "courses.learning:_judged", "success=version.quiz is None", "success=True"
    ),
    Bug(
        "a go counts only for the lesson's quiz of today",
        "courses.learning:facts_from_goes",
        "LessonVersion.objects.filter(lesson__in=offering)",
        "LessonVersion.objects.filter(lesson__in=offering).order_by('-pk')[:1]",
    ),
]


def function_at(where: str) -> Any:
    """The plain function under its decorators, of ``module:function`` or ``module:Class.method``."""
    module, _, path = where.partition(":")
    found: Any = importlib.import_module(module)
    for name in path.split("."):
        found = getattr(found, name)
    return inspect.unwrap(found)


@contextmanager
def planted(bug: Bug) -> Iterator[None]:
    """The bug is in the code, wherever it is called from, until the block ends. Raises ValueError if there is no such code."""
    function = function_at(bug.where)
    source = textwrap.dedent(inspect.getsource(function))
    if bug.old not in source:
        raise ValueError(f"“{bug.old}” is no longer in {bug.where}")
    tree = ast.parse(source.replace(bug.old, bug.new, 1))
    tree.body[0].decorator_list = []  # type: ignore[attr-defined]
    names: dict[str, Any] = {}
    exec(compile(tree, bug.where, "exec"), function.__globals__, names)
    whole, function.__code__ = function.__code__, names[function.__name__].__code__
    try:
        yield
    finally:
        function.__code__ = whole


def caught_by(bug: Bug | None, *, steps: int) -> tuple[str, int]:
    """What the machine says of a bug, and after how many steps; nothing, if it finds nothing."""
    from tests.records.machine.rules import Machine
    from tests.records.machine.run import run

    before = Machine.steps.total()
    with planted(bug) if bug else nullcontext():
        try:
            run(Machine, steps, shrink=False)
        except AssertionError as fault:
            return (str(fault).splitlines() or ["another answer"])[0][:60], Machine.steps.total() - before
    return "", Machine.steps.total() - before


if __name__ == "__main__":
    os.environ["PLANTED"] = "|".join(sys.argv[1:]) or "."  # patterns of names, if not all are wanted
    import pytest

    sys.exit(pytest.main(["tests/records/test_planted_bugs.py", "-q", "-s", "--numprocesses=0", "-p", "no:cacheprovider"]))
