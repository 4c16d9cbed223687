"""What is in a site's database, read past Django: a proof should not lean on what it proves."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg

from bench.server import Site

STATEMENTS = """
    SELECT s.uuid, l.uuid, s.activity, s.parent, s.attempt, s.content_hash, s.as_sent
    FROM records_statement s JOIN accounts_learner l ON l.id = s.learner_id
"""
PROGRESS = "SELECT l.uuid, p.activity, p.tries FROM records_progress p JOIN accounts_learner l ON l.id = p.learner_id"
VERSIONS = "SELECT quiz, content_hash, items FROM quizzes_quizversion"
ITEMS = "SELECT item, content_hash, data FROM quizzes_itemversion"
INDEXES_OF_POSTGRES = """
    SELECT bt_index_check(i.indexrelid, true)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
    WHERE a.amname = 'btree' AND i.indisvalid AND c.relpersistence = 'p'
"""
TABLES_OF_POSTGRES = """
    SELECT c.relname, broken.msg FROM pg_class c CROSS JOIN LATERAL verify_heapam(c.oid) broken
    WHERE c.relkind = 'r' AND c.relpersistence = 'p'
"""


@dataclass(frozen=True)
class Row:
    """A statement as the database has it."""

    uuid: UUID
    learner: UUID
    activity: UUID
    parent: UUID | None
    attempt: UUID | None
    content_hash: str
    as_sent: str


@dataclass(frozen=True)
class Content:
    """What can be answered: each quiz's items by quiz and hash, and each item as it was shown."""

    quizzes: dict[tuple[UUID, str], frozenset[UUID]]
    items: dict[UUID, list[tuple[str, dict[str, Any]]]]


@dataclass(frozen=True)
class Books:
    """A whole record at one moment."""

    rows: list[Row] = field(default_factory=list)
    learners: set[UUID] = field(default_factory=set)
    tries: dict[tuple[UUID, UUID], list[int]] = field(default_factory=dict)  # learner, quiz or lesson: of each progress row
    kept: int = 0


def books(site: Site) -> Books:
    """The record as a reader who has just come finds it."""
    with _ask(site) as ask:
        tries: dict[tuple[UUID, UUID], list[int]] = {}
        for learner, activity, count in ask(PROGRESS):
            tries.setdefault((_uuid(learner), _uuid(activity)), []).append(count)
        return Books(
            [Row(*(_uuid(value) for value in row[:5]), *row[5:]) for row in ask(STATEMENTS)],
            {_uuid(row[0]) for row in ask("SELECT uuid FROM accounts_learner")},
            tries,
            ask("SELECT count(*) FROM records_kept")[0][0],
        )


def content(site: Site) -> Content:
    """The starter course's quizzes."""
    items: dict[UUID, list[tuple[str, dict[str, Any]]]] = {}
    with _ask(site) as ask:
        for item, content_hash, data in ask(ITEMS):
            items.setdefault(_uuid(item), []).append((content_hash, _json(data)))
        quizzes = {(_uuid(quiz), name): frozenset(map(UUID, _json(ids))) for quiz, name, ids in ask(VERSIONS)}
    return Content(quizzes, items)


def integrity(site: Site) -> str:
    """“ok”, or what is broken in the database's files."""
    with _ask(site) as ask:
        if "DATABASE_URL" not in site.env:
            said = [row[0] for row in ask("PRAGMA integrity_check")] + [str(row) for row in ask("PRAGMA foreign_key_check")]
            return "; ".join(said)
        try:
            ask("CREATE EXTENSION IF NOT EXISTS amcheck")
            ask(INDEXES_OF_POSTGRES)
            return "; ".join(str(row) for row in ask(TABLES_OF_POSTGRES)) or "ok"
        except psycopg.errors.UndefinedFile:
            return "not checked: PostgreSQL's amcheck is not installed"
        except psycopg.Error as broken:
            return str(broken)


@contextmanager
def _ask(site: Site) -> Iterator[Any]:
    """A function that runs a query and returns its rows."""
    if url := site.env.get("DATABASE_URL"):
        with psycopg.connect(url, autocommit=True) as postgres:

            def from_postgres(query: str) -> list[tuple[Any, ...]]:
                cursor = postgres.execute(query)
                return cursor.fetchall() if cursor.description else []

            yield from_postgres
    else:
        with closing(sqlite3.connect(site.var_dir / "onward.sqlite3", timeout=60)) as sqlite:
            yield lambda query: sqlite.execute(query).fetchall()


def _uuid(value: Any) -> Any:
    return UUID(value) if isinstance(value, str) else value


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
