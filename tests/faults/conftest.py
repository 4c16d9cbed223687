"""A site that may be killed, on the database the suite runs on."""

from collections.abc import Iterator
from typing import Any

import pytest

from faults.kill import struck_site
from tests.on_database import find_server


@pytest.fixture
def struck(may_be_struck: Any) -> Any:
    """The site, serving and honest, whatever the test before did to it; and its PostgreSQL, if it has one."""
    site, postgres = may_be_struck
    site.application = "config.wsgi"
    site.kill()
    site.start()
    return site, postgres


@pytest.fixture(scope="session")
def may_be_struck() -> Iterator[Any]:
    """A site of its own; on PostgreSQL with a server of its own too, which may be killed without harm to other tests."""
    from django.db import connection

    if connection.vendor == "sqlite":
        database = ""
    elif find_server():
        database = "postgres"
    else:
        pytest.skip("PostgreSQL's server programs are not on this machine: there is no server here that may be killed")
    with struck_site(database) as (site, postgres):
        yield site, postgres
