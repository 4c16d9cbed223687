"""Looking for what is left of somebody: in every column of every table, in the database's own files, and in all other files."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection


def columns() -> Iterator[tuple[str, str]]:
    """Every column of every table that there is, whoever made it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                yield table, column.name


def spellings(canary: Any) -> set[str]:
    """How a thing may stand there: a uuid has two spellings, JSON writes some letters otherwise."""
    if isinstance(canary, UUID):
        return {str(canary), canary.hex}
    return {str(canary), json.dumps(canary).strip('"')}


def left_in_rows(canaries: Iterable[Any]) -> list[tuple[str, str, str]]:
    """Table, column and canary of each hit. One query for each column."""
    wanted = sorted({one for canary in canaries for one in spellings(canary)})
    quote = connection.ops.quote_name
    found = []
    with connection.cursor() as cursor:
        for table, column in columns():
            cursor.execute(f"SELECT CAST({quote(column)} AS TEXT) FROM {quote(table)}")
            values = [str(value).lower() for (value,) in cursor.fetchall() if value is not None]
            found += [(table, column, one) for one in wanted if any(one.lower() in value for value in values)]
    return found


def left_in_files(canaries: Iterable[Any], folder: Path) -> list[tuple[str, str]]:
    """File and canary of each hit, by the bytes."""
    wanted = sorted({one for canary in canaries for one in spellings(canary)})
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.name.encode() + path.read_bytes()
        found += [(str(path), one) for one in wanted if one.encode() in content or one.upper().encode() in content]
    return found
