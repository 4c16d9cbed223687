"""A local fact is shown where it is true, while it is checked, and nowhere else."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from courses.fact_keys import FACT_KEYS
from courses.models import LocalFact
from courses.models.facts import KEY_LABELS
from tests.makers import block_id, make_home, make_lesson

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)


def make_fact(**values):
    words = {
        "key": "emergency",
        "destination": "czechia",
        "kind": "short_number",
        "value": "112",
        "source": "A page",
        "verified_on": date(2026, 1, 1),
        "review_after": date(2099, 1, 1),
    }
    return LocalFact.objects.create(**words | values)


def test_every_key_has_its_words():
    assert tuple(key for key, _ in KEY_LABELS) == FACT_KEYS


@pytest.mark.parametrize(
    "values",
    [
        {"verified_on": None, "review_after": None},
        {"review_after": date(2020, 1, 1)},
        {"verified_on": date(2098, 1, 1)},
    ],
)
def test_what_is_not_checked_or_out_of_date_says_ask_your_trainer(client, values):
    make_home()
    make_fact(**values)
    page = client.get("/en/local/czechia/").content.decode()
    assert "112" not in page and "Ask your trainer" in page
    assert client.get("/en/local/czechia/facts.json").json() == {}


def test_a_checked_number_can_be_tapped_and_says_where_it_is_from(client):
    make_home()
    make_fact(open_always=True, is_free=True)
    page = client.get("/en/local/czechia/").content.decode()
    assert 'href="tel:112"' in page and "Day and night" in page and "January 1, 2026" in page
    assert "\u2068A page\u2069" in page  # a source in another script does not turn the sentence around
    assert client.get("/en/local/czechia/facts.json").json()["emergency"]["dial"] == "tel:112"


def test_one_countrys_number_is_never_anothers(client):
    make_home()
    make_fact()
    for other in ("northern-ireland", "rwanda"):
        assert "112" not in client.get(f"/en/local/{other}/").content.decode()
        assert client.get(f"/en/local/{other}/facts.json").json() == {}


def test_the_lesson_itself_names_no_number_and_links_to_local_help(client):
    make_fact()
    body = [{"type": "paragraph", "id": block_id("p"), "value": {"heading": "", "text": "<p>Call: {fact:emergency}</p>"}}]
    make_lesson(body=body)
    page = client.get("/en/safety/before/locks/").content.decode()
    assert 'data-fact="emergency" href="/en/local/"' in page and "Ask your trainer" in page and "tel:" not in page


def test_words_in_her_language_win(client):
    make_home()
    make_fact(key="minimum_wage", kind="text", value="120 crowns", language="en")
    make_fact(key="minimum_wage", kind="text", value="120 corун", language="uk")
    assert client.get("/uk/local/czechia/facts.json").json()["minimum_wage"]["text"] == "120 corун"
    assert client.get("/fr/local/czechia/facts.json").json() == {}


def test_an_unknown_country_is_not_found(client):
    make_home()
    assert client.get("/en/local/atlantis/").status_code == 404


@pytest.mark.parametrize(
    ("destination", "kind", "value", "field"),
    [
        ("czechia", "phone", "+420222717171", None),
        ("northern-ireland", "phone", "+448000121700", None),
        ("northern-ireland", "phone", "+4480012170", "value"),  # a digit short
        ("czechia", "phone", "+448000121700", "value"),
        ("czechia", "phone", "222 717 171", "value"),
        ("czechia", "phone", "+420 222 717 171", "value"),
        ("northern-ireland", "short_number", "999", None),
        ("rwanda", "short_number", "112", None),
        ("czechia", "short_number", "99999", "value"),
        ("czechia", "short_number", "one", "value"),
        ("czechia", "text", "words", "language"),
    ],
)
def test_a_number_that_cannot_be_dialled_there_is_refused(destination, kind, value, field):
    fact = LocalFact(key="police", destination=destination, kind=kind, value=value, source="x")
    if field is None:
        fact.full_clean()
    else:
        with pytest.raises(ValidationError) as caught:
            fact.full_clean()
        assert field in caught.value.message_dict


def test_a_check_needs_a_day_to_check_again():
    fact = LocalFact(key="police", destination="czechia", kind="short_number", value="158", source="x", verified_on=DAY)
    with pytest.raises(ValidationError):
        fact.full_clean()


def test_what_to_review_is_what_nobody_checked_or_what_is_due():
    make_fact(verified_on=None, review_after=None)
    make_fact(key="police", value="158", review_after=date(2026, 11, 20))
    make_fact(key="abuse_help", kind="phone", value="+420222717171")
    assert LocalFact.objects.to_review(DAY).count() == 2
