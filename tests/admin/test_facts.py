"""Local facts at /cms/: listed, checked, written."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from courses.models import LocalFact
from tests.admin.reading import text_of

FACTS = "/cms/snippets/courses/localfact/"


def make_fact(**values: Any) -> LocalFact:
    today = timezone.localdate()
    words: dict[str, Any] = {
        "key": "emergency",
        "destination": "czechia",
        "kind": "short_number",
        "value": "112",
        "source": "x",
        "verified_on": today,
        "review_after": today + timedelta(days=90),
    }
    return LocalFact.objects.create(**words | values)


def test_facts_are_listed_with_place_value_and_state_and_can_be_filtered(cms: Client) -> None:
    make_fact()
    make_fact(key="police", value="158", verified_on=None)
    make_fact(key="advice_line", value="116111", review_after=timezone.localdate() - timedelta(days=1))
    page = text_of(cms.get(FACTS))
    assert all(word in page for word in ("Czechia", "112", "{fact:police}", "checked", "158", "not checked yet", "out of date"))
    due, fine = text_of(cms.get(f"{FACTS}?to_review=yes")), text_of(cms.get(f"{FACTS}?to_review=no"))
    assert "158" in due and "116111" in due and ">112<" not in re.sub(r"\s", "", due)
    assert "158" not in fine and ">112<" in re.sub(r"\s", "", fine)


def test_the_first_page_names_the_facts_to_check(cms: Client) -> None:
    assert "Local facts to check" not in text_of(cms.get("/cms/"))
    fact = make_fact(verified_on=None)
    page = text_of(cms.get("/cms/"))
    assert "Local facts to check" in page
    assert f'href="{FACTS}edit/{fact.pk}/"' in page


def test_a_fact_is_written_and_checked(cms: Client) -> None:
    form = {
        "key": "police",
        "destination": "czechia",
        "language": "",
        "kind": "short_number",
        "value": "158",
        "hours": "",
        "source": "policie.cz",
        "verified_on": "2026-11-01",
        "verified_by": "T",
        "review_after": "",
    }
    assert "Say when it must be checked again." in text_of(cms.post(f"{FACTS}add/", form))
    assert cms.post(f"{FACTS}add/", form | {"review_after": "2027-11-01"}).status_code == 302
    assert LocalFact.objects.get(key="police").verified_by == "T"
